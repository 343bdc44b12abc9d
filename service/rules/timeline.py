"""A thing over the days of the world and over what was known of it: intervals of days, closed when corrected.

The law of late entries: what is recorded with an effective day holds from that day on, and overrides what
was recorded before it, later days included; earlier days keep what they had. So the last day says what the
thing is now, and an entry that comes late changes the past without changing what was known of it.

Source: two-dimensional time as in Snodgrass, Developing Time-Oriented Database Applications in SQL (2000).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeAlias

Values: TypeAlias = Mapping[str, object]
FOREVER = date.max
"""The end of an interval that has none."""
_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """What held on the days [from_on, until_on)."""

    from_on: date
    until_on: date
    values: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Intervals that are no longer believed, and those that are in their stead."""

    closed: tuple[Interval, ...]
    opened: tuple[Interval, ...]


def changed_from(
    known: Sequence[Interval], day: date, changes: Values, derive: Callable[[Interval], Values]
) -> Correction:
    """What `changes` that hold from `day` on do to the intervals that are known, which are in order.

    `derive` adds what follows from the rest of an interval; it is asked for each one that changed.
    """
    touched = [interval for interval in known if interval.until_on > day]
    kept: list[Interval] = []
    changed: list[Interval] = []
    for interval in touched:
        if interval.from_on < day:
            kept.append(replace(interval, until_on=day))
        later = replace(interval, from_on=max(interval.from_on, day), values={**interval.values, **changes})
        changed.append(replace(later, values={**later.values, **derive(later)}))
    opened = merged([*kept, *changed])
    same = [interval for interval in opened if interval in touched]
    return Correction(
        closed=tuple(interval for interval in touched if interval not in same),
        opened=tuple(interval for interval in opened if interval not in same),
    )


def instant_of(now: datetime, known_from: Iterable[datetime]) -> datetime:
    """When a correction becomes known: now, and after all that it corrects, even if a clock went back."""
    return max(now, *(instant + _A_MOMENT for instant in known_from))


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same, neighbours with the same values made one."""
    found: list[Interval] = []
    for interval in intervals:
        if found and found[-1].until_on == interval.from_on and found[-1].values == interval.values:
            found[-1] = replace(found[-1], until_on=interval.until_on)
        else:
            found.append(interval)
    return found


def at(known: Iterable[Interval], day: date) -> Values | None:
    """What held on a day; None before the first."""
    return next((each.values for each in known if each.from_on <= day < each.until_on), None)
