"""Gaps: where nothing is promised or nothing moves, and which agencies promised nothing; one list."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import CTE, ColumnElement, Text, collate, false, type_coerce

from service.reading.agency_gaps import attendance_gaps, mandate_gaps
from service.reading.gap_question import GapQuestion, gap
from service.reading.place_gaps import place_gaps, places_of
from service.reading.sql import Rows, all_of, chosen
from service.rules.gaps import OF_PLACES, GapKind

_OF_AGENCIES: dict[GapKind, Callable[[GapQuestion], Rows]] = {
    GapKind.NO_PLEDGE_FOR_MANDATE: mandate_gaps,
    GapKind.ATTENDED_WITHOUT_PLEDGE: attendance_gaps,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """The gaps, with a `key` that is unique and in order; and whether the places asked about are too many."""

    rows: CTE
    are_too_many: ColumnElement[bool]


def gaps(asked: GapQuestion) -> Gaps:
    """Every gap of the question; the marked ones only if asked for."""
    are_of_places = bool(asked.kinds & OF_PLACES)
    places = places_of(asked)
    arms = [place_gaps(asked, places)] if are_of_places else []
    arms += [
        reading(asked)
        for kind, reading in _OF_AGENCIES.items()
        if kind in asked.kinds and not _is_beside(asked, kind)
    ]
    every = all_of(arms or [gap().where(false())]).subquery()
    ordered = type_coerce(collate(every.c.key, "C"), Text(collation="C")).label("key")
    rows = chosen(*(ordered if column.name == "key" else column for column in every.c))
    shown = rows if asked.includes_marked else rows.where(every.c.mark_id.is_(None))
    return Gaps(
        rows=asked.cte("gaps", shown),
        are_too_many=places.are_too_many if are_of_places else false(),
    )


def _is_beside(asked: GapQuestion, kind: GapKind) -> bool:
    """Whether the filter is about something that gaps of this kind do not have."""
    return kind is GapKind.ATTENDED_WITHOUT_PLEDGE and "area" in asked.given
