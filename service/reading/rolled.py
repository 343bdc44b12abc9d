"""The matrix out of the rollup: the same counts as matrix.py has, from about as many rows as there are cells.

A count is what was folded up to a day, the days after that, and what is fresh; each delta is in one of them.
Today differs by time zone, so each zone's rows are added up to their own today.
"""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Double,
    FromClause,
    Integer,
    Text,
    Uuid,
    and_,
    cast,
    column,
    func,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, array

from service.access.moments import Moment
from service.reading.axes import MatrixAxis
from service.reading.counts import COUNTED_STATES, STATES, counts_at
from service.reading.fitting import LEVELS, Fit
from service.reading.matrix import Question
from service.reading.narrowing import Given
from service.reading.sql import ONE, ZERO, Rows, chosen, word
from service.reading.stays import all_over
from service.rules.faces import NATION, NOWHERE, Face, Facet, Level

_SUMMED: Final[dict[str, tuple[str, ...]]] = {
    "pledges": ("pledges",),
    **{name: tuple(state.lower() for state in states) for name, states in COUNTED_STATES.items()},
    "overdue": ("overdue",),
    "by_execution": STATES,
    "targets": ("targets",),
    "progress": ("measurable", "reached"),
}
"""What each number is added up from."""
_TYPES: Final = {Facet.AGENCY: Uuid(), Facet.FISCAL_YEAR: Integer()}
_LISTED: Final = frozenset({"execution", "timeliness"})
"""Members that name several values."""
_NOTHING: Final = word("")
_NAMES: Final = {
    Facet.AGENCY: "lead_agency_id",
    Facet.FISCAL_YEAR: "fiscal_year",
    Facet.FUNDING_SOURCE: "funding_source",
}
"""How a pledge's column is called, where the values of an axis are those that occur."""
OCCURRING: Final = frozenset(MatrixAxis(facet) for facet in _NAMES)


