"""What a matrix tells while it is listened to: its types, and how one event is composed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, cast

import strawberry
from graphql import GraphQLObjectType, get_named_type
from graphql.language import FieldNode
from sqlalchemy import (
    ColumnElement,
    DateTime,
    FromClause,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    null,
    select,
)

from graph.plan.declaration import (
    Arguments,
    Asked,
    Column,
    Composing,
    Embedded,
    Many,
    Selected,
    plain,
    planned,
)
from graph.types.enumerations import MatrixAxis
from graph.types.matrix import MatrixCell
from graph.types.matrix_heads import Heads, key_of
from graph.types.matrix_plan import counted_of, limited_columns, limited_forecasts, read_axes, selected_of
from graph.types.node import in_utc
from graph.types.pledge_list import object_to_unknown, read_filter
from graph.types.pledges import Pledge
from service.access.moments import NOW
from service.reading.axes import axis_at
from service.reading.changes import MOST_CELLS, Between, Changes, Laid
from service.reading.matrix import Matrix, Question, pledges_under
from service.reading.sql import ONE, Rows, chosen, word
from service.reading.standing import Side

_TRUE: ColumnElement[Any] = literal_column("true")
BEGINNING: Final[FromClause] = select(_TRUE.label("begins")).subquery("beginning")
RETURN: Final[FromClause] = select(_TRUE.label("returns")).subquery("return")
CHANGE: Final[FromClause] = select(_TRUE.label("changes")).subquery("change")
"""What an event is read from: the first of a listener, which says that nothing has moved; the first of one
who comes back; and one that follows, which is told only when something has moved."""
_NOW: ColumnElement[Any] = bindparam("now", type_=DateTime(timezone=True))
Cells = Callable[[list[FieldNode]], ColumnElement[Any]]
_EMPTY: ColumnElement[Any] = literal_column("'[]'::json")
_INDICES: Final = {"row", "column"}


@strawberry.type(description="A cell that a change moved (sel yang berubah).")
class ChangedCell:
    """A pledge that something happened to stands here, or stood here before."""

    row_key: str = plain("row_key", "Key of its row, as in the header; empty for no value.")
    column_key: str = plain("column_key", "Key of its column, as in the header; empty for no value.")
    counts: MatrixCell = planned(
        Embedded(), "Its counts as they are now, those of `matrix`; without indices of a row and a column."
    )
    moved: list[Pledge] = planned(
        Many(
            join=lambda row, child: child.c.id == func.any(row.c.moved),
            order=lambda child: (child.c.reference,),
        ),
        "The pledges that something happened to.",
    )


@strawberry.type(description="What was written since the event before (perubahan matriks).")
class MatrixChange:
    """One event of a matrix."""

    event_id: str = planned(
        Column(expression=lambda _row: bindparam("event_id", type_=Text())),
        "Give it as `after` to go on from here.",
    )
    at: datetime = planned(
        Column(expression=lambda _row: in_utc(_NOW)),
        "The instant for which its counts hold.The instant for which its counts hold.",
    )
    is_complete: bool = plain(
        "is_complete",
        f"Whether every cell that moved is told. False when they are more than {MOST_CELLS}, or too much has "
        "happened since `after`: then no cell is told, and the matrix is to be read anew.",
    )
    cells: list[ChangedCell] = strawberry.field(description="The cells that moved, by row and column.")


def read_change(arguments: Arguments) -> Asked:
    """The axes and which members of the filter there are, and their values; `after` is the transport's."""
    given = read_filter(arguments.get("filter") or {})
    shape = (*read_axes(arguments), tuple(given))
    return Asked(shape=shape, values={f"filter_{name}": value for name, value in given.items()})


def compose_change(composing: Composing, selected: Selected) -> ColumnElement[Any]:
    """The JSON object of an event; null when nothing that the listener asked for has changed."""
    rows, columns, names = cast("tuple[MatrixAxis, MatrixAxis, tuple[str, ...]]", selected.asked.shape)
    given = {name: selected.parameter(f"filter_{name}") for name in names}
    laid = Laid(name=selected.name, role=composing.role, given=given, rows=rows, columns=columns)
    if "changes" not in selected.row.c:
        _object_as_matrix_does(composing, laid)
    if "begins" in selected.row.c:
        return _made(composing, selected, _TRUE, lambda _nodes: _EMPTY)
    face = _Face(composing, selected, laid)
    made = _made(composing, selected, face.changes.is_complete, face.cells)
    return made if "returns" in selected.row.c else case((face.changes.is_any, made), else_=null())


