"""The matrix in the graph: its types and arguments. How it is composed stands in matrix_plan.py."""

from datetime import date, datetime
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, FromClause, null

from graph.limits import LIMITS
from graph.plan.declaration import Column, Composed, Part, plain, planned
from graph.types.arguments import described, takes
from graph.types.connection import PageInfo
from graph.types.enumerations import Execution, MatrixMeasure
from graph.types.forecasts import CellForecast, compose_cell_forecast
from graph.types.matrix_plan import compose_executions, read_measure
from graph.types.node import Node


@strawberry.type(description="A row or a column of the matrix (baris, kolom).")
class MatrixHeader:
    """A value of the axis, or what has none."""

    key: str = plain(
        "key",
        "What `at` in a PledgeFilter takes to open it: an id, a code or a word; empty for pledges without "
        "a value on the axis.",
    )
    label: str = plain("label", "A name for people, or the word itself; a dash for what has no value.")
    node: Node | None = strawberry.field(
        description="The agency, region, post or meeting; null for words and for what has no value."
    )


@strawberry.type(description="How many pledges are in one state of execution.")
class ExecutionCount:
    """A count that is not zero."""

    execution: Execution = plain("execution", "The state.")
    count: int = plain("count", "How many pledges.")


def position(name: str, description: str) -> Any:  # noqa: ANN401 - a field of any type
    """A field that is the index of a row or column; null in a total over them."""

    def index(row: FromClause) -> ColumnElement[Any]:
        return row.c[name] if name in row.c else null()

    return planned(Column(expression=index), description)


@strawberry.type(
    description="Counts of pledges and of their targets (sel). A cell counts the targets that stand at its "
    "place and in its area; other axes do not tell the targets of a pledge apart."
)
class MatrixCell:
    """A cell, or a total of cells in which each pledge is counted once."""

    row: int | None = position("row", "Index of its row, from 0; null for a total over rows.")
    column: int | None = position("column", "Index of its column, from 0; null for a total over columns.")
    pledges: int = plain("pledges", "How many pledges stand here.")
    targets: int = plain("targets", "How many of their targets stand here, measurable or not.")
    completed: int = plain("completed", "How many of the pledges are completed and verified.")
    overdue: int = plain("overdue", "How many of the pledges are overdue on the day.")
    progress: float | None = plain(
        "progress",
        "Mean of the targets' verified ratios, each capped at 1; null when none can be measured.",
    )
    forecast: CellForecast = planned(
        Composed(compose=compose_cell_forecast),
        f"What the pledges in progress may come to. At most {LIMITS.forecasts:,} of them stand on the rows "
        "asked for (under the filter, with columnTotals or total); more are refused.",
    )
    by_execution: list[ExecutionCount] = planned(
        Composed(compose=compose_executions), "How many pledges in each state that occurs, in its order."
    )


@strawberry.type(
    description="Pledges laid out along two axes (matriks pemantauan). Every value of an axis has its row or "
    "column, whether pledges stand there or not; a last one holds the pledges without a value."
)
class Matrix:
    """A page of rows, all columns, and totals of the whole."""

    as_of: date = strawberry.field(
        description="The day of which it tells; that of the region, or of the capital."
    )
    known_on: datetime = strawberry.field(description="The instant up to which it knows.")
    row_count: int = strawberry.field(description="How many rows there are in all.")
    page_info: PageInfo = strawberry.field(description="Where the page of rows stands.")
    rows: list[MatrixHeader] = strawberry.field(description="The rows of the page.")
    columns: list[MatrixHeader] = strawberry.field(description="All columns.")
    values: list[float | None] = planned(
        Part(read=read_measure),
        "One number a cell, row by row; null only for the progress of what cannot be measured.",
        resolver=takes(measure=described(MatrixMeasure, "Which number.")),
    )
    cells: list[MatrixCell] = strawberry.field(description="Every cell, row by row, empty ones too.")
    row_totals: list[MatrixCell] = strawberry.field(
        description="A total for each row of the page, each pledge once."
    )
    column_totals: list[MatrixCell] = strawberry.field(
        description="A total for each column over all rows, each pledge once."
    )
    total: MatrixCell = strawberry.field(description="Every pledge of the filter once.")
