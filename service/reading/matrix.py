"""The matrix: pledges and their targets counted over two axes, set by set, in one statement.

A pledge stands in every cell at whose values it stands, and once in each total. A cell counts the targets
of its pledges that stand at its values too (at the place, in the area); other axes do not tell targets apart,
and a pledge without a value keeps all of its targets. So a cell is the total of the matrix whose filter names
the cell.

As long as only cells and totals of rows are asked for, and rows lead to their pledges (places do; of most
others pledges tell it themselves), nothing but the pledges on those rows is read.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Double,
    FromClause,
    and_,
    cast,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import array

import models
from service.access.actors import Role
from service.access.bare import bare, rows_of
from service.access.moments import Moment
from service.access.visibility import visible_pledges, visible_targets
from service.reading.axes import Listed, Placed, Single
from service.reading.counts import COUNTED_STATES
from service.reading.courses import pledges_of
from service.reading.narrowing import Given, conditions, target_conditions
from service.reading.places import in_region
from service.reading.pledge_facts import capped_ratio, timeliness
from service.reading.spreading import regions_around, spread_at
from service.reading.sql import ONE, ZERO, Rows, chosen, word
from service.reading.standing import Side, has_shown_value, pledges_at, targets_at
from service.rules.lifecycle import Execution
from service.rules.timeliness import Timeliness


class MatrixMeasure(StrEnum):
    """A number that a cell has."""

    PLEDGES = "PLEDGES"
    TARGETS = "TARGETS"
    PROMISED = "PROMISED"
    IN_PROGRESS = "IN_PROGRESS"
    REPORTED_DONE = "REPORTED_DONE"
    COMPLETED = "COMPLETED"
    OVERDUE = "OVERDUE"
    PROGRESS = "PROGRESS"


OF_PLEDGES = frozenset({"pledges", "overdue", "by_execution", *COUNTED_STATES})
OF_TARGETS = frozenset({"targets", "progress"})
"""What can be counted: of pledges, and of their targets."""
_OWN = ("id", "region_code", "lead_agency_id", "meeting_id", "fiscal_year", "execution", "verdict")
_BROUGHT = ("areas", "sources")


def carried(row: FromClause) -> tuple[str, ...]:
    """What is kept of pledges to tell where they stand; those of a past moment bring lists along."""
    return (*_OWN, *(name for name in _BROUGHT if name in row.c))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A matrix as it was asked for; `is_whole` when some of it is about every pledge of the filter."""

    name: str
    role: Role
    given: Given
    moment: Moment
    rows: Side
    columns: Side
    is_whole: bool
    is_timed: bool
    """Whether the timeliness of each pledge is needed."""


def pledges_under(role: Role, given: Given, moment: Moment) -> Rows:
    """The pledges of a filter, with the time zone and the timeliness of each."""
    rows = pledges_of(moment) if moment.is_rolled else visible_pledges(role, moment)
    region = bare(models.Region)
    its_own = region.c.code == rows.selected_columns.region_code
    row = rows.outerjoin(region, its_own).add_columns(region.c.time_zone).subquery()
    return chosen(*row.c, timeliness(row).label("timeliness")).where(*conditions(row, given, moment))


