"""Composes the matrix in SQL: its heads, and the counts of service/reading, only what is selected."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final, cast

from graphql import GraphQLObjectType, get_named_type
from graphql.language import FieldNode
from sqlalchemy import CTE, ColumnElement, FromClause, func, literal_column, select, true

from graph.errors import Code, refusal
from graph.limits import LIMITS
from graph.plan.connecting import Face
from graph.plan.declaration import Arguments, Asked, Composing, Selected, Shaped
from graph.plan.looking_back import instant_of, today_at
from graph.plan.paging import MAX_PAGE, cursor_keys, not_ours
from graph.types.enumerations import MatrixAxis, MatrixMeasure
from graph.types.matrix_heads import AFTER_A_VALUE, AFTER_ALL, BEGINNING, Heads, shown
from graph.types.node import in_utc
from graph.types.pledge_list import object_to_unknown, read_filter
from service.reading.cell_forecasts import CellForecasts
from service.reading.fitting import Fit, fitting, level_within
from service.reading.matrix import Matrix, Question, pledges_under
from service.reading.rolled import OCCURRING, Rolled, occurring
from service.reading.standing import Side
from service.reading.values import UNIVERSES
from service.rules.faces import Level
from service.rules.lifecycle import Execution

PAGE: Final = 50
"""Rows when the question does not say how many."""
_WHOLE: Final = {"columnTotals", "total"}
_TABLES: Final = {"cells", "rowTotals", *_WHOLE}
_EMPTY: ColumnElement[Any] = literal_column("'[]'::json")
_MOST: ColumnElement[Any] = literal_column(str(LIMITS.columns))
_ZERO: ColumnElement[Any] = literal_column("0")
_STATES: ColumnElement[Any] = literal_column(f"'{{{','.join(Execution)}}}'::text[]")


def read_matrix(arguments: Arguments) -> Asked:
    """The axes, where the page begins and which members of the filter there are; and their values."""
    rows, columns = read_axes(arguments)
    first, after = arguments.get("first"), arguments.get("after")
    size = PAGE if first is None else int(first)
    if not 0 <= size <= MAX_PAGE:
        raise refusal(Code.BAD_USER_INPUT, f"A page holds 0 to {MAX_PAGE} rows.")
    keys = [] if after is None else cursor_keys(after, rows)
    if keys and len(keys) != len(UNIVERSES[rows].order):
        raise not_ours()
    given = read_filter(arguments.get("filter") or {})
    values: dict[str, object] = {"limit": size, "more": size + 1}
    values |= {f"key{place}": key for place, key in enumerate(keys)}
    values |= {f"filter_{name}": value for name, value in given.items()}
    start = BEGINNING if after is None else AFTER_A_VALUE if any(keys) else AFTER_ALL
    return Asked(shape=(rows, columns, start, tuple(given), level_within(given)), values=values)


def read_axes(arguments: Arguments) -> tuple[MatrixAxis, MatrixAxis]:
    """The rows and the columns."""
    rows, columns = MatrixAxis(arguments["rows"]), MatrixAxis(arguments["columns"])
    if rows is columns:
        raise refusal(Code.BAD_USER_INPUT, "Rows and columns are two different axes.")
    return rows, columns


def read_measure(arguments: Arguments) -> Asked:
    """Which number `values` tells: a part of the statement's shape."""
    return Asked(shape=MatrixMeasure(arguments["measure"]))


def compose_matrix(composing: Composing, selected: Selected) -> ColumnElement[Any]:
    """The JSON object of a matrix."""
    face = _Face(composing, selected)
    pairs: list[ColumnElement[Any]] = []
    for key, nodes in face.fields.items():
        pairs += [literal_column(f"'{key}'"), face.value(nodes)]
    return func.json_build_object(*pairs)


def compose_executions(composing: Composing, selected: Selected) -> ColumnElement[Any]:
    """The counts by state that are not zero, as a list."""
    counted = func.unnest(_STATES, selected.row.c.by_execution)
    each = counted.table_valued("execution", "count", with_ordinality="place").render_derived()
    made = func.json_agg(composing.object(selected.kind, selected.nodes, each))
    listed = select(func.coalesce(made.aggregate_order_by(each.c.place), _EMPTY))
    return listed.select_from(each).where(each.c.count > _ZERO).correlate(selected.row).scalar_subquery()


