"""The calibration of forecasts: it finds the constants that data was made with, whatever is still open."""

import random
from datetime import timedelta

import pytest

from benchmarks.forecasting.calibration import calibrated, closing_days, least_factor
from benchmarks.forecasting.cases import Case, Range
from benchmarks.forecasting.scores import by_the_end, covered
from seeds.synthetic.days import LAST_DAY
from service.rules.forecast import CLOSING_DAYS, Outlook

_UNTOLD = Range(earliest=None, likely=None, latest=None)


def case(*, left: float, took: float, seen_for: int, told: Range = _UNTOLD) -> Case:
    """A pledge that was forecast so long before the end of the data; what comes after it was not seen."""
    on = LAST_DAY - timedelta(days=seen_for)
    return Case(
        on=on,
        seed=1,
        outlook=Outlook.EXPECTED,
        left=left,
        times=1.0,
        told=told,
        by_pace=_UNTOLD,
        by_line=None,
        due_on=None,
        done_on=on + timedelta(days=round(took)) if took <= seen_for else None,
        has_left=False,
    )


def made(closing: int, seed: int, count: int = 6_000) -> list[Case]:
    """Cases that take from none to four times their days with those for closing, each as often."""
    roll = random.Random(seed).random  # noqa: S311 - made up, and the same every time
    lefts = [1 + 99 * roll() for _ in range(count)]
    return [
        case(left=left, took=4 * roll() * (left + closing), seen_for=(60, 120, 240, 480)[place % 4])
        for place, left in enumerate(lefts)
    ]


@pytest.mark.parametrize("closing", [0, 4, 12])
def test_the_days_for_closing_are_found_again(closing: int) -> None:
    assert abs(closing_days(made(closing, seed=1)) - closing) <= 2


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_factor_is_found_although_much_is_open_at_the_end_of_the_data(share: float) -> None:
    cases = made(CLOSING_DAYS, seed=2)
    assert sum(each.done_on is None for each in cases) > 1_000
    found = least_factor(cases, lambda each: each.left + CLOSING_DAYS, share)
    assert found.value == pytest.approx(4 * share, abs=0.2)
    assert 100 <= found.of <= len(cases)


def test_no_factor_is_told_of_what_hardly_ever_ends() -> None:
    cases = [case(left=30, took=1_000, seen_for=90) for _ in range(500)]
    assert least_factor(cases, lambda each: each.left, 0.9).of == 0


def test_the_range_so_found_holds_eight_of_ten_of_another_history() -> None:
    found = calibrated(made(CLOSING_DAYS, seed=3))

    def told(each: Case) -> Range:
        likely = each.left + CLOSING_DAYS
        days = (each.left * found.earliest.value, likely, likely * found.latest.value)
        earliest, middle, latest = (each.on + timedelta(days=round(day)) for day in days)
        return Range(earliest=earliest, likely=middle, latest=latest)

    held = covered(made(CLOSING_DAYS, seed=4), told)
    assert held.of > 1_000
    assert 0.77 <= held.count / held.of <= 0.83


def test_what_a_cell_says_of_the_end_of_the_data_counts_those_still_open_too() -> None:
    def told(*days: int | None) -> Range:
        on = LAST_DAY - timedelta(days=60)
        earliest, likely, latest = (None if day is None else on + timedelta(days=day) for day in days)
        return Range(earliest=earliest, likely=likely, latest=latest)

    # Of the quarters 4 + 3 + 1 + 0 of 16 come within the sixty days; one of the four was done.
    ranges = told(10, 20, 60), told(10, 20, 61), told(10, 61, None), told(61, 90, 200)
    cases = [case(left=30, took=50 + 20 * place, seen_for=60, told=one) for place, one in enumerate(ranges)]
    assert by_the_end(cases, lambda each: each.told) == "50% / 25%"
