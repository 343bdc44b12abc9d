"""The time in which it all happens: the working days of a year and a half, in office hours, and no clock.

A moment is a number: 12.5 is the middle of the thirteenth working day. Office hours are those in which the
whole country has the same date, so that a moment has one day whatever the zone. Public holidays are not kept.
"""

from datetime import UTC, date, datetime, timedelta

FIRST_DAY = date(2025, 1, 6)
LAST_DAY = date(2026, 6, 30)
"""The day as of which the rows are laid out."""

_WEEKEND = 5
_HOURS = 7
DAYS = tuple(
    day
    for day in (FIRST_DAY + timedelta(days=number) for number in range((LAST_DAY - FIRST_DAY).days + 1))
    if day.weekday() < _WEEKEND
)
END = float(len(DAYS)) - 0.01
"""The last moment."""

_OPENINGS = tuple(datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC) for day in DAYS)
_OPENINGS_MS = tuple(int(opening.timestamp() * 1000) for opening in _OPENINGS)


def day_of(moment: float) -> date:
    """The date of a moment."""
    return DAYS[int(moment)]


def instant(moment: float) -> datetime:
    """The moment as a time stamp."""
    return _OPENINGS[int(moment)] + timedelta(hours=_HOURS * (moment % 1))


def milliseconds(moment: float) -> int:
    """The moment as an id of version 7 counts it."""
    return _OPENINGS_MS[int(moment)] + int(moment % 1 * _HOURS * 3_600_000)


def moment_on(day: date) -> float:
    """The middle of a day, or of the first working day after it."""
    return next(number for number, one in enumerate(DAYS) if one >= day) + 0.5
