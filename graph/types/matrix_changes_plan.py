"""Composes what moved between two points: heads and pages as the matrix has, counts of service/reading."""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from graphql import GraphQLObjectType, get_named_type
from graphql.language import FieldNode
from sqlalchemy import CTE, ColumnElement, FromClause, and_, case, func, literal_column, select, true
from sqlalchemy.dialects.postgresql import array

from graph.plan.connecting import compose_page
from graph.plan.declaration import Arguments, Asked, Composing, Order, Selected
from graph.plan.paging import read_page
from graph.types.enumerations import MatrixAxis
from graph.types.matrix_heads import Heads, shown
from graph.types.matrix_plan import (
    compose_headers,
    compose_page_info,
    limited_columns,
    listed,
    read_matrix,
)
from graph.types.matrix_points import moment_at, object_to_disorder, read_point
from graph.types.pledge_list import object_to_unknown, read_at
from service.reading.axes import axis_at
from service.reading.change_facts import changed_facts
from service.reading.comparing import Between
from service.reading.moving import Laid, Moved
from service.reading.sql import NULL, word
from service.reading.standing import Side
from service.rules.changes import ChangeKind

_ORDER: Final = Order(name="REFERENCE", keys=lambda row: (row.c.reference, row.c.id))
_KIND: Final = "kind__"
_EMPTY: ColumnElement[Any] = literal_column("'[]'::json")


def read_changes(arguments: Arguments) -> Asked:
    """The axes, the page and the filter as of a matrix, and the two points."""
    asked = read_matrix(arguments)
    ways: list[str] = []
    values = dict(asked.values)
    for name in ("from", "to"):
        way, own = read_point(name, arguments[name])
        ways.append(way)
        values |= own
    return Asked(shape=(asked.shape, *ways), values=values)


def read_moved(arguments: Arguments) -> Asked:
    """A page of the pledges that moved, of one kind and at some values if so asked."""
    page = read_page(arguments, _ORDER.name)
    at = dict(read_at(arguments.get("at") or (), None))
    kind = arguments.get("kind")
    names = [*at, *([] if kind is None else [f"{_KIND}{ChangeKind(kind).lower()}"])]
    *sizes, _ = cast("tuple[object, ...]", page.shape)
    return Asked(
        shape=(*sizes, tuple(names)),
        values={**page.values, **{f"filter_{name}": value for name, value in at.items()}},
    )


def compose_changes(composing: Composing, selected: Selected) -> ColumnElement[Any]:
    """The JSON object of what moved."""
    face = _Face(composing, selected)
    pairs: list[ColumnElement[Any]] = []
    for key, nodes in composing.collector.fields(selected.kind, selected.nodes).items():
        pairs += [literal_column(f"'{key}'"), face.value(nodes)]
    return func.json_build_object(*pairs)


def compose_kinds(row: FromClause) -> ColumnElement[Any]:
    """The kinds whose columns are true, as a list."""
    named = [case((row.c[kind.lower()], word(kind))) for kind in ChangeKind]
    return func.array_to_json(func.array_remove(array(named), NULL))


def compose_before(composing: Composing, selected: Selected) -> ColumnElement[Any]:
    """The pledge as it was at the earlier of two moments."""
    earlier = composing.comparing(composing.since, composing.since)
    row = earlier.rows("Pledge")
    shaped = earlier.shaped(selected.kind, selected.nodes, row)
    made = select(func.to_json(shaped.value)).select_from(shaped.beside(row))
    return made.where(row.c.id == selected.row.c.id).correlate(selected.row).scalar_subquery()


def compose_facts(composing: Composing, selected: Selected) -> ColumnElement[Any]:
    """What is other about a pledge than it was, as a list."""
    moments = (composing.since, composing.moment)
    fact = changed_facts(composing.role, moments, selected.row.c.id).correlate(selected.row).subquery()
    made = func.json_agg(composing.object(selected.kind, selected.nodes, fact))
    found = select(func.coalesce(made.aggregate_order_by(fact.c.place), _EMPTY)).select_from(fact)
    return found.correlate(selected.row).scalar_subquery()


