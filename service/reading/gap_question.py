"""A question for gaps: at which places, of which kinds, under which filter, of which day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Text, Uuid, cast, null

from service.access.actors import Role
from service.access.moments import NOW, Moment
from service.reading.narrowing import Given
from service.reading.places import holds
from service.reading.sql import Rows, chosen
from service.rules.gaps import GapKind, PlaceLevel

_NO_TEXT: ColumnElement[Any] = cast(null(), Text)
_NO_KEY: ColumnElement[Any] = cast(null(), Uuid)
_COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "kind": _NO_TEXT,
    "region_code": _NO_TEXT,
    "posyandu_id": _NO_KEY,
    "area_code": _NO_TEXT,
    "agency_id": _NO_KEY,
    "meeting_id": _NO_KEY,
    "mark_id": _NO_KEY,
    "key": _NO_TEXT,
}
"""The columns of a gap; `key` is unique in one answer and puts it in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapQuestion:
    """What was asked; `given` are within, area, agency, meeting and synthetic, as far as they were said."""

    name: str
    role: Role
    level: PlaceLevel
    kinds: frozenset[GapKind]
    includes_marked: bool = False
    given: Given = field(default_factory=dict[str, ColumnElement[Any]])
    moment: Moment = NOW

    def cte(self, name: str, rows: Rows) -> CTE:
        """A part of the answer, made once, under a name of its own in the statement."""
        return rows.cte(f"{self.name}_{name}").prefix_with("MATERIALIZED")

    def inside(self, code: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """What `within` says of a region: it is that one or lies in it."""
        return [holds(cast(self.given["within"], Text), code)] if "within" in self.given else []

    def equals(self, row: FromClause, **columns: str) -> list[ColumnElement[bool]]:
        """What the filter says of a row, by the columns that the members are about."""
        return [row.c[own] == self.given[name] for name, own in columns.items() if name in self.given]


def gap(**known: ColumnElement[Any]) -> Rows:
    """A select of gaps that have these columns, and nothing in the others."""
    return chosen(*(known.get(name, nothing).label(name) for name, nothing in _COLUMNS.items()))
