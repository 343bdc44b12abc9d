"""Forecasts: a robust pace, slippage that counts open pledges, and days that are never in the past."""

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rules.forecast import (
    CLOSING_DAYS,
    EARLIEST,
    HORIZON_DAYS,
    LATEST,
    LONGEST,
    MOST_POINTS,
    SHORTEST,
    WHOLE,
    Forecast,
    Known,
    Outlook,
    Point,
    Track,
    forecast,
    pace,
    slippage,
    track,
)
from service.rules.lifecycle import EXITS, Execution

TODAY = date(2026, 3, 1)


def points(*pairs: tuple[int, int], before: date = TODAY) -> list[Point]:
    """Points so many days before a day, at so many percent."""
    return [Point(on=before - timedelta(days=days), mark=percent * WHOLE // 100) for days, percent in pairs]


def known(*pairs: tuple[int, int]) -> Known:
    return Known(
        execution=Execution.IN_PROGRESS,
        is_measurable=True,
        points=points(*pairs),
        slippage=1.0,
        today=TODAY,
    )


STEADY = known((60, 20), (30, 40), (0, 60))
lines = st.lists(
    st.tuples(st.integers(1, 700), st.integers(0, WHOLE - 1)),
    min_size=3,
    max_size=50,
    unique_by=lambda p: p[0],
)
tracks = st.lists(st.builds(Track, slippage=st.floats(SHORTEST, LONGEST), is_done=st.booleans()), max_size=12)


@st.composite
def cases(draw: st.DrawFn) -> Known:
    """Anything that can be known of a pledge in progress."""
    days = sorted(draw(lines), reverse=True)
    return Known(
        execution=Execution.IN_PROGRESS,
        is_measurable=True,
        points=[Point(on=TODAY - timedelta(days=ago), mark=mark) for ago, mark in days],
        slippage=draw(st.floats(SHORTEST, LONGEST)),
        today=TODAY,
    )


def test_what_is_left_goes_on_at_the_pace_from_today() -> None:
    # 20 % in 30 days, 40 % left: 60 days, and those for closing, except at the earliest.
    def ahead(days: float) -> date:
        return TODAY + timedelta(days=math.ceil(days))

    for times in (1.0, 1.5):
        assert forecast(replace(STEADY, slippage=times)) == Forecast(
            outlook=Outlook.EXPECTED,
            earliest=ahead(60 * times * EARLIEST),
            likely=ahead((60 + CLOSING_DAYS) * times),
            latest=ahead((60 + CLOSING_DAYS) * times * LATEST),
        )


def test_however_little_is_left_closing_takes_its_days() -> None:
    nearly = replace(STEADY, points=points((60, 20), (30, 60), (0, 99)))
    found = forecast(nearly)
    assert found.earliest == TODAY + timedelta(days=1)
    assert found.likely is not None
    assert CLOSING_DAYS < (found.likely - TODAY).days <= CLOSING_DAYS + 1


def test_one_odd_point_does_not_move_the_pace() -> None:
    steady = points((40, 10), (30, 20), (20, 30), (10, 40), (0, 50))
    for place in range(1, 4):
        odd = [*steady]
        odd[place] = replace(odd[place], mark=WHOLE - 1)
        assert pace(odd) == pace(steady) == WHOLE / 100


def test_the_median_of_an_even_number_of_slopes_lies_between_the_two() -> None:
    # Slopes 1, 3, 2, 2, 2.5, ... of four points: six pairs.
    four = [Point(on=TODAY + timedelta(days=day), mark=mark) for day, mark in enumerate((0, 1, 4, 5))]
    slopes = sorted((1.0, 2.0, 5 / 3, 3.0, 2.0, 1.0))
    assert pace(four) == (slopes[2] + slopes[3]) / 2
    assert (pace(four[:1]), pace([])) == (None, None)


def test_only_the_latest_points_make_the_pace() -> None:
    slow = [Point(on=TODAY + timedelta(days=day), mark=day) for day in range(MOST_POINTS)]
    earlier = [Point(on=TODAY - timedelta(days=100 - day), mark=0) for day in range(30)]
    assert pace([*earlier, *slow]) == pace(slow) == 1


@pytest.mark.parametrize(
    "case, outlook",
    [
        (known(), Outlook.NOT_ENOUGH_DATA),
        (known((9, 10), (0, 20)), Outlook.NOT_ENOUGH_DATA),
        (known((9, 20), (5, 20), (0, 20)), Outlook.NO_PROGRESS),
        (known((9, 40), (5, 30), (0, 20)), Outlook.NO_PROGRESS),
        (known((9, 40), (0, 100)), Outlook.DONE),
        (known((700, 1), (350, 2), (0, 3)), Outlook.OUT_OF_SIGHT),
        (replace(STEADY, slippage=None), Outlook.OUT_OF_SIGHT),
        (replace(STEADY, is_measurable=False), Outlook.NOT_MEASURABLE),
        (replace(STEADY, execution=Execution.REPORTED_DONE), Outlook.DONE),
        (replace(STEADY, execution=Execution.COMPLETED), Outlook.DONE),
        *((replace(STEADY, execution=state), Outlook.ENDED) for state in EXITS),
    ],
)
def test_where_no_day_can_be_told_it_is_said_why(case: Known, outlook: Outlook) -> None:
    assert forecast(case) == Forecast(outlook=outlook)


def test_a_latest_day_beyond_the_horizon_is_left_open() -> None:
    times = HORIZON_DAYS / LATEST / 60
    found = forecast(replace(STEADY, slippage=times))
    assert found.outlook is Outlook.EXPECTED
    assert found.likely is not None
    assert found.latest is None


@given(cases())
def test_a_day_is_never_in_the_past_nor_beyond_the_horizon(case: Known) -> None:
    found = forecast(case)
    days = [day for day in (found.earliest, found.likely, found.latest) if day]
    assert all(TODAY < day <= TODAY + timedelta(days=HORIZON_DAYS) for day in days)
    assert days == sorted(days)
    assert bool(days) is (found.outlook is Outlook.EXPECTED)


@given(cases(), st.integers(-4_000, 4_000))
def test_the_same_story_on_other_days_has_the_same_forecast_on_other_days(case: Known, days: int) -> None:
    shift = timedelta(days=days)
    moved = replace(
        case,
        today=case.today + shift,
        points=[replace(point, on=point.on + shift) for point in case.points],
    )
    there, here = forecast(moved), forecast(case)
    assert there == Forecast(
        outlook=here.outlook,
        earliest=here.earliest and here.earliest + shift,
        likely=here.likely and here.likely + shift,
        latest=here.latest and here.latest + shift,
    )


@given(cases(), st.integers(0, WHOLE))
def test_more_progress_by_the_last_day_never_makes_it_later(case: Known, more: int) -> None:
    last = case.points[-1]
    raised = replace(last, mark=min(WHOLE - 1, last.mark + more))
    before, after = forecast(case), forecast(replace(case, points=[*case.points[:-1], raised]))
    if before.likely:
        assert after.likely is not None
        assert after.likely <= before.likely


def test_a_pledge_tells_how_long_its_second_half_took() -> None:
    # At 60 % (day 60, 20 % in 20 days) 40 days are said to be left, and some for closing.
    line = points((100, 20), (80, 40), (60, 60), (30, 70))
    day, expected = TODAY - timedelta(days=60), 40 + CLOSING_DAYS
    assert track(line, done_on=day + timedelta(days=2 * expected), seen_until=TODAY) == Track(
        slippage=2.0, is_done=True
    )
    assert track(line, done_on=None, seen_until=day + timedelta(days=20)) == Track(
        slippage=20 / expected, is_done=False
    )
    assert track(line, done_on=day, seen_until=TODAY) == Track(slippage=SHORTEST, is_done=True)
    late = day + timedelta(days=4_000)
    assert track(line, done_on=late, seen_until=TODAY) == Track(slippage=LONGEST, is_done=True)


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [(9, 10), (8, 90)],
        [(9, 10), (8, 20), (7, 40)],
        [(9, 10), (8, 20), (7, 100)],
        [(9, 60), (8, 60), (7, 50)],
    ],
)
def test_a_pledge_without_a_half_that_has_a_pace_tells_nothing(pairs: list[tuple[int, int]]) -> None:
    assert track(points(*pairs), done_on=TODAY, seen_until=TODAY) is None