class _Face:
    """The fields of what moved."""

    def __init__(self, composing: Composing, selected: Selected) -> None:
        shape, *ways = cast("tuple[Any, str, str]", selected.asked.shape)
        rows, columns, start, names = cast(
            "tuple[MatrixAxis, MatrixAxis, str, tuple[str, ...]]", tuple(shape[:4])
        )
        self._selected = selected
        earlier, later = (
            composing.rolled(moment_at(composing, name, way, selected.parameter))
            for name, way in zip(("from", "to"), ways, strict=True)
        )
        object_to_disorder(composing, earlier, later)
        self._composing = composing.comparing(earlier, later)
        self._given = {name: selected.parameter(f"filter_{name}") for name in names}
        object_to_unknown(composing, self._given)
        self._moved = Moved(
            Between(name=selected.name, role=composing.role, given=self._given, earlier=earlier, later=later)
        )
        self._rows, self._columns = self._heads(rows, "row"), self._heads(columns, "column")
        self._page = self._rows.page(selected.parameter, start)
        self._row_heads = shown(self._page, selected.parameter("limit"), f"{selected.name}_rows")
        self._column_heads = limited_columns(composing, self._columns, f"{selected.name}_columns")
        self._laid = Laid(
            self._moved,
            self._sides(self._rows, self._row_heads, is_complete=False),
            self._sides(self._columns, self._column_heads, is_complete=True),
        )

    def value(self, nodes: list[FieldNode]) -> ColumnElement[Any]:
        """The JSON value of one field."""
        name = nodes[0].name.value
        if name in _SCALARS:
            return _SCALARS[name](self)
        if name == "pageInfo":
            return compose_page_info(self._composing, self._selected, nodes, self._rows, self._page)
        if name == "rows":
            return compose_headers(self._composing, self._kind(name), nodes, self._rows, self._row_heads)
        if name == "columns":
            return compose_headers(
                self._composing, self._kind(name), nodes, self._columns, self._column_heads
            )
        return self._pledges(nodes) if name == "pledges" else self._counts(name, nodes)

    def type_name(self) -> ColumnElement[Any]:
        """What __typename says."""
        return literal_column(f"'{self._selected.kind.name}'")

    def row_count(self) -> ColumnElement[Any]:
        """How many rows there are in all."""
        return self._rows.count()

    def from_on(self) -> ColumnElement[Any] | None:
        """The day of the earlier point."""
        return self._moved.asked.earlier.day

    def to_on(self) -> ColumnElement[Any] | None:
        """The day of the later point."""
        return self._moved.asked.later.day

    def _heads(self, axis: MatrixAxis, name: str) -> Heads:
        points = list(zip(self._moved.under, self._moved.asked.moments, strict=True))
        return Heads.between(axis, self._given, points, f"{self._selected.name}_{name}")

    def _sides(self, heads: Heads, row: CTE, *, is_complete: bool) -> list[Side]:
        """The heads at each of the moments."""
        return [
            Side(
                name=f"{heads.name}{place}",
                axis=axis_at(heads.axis, moment),
                heads=row,
                is_complete=is_complete,
            )
            for place, moment in enumerate(self._moved.asked.moments)
        ]

    def _counts(self, name: str, nodes: list[FieldNode]) -> ColumnElement[Any]:
        kind, table = self._kind(name), _TABLES[name](self._laid).subquery()
        if name == "total":
            made = self._composing.object(kind, nodes, table)
            return select(made).select_from(table).scalar_subquery()
        return listed(table, self._composing.shaped(kind, nodes, table))

    def _pledges(self, nodes: list[FieldNode]) -> ColumnElement[Any]:
        """A page of those that moved."""
        selected = self._composing.selected(self._kind("pledges"), nodes, self._selected.row)
        *_, names = cast("tuple[Any, ...]", selected.asked.shape)
        moved = self._moved.pledges
        kinds: list[ColumnElement[Any]] = [
            moved.c[name.removeprefix(_KIND)] for name in names if name.startswith(_KIND)
        ]
        at = dict(self._at(selected, [name for name in names if not name.startswith(_KIND)]))
        condition = and_(true(), *kinds, *([self._moved.stood_at(at)] if at else []))
        return compose_page(self._composing, selected, _ORDER, moved, condition)

    def _at(self, selected: Selected, names: list[str]) -> Mapping[str, ColumnElement[Any]]:
        """The values of `at`; what has none is asked for as far as the filter looks."""
        within = self._given.get("within")
        found: dict[str, ColumnElement[Any]] = {}
        for name in names:
            if within is not None and name.endswith("__none"):
                found[f"{name.removesuffix('none')}within"] = within
            else:
                found[name] = selected.parameter(f"filter_{name}")
        return found

    def _kind(self, name: str) -> GraphQLObjectType:
        return cast("GraphQLObjectType", get_named_type(self._selected.kind.fields[name].type))


_SCALARS: Final[dict[str, Callable[[_Face], Any]]] = {
    "__typename": _Face.type_name,
    "fromOn": _Face.from_on,
    "toOn": _Face.to_on,
    "rowCount": _Face.row_count,
}
_TABLES: Final[dict[str, Callable[[Laid], Any]]] = {
    "cells": Laid.cells,
    "rowTotals": Laid.row_totals,
    "columnTotals": Laid.column_totals,
    "total": Laid.total,
}
