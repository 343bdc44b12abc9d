"""The one grammar by which pledges are narrowed, for lists, counts and the matrix; and so their targets.

A filter comes as names and bound values. `at0__AGENCY` asks to stand at a value of an axis,
`at0__MEETING__none` at none, `at0__POSYANDU__within` at none in a region; the number keeps several apart.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, exists, func, select

from service.access.actors import Role
from service.access.bare import rows_of
from service.access.moments import Moment
from service.access.visibility import visible_pledges
from service.reading.axes import Axis, MatrixAxis, Placed, Single, axis_at
from service.reading.places import holds, in_region, is_within
from service.reading.pledge_facts import timeliness
from service.reading.sql import ONE, ZERO, word

Given = Mapping[str, ColumnElement[Any]]
"""The members of a filter that were given, by name, each as its bound value."""
Condition = Callable[[FromClause, ColumnElement[Any], Moment], ColumnElement[bool]]
_OF_AN_AXIS = {
    "agency": MatrixAxis.AGENCY,
    "agencyKind": MatrixAxis.AGENCY_KIND,
    "area": MatrixAxis.SPM_AREA,
    "posyandu": MatrixAxis.POSYANDU,
    "meeting": MatrixAxis.MEETING,
    "fiscalYear": MatrixAxis.FISCAL_YEAR,
    "fundingSource": MatrixAxis.FUNDING_SOURCE,
    "verdict": MatrixAxis.VERDICT,
}


def _of_region(row: FromClause, code: ColumnElement[Any], _moment: Moment) -> ColumnElement[bool]:
    return holds(code, row.c.region_code)


def _search(row: FromClause, words: ColumnElement[Any], moment: Moment) -> ColumnElement[bool]:
    if "title" not in row.c:
        told = rows_of(visible_pledges(Role.PUBLIC, moment))
        same = select(ONE).select_from(told).where(told.c.id == row.c.id, _search(told, words, moment))
        return exists(same.correlate(row))
    both = func.lower(row.c.title.op("||")(word(" ")).op("||")(row.c.quote))
    return func.strpos(both, func.lower(words)) > ZERO


_OTHERS: dict[str, Condition] = {
    "within": is_within,
    "region": _of_region,
    "execution": lambda row, states, _: row.c.execution == func.any(states),
    "timeliness": lambda row, words, _: timeliness(row) == func.any(words),
    "minMaturity": lambda row, score, _: row.c.maturity >= score,
    "maxMaturity": lambda row, score, _: row.c.maturity <= score,
    "search": _search,
    "synthetic": lambda row, flag, _: row.c.synthetic == flag,
}

_LASTING: Final = frozenset({"agency", "meeting", "region", "synthetic"})
_LASTING_AXES: Final = ([MatrixAxis.AGENCY], [MatrixAxis.MEETING])


def condition(row: FromClause, name: str, value: ColumnElement[Any], moment: Moment) -> ColumnElement[bool]:
    """What one member says of a pledge as it was at a moment."""
    other = _OTHERS.get(name)
    if other is not None:
        return other(row, value, moment)
    axis, absence = _axis_of(name, moment)
    if absence is None:
        return axis.is_at(row, value)
    return axis.is_absent(row, value if absence == "within" else None)


def conditions(row: FromClause, given: Given, moment: Moment) -> list[ColumnElement[bool]]:
    """What all of them say of a pledge."""
    return [condition(row, name, value, moment) for name, value in given.items()]


def lasts(name: str) -> bool:
    """Whether a member says the same of a pledge at every moment."""
    return name in _LASTING or name.split("__")[1:2] in _LASTING_AXES


def target_conditions(target: FromClause, given: Given, moment: Moment) -> Iterator[ColumnElement[bool]]:
    """What they say of the targets to be counted: where pledges are asked to stand, so are their targets.

    Thereby a cell is the total of the matrix whose filter names the cell.
    """
    for name, value in given.items():
        if name == "within":
            yield in_region(target, value)
        elif name not in _OTHERS:
            axis, absence = _axis_of(name, moment)
            if absence is None:
                yield from _target_is_at(target, axis, value)


def _target_is_at(target: FromClause, axis: Axis, value: ColumnElement[Any]) -> Iterator[ColumnElement[bool]]:
    if isinstance(axis, Placed):
        yield axis.stands(value)(target)
    elif not isinstance(axis, Single) and axis.target_column is not None:
        yield target.c[axis.target_column] == value


def _axis_of(name: str, moment: Moment) -> tuple[Axis, str | None]:
    """The axis of a member, and how it asks for absence when it does."""
    if name in _OF_AN_AXIS:
        return axis_at(_OF_AN_AXIS[name], moment), None
    _, axis, *absence = name.split("__")
    return axis_at(MatrixAxis(axis), moment), absence[0] if absence else None