def limited_columns(composing: Composing, columns: Heads, name: str) -> CTE:
    """Every column; more than a matrix can hold refuse the request."""
    page = columns.page(lambda _name: literal_column(str(LIMITS.columns + 1)), BEGINNING)
    count = select(func.count()).select_from(page).scalar_subquery()
    message = f"More than {LIMITS.columns} columns: narrow the filter, or let rows and columns change places."
    composing.object_to(count > _MOST, Code.MAX_COST_EXCEEDED, message)
    return shown(page, _MOST, name)


def compose_headers(
    composing: Composing, kind: GraphQLObjectType, nodes: list[FieldNode], heads: Heads, row: FromClause
) -> ColumnElement[Any]:
    """The heads that are shown, as a list."""
    pairs: list[ColumnElement[Any]] = []
    for key, same in composing.collector.fields(kind, nodes).items():
        is_node = same[0].name.value == "node"
        made = heads.node(composing, same, row) if is_node else composing.value(kind, same, row)
        pairs += [literal_column(f"'{key}'"), made]
    listed = func.json_agg(func.json_build_object(*pairs)).aggregate_order_by(row.c.position)
    return select(func.coalesce(listed, _EMPTY)).select_from(row).scalar_subquery()


def compose_page_info(
    composing: Composing, selected: Selected, nodes: list[FieldNode], heads: Heads, page: CTE
) -> ColumnElement[Any]:
    """Where a page of rows stands."""
    has_cursor = "key0" in selected.asked.values
    face = Face(
        composing, selected.kind, page, heads.order, selected.parameter, forward=True, has_cursor=has_cursor
    )
    return select(face.value(nodes)).select_from(page).having(true()).scalar_subquery()


def limited_forecasts(composing: Composing, question: Question) -> CellForecasts:
    """Those of the pledges in progress; too many of them refuse the request before they are made."""
    forecasts = CellForecasts(question)
    message = (
        f"More than {LIMITS.forecasts} pledges in progress to forecast: narrow the filter, or ask for "
        "fewer rows and for no totals over all of them."
    )
    composing.object_to(forecasts.are_more_than(LIMITS.forecasts), Code.MAX_COST_EXCEEDED, message)
    return forecasts


def counted_of(composing: Composing, kind: GraphQLObjectType, nodes: list[FieldNode]) -> set[str]:
    """What a selection of a cell needs to have counted."""
    return {_COUNTS.get(name, name) for name in selected_of(composing, kind, nodes)} - _NOT_COUNTED


def selected_of(composing: Composing, kind: GraphQLObjectType, nodes: list[FieldNode]) -> set[str]:
    """The names of the fields that are selected."""
    return {same[0].name.value for same in composing.collector.fields(kind, nodes).values()}


