"""The rows and columns of a matrix in SQL: the values of an axis by keyset, what has none at the end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from graphql import GraphQLObjectType
from graphql.language import FieldNode
from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Text,
    false,
    func,
    literal_column,
    null,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy import cast as sql_cast

from graph.plan.connecting import page_of
from graph.plan.declaration import ROOTS, Composing, Order
from service.access.moments import Moment
from service.reading.axes import Axis, MatrixAxis, axis_at
from service.reading.narrowing import Given
from service.reading.sql import ONE, Rows, chosen, word
from service.reading.values import UNIVERSES

BEGINNING, AFTER_A_VALUE, AFTER_ALL = "", "after a value", "after all"
"""Where a page of rows begins."""
_NODES: Final = {
    MatrixAxis.AGENCY: "Agency",
    MatrixAxis.PROVINCE: "Region",
    MatrixAxis.REGENCY: "Region",
    MatrixAxis.DISTRICT: "Region",
    MatrixAxis.VILLAGE: "Region",
    MatrixAxis.POSYANDU: "Posyandu",
    MatrixAxis.MEETING: "Meeting",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """All heads of an axis under a filter."""

    axis: MatrixAxis
    kind: Axis
    values: FromClause
    name: str

    @classmethod
    def of(cls, axis: MatrixAxis, given: Given, pledges: FromClause, moment: Moment, name: str) -> "Heads":
        """Those of the filter `given` at a moment; `pledges` are the ones that it leaves."""
        values = UNIVERSES[axis].values(given, pledges, moment).subquery()
        return cls(axis=axis, kind=axis_at(axis, moment), values=values, name=name)

    @classmethod
    def between(
        cls, axis: MatrixAxis, given: Given, points: Sequence[tuple[FromClause, Moment]], name: str
    ) -> "Heads":
        """Those at any of several points, each with the pledges that make values occur, the last one last."""
        universe = UNIVERSES[axis]
        found = [universe.values(given, pledges, moment) for pledges, moment in points]
        values = (union(*found) if universe.is_of_pledges else found[-1]).subquery()
        return cls(axis=axis, kind=axis_at(axis, points[-1][1]), values=values, name=name)

    @property
    def order(self) -> Order:
        """Their order, as cursors carry it: texts, empty for the head of what has no value."""
        names = UNIVERSES[self.axis].order
        return Order(
            name=self.axis,
            keys=lambda row: [func.coalesce(sql_cast(row.c[name], Text), word("")) for name in names],
        )

    def count(self) -> ColumnElement[Any]:
        """How many there are."""
        counted = select(func.count()).select_from(self.values).scalar_subquery()
        return counted + ONE if self.kind.is_nullable else counted

    def page(self, parameter: Callable[[str], ColumnElement[Any]], start: str) -> CTE:
        """The heads of a page and one more, by `row_position`; the last of all is what has no value."""
        names = UNIVERSES[self.axis].order
        order = Order(name=self.axis, keys=lambda row: [row.c[name] for name in names])
        wanted = false() if start == AFTER_ALL else true()
        has_cursor = start == AFTER_A_VALUE
        values = page_of(order, self.values, wanted, parameter, forward=True, has_cursor=has_cursor)
        paged = values.cte(f"{self.name}_values")
        heads = select(*paged.c, key_of(self.axis, paged).label("key"), false().label("is_none"))
        if self.kind.is_nullable and start != AFTER_ALL:
            heads = union_all(heads, _none(paged, parameter("more")))
        return heads.cte(f"{self.name}_page")

    def node(self, composing: Composing, nodes: list[FieldNode], head: FromClause) -> ColumnElement[Any]:
        """The object that a head is about."""
        name = _NODES.get(self.axis)
        if name is None:
            return null()
        kind = cast("GraphQLObjectType", composing.collector.schema.type_map[name])
        child = composing.rows(name)
        made = select(composing.object(kind, nodes, child)).where(child.c[ROOTS[name].key] == head.c.value)
        return made.correlate(head).scalar_subquery()


def key_of(axis: MatrixAxis, head: FromClause) -> ColumnElement[Any]:
    """What opens a head that has a value: the id where the axis has ids, else the value."""
    text = sql_cast(head.c.value, Text)
    root = ROOTS.get(_NODES.get(axis, ""))
    if root is None or root.key_type != "uuid":
        return text
    return literal_column(f"'{root.prefix}_'").op("||")(text)


def shown(page: CTE, limit: ColumnElement[Any], name: str) -> CTE:
    """The heads of a page without the one that only tells that there are more."""
    heads = [column for column in page.c if column.name != "row_position"]
    chosen = select(page.c.row_position.label("position"), *heads)
    return chosen.where(page.c.row_position <= limit).cte(name)


def _none(values: CTE, more: ColumnElement[Any]) -> Rows:
    """The head of what has no value: behind the values, where the page still has room."""
    count = select(func.count()).select_from(values).scalar_subquery()
    known: dict[str, ColumnElement[Any]] = {"label": word("-"), "row_position": count + ONE}
    columns = [known.get(each.name, _null_like(each)).label(each.name) for each in values.c]
    return chosen(*columns, word("").label("key"), true().label("is_none")).where(count < more)


def _null_like(column: ColumnElement[Any]) -> ColumnElement[Any]:
    kind: Any = column.type  # pyright: ignore[reportUnknownMemberType] - a type of any value
    return sql_cast(null(), kind)
