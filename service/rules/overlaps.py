"""Overlaps (tumpang tindih): two agencies, the same service or indicator, the same place, at the same time.

A joint effort is no overlap: the pledges of two agencies of which one names the other as JOINT.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OverlapMarkKind(StrEnum):
    """What the secretariat said of an overlap."""

    JOINT = "JOINT"
    """The two agencies do it together."""
    DISMISSED = "DISMISSED"
    """It is none, for the reason given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From a day to a day, both in it; without an end it goes on."""

    start: date
    end: date | None

    def meets(self, other: "Period") -> bool:
        """Whether the two have a day in common."""
        return _reaches(self.end, other.start) and _reaches(other.end, self.start)


def period_of(pledged_on: date, due_on: date | None, stopped_on: date | None) -> Period:
    """When a pledge is at work, as planned: from the day it was made to the day it is due.

    It ends on the day when it was reported done instead, if it was; with neither day it is open. That it is
    late does not make it longer: what follows a missed date by plan is no overlap.
    """
    return Period(start=pledged_on, end=due_on if stopped_on is None else stopped_on)


def _reaches(end: date | None, day: date) -> bool:
    return end is None or day <= end
