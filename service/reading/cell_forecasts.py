"""What the pledges in progress of a cell, or of a total, are forecast to come to: set by set, once a pledge.

Each pledge is forecast as a whole, wherever its targets are. Nothing is kept for this, so what it costs grows
with the pledges in progress on the rows; `are_more_than` tells before they are forecast.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import array

from service.reading.forecasting import forecasts_of
from service.reading.matrix import Question, pledges_under
from service.reading.series import number_of
from service.reading.sql import ONE, ZERO, Rows, chosen, once, word
from service.reading.standing import Side, pledges_at
from service.rules.forecast import Outlook
from service.rules.lifecycle import Execution

MEMBERS = ("in_progress", "on_time", "late", "no_due_date", "not_forecast", "half_by", "most_by")
"""What is told of each cell, in the order of the array; the last two are numbers of days."""
SPREAD = ("earliest", "likely", "likely", "latest")
"""A pledge counts a quarter at each. By its likely day alone, far too few would be done by `most_by`."""
_CARRIED: Final[frozenset[str]] = frozenset(
    {
        "id",
        "region_code",
        "lead_agency_id",
        "meeting_id",
        "fiscal_year",
        "execution",
        "verdict",
        "due_on",
        "time_zone",
        "on_day",
    }
)
_HALF: ColumnElement[Any] = literal_column("0.5")
_MOST: ColumnElement[Any] = literal_column("0.9")
_NEVER: ColumnElement[Any] = literal_column("2147483647")
"""The number of a day beyond the horizon, behind all others."""


class CellForecasts:
    """The sets of one question: the pledges in progress on its rows, where they stand, their forecasts."""

    def __init__(self, question: Question) -> None:
        self._name = f"{question.name}_forecast"
        given = question.given
        rows, columns = (self._apart(side) for side in (question.rows, question.columns))
        row = pledges_under(question.role, given, question.moment).subquery()
        carried = _CARRIED.union(["timeliness"] if question.is_timed else [])
        under = chosen(*(column for column in row.c if column.name in carried))
        moving = self._cte("moving", under.where(row.c.execution == word(Execution.IN_PROGRESS)))
        self._at = {"row": self._cte("at_rows", pledges_at(rows, moving, given, are_few=True))}
        here = chosen(*moving.c)
        if not question.is_whole:
            here = here.where(moving.c.id.in_(select(self._at["row"].c.pledge_id)))
        self._pledges = self._cte("pledges", here)
        self._at["column"] = self._cte("at_columns", pledges_at(columns, self._pledges, given, are_few=True))
        self._told = self._cte("told", forecasts_of(question.role, self._pledges, question.moment))

    def are_more_than(self, most: int) -> ColumnElement[bool]:
        """Whether there are more pledges to forecast than that."""
        limit: ColumnElement[Any] = literal_column(str(most + 1))
        some = select(self._pledges.c.id).limit(limit).subquery()
        return select(func.count()).select_from(some).scalar_subquery() >= limit

    def beside(self, table: FromClause) -> Select[*tuple[Any, ...]]:
        """The cells or totals of a table with their `forecast`; NULL where nothing is in progress."""
        by = [name for name in ("row", "column") if name in table.c]
        found = self._counted(by).subquery()
        same = and_(true(), *(found.c[name] == table.c[name] + ONE for name in by))
        return chosen(*table.c, found.c.forecast).select_from(table.outerjoin(found, same))

    def _counted(self, by: list[str]) -> Rows:
        told = self._told
        part = _parts(told)
        source: FromClause = told.join(part, true())
        for name in by:
            source = source.join(self._at[name], self._at[name].c.pledge_id == told.c.id)
        keys = [self._at[name].c.position for name in by]
        members = array([cast(value, Integer) for value in _members(told, part).values()])
        columns = [key.label(name) for name, key in zip(by, keys, strict=True)]
        return chosen(*columns, members.label("forecast")).select_from(source).group_by(*keys)

    def _apart(self, side: Side) -> Side:
        """The side under a name of its own: the matrix beside it has the other."""
        return replace(side, name=f"{self._name}_{side.name}")

    def _cte(self, name: str, rows: Rows) -> CTE:
        return once(rows, f"{self._name}_{name}")


def _parts(told: FromClause) -> FromClause:
    """The days over which a pledge is spread, in their order; NULL where none can be told."""
    is_expected = told.c.outlook == word(Outlook.EXPECTED)
    days = [case((is_expected, func.coalesce(number_of(told.c[name]), _NEVER))) for name in SPREAD]
    return func.unnest(array(days)).table_valued("day", with_ordinality="place").render_derived()


def _members(told: FromClause, part: FromClause) -> Mapping[str, ColumnElement[Any]]:
    is_expected = told.c.outlook == word(Outlook.EXPECTED)
    conditions = (
        true(),
        told.c.days_late <= ZERO,
        told.c.days_late > ZERO,
        and_(is_expected, told.c.days_late.is_(None)),
        ~is_expected,
    )
    counts = [func.count().filter(part.c.place == ONE, condition) for condition in conditions]
    days = [func.percentile_disc(share).within_group(part.c.day) for share in (_HALF, _MOST)]
    told_days = [func.nullif(day, _NEVER) for day in days]
    return dict(zip(MEMBERS, [*counts, *told_days], strict=True))
