"""The questions that are timed: in the graph and, where a peer has them, for PostGraphile and as GROUP BY."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from benchmarks.reading.operations import Operation

AS_OF: Final = date(2025, 10, 30)
"""About a year back, and late in a month, when the most days are added up."""
_CELLS: Final = "pledges targets completed overdue"
_HEADS: Final = f"rows {{ key label }} columns {{ key label }} cells {{ row column {_CELLS} }}"
_MOVES: Final = "changed new advanced slipped completed withdrawn reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """Where it is asked about: where the most is promised, and the last two meetings held there."""

    province: str
    regency: str
    meetings: tuple[str, str]
    """Those of the province, the earlier one first."""
    regency_meetings: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Operation):
    """One question; `their_document` and `grouped` are empty where no peer keeps what it takes to answer."""

    grouped: str = ""
    """The SQL that counts it from the tables, which PostGraphile exposes."""
    aim_ms: float
    """What its database time on the nation is meant to stay under (issue of the matrix)."""


def questions(spots: Spots) -> tuple[Question, ...]:
    """All of them, in the order in which they are shown."""
    return (*_now(spots.province), *_as_of(), *_moved(spots), _gaps(spots.regency))


def _now(province: str) -> tuple[Question, ...]:
    return (
        Question(
            name="kinds",
            title="agency kind x area, the whole",
            document=_ours("AGENCY_KIND"),
            their_document=_theirs("readsKindHeads", "readsKindMatrix"),
            grouped="SELECT * FROM reads.kind_matrix()",
            aim_ms=20,
        ),
        Question(
            name="regencies",
            title="regency x area, the whole, page of 100",
            document=_ours("REGENCY"),
            their_document=_theirs("readsRegencyHeads(size: 100)", "readsRegencyMatrix(size: 100)"),
            grouped="SELECT * FROM reads.regency_matrix(100)",
            aim_ms=20,
        ),
        Question(
            name="agencies",
            title="agency x area, a province, page of 100",
            document=_ours("AGENCY", f', filter: {{within: "{province}"}}'),
            their_document=_theirs(
                f'readsAgencyInHeads(province: "{province}", size: 100)',
                f'readsAgencyInMatrix(province: "{province}", size: 100)',
            ),
            grouped=f"SELECT * FROM reads.agency_in_matrix('{province}', 100)",  # noqa: S608 - a code of ours
            aim_ms=20,
        ),
        Question(
            name="posts",
            title="Posyandu x area, page of 100",
            document=_ours("POSYANDU"),
            their_document=_theirs("readsPosyanduHeads(size: 100)", "readsPosyanduMatrix(size: 100)"),
            grouped="SELECT * FROM reads.posyandu_matrix(100)",
            aim_ms=20,
        ),
    )


def _as_of() -> tuple[Question, ...]:
    day = f', asOf: "{AS_OF}"'
    return (
        Question(
            name="kinds-as-of",
            title=f"agency kind x area, the whole, as of {AS_OF}",
            document=_ours("AGENCY_KIND", day),
            their_document=_theirs("readsKindHeads", f'readsKindMatrixOn(day: "{AS_OF}")'),
            grouped=f"SELECT * FROM reads.kind_matrix_on('{AS_OF}')",  # noqa: S608 - a day of ours
            aim_ms=100,
        ),
        Question(
            name="regencies-as-of",
            title=f"regency x area, the whole, as of {AS_OF}, page of 100",
            document=_ours("REGENCY", day),
            their_document=_theirs(
                "readsRegencyHeads(size: 100)", f'readsRegencyMatrixOn(day: "{AS_OF}", size: 100)'
            ),
            grouped=f"SELECT * FROM reads.regency_matrix_on('{AS_OF}', 100)",  # noqa: S608 - a day of ours
            aim_ms=100,
        ),
        Question(
            name="posts-as-of",
            title=f"Posyandu x area, as of {AS_OF}, page of 100",
            document=_ours("POSYANDU", day),
            their_document="",
            aim_ms=100,
        ),
    )


def _moved(spots: Spots) -> tuple[Question, ...]:
    return (
        Question(
            name="changes",
            title="what moved between two meetings of a regency, agency kind x area",
            document=_between(spots.regency, spots.regency_meetings, "AGENCY_KIND"),
            their_document="",
            aim_ms=250,
        ),
        Question(
            name="changes-province",
            title="what moved between two meetings of a province, regency x area",
            document=_between(spots.province, spots.meetings, "REGENCY"),
            their_document="",
            aim_ms=250,
        ),
    )


def _gaps(regency: str) -> Question:
    return Question(
        name="gaps",
        title="gaps of a regency, first 100 of all",
        document=f"""{{
  gaps(filter: {{within: "{regency}"}}, first: 100) {{
    totalCount nodes {{ __typename kind area {{ code }} }} pageInfo {{ hasNextPage endCursor }}
  }}
}}""",
        their_document="",
        aim_ms=100,
    )


def _ours(rows: str, more: str = "") -> str:
    return f"{{ matrix(rows: {rows}, columns: SPM_AREA, first: 100{more}) {{ {_HEADS} }} }}"


def _theirs(heads: str, cells: str) -> str:
    return f"""{{
  rows: {heads} {{ nodes {{ key label }} }} columns: readsAreaHeads {{ nodes {{ key label }} }}
  cells: {cells} {{ nodes {{ row column {_CELLS} }} }}
}}"""


def _between(region: str, meetings: tuple[str, str], rows: str) -> str:
    points = ", ".join(
        f'{name}: {{meeting: "{meeting}"}}' for name, meeting in zip(("from", "to"), meetings, strict=True)
    )
    return f"""{{
  matrixChanges(rows: {rows}, columns: SPM_AREA, filter: {{within: "{region}"}}, first: 100, {points}) {{
    rows {{ key label }} columns {{ key label }} cells {{ row column {_MOVES} }} total {{ {_MOVES} }}
  }}
}}"""
