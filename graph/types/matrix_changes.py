"""What moved between two points, in the graph: its types. How it is composed: matrix_changes_plan.py."""

from datetime import date

import strawberry
from sqlalchemy import func

from graph.plan.declaration import Composed, One, Part, column, plain, planned
from graph.types.arguments import PAGING, described, takes
from graph.types.connection import Connection, PageInfo
from graph.types.enumerations import ChangeKind, Fact
from graph.types.matrix import MatrixHeader, position
from graph.types.matrix_changes_plan import compose_before, compose_facts, compose_kinds, read_moved
from graph.types.pledge_list import MOST_AT, AxisValue
from graph.types.pledges import Pledge
from service.reading.change_facts import MOST_PLACES


@strawberry.type(
    description="How many pledges moved (sel perubahan). A pledge stands where it stood at either point, "
    "each cell counting it once; one that moved in several ways is counted in each."
)
class MatrixChangesCell:
    """A cell, or a total of cells in which each pledge is counted once."""

    row: int | None = position("row", "Index of its row, from 0; null for a total over rows.")
    column: int | None = position("column", "Index of its column, from 0; null for a total over columns.")
    changed: int = plain("changed", "How many moved in whatever way, each once.")
    new: int = plain("new", "How many were made (baru).")
    advanced: int = plain("advanced", "How many advanced (maju).")
    slipped: int = plain("slipped", "How many slipped (mundur).")
    completed: int = plain("completed", "How many were completed (selesai).")
    withdrawn: int = plain("withdrawn", "How many were withdrawn (ditarik).")
    reopened: int = plain("reopened", "How many were reopened (dibuka kembali).")


@strawberry.type(
    description="A fact about a pledge that is other than it was. A single word is a list of one; no value "
    "is an empty list."
)
class FactChange:
    """What it was and what it is."""

    fact: Fact = plain("fact", "Which one.")
    was: list[str] = column(
        "What it was at the earlier point; of PLACES, those that are no longer named, by the code of the "
        f"region or the id of the post, {MOST_PLACES} at most.",
        lambda row: func.array_to_json(row.c.was),
    )
    became: list[str] = column(
        f"What it is at the later point; of PLACES, those that were not named before, {MOST_PLACES} at most.",
        lambda row: func.array_to_json(row.c.became),
    )


@strawberry.type(description="A pledge that moved between two points (perubahan komitmen).")
class PledgeChange:
    """How it moved, and what is other about it."""

    kinds: list[ChangeKind] = column("In which ways it moved, at least one, in their order.", compose_kinds)
    pledge: Pledge = planned(
        One(join=lambda row, child: child.c.id == row.c.id), "The pledge as it is at the later point."
    )
    before: Pledge | None = planned(
        Composed(compose=compose_before), "The pledge as it was at the earlier point; null for a new one."
    )
    facts: list[FactChange] = planned(
        Composed(compose=compose_facts), "What is other than it was; empty for a new pledge."
    )


@strawberry.type(
    description="What moved between two points, laid out along two axes (perubahan matriks). The two points "
    "are compared, not the steps between them. Rows and columns are those of the matrix, in its order; of "
    "agencies and meetings from elsewhere, years and sources of money, those of pledges that moved."
)
class MatrixChanges:
    """A page of rows, all columns, totals of the whole, and the pledges behind them."""

    from_on: date = strawberry.field(description="The day of the earlier point.")
    to_on: date = strawberry.field(description="The day of the later point.")
    row_count: int = strawberry.field(description="How many rows there are in all.")
    page_info: PageInfo = strawberry.field(description="Where the page of rows stands.")
    rows: list[MatrixHeader] = strawberry.field(description="The rows of the page.")
    columns: list[MatrixHeader] = strawberry.field(description="All columns.")
    cells: list[MatrixChangesCell] = strawberry.field(
        description="Every cell, row by row, those in which nothing moved too."
    )
    row_totals: list[MatrixChangesCell] = strawberry.field(
        description="A total for each row of the page, each pledge once."
    )
    column_totals: list[MatrixChangesCell] = strawberry.field(
        description="A total for each column over all rows, each pledge once."
    )
    total: MatrixChangesCell = strawberry.field(description="Every pledge that moved once.")
    pledges: Connection[PledgeChange] = planned(
        Part(read=read_moved),
        "The pledges that moved, by reference: all of them, or those behind one of the counts.",
        resolver=takes(
            kind=described(ChangeKind | None, "Only those that moved in this way."),
            at=described(
                list[AxisValue] | None,
                "Only those that stood at every one of these values at one of the two points, at most "
                f"{MOST_AT}: what opens a cell.",
            ),
            **PAGING,
        ),
    )
