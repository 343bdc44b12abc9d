"""What moved between two moments: the pledges that did, and their counts over two axes, in one statement.

A pledge counts when the filter takes it at the earlier or at the later moment, and stands in every cell at
which it stood at a moment at which the filter took it: so a cell of what moved is made of the pledges that
the matrices of the two moments count there. How it moved is asked of the pledge, wherever it stands.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, FromClause, and_, exists, func, or_, select, true, union

from service.reading.comparing import KINDS, Between, compare
from service.reading.narrowing import Given, conditions
from service.reading.sql import ONE, ZERO, Rows, chosen
from service.reading.standing import Side, pledges_at

CHANGED: Final = "changed"
"""How many moved in whatever way, each once."""


class Moved:
    """The pledges that moved: `id`, `reference`, and a column for each kind."""

    def __init__(self, asked: Between) -> None:
        self.asked = asked
        compared = compare(asked)
        self.pledges = compared.moved
        self.under = compared.under
        """Those that the filter takes, at each of the moments."""

    def stood_at(self, at: Given) -> ColumnElement[bool]:
        """Whether a pledge stood at all of these values at a moment at which the filter takes it."""
        arms: list[ColumnElement[bool]] = []
        for each, moment in zip(self.under, self.asked.moments, strict=True):
            row = each.alias()
            same = row.c.id == self.pledges.c.id
            arms.append(exists(select(ONE).select_from(row).where(same, *conditions(row, at, moment))))
        return or_(*arms)


class Laid:
    """What moved, counted over rows and columns; a side for each of the moments, with the same heads."""

    def __init__(self, moved: Moved, rows: Sequence[Side], columns: Sequence[Side]) -> None:
        self._moved = moved
        self._heads = {"row": rows[0].heads, "column": columns[0].heads}
        self._at = {"row": self._standing("row", rows), "column": self._standing("column", columns)}

    def cells(self) -> Rows:
        """Every cell, by `row` and `column`."""
        return self._counts("row", "column")

    def row_totals(self) -> Rows:
        """A total for each row, each pledge once."""
        return self._counts("row")

    def column_totals(self) -> Rows:
        """A total for each column, over all rows, each pledge once."""
        return self._counts("column")

    def total(self) -> Rows:
        """Every pledge that moved once."""
        return chosen(*_sums(self._moved.pledges))

    def _standing(self, name: str, sides: Sequence[Side]) -> list[CTE]:
        given, found = self._moved.asked.given, list[CTE]()
        for place, (side, pledges) in enumerate(zip(sides, self._moved.under, strict=True)):
            pairs = pledges_at(side, pledges, given, are_few=True)
            found.append(pairs.cte(f"{self._moved.asked.name}_at_{name}{place}"))
        return found

    def _counts(self, *by: str) -> Rows:
        """The counts for every combination of the heads, those at which nothing moved included."""
        heads = {name: self._heads[name].alias() for name in by}
        found = self._found(by).subquery()
        source: FromClause = select(ONE.label("one")).subquery()
        for each in heads.values():
            source = source.join(each, true())
        same = and_(true(), *(found.c[name] == each.c.position for name, each in heads.items()))
        places = [(each.c.position - ONE).label(name) for name, each in heads.items()]
        sums = [func.coalesce(found.c[name], ZERO).label(name) for name in (CHANGED, *KINDS)]
        return chosen(*places, *sums).select_from(source.outerjoin(found, same))

    def _found(self, by: Sequence[str]) -> Rows:
        """The counts at the heads at which something moved; who stood there at both moments is one."""
        arms = [self._stood(by, place) for place in range(len(self._moved.under))]
        stood = union(*arms).subquery()
        moved = self._moved.pledges
        keys = [stood.c[name] for name in by]
        joined = stood.join(moved, moved.c.id == stood.c.pledge_id)
        return chosen(*keys, *_sums(moved)).select_from(joined).group_by(*keys)

    def _stood(self, by: Sequence[str], place: int) -> Rows:
        pairs: Mapping[str, CTE] = {name: self._at[name][place] for name in by}
        first, *others = pairs.values()
        joined: FromClause = first
        for each in others:
            joined = joined.join(each, each.c.pledge_id == first.c.pledge_id)
        positions = [each.c.position.label(name) for name, each in pairs.items()]
        return chosen(first.c.pledge_id, *positions).select_from(joined)


def _sums(moved: FromClause) -> list[ColumnElement[Any]]:
    return [
        func.count().label(CHANGED),
        *(func.count().filter(moved.c[kind]).label(kind) for kind in KINDS),
    ]