def _made(
    composing: Composing, selected: Selected, is_complete: ColumnElement[Any], cells: Cells
) -> ColumnElement[Any]:
    pairs: list[ColumnElement[Any]] = []
    for key, nodes in composing.collector.fields(selected.kind, selected.nodes).items():
        name = nodes[0].name.value
        if name == "isComplete":
            value = is_complete
        elif name == "cells":
            value = cells(nodes)
        else:
            value = composing.value(selected.kind, nodes, selected.row)
        pairs += [literal_column(f"'{key}'"), value]
    return func.json_build_object(*pairs)


def _object_as_matrix_does(composing: Composing, laid: Laid) -> None:
    object_to_unknown(composing, laid.given)
    pledges = pledges_under(laid.role, laid.given, NOW).subquery()
    columns = Heads.of(laid.columns, laid.given, pledges, NOW, f"{laid.name}_column")
    limited_columns(composing, columns, f"{laid.name}_columns")


class _Face:
    """The cells of one event."""

    def __init__(self, composing: Composing, selected: Selected, laid: Laid) -> None:
        self._composing, self._selected, self._laid = composing, selected, laid
        self.changes = Changes(laid, Between.of())
        self._sides = {name: self._side(name) for name in ("row", "column")}

    def cells(self, nodes: list[FieldNode]) -> ColumnElement[Any]:
        """The cells that moved, as a list."""
        kind = cast("GraphQLObjectType", get_named_type(self._selected.kind.fields["cells"].type))
        table = self._rows(self._counts(kind, nodes)).subquery()
        each = self._composing.shaped(kind, nodes, table)
        ordered = func.json_agg(each.value).aggregate_order_by(table.c.row_key, table.c.column_key)
        listed = func.coalesce(ordered, _EMPTY)
        return select(listed).select_from(each.beside(table)).scalar_subquery()

    def _rows(self, cells: FromClause) -> Rows:
        """The cells that moved, with their keys, their counts and the pledges that moved them."""
        told = self.changes.told
        row, column = (self._sides[name].heads for name in ("row", "column"))
        here = and_(cells.c.row == row.c.position - ONE, cells.c.column == column.c.position - ONE)
        joined = (
            told.join(row, row.c.value.is_not_distinct_from(told.c.row))
            .join(column, column.c.value.is_not_distinct_from(told.c.column))
            .join(cells, here)
        )
        counts = [each for each in cells.c if each.name not in _INDICES]
        return chosen(
            _key(self._laid.rows, row).label("row_key"),
            _key(self._laid.columns, column).label("column_key"),
            told.c.moved,
            *counts,
        ).select_from(joined)

    def _counts(self, kind: GraphQLObjectType, nodes: list[FieldNode]) -> FromClause:
        """The counts of every cell of the heads that moved, as far as they are selected."""
        fields = self._composing.collector.fields(kind, nodes).values()
        cell = cast("GraphQLObjectType", get_named_type(kind.fields["counts"].type))
        of_counts = [same for same in fields if same[0].name.value == "counts"]
        counted = set[str]().union(*(counted_of(self._composing, cell, same) for same in of_counts))
        question = self._question(counted)
        cells = Matrix(question).cells(counted).subquery()
        if not any("forecast" in selected_of(self._composing, cell, same) for same in of_counts):
            return cells
        return limited_forecasts(self._composing, question).beside(cells).subquery()

    def _question(self, counted: set[str]) -> Question:
        laid = self._laid
        return Question(
            name=laid.name,
            role=laid.role,
            given=laid.given,
            moment=NOW,
            rows=self._sides["row"],
            columns=self._sides["column"],
            is_whole=False,
            is_timed="overdue" in counted or MatrixAxis.TIMELINESS in {laid.rows, laid.columns},
        )

    def _side(self, name: str) -> Side:
        axis = self._laid.rows if name == "row" else self._laid.columns
        heads = self.changes.heads(name)
        return Side(name=f"{self._laid.name}_{name}", axis=axis_at(axis, NOW), heads=heads, is_complete=False)


def _key(axis: MatrixAxis, head: FromClause) -> ColumnElement[Any]:
    return func.coalesce(key_of(axis, head), word(""))
