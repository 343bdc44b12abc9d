"""The matrices that are timed: in the graph, for PostGraphile, and as a plain GROUP BY."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from benchmarks.reading.operations import Operation

AS_OF: Final = date(2025, 10, 30)
"""About a year back, and late in a month, when the most days are added up."""
_CELLS: Final = "pledges targets completed overdue"
_HEADS: Final = f"rows {{ key label }} columns {{ key label }} cells {{ row column {_CELLS} }}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Operation):
    """One matrix; `grouped` is the SQL that counts it from the tables, which PostGraphile exposes."""

    grouped: str
    most_ms: float
    """What its database time on the nation is meant to stay under."""


def _ours(rows: str, more: str = "") -> str:
    return f"{{ matrix(rows: {rows}, columns: SPM_AREA, first: 100{more}) {{ {_HEADS} }} }}"


def _theirs(heads: str, cells: str) -> str:
    return f"""{{
  rows: {heads} {{ nodes {{ key label }} }} columns: readsAreaHeads {{ nodes {{ key label }} }}
  cells: {cells} {{ nodes {{ row column {_CELLS} }} }}
}}"""


def questions(province: str) -> tuple[Question, ...]:
    """All of them; the one about a province is about this."""
    day = f', asOf: "{AS_OF}"'
    return (
        Question(
            name="kinds",
            title="agency kind x area",
            document=_ours("AGENCY_KIND"),
            their_document=_theirs("readsKindHeads", "readsKindMatrix"),
            grouped="SELECT * FROM reads.kind_matrix()",
            most_ms=20,
        ),
        Question(
            name="regencies",
            title="regency x area, page of 100",
            document=_ours("REGENCY"),
            their_document=_theirs("readsRegencyHeads(size: 100)", "readsRegencyMatrix(size: 100)"),
            grouped="SELECT * FROM reads.regency_matrix(100)",
            most_ms=20,
        ),
        Question(
            name="agencies",
            title="agency x area of a province, page of 100",
            document=_ours("AGENCY", f', filter: {{within: "{province}"}}'),
            their_document=_theirs(
                f'readsAgencyInHeads(province: "{province}", size: 100)',
                f'readsAgencyInMatrix(province: "{province}", size: 100)',
            ),
            grouped=f"SELECT * FROM reads.agency_in_matrix('{province}', 100)",  # noqa: S608 - a code of ours
            most_ms=20,
        ),
        Question(
            name="posts",
            title="Posyandu x area, page of 100",
            document=_ours("POSYANDU"),
            their_document=_theirs("readsPosyanduHeads(size: 100)", "readsPosyanduMatrix(size: 100)"),
            grouped="SELECT * FROM reads.posyandu_matrix(100)",
            most_ms=20,
        ),
        Question(
            name="kinds-as-of",
            title=f"agency kind x area as of {AS_OF}",
            document=_ours("AGENCY_KIND", day),
            their_document=_theirs("readsKindHeads", f'readsKindMatrixOn(day: "{AS_OF}")'),
            grouped=f"SELECT * FROM reads.kind_matrix_on('{AS_OF}')",  # noqa: S608 - a day of ours
            most_ms=100,
        ),
        Question(
            name="regencies-as-of",
            title=f"regency x area as of {AS_OF}, page of 100",
            document=_ours("REGENCY", day),
            their_document=_theirs(
                "readsRegencyHeads(size: 100)", f'readsRegencyMatrixOn(day: "{AS_OF}", size: 100)'
            ),
            grouped=f"SELECT * FROM reads.regency_matrix_on('{AS_OF}', 100)",  # noqa: S608 - a day of ours
            most_ms=100,
        ),
    )