class _Face:
    """The fields of one matrix."""

    def __init__(self, composing: Composing, selected: Selected) -> None:
        rows, columns, start, names, level = cast(
            "tuple[MatrixAxis, MatrixAxis, str, tuple[str, ...], Level | None]", selected.asked.shape
        )
        self._composing, self._selected = composing, selected
        self.fields = composing.collector.fields(selected.kind, selected.nodes)
        given = {name: selected.parameter(f"filter_{name}") for name in names}
        moment = composing.moment
        fit = None
        if composing.may_roll and moment.known is None:
            fit = fitting(rows, columns, names, level, is_past=moment.day is not None)
        if fit is not None:
            composing.rely_on_rollup()
        self._given = given
        object_to_unknown(composing, given)
        self._rows = self._heads(rows, fit, "row")
        self._columns = self._heads(columns, fit, "column")
        self._page = self._rows.page(selected.parameter, start)
        self._row_heads = shown(self._page, selected.parameter("limit"), f"{selected.name}_rows")
        self._column_heads = limited_columns(composing, self._columns, f"{selected.name}_columns")
        question = Question(
            name=selected.name,
            role=composing.role,
            given=given,
            moment=moment,
            rows=self._side(self._rows, self._row_heads, is_complete=False),
            columns=self._side(self._columns, self._column_heads, is_complete=True),
            is_whole=any(nodes[0].name.value in _WHOLE for nodes in self.fields.values()),
            is_timed="overdue" in self._counted_anywhere() or MatrixAxis.TIMELINESS in {rows, columns},
        )
        self._question = question
        self._matrix = Matrix(question) if fit is None else Rolled(question, fit)
        self._cells = self._matrix.cells(self._counted_in_cells()).cte(f"{selected.name}_cells")

    def value(self, nodes: list[FieldNode]) -> ColumnElement[Any]:
        """The JSON value of one field."""
        name = nodes[0].name.value
        if name in _SCALARS:
            return _SCALARS[name](self)
        if name == "pageInfo":
            return compose_page_info(self._composing, self._selected, nodes, self._rows, self._page)
        if name in {"rows", "columns"}:
            return self._headers(name, nodes)
        if name == "values":
            table = self._cells
            return listed(table, Shaped(value=table.c[self._measured_by(nodes)]))
        return self._counts(name, nodes)

    def type_name(self) -> ColumnElement[Any]:
        """What __typename says."""
        return literal_column(f"'{self._selected.kind.name}'")

    def row_count(self) -> ColumnElement[Any]:
        """How many rows there are in all."""
        return self._rows.count()

    def instant(self) -> ColumnElement[Any]:
        """Up to when things are known."""
        return in_utc(instant_of(self._composing.moment.known))

    def day(self) -> ColumnElement[Any]:
        """The day that is asked for, or today: where the filter looks, or in the capital."""
        if self._composing.moment.day is not None:
            return self._composing.moment.day
        code = self._given.get("within", self._given.get("region"))
        return today_at(code)

    def _heads(self, axis: MatrixAxis, fit: Fit | None, name: str) -> Heads:
        """All heads of an axis; those that occur are known to the rollup, where it answers."""
        given, moment = self._given, self._composing.moment
        if fit is not None and axis in OCCURRING:
            pledges = occurring(axis, fit, given, moment)
        else:
            pledges = pledges_under(self._composing.role, given, moment).subquery()
        return Heads.of(axis, given, pledges, moment, f"{self._selected.name}_{name}")

    def _side(self, heads: Heads, shown_heads: CTE, *, is_complete: bool) -> Side:
        return Side(name=heads.name, axis=heads.kind, heads=shown_heads, is_complete=is_complete)

    def _headers(self, name: str, nodes: list[FieldNode]) -> ColumnElement[Any]:
        is_rows = name == "rows"
        heads, row = (self._rows, self._row_heads) if is_rows else (self._columns, self._column_heads)
        return compose_headers(self._composing, self._kind(name), nodes, heads, row)

    def _counts(self, name: str, nodes: list[FieldNode]) -> ColumnElement[Any]:
        kind = self._kind(name)
        table = self._table(name, counted_of(self._composing, kind, nodes))
        if "forecast" in selected_of(self._composing, kind, nodes):
            table = self._forecasts.beside(table).subquery()
        if name == "total":
            return select(self._composing.object(kind, nodes, table)).select_from(table).scalar_subquery()
        return listed(table, self._composing.shaped(kind, nodes, table))

    def _table(self, name: str, counted: set[str]) -> FromClause:
        if name == "cells":
            return self._cells
        tables = {
            "total": self._matrix.total,
            "rowTotals": self._matrix.row_totals,
            "columnTotals": self._matrix.column_totals,
        }
        return tables[name](counted).subquery()

    @cached_property
    def _forecasts(self) -> CellForecasts:
        return limited_forecasts(self._composing, self._question)

    def _counted_in_cells(self) -> set[str]:
        """What `cells` and `values` count together, so that they are counted once."""
        found: set[str] = set()
        for nodes in self.fields.values():
            if nodes[0].name.value == "values":
                found.add(self._measured_by(nodes))
            elif nodes[0].name.value == "cells":
                found |= counted_of(self._composing, self._kind("cells"), nodes)
        return found

    def _counted_anywhere(self) -> set[str]:
        tables = [nodes for nodes in self.fields.values() if nodes[0].name.value in _TABLES]
        found = [counted_of(self._composing, self._kind(nodes[0].name.value), nodes) for nodes in tables]
        return self._counted_in_cells().union(*found)

    def _measured_by(self, nodes: list[FieldNode]) -> str:
        return str(self._composing.asked_at(nodes[0]).shape).lower()

    def _kind(self, name: str) -> GraphQLObjectType:
        return cast("GraphQLObjectType", get_named_type(self._selected.kind.fields[name].type))


_SCALARS: Final[dict[str, Callable[[_Face], ColumnElement[Any]]]] = {
    "__typename": _Face.type_name,
    "asOf": _Face.day,
    "knownOn": _Face.instant,
    "rowCount": _Face.row_count,
}
_COUNTS: Final = {"byExecution": "by_execution"}
_NOT_COUNTED: Final = {"row", "column", "forecast", "__typename"}


def listed(table: FromClause, each: Shaped) -> ColumnElement[Any]:
    """The cells or totals of a table, row by row."""
    order = [table.c[name] for name in ("row", "column") if name in table.c]
    listed = func.json_agg(each.value).aggregate_order_by(*order)
    return select(func.coalesce(listed, _EMPTY)).select_from(each.beside(table)).scalar_subquery()