class Matrix:
    """The sets of one question: which pledges count, at which heads, and what their targets come to."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._rows, self._columns = question.rows, question.columns
        is_implied = isinstance(self._rows.axis, Placed) and self._rows.axis.lies_within
        self._starts_from_rows = not question.is_whole and self._rows_lead_to_pledges()
        self._around = self._regions_around()
        self._given = {
            name: value
            for name, value in question.given.items()
            if not (name == "within" and is_implied and self._starts_from_rows)
        }
        self._kept, self._at_rows = self._pledges()
        are_few = not question.is_whole
        at_columns = pledges_at(self._columns, self._kept, question.given, are_few=are_few)
        self._at_columns = self._cte("at_columns", at_columns)
        self._measured = self._cte("measured", self._targets())

    def cells(self, counted: Collection[str]) -> Rows:
        """Every cell, by `row` and `column`."""
        return self._counts(counted, {"row": self._rows, "column": self._columns})

    def row_totals(self, counted: Collection[str]) -> Rows:
        """A total for each row, each pledge once."""
        return self._counts(counted, {"row": self._rows})

    def column_totals(self, counted: Collection[str]) -> Rows:
        """A total for each column, over all rows, each pledge once."""
        return self._counts(counted, {"column": self._columns})

    def total(self, counted: Collection[str]) -> Rows:
        """Every pledge of the filter once."""
        return self._counts(counted, {})

    def _cte(self, name: str, chosen: Rows) -> CTE:
        return chosen.cte(f"{self._question.name}_{name}")

    def _pledges(self) -> tuple[CTE, CTE]:
        """The pledges that count, and at which rows they stand."""
        asked, axis = self._question, self._rows.axis
        row = pledges_under(asked.role, self._given, asked.moment).subquery()
        timed = ("timeliness",) if asked.is_timed else ()
        kept = chosen(*(row.c[name] for name in (*carried(row), *timed)))
        if self._starts_from_rows:
            every = pledges_under(asked.role, asked.given, asked.moment).subquery()
            at_rows = self._cte("at_rows", self._standing_at_rows(every))
            return self._cte("kept", kept.where(row.c.id.in_(select(at_rows.c.pledge_id)))), at_rows
        if isinstance(axis, Single) and not asked.is_whole:
            kept = kept.where(has_shown_value(self._rows, axis, row))
        known = self._cte("kept", kept)
        at_rows = pledges_at(self._rows, known, asked.given, are_few=False)
        return known, self._cte("at_rows", at_rows)

    def _rows_lead_to_pledges(self) -> bool:
        """Whether the rows lead to the pledges on them, rather than pledges tell it themselves."""
        axis, asked = self._rows.axis, self._question
        if isinstance(axis, Listed):
            return axis.told_by(rows_of(visible_pledges(asked.role, asked.moment))) is None
        return isinstance(axis, Placed)

    def _regions_around(self) -> CTE | None:
        """The regions around the rows, where pledges are counted by them."""
        axis = self._rows.axis
        if not self._starts_from_rows or not isinstance(axis, Placed) or not axis.around_lengths:
            return None
        return self._cte("around", regions_around(self._rows, axis))

    def _standing_at_rows(self, pledges: FromClause) -> Rows:
        axis, given = self._rows.axis, self._question.given
        if self._around is None or not isinstance(axis, Placed):
            return pledges_at(self._rows, pledges, given, are_few=False)
        return spread_at(self._rows, axis, self._around, pledges, given)

    def _targets(self) -> Rows:
        """What the targets come to, for each pledge and whatever tells them apart further."""
        moment = self._question.moment
        target: FromClause = rows_of(visible_targets(self._question.role, moment))
        apart = self._told_apart_by()
        if "row" in apart:
            target = targets_at(self._rows, target, self._at_rows, "row").subquery()
        keys = [target.c.pledge_id, *(target.c[name] for name in apart)]
        share = capped_ratio(target, "verified")
        counts = (func.count().label("targets"), func.count(target.c.quantity).label("measurable"))
        joined = target.join(self._kept, self._kept.c.id == target.c.pledge_id)
        asked = [*target_conditions(target, self._given, moment), *self._inside(target)]
        sums = chosen(*keys, *counts, func.sum(share).label("reached")).select_from(joined)
        return sums.where(*asked).group_by(*keys)

    def _inside(self, target: FromClause) -> list[ColumnElement[bool]]:
        """`within`, where standing at a row implies it, still binds the targets of what has no row."""
        if len(self._given) == len(self._question.given):
            return []
        none = func.coalesce(self._rows.none, ZERO)
        return [or_(target.c.row != none, in_region(target, self._question.given["within"]))]

    def _told_apart_by(self) -> list[str]:
        """The columns of targets that their standing is read from, or `row` where it is known already."""
        starts = self._starts_from_rows and isinstance(self._rows.axis, Placed)
        names: list[str] = ["row"] if starts else []
        for side in (self._columns,) if starts else (self._rows, self._columns):
            if isinstance(side.axis, Placed):
                names += ["posyandu_id", "region_code"]
            elif side.tells_targets_apart:
                names.append("area_code")
        return list(dict.fromkeys(names))

    def _counts(self, counted: Collection[str], by: dict[str, Side]) -> Rows:
        """The counts for every combination of the heads of `by`, those of which nothing is known included."""
        heads = {name: side.heads.alias() for name, side in by.items()}
        positions = {name: each.c.position for name, each in heads.items()}
        source: FromClause = select(ONE.label("one")).subquery()
        for each in heads.values():
            source = source.join(each, true())
        columns = [(position - ONE).label(name) for name, position in positions.items()]
        for kind, measure in ((OF_PLEDGES, self._of_pledges), (OF_TARGETS, self._of_targets)):
            wanted = kind.intersection(counted)
            if wanted:
                found = measure(wanted, by).subquery()
                same = and_(true(), *(found.c[name] == position for name, position in positions.items()))
                source = source.outerjoin(found, same)
                columns += [_shown(found, name) for name in sorted(wanted)]
        return chosen(*columns).select_from(source)

    def _of_pledges(self, counted: Collection[str], by: dict[str, Side]) -> Rows:
        kept, at = self._kept, {"row": self._at_rows, "column": self._at_columns}
        source: FromClause = kept
        keys: list[ColumnElement[Any]] = []
        for name in by:
            source = source.join(at[name], at[name].c.pledge_id == kept.c.id)
            keys.append(at[name].c.position.label(name))
        is_spread = self._around is not None and "row" in by
        keys += [self._at_rows.c.code] if is_spread else []
        counts = [_COUNTS[name](kept).label(name) for name in sorted(counted)]
        found = chosen(*keys, *counts).select_from(source).group_by(*keys)
        return self._gathered(found.subquery(), counted, by) if is_spread else found

    def _gathered(self, found: FromClause, counted: Collection[str], by: dict[str, Side]) -> Rows:
        """The counts of the rows themselves and of the regions around them, added up for each row."""
        assert self._around is not None  # noqa: S101 - only what is spread is gathered
        source = found.outerjoin(self._around, self._around.c.code == found.c.code)
        places: dict[str, ColumnElement[Any]] = {name: found.c[name] for name in by}
        places["row"] = func.coalesce(found.c.row, self._around.c.position)
        keys = [place.label(name) for name, place in places.items()]
        sums = [_sum_of(found, name).label(name) for name in sorted(counted)]
        return chosen(*keys, *sums).select_from(source).group_by(*places.values())

    def _of_targets(self, counted: Collection[str], by: dict[str, Side]) -> Rows:
        source: FromClause = self._measured
        for name, side in by.items():
            if name not in source.c:
                pairs = self._at_rows if name == "row" else self._at_columns
                source = targets_at(side, source, pairs, name).subquery()
        keys = [source.c[name] for name in by]
        counts = [_COUNTS[name](source).label(name) for name in sorted(counted)]
        return chosen(*keys, *counts).group_by(*keys)


def _shown(found: FromClause, name: str) -> ColumnElement[Any]:
    """Nothing found is a count of 0; of progress and of states there is simply none."""
    column = found.c[name]
    return column if name in {"progress", "by_execution"} else func.coalesce(column, ZERO).label(name)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.count().filter(condition)


def _progress(found: FromClause) -> ColumnElement[Any]:
    measurable: ColumnElement[Any] = func.sum(found.c.measurable)
    reached: ColumnElement[Any] = func.sum(found.c.reached)
    return cast(reached / func.nullif(measurable, ZERO), Double)


def _sum_of(found: FromClause, name: str) -> ColumnElement[Any]:
    """Counts of the same kind, added up; those by state one by one."""
    counts = found.c[name]
    if name != "by_execution":
        return cast(func.sum(counts), BigInteger)
    places = range(1, len(Execution) + 1)
    each = [cast(func.sum(counts[place]), BigInteger) for place in places]
    return array(each)


def _in_state(*states: Execution) -> Callable[[FromClause], ColumnElement[Any]]:
    words = [word(state) for state in states]
    return lambda kept: _how_many(kept.c.execution.in_(words))


_COUNTS: dict[str, Callable[[FromClause], ColumnElement[Any]]] = {
    "pledges": lambda _kept: func.count(),
    **{name: _in_state(*states) for name, states in COUNTED_STATES.items()},
    "overdue": lambda kept: _how_many(kept.c.timeliness == word(Timeliness.OVERDUE)),
    "by_execution": lambda kept: array([_in_state(state)(kept) for state in Execution]),
    "targets": lambda found: func.sum(found.c.targets),
    "progress": _progress,
}