def test_before_anything_is_known_it_takes_as_long_as_expected() -> None:
    assert slippage([], []) == 1.0


def test_the_agencys_own_pledges_outweigh_everybodys_as_they_become_many() -> None:
    others = [Track(slippage=1.0, is_done=True)] * 50
    own = Track(slippage=3.0, is_done=True)
    middles = [slippage([own] * count, others) for count in range(0, 11, 2)]
    # 50 others weigh six, and what is supposed one: 6 2/3 are at or below 1.
    assert middles == [1.0, 1.0, 1.0, 1.0, 3.0, 3.0]


def test_a_pledge_that_is_still_open_counts_as_longer_than_it_lasted() -> None:
    done = [Track(slippage=1.0, is_done=True)] * 4 + [Track(slippage=4.0, is_done=True)] * 4
    still = [Track(slippage=2.0, is_done=False)] * 12
    assert slippage(done, []) == 1.0
    assert slippage([*done, *still], []) == 4.0
    for_longer = [replace(one, slippage=9.0) for one in still]
    assert slippage([*done, *for_longer], []) is None


@given(tracks, tracks)
def test_slippage_is_never_shorter_for_counting_the_open_ones(own: list[Track], others: list[Track]) -> None:
    closed = slippage(
        [replace(one, is_done=True) for one in own], [replace(one, is_done=True) for one in others]
    )
    assert (closed or math.inf) <= (slippage(own, others) or math.inf)
