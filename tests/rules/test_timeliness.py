"""Timeliness by dates alone, and working days against a slow count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rules.lifecycle import Execution
from service.rules.timeliness import (
    Timeliness,
    add_working_days,
    days_late,
    is_working_day,
    timeliness,
    working_days_between,
)

DUE = date(2025, 12, 31)
OPEN = [
    Execution.RECORDED,
    Execution.SPECIFIED,
    Execution.AGREED,
    Execution.IN_PROGRESS,
    Execution.REPORTED_DONE,
]

days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
near_days = st.dates(date(2025, 6, 1), date(2026, 6, 1))
calendars = st.frozensets(near_days, max_size=40)


def after(days: int) -> date:
    return DUE + timedelta(days=days)


@pytest.mark.parametrize("execution", OPEN)
@pytest.mark.parametrize(
    "days,expected",
    [
        (-400, Timeliness.NOT_DUE),
        (-15, Timeliness.NOT_DUE),
        (-14, Timeliness.DUE_SOON),
        (0, Timeliness.DUE_SOON),
        (1, Timeliness.OVERDUE),
        (400, Timeliness.OVERDUE),
    ],
)
def test_an_open_pledge_warns_fourteen_days_ahead_and_is_overdue_the_day_after(
    execution: Execution, days: int, expected: Timeliness
) -> None:
    assert timeliness(DUE, execution, None, after(days)) is expected


@pytest.mark.parametrize(
    "stopped,expected",
    [(after(-1), Timeliness.ON_TIME_DONE), (DUE, Timeliness.ON_TIME_DONE), (after(1), Timeliness.LATE_DONE)],
)
def test_a_completed_pledge_is_judged_by_the_day_on_which_it_was_reported_done(
    stopped: date, expected: Timeliness
) -> None:
    assert timeliness(DUE, Execution.COMPLETED, stopped, after(999)) is expected


def test_a_completion_whose_day_nobody_wrote_down_is_not_called_on_time() -> None:
    assert timeliness(DUE, Execution.COMPLETED, None, after(-100)) is Timeliness.LATE_DONE


def test_waiting_for_verification_makes_nobody_late() -> None:
    assert timeliness(DUE, Execution.REPORTED_DONE, after(-20), after(60)) is Timeliness.NOT_DUE
    assert timeliness(DUE, Execution.REPORTED_DONE, DUE, after(60)) is Timeliness.DUE_SOON
    assert timeliness(DUE, Execution.REPORTED_DONE, after(3), after(60)) is Timeliness.OVERDUE


@pytest.mark.parametrize("execution", list(Execution))
def test_without_a_due_date_nothing_is_due(execution: Execution) -> None:
    assert timeliness(None, execution, None, DUE) is Timeliness.NO_DUE_DATE
    assert days_late(None, execution, None, DUE) == 0


@pytest.mark.parametrize("execution", [Execution.CANCELLED, Execution.TRANSFERRED, Execution.NEVER_STARTED])
def test_after_an_exit_no_date_binds(execution: Execution) -> None:
    assert timeliness(DUE, execution, after(5), after(9)) is Timeliness.NO_DUE_DATE
    assert days_late(DUE, execution, after(5), after(9)) == 0


@given(days, st.sampled_from(Execution), st.none() | days, days)
def test_no_day_that_passes_makes_an_open_pledge_done_or_a_done_one_open(
    due: date, execution: Execution, stopped: date | None, today: date
) -> None:
    done = {Timeliness.ON_TIME_DONE, Timeliness.LATE_DONE}
    assert (timeliness(due, execution, stopped, today) in done) is (execution is Execution.COMPLETED)


@given(days, st.sampled_from(OPEN), st.none() | days, days)
def test_days_late_are_counted_exactly_when_overdue(
    due: date, execution: Execution, stopped: date | None, today: date
) -> None:
    late = days_late(due, execution, stopped, today)
    assert (late > 0) is (timeliness(due, execution, stopped, today) is Timeliness.OVERDUE)


def test_days_late_stop_with_the_clock() -> None:
    assert days_late(DUE, Execution.IN_PROGRESS, None, after(7)) == 7
    assert days_late(DUE, Execution.COMPLETED, after(3), after(99)) == 3
    assert days_late(DUE, Execution.COMPLETED, after(-3), after(99)) == 0


def test_working_days_skip_weekends_and_holidays() -> None:
    friday, holiday = date(2025, 8, 15), date(2025, 8, 18)
    assert working_days_between(friday, date(2025, 8, 20), frozenset({holiday})) == 2
    assert add_working_days(friday, 2, frozenset({holiday})) == date(2025, 8, 20)
    assert not is_working_day(date(2025, 8, 17), frozenset())


def test_a_holiday_on_a_weekend_takes_no_working_day() -> None:
    assert working_days_between(date(2025, 8, 15), date(2025, 8, 18), frozenset({date(2025, 8, 17)})) == 1


@given(near_days, near_days, calendars)
def test_working_days_are_those_that_a_slow_count_finds(
    start: date, end: date, holidays: frozenset[date]
) -> None:
    first, last = min(start, end), max(start, end)
    span = (first + timedelta(days=offset) for offset in range(1, (last - first).days + 1))
    counted = sum(is_working_day(day, holidays) for day in span)
    assert working_days_between(start, end, holidays) == (counted if start <= end else -counted)


@given(near_days, st.integers(0, 60), calendars)
def test_adding_working_days_and_counting_them_agree(
    start: date, count: int, holidays: frozenset[date]
) -> None:
    end = add_working_days(start, count, holidays)
    assert working_days_between(start, end, holidays) == count
    assert count == 0 or is_working_day(end, holidays)
