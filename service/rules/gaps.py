"""Gaps (kesenjangan): where nothing is promised, where what is promised stands still, who promised nothing.

A pledge stands at a place as it does in the matrix, and exits promise nothing any more. The cross-cutting
area (LINTAS_BIDANG) is no service of a post, so it is never a gap and fills none.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from service.errors import invalid
from service.rules.lifecycle import EXITS, Execution
from service.rules.timeliness import Timeliness
from service.rules.vocabulary import SpmAreaCode

DAYS_OF_QUIET = 90
"""After so many days without a step or a report a pledge stands still."""
SERVED_AREAS = tuple(area for area in SpmAreaCode if area is not SpmAreaCode.LINTAS_BIDANG)
"""The six areas that a post serves."""


class GapKind(StrEnum):
    """What is missing."""

    NOTHING_PROMISED = "NOTHING_PROMISED"
    NOT_MOVING = "NOT_MOVING"
    NO_PLEDGE_FOR_MANDATE = "NO_PLEDGE_FOR_MANDATE"
    ATTENDED_WITHOUT_PLEDGE = "ATTENDED_WITHOUT_PLEDGE"


OF_PLACES = frozenset({GapKind.NOTHING_PROMISED, GapKind.NOT_MOVING})
"""Gaps of a place and an area; the others are gaps of an agency."""


class PlaceLevel(StrEnum):
    """At which places gaps are looked for."""

    POSYANDU = "POSYANDU"
    VILLAGE = "VILLAGE"
    DISTRICT = "DISTRICT"
    REGENCY = "REGENCY"
    PROVINCE = "PROVINCE"


def stands_still(
    execution: Execution,
    timeliness: Timeliness,
    last_moved_on: date,
    today: date,
    *,
    has_open_constraint: bool,
) -> bool:
    """Whether a pledge that is still to be kept does not move.

    It is overdue, or something is in its way, or it is quiet: its last step and its last report are further
    back than DAYS_OF_QUIET. What is completed was kept, and an exit is no promise: neither stands still.
    """
    if execution in EXITS or execution is Execution.COMPLETED:
        return False
    if timeliness is Timeliness.OVERDUE or has_open_constraint:
        return True
    return today - last_moved_on > timedelta(days=DAYS_OF_QUIET)


def kind_of_gap(pledges: list[bool]) -> GapKind | None:
    """What a place lacks in an area, by whether each live pledge there stands still; None when one moves."""
    if not pledges:
        return GapKind.NOTHING_PROMISED
    return GapKind.NOT_MOVING if all(pledges) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSubject:
    """What a gap is about: a place and an area, an agency and an area, or an agency at a meeting."""

    kind: GapKind
    area_code: SpmAreaCode | None = None
    posyandu_id: uuid.UUID | None = None
    region_code: str | None = None
    agency_id: uuid.UUID | None = None
    meeting_id: uuid.UUID | None = None


def check_subject(gap: GapSubject, path: tuple[str, ...]) -> None:
    """Refuse what names more or less than a gap of its kind is about."""
    places = sum(place is not None for place in (gap.posyandu_id, gap.region_code))
    named = (gap.area_code is not None, places, gap.agency_id is not None, gap.meeting_id is not None)
    if named != _NAMED[gap.kind]:
        words = _WORDS[gap.kind]
        raise invalid(f"Kesenjangan ini menyebut tepat {words[0]}. / Such a gap names {words[1]}.", *path)
    if gap.area_code is SpmAreaCode.LINTAS_BIDANG:
        message = "Lintas bidang bukan kesenjangan. / The cross-cutting area is never a gap."
        raise invalid(message, *path, "areaCode")


_PLACE = ("satu tempat dan satu bidang", "exactly one place and an area")
_NAMED: dict[GapKind, tuple[bool, int, bool, bool]] = {
    GapKind.NOTHING_PROMISED: (True, 1, False, False),
    GapKind.NOT_MOVING: (True, 1, False, False),
    GapKind.NO_PLEDGE_FOR_MANDATE: (True, 0, True, False),
    GapKind.ATTENDED_WITHOUT_PLEDGE: (False, 0, True, True),
}
"""Area, places, agency, meeting."""
_WORDS: dict[GapKind, tuple[str, str]] = {
    GapKind.NOTHING_PROMISED: _PLACE,
    GapKind.NOT_MOVING: _PLACE,
    GapKind.NO_PLEDGE_FOR_MANDATE: ("satu instansi dan satu bidang", "exactly an agency and an area"),
    GapKind.ATTENDED_WITHOUT_PLEDGE: ("satu instansi dan satu rapat", "exactly an agency and a meeting"),
}