class Rolled:
    """The sets of one question that fits the rollup."""

    def __init__(self, question: Question, fit: Fit) -> None:
        self._question, self._fit = question, fit
        self._axes = {"row": fit.rows, "column": fit.columns}
        self._sides = {"row": question.rows, "column": question.columns}

    def cells(self, counted: Collection[str]) -> Rows:
        """Every cell, by `row` and `column`."""
        return self._counts(counted, "row", "column")

    def row_totals(self, counted: Collection[str]) -> Rows:
        """A total for each row, each pledge once."""
        return self._counts(counted, "row")

    def column_totals(self, counted: Collection[str]) -> Rows:
        """A total for each column, over all rows, each pledge once."""
        return self._counts(counted, "column")

    def total(self, counted: Collection[str]) -> Rows:
        """Every pledge of the filter once."""
        return self._counts(counted)

    def _counts(self, counted: Collection[str], *by: str) -> Rows:
        """The counts for every combination of heads, those of which nothing is known included."""
        heads = {name: self._sides[name].heads.alias() for name in by}
        source: FromClause = select(ONE.label("one")).subquery()
        for each in heads.values():
            source = source.join(each, true())
        columns = [(each.c.position - ONE).label(name) for name, each in heads.items()]
        if counted:
            found = self._found(counted, by).subquery()
            same = and_(true(), *(found.c[name] == each.c.position for name, each in heads.items()))
            source = source.outerjoin(found, same)
            columns += [_shown(found, name) for name in sorted(counted)]
        return chosen(*columns).select_from(source)

    def _found(self, counted: Collection[str], by: tuple[str, ...]) -> Rows:
        """The sums by the positions of the heads."""
        face = self._fit.face(*(self._axes[name] for name in by))
        assert face is not None  # noqa: S101 - it fits
        placed = next((name for name in by if self._axes[name] in LEVELS), None)
        spots = None if placed is None else self._spots(placed).subquery()
        given, moment = self._question.given, self._question.moment
        places = (
            _places_within(self._fit, given)
            if spots is None
            else func.array(select(spots.c.place).scalar_subquery())
        )
        summed = tuple(dict.fromkeys(name for each in sorted(counted) for name in _SUMMED[each]))
        count = _narrowed(face, self._fit, given, places, moment, summed).subquery()
        looked = [name for name in by if name != placed or spots is None]
        at = {name: self._position(name, _value_of(count, face, Facet(self._axes[name]))) for name in looked}
        rows = chosen(*count.c, *(each.label(name) for name, each in at.items())).subquery()
        source: FromClause = rows
        keys: list[ColumnElement[Any]] = [rows.c[name] for name in looked]
        if placed is not None and spots is not None:
            source = source.join(spots, spots.c.place == rows.c.place)
            keys.append(spots.c.position.label(placed))
        sums = [_total(rows, name).label(name) for name in sorted(counted)]
        are_shown = [rows.c[name].is_not(None) for name in looked]
        return chosen(*keys, *sums).select_from(source).where(*are_shown).group_by(*keys)

    def _position(self, name: str, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """The position of the head that has the value, NULL where none has.

        It is looked up in an object of all heads. A join would be planned by guesses, since PostgreSQL knows
        nothing of elements of arrays, and in a nation it went through all pairs of rows and heads.
        """
        heads = self._sides[name].heads.alias()
        head = func.coalesce(cast(heads.c.value, Text), _NOTHING)
        known = select(func.jsonb_object_agg(head, heads.c.position)).scalar_subquery()
        return cast(known.op("->>")(value), Integer)

    def _spots(self, placed: str) -> Rows:
        """`place` and `position`: the places whose counts belong to each head."""
        heads = self._sides[placed].heads.alias()
        code = cast(heads.c.value, Text)
        codes: list[ColumnElement[Any]] = [code]
        if LEVELS[self._axes[placed]] is Level.REGENCY:
            codes.append(all_over(code))
        each = func.unnest(array(codes)).table_valued(column("place", Text)).render_derived().lateral()
        valued = select(each.c.place, heads.c.position).select_from(heads.join(each, true()))
        if self._fit.within is not None:
            return valued.where(~heads.c.is_none)
        nowhere = select(word(NOWHERE), heads.c.position).where(heads.c.is_none)
        return chosen(*union_all(valued.where(~heads.c.is_none), nowhere).subquery().c)


def occurring(axis: MatrixAxis, fit: Fit, given: Given, moment: Moment) -> FromClause:
    """What stands in for the pledges of a filter where only the values that occur are asked for."""
    face = fit.face(axis)
    assert face is not None  # noqa: S101 - it fits
    count = _narrowed(face, fit, given, _places_within(fit, given), moment, ("pledges",)).subquery()
    value = _value_of(count, face, Facet(axis))
    found = chosen(_typed(value, Facet(axis)).label(_NAMES[Facet(axis)]))
    occurs = func.sum(count.c.pledges) > ZERO
    return found.where(value != _NOTHING).group_by(value).having(occurs).subquery()


def _narrowed(
    face: Face,
    fit: Fit,
    given: Given,
    places: ColumnElement[Any],
    moment: Moment,
    measures: tuple[str, ...],
) -> Rows:
    """The counts at the places that a filter leaves."""
    count = counts_at(face, places, moment, measures).subquery()
    asked = [count.c.synthetic == given["synthetic"]] if "synthetic" in given else []
    for member in fit.members:
        value = _value_of(count, face, member.facet)
        if member.is_none:
            asked.append(value == _NOTHING)
        elif member.name in _LISTED:
            asked.append(value == func.any(cast(given[member.name], ARRAY(Text))))
        else:
            asked.append(value == _as_text(given[member.name], member.facet))
    return chosen(*count.c).where(*asked)


def _value_of(count: FromClause, face: Face, facet: Facet) -> ColumnElement[Any]:
    place: ColumnElement[Any] = literal_column(str(face.axes.index(facet) + 1))
    value: ColumnElement[Any] = count.c.at[place]
    return value


def _as_text(value: ColumnElement[Any], facet: Facet) -> ColumnElement[Any]:
    """A bound value as the rollup keeps it."""
    kind = _TYPES.get(facet)
    return cast(value if kind is None else cast(value, kind), Text)


def _typed(value: ColumnElement[Any], facet: Facet) -> ColumnElement[Any]:
    kind = _TYPES.get(facet)
    return value if kind is None else cast(value, kind)


def _places_within(fit: Fit, given: Given) -> ColumnElement[Any]:
    """The places whose counts belong to the region that the filter names, or to the nation."""
    if fit.within is None:
        return cast(array([word(NATION)]), ARRAY(Text))
    code = cast(given[fit.within], Text)
    return array([code, all_over(code)] if fit.level is Level.REGENCY else [code])


def _shown(found: FromClause, name: str) -> ColumnElement[Any]:
    """Nothing found is a count of 0; of progress and of states there is simply none."""
    value = found.c[name]
    return value if name in {"progress", "by_execution"} else func.coalesce(value, ZERO).label(name)


def _total(count: FromClause, name: str) -> ColumnElement[Any]:
    parts = [count.c[part] for part in _SUMMED[name]]
    if name == "progress":
        measurable, reached = parts
        return cast(func.sum(reached) / func.nullif(func.sum(measurable), ZERO), Double)
    if name == "by_execution":
        return array([cast(func.sum(each), BigInteger) for each in parts])
    return cast(func.sum(sum(parts[1:], parts[0])), BigInteger)
