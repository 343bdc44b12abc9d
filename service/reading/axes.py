"""The axes of the matrix: by which way pledges and targets stand at the values of each.

An axis takes its pledges by an expression over the pledge (Single), by a table that lists its values
(Listed), or by places (Placed). What `is_at` and `is_absent` say of one pledge, `standing` says of many at
once: a cell and the list behind it are one question. Which values there are stands in values.py.

Heads are the values that a matrix shows: `value` (NULL for none), `position`, and `village` where they are
posts. They and the filters look no further than everybody may see, so that nothing hidden shows through.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, exists, false, func, select, true

import models
from service.access.actors import Role
from service.access.bare import bare, rows_of
from service.access.moments import Moment
from service.access.visibility import visible_areas, visible_places, visible_pledges, visible_sources
from service.reading.places import (
    EVERY_LENGTH,
    Around,
    Stands,
    around,
    at_no_post,
    at_no_region,
    at_post,
    at_posts,
    has_place,
    has_region,
    in_region,
    inside_regions,
    wider_than,
)
from service.reading.pledge_facts import timeliness
from service.reading.sql import ONE, ZERO, Rows, chosen
from service.reading.stays import KEPT, stays_at
from service.rules.region_code import RegionLevel


class MatrixAxis(StrEnum):
    """What pledges can be laid out along."""

    AGENCY = "AGENCY"
    AGENCY_KIND = "AGENCY_KIND"
    SPM_AREA = "SPM_AREA"
    PROVINCE = "PROVINCE"
    REGENCY = "REGENCY"
    DISTRICT = "DISTRICT"
    VILLAGE = "VILLAGE"
    POSYANDU = "POSYANDU"
    MEETING = "MEETING"
    FISCAL_YEAR = "FISCAL_YEAR"
    FUNDING_SOURCE = "FUNDING_SOURCE"
    EXECUTION = "EXECUTION"
    VERDICT = "VERDICT"
    TIMELINESS = "TIMELINESS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """Each pledge has one value, or none where the axis is nullable."""

    value: Callable[[FromClause], ColumnElement[Any]]
    is_nullable: bool = False

    def is_at(self, row: FromClause, value: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether the pledge has this value."""
        return self.value(row) == value

    def is_absent(self, row: FromClause, _within: ColumnElement[Any] | None) -> ColumnElement[bool]:
        """Whether the pledge has none."""
        return self.value(row).is_(None) if self.is_nullable else false()

    def standing(self, heads: FromClause, pledges: FromClause) -> list[Rows]:
        """The pledges with the positions of the heads at which they stand."""
        same = self.value(pledges) == heads.c.value
        pairs = chosen(pledges.c.id.label("pledge_id"), heads.c.position)
        return [pairs.select_from(pledges.join(heads, same))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A pledge has any number of values, as `source` lists them: its pledge_id and value."""

    source: Rows
    told_by: Callable[[FromClause], Rows | None]
    """The same of these pledges alone, where they bring along what says it."""
    column: str = ""
    """The list that pledges of a past moment bring along, if they do."""
    target_column: str | None = None
    """Where a target has its own value; the ledger keeps that among the pledge's."""
    is_nullable: bool = True

    def is_at(self, row: FromClause, value: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether the value is among the pledge's."""
        if self.column in row.c:
            return value == func.any(row.c[self.column])
        listed = self.source.subquery()
        mine = select(ONE).select_from(listed).where(listed.c.pledge_id == row.c.id, listed.c.value == value)
        return exists(mine.correlate(row))

    def is_absent(self, row: FromClause, _within: ColumnElement[Any] | None) -> ColumnElement[bool]:
        """Whether the pledge has none."""
        if self.column in row.c:
            return func.cardinality(row.c[self.column]) == ZERO
        listed = self.source.subquery()
        mine = select(ONE).select_from(listed).where(listed.c.pledge_id == row.c.id)
        return ~exists(mine.correlate(row))

    def standing(self, heads: FromClause, pledges: FromClause | None) -> list[Rows]:
        """The pledges (of those given) with the positions of the heads at which they stand.

        Each pair comes once where they tell it themselves, and otherwise often twice.
        """
        listed = (self.source if pledges is None else self._of(pledges)).subquery()
        joined = listed.join(heads, listed.c.value == heads.c.value)
        return [chosen(listed.c.pledge_id, heads.c.position).select_from(joined)]

    def _of(self, pledges: FromClause) -> Rows:
        """What is listed of these, as they tell it, or else looked up one by one.

        OFFSET 0 keeps PostgreSQL from reading the whole list where it takes the pledges of a page for many.
        """
        told = self.told_by(pledges)
        if told is not None:
            return told
        listed = self.source.subquery()
        own = chosen(*listed.c).where(listed.c.pledge_id == pledges.c.id).offset(ZERO)
        each = own.correlate_except(listed).lateral()
        return chosen(*each.c).select_from(pledges.join(each, true()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A pledge stands at values through its places, a target through its own."""

    stands: Callable[[ColumnElement[Any]], Stands]
    """Whether a place or a target is at a value."""
    is_at: Callable[[FromClause, ColumnElement[Any]], ColumnElement[bool]]
    """Whether one of a pledge's places is."""
    is_absent: Callable[[FromClause, ColumnElement[Any] | None], ColumnElement[bool]]
    """Whether a pledge stands nowhere (nowhere in a region)."""
    own: Callable[[FromClause, FromClause], list[FromClause]]
    """Places or targets beside the heads that they are, or lie in: at most one each."""
    code: Callable[[FromClause], ColumnElement[Any]]
    """The region of a head."""
    moment: Moment
    """When the pledges stood there."""
    around_lengths: tuple[int, ...]
    """How long the codes of the regions around a head are; what is there stands at the head too."""
    lies_within: bool = False
    """Whether every value lies inside whatever region a filter names, so that standing there implies it."""
    is_nullable: bool = True
    is_kept: bool = False
    """Whether the rollup knows of the pledges of its moment where they stood."""

    def joins(self, placed: FromClause, heads: FromClause) -> list[FromClause]:
        """Places or targets beside the heads at which they stand."""
        own = self.own(placed, heads)
        return [*own, self.around(heads).joined(placed)] if self.around_lengths else own

    def around(self, heads: FromClause) -> Around:
        """The heads beside the regions around them."""
        return around(heads, self.code(heads), self.around_lengths)

    def places(self) -> FromClause:
        """The places of all pledges."""
        return rows_of(visible_places(self.moment))

    def standing(self, heads: FromClause, pledges: FromClause | None) -> list[Rows]:
        """The same; each pair comes once where the rollup tells it."""
        if self.is_kept:
            return [stays_at(heads, pledges, self.moment)]
        place = self.places()
        pairs = chosen(place.c.pledge_id, heads.c.position)
        joins = self.joins(place, heads)
        if pledges is not None:
            joins = [joined.join(pledges, pledges.c.id == place.c.pledge_id) for joined in joins]
        return [pairs.select_from(joined) for joined in joins]


Axis = Single | Listed | Placed


def _areas(moment: Moment) -> Rows:
    area = rows_of(visible_areas(moment))
    return chosen(area.c.pledge_id, area.c.area_code.label("value"))


def _brought(column: str) -> Callable[[FromClause], Rows | None]:
    """The values of a list that pledges bring along."""

    def told_by(pledges: FromClause) -> Rows | None:
        if column not in pledges.c:
            return None
        return chosen(pledges.c.id.label("pledge_id"), func.unnest(pledges.c[column]).label("value"))

    return told_by


def _kinds(pledges: FromClause) -> Rows:
    agency = bare(models.Agency)
    lead = pledges.join(agency, agency.c.id == pledges.c.lead_agency_id)
    return chosen(pledges.c.id.label("pledge_id"), agency.c.kind.label("value")).select_from(lead)


def _kinds_of_all() -> Rows:
    return _kinds(rows_of(visible_pledges(Role.PUBLIC)))


def _listed(source: Rows, column: str, target_column: str | None = None) -> Listed:
    return Listed(source=source, told_by=_brought(column), column=column, target_column=target_column)


def _sources_of_money(moment: Moment) -> Rows:
    money = rows_of(visible_sources(moment))
    return chosen(money.c.pledge_id, money.c.source.label("value"))


def _regions(level: RegionLevel, moment: Moment) -> Placed:
    return Placed(
        stands=lambda code: lambda placed: in_region(placed, code),
        is_at=lambda row, code: has_region(row, code, moment),
        is_absent=lambda row, within: at_no_region(row, level, within, moment),
        own=lambda placed, heads: inside_regions(placed, heads, level),
        code=lambda heads: heads.c.value,
        moment=moment,
        around_lengths=wider_than(level),
        lies_within=level is RegionLevel.VILLAGE,
        is_kept=moment.is_rolled and level in KEPT,
    )


def axis_at(axis: MatrixAxis, moment: Moment) -> Axis:
    """The axis, for pledges as they were at a moment."""
    return _AXES[axis](moment)


def _posts(moment: Moment) -> Placed:
    return Placed(
        stands=lambda key: lambda placed: at_post(placed, key),
        is_at=lambda row, key: has_place(row, lambda placed: at_post(placed, key), moment),
        is_absent=lambda row, within: at_no_post(row, within, moment),
        own=at_posts,
        code=lambda heads: heads.c.village,
        moment=moment,
        around_lengths=EVERY_LENGTH,
        lies_within=True,
    )


_AXES: Final[Mapping[MatrixAxis, Callable[[Moment], Axis]]] = {
    MatrixAxis.AGENCY: lambda _: Single(value=lambda row: row.c.lead_agency_id),
    MatrixAxis.AGENCY_KIND: lambda _: Listed(source=_kinds_of_all(), told_by=_kinds, is_nullable=False),
    MatrixAxis.SPM_AREA: lambda moment: _listed(_areas(moment), "areas", "area_code"),
    MatrixAxis.PROVINCE: lambda moment: _regions(RegionLevel.PROVINCE, moment),
    MatrixAxis.REGENCY: lambda moment: _regions(RegionLevel.REGENCY, moment),
    MatrixAxis.DISTRICT: lambda moment: _regions(RegionLevel.DISTRICT, moment),
    MatrixAxis.VILLAGE: lambda moment: _regions(RegionLevel.VILLAGE, moment),
    MatrixAxis.POSYANDU: _posts,
    MatrixAxis.MEETING: lambda _: Single(value=lambda row: row.c.meeting_id, is_nullable=True),
    MatrixAxis.FISCAL_YEAR: lambda _: Single(value=lambda row: row.c.fiscal_year, is_nullable=True),
    MatrixAxis.FUNDING_SOURCE: lambda moment: _listed(_sources_of_money(moment), "sources"),
    MatrixAxis.EXECUTION: lambda _: Single(value=lambda row: row.c.execution),
    MatrixAxis.VERDICT: lambda _: Single(value=lambda row: row.c.verdict, is_nullable=True),
    MatrixAxis.TIMELINESS: lambda _: Single(value=timeliness),
}
