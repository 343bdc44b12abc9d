"""Timeliness (ketepatan waktu): computed from dates and a given day, never stored. It changes no status.

Working days are counted over a given calendar of holidays; which days are holidays is in the tables.
"""

from datetime import date, timedelta
from enum import StrEnum

from service.rules.lifecycle import EXITS, Execution

DAYS_OF_WARNING = 14

_WEEK = 7
_WORKING_WEEK = 5


class Timeliness(StrEnum):
    """Where a pledge stands towards its due date."""

    NO_DUE_DATE = "NO_DUE_DATE"
    NOT_DUE = "NOT_DUE"
    DUE_SOON = "DUE_SOON"
    OVERDUE = "OVERDUE"
    ON_TIME_DONE = "ON_TIME_DONE"
    LATE_DONE = "LATE_DONE"


def timeliness(due_on: date | None, execution: Execution, stopped_on: date | None, today: date) -> Timeliness:
    """The clock stops on the day when it was reported done; `today` is that of the region's time zone.

    An exit leaves no date that binds. A completion whose day nobody wrote down cannot be called on time.
    """
    if due_on is None or execution in EXITS:
        return Timeliness.NO_DUE_DATE
    if execution is Execution.COMPLETED:
        in_time = stopped_on is not None and stopped_on <= due_on
        return Timeliness.ON_TIME_DONE if in_time else Timeliness.LATE_DONE
    left = due_on - _clock(stopped_on, today)
    if left < timedelta(0):
        return Timeliness.OVERDUE
    return Timeliness.DUE_SOON if left <= timedelta(days=DAYS_OF_WARNING) else Timeliness.NOT_DUE


def days_late(due_on: date | None, execution: Execution, stopped_on: date | None, today: date) -> int:
    """Calendar days after the due date, as of the stopped clock or today; 0 when not late."""
    if due_on is None or execution in EXITS:
        return 0
    return max(0, (_clock(stopped_on, today) - due_on).days)


def is_working_day(day: date, holidays: frozenset[date]) -> bool:
    """Monday to Friday, unless a holiday or a joint leave day."""
    return day.weekday() < _WORKING_WEEK and day not in holidays


def working_days_between(start: date, end: date, holidays: frozenset[date]) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is the earlier."""
    if end < start:
        return -working_days_between(end, start, holidays)
    off = sum(start < day <= end and day.weekday() < _WORKING_WEEK for day in holidays)
    return _weekdays_until(end) - _weekdays_until(start) - off


def add_working_days(start: date, count: int, holidays: frozenset[date]) -> date:
    """The working day `count` working days after `start`; `start` itself when the count is 0."""
    day = start
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day, holidays):
            day += timedelta(days=1)
    return day


def _clock(stopped_on: date | None, today: date) -> date:
    """The day that counts: today, or the day on which the clock stopped if that is earlier."""
    return today if stopped_on is None else min(today, stopped_on)


def _weekdays_until(day: date) -> int:
    """Weekdays from Monday 1 January of the year 1 up to and including this day."""
    weeks, days = divmod(day.toordinal(), _WEEK)
    return weeks * _WORKING_WEEK + min(days, _WORKING_WEEK)
