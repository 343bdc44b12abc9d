"""The matrix, as clients ask for it; that its counts are right stands in tests/reading."""

from typing import Any

import pytest
from sqlalchemy import text

from service.attaching import Addresses
from service.database import Database
from tests.graph.conftest import Ask
from tests.graph.test_pledges import promised as promised  # noqa: PLC0414 - the same pledge, as a fixture

_CURSOR = "WyJWRVJESUNUIiwgIngiXQ"
"""One of VERDICT, behind "x"."""
_DINKES = "agency_01900000-0000-7000-8000-000000000001"


async def _refused(ask: Ask, question: str) -> tuple[str, str]:
    """Code and words of the only error."""
    answer = await ask(question)
    assert "data" not in answer
    (error,) = answer["errors"]
    return error["extensions"]["code"], error["message"]


async def test_every_agency_and_every_area_has_its_header(promised: Ask) -> None:
    answer = await promised(
        """{ matrix(rows: AGENCY, columns: SPM_AREA, first: 2) {
          __typename rowCount pageInfo { hasNextPage hasPreviousPage }
          rows { key label node { __typename id ... on Agency { code } } } columns { key label node { id } }
        } }"""
    )
    bpbd = "agency_01900000-0000-7000-8000-000000000002"
    agencies = {"BPBD": (bpbd, "BPBD"), "Dinkes": (_DINKES, "DINKES")}
    assert answer["data"]["matrix"] == {
        "__typename": "Matrix",
        "rowCount": 3,
        "pageInfo": {"hasNextPage": True, "hasPreviousPage": False},
        "rows": [
            {"key": key, "label": label, "node": {"__typename": "Agency", "id": key, "code": code}}
            for label, (key, code) in agencies.items()
        ],
        "columns": [
            {"key": "PENDIDIKAN", "label": "Pendidikan", "node": None},
            {"key": "KESEHATAN", "label": "Kesehatan", "node": None},
            {"key": "", "label": "-", "node": None},
        ],
    }


async def test_every_cell_is_there_and_every_total(promised: Ask) -> None:
    answer = await promised(
        """{ matrix(rows: AGENCY, columns: SPM_AREA, first: 2) {
          values(measure: PLEDGES) progress: values(measure: PROGRESS)
          cells { row column pledges targets completed overdue progress byExecution { execution count } }
          rowTotals { row column pledges } columnTotals { column targets } total { row pledges progress }
        } }"""
    )
    empty: dict[str, Any] = {"pledges": 0, "targets": 0, "completed": 0, "overdue": 0, "progress": None}
    full: dict[str, Any] = {"pledges": 1, "targets": 3, "completed": 0, "overdue": 1, "progress": 0.75}
    full |= {"byExecution": [{"execution": "IN_PROGRESS", "count": 1}]}
    assert answer["data"]["matrix"] == {
        "values": [0, 0, 0, 0, 1, 0],
        "progress": [None, None, None, None, 0.75, None],
        "cells": [
            {
                "row": row,
                "column": column,
                **(full if (row, column) == (1, 1) else empty | {"byExecution": []}),
            }
            for row in range(2)
            for column in range(3)
        ],
        "rowTotals": [{"row": 0, "column": None, "pledges": 0}, {"row": 1, "column": None, "pledges": 1}],
        "columnTotals": [{"column": column, "targets": targets} for column, targets in enumerate((0, 3, 0))],
        "total": {"row": None, "pledges": 1, "progress": 0.75},
    }


async def test_a_page_goes_on_where_the_one_before_ended(promised: Ask) -> None:
    question = """query Q($after: String) { matrix(rows: VILLAGE, columns: VERDICT, first: 1, after: $after) {
      rows { key } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } total { pledges } } }"""
    keys: list[str] = []
    after, more = None, True
    while more:
        matrix = (await promised(question, after=after))["data"]["matrix"]
        assert matrix["total"] == {"pledges": 1}
        assert matrix["pageInfo"]["startCursor"] == matrix["pageInfo"]["endCursor"]
        keys += [row["key"] for row in matrix["rows"]]
        after, more = matrix["pageInfo"]["endCursor"], matrix["pageInfo"]["hasNextPage"]
    assert keys == ["64.09.04.1005", "64.09.04.2006", ""]


async def test_without_a_size_a_page_holds_fifty_rows_and_none_when_asked_for_none(promised: Ask) -> None:
    whole = await promised(
        "{ matrix(rows: POSYANDU, columns: MEETING) { rows { label } columns { label } } }"
    )
    assert whole["data"]["matrix"] == {
        "rows": [{"label": "Melati"}, {"label": "Mawar"}, {"label": "-"}],
        "columns": [{"label": "Rapat"}, {"label": "-"}],
    }
    none = await promised(
        """{ matrix(rows: POSYANDU, columns: MEETING, first: 0) {
          rowCount rows { key } cells { row } values(measure: TARGETS)
          pageInfo { hasNextPage endCursor } } }"""
    )
    assert none["data"]["matrix"] == {
        "rowCount": 3,
        "rows": [],
        "cells": [],
        "values": [],
        "pageInfo": {"hasNextPage": True, "endCursor": None},
    }


async def test_cells_open_as_lists_by_the_keys_of_their_headers(promised: Ask) -> None:
    question = """query Q($at: [AxisValue!]) { pledges(first: 1, filter: {at: $at}) { totalCount } }"""
    there = [{"axis": "AGENCY", "key": _DINKES}, {"axis": "SPM_AREA", "key": "KESEHATAN"}]
    nowhere = [{"axis": "SPM_AREA", "key": ""}, {"axis": "FISCAL_YEAR", "key": ""}]
    for at, count in ((there, 1), (nowhere, 0), (nowhere[1:], 1)):
        assert (await promised(question, at=at))["data"]["pledges"]["totalCount"] == count
    many = "[%s]" % ('{axis: VERDICT, key: ""}' * 11)
    code, _ = await _refused(promised, f"{{ pledges(first: 1, filter: {{at: {many}}}) {{ totalCount }} }}")
    assert code == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    "axis, key",
    [
        ("FISCAL_YEAR", "x"),
        ("SPM_AREA", "KESEHATN"),
        ("AGENCY", "pledge_x"),
        ("REGENCY", "64"),
        ("VILLAGE", "6"),
        ("TIMELINESS", "LATE"),
    ],
)
async def test_a_key_that_no_header_can_have_is_refused(promised: Ask, axis: str, key: str) -> None:
    at = f'{{at: [{{axis: {axis}, key: "{key}"}}]}}'
    for question in (
        f"{{ pledges(first: 1, filter: {at}) {{ totalCount }} }}",
        f"{{ matrix(rows: VERDICT, columns: SPM_AREA, filter: {at}) {{ rowCount }} }}",
    ):
        assert await _refused(promised, question) == (
            "BAD_USER_INPUT",
            f"No header of {axis} has this key.",
        )


@pytest.mark.parametrize(
    "member", ['within: "99"', 'region: "64.99"', 'agency: "agency_x"', f'meeting: "posyandu_{_DINKES[7:]}"']
)
async def test_a_matrix_of_what_is_not_there_is_refused(promised: Ask, member: str) -> None:
    question = f"{{ matrix(rows: VERDICT, columns: SPM_AREA, filter: {{{member}}}) {{ rowCount }} }}"
    name = member.partition(":")[0]
    assert await _refused(promised, question) == (
        "BAD_USER_INPUT",
        f"{name} names nothing that is there.",
    )


@pytest.mark.parametrize(
    "arguments, words",
    [
        ("rows: AGENCY, columns: AGENCY", "Rows and columns are two different axes."),
        ("rows: AGENCY, columns: VERDICT, first: 101", "A page holds 0 to 100 rows."),
        ("rows: AGENCY, columns: VERDICT, first: -1", "A page holds 0 to 100 rows."),
        ('rows: AGENCY, columns: VERDICT, after: "x"', "This is not a cursor of ours."),
        (f'rows: AGENCY, columns: VERDICT, after: "{_CURSOR}"', "This cursor belongs to another order."),
        ('rows: AGENCY, columns: VERDICT, after: "WyJBR0VOQ1kiLCAiMSJd"', "This is not a cursor of ours."),
        (f'rows: VERDICT, columns: AGENCY, after: "{_CURSOR}"', "A cursor or a value is not of its type."),
    ],
)  # fmt: skip
async def test_what_makes_no_matrix_is_refused(promised: Ask, arguments: str, words: str) -> None:
    assert await _refused(promised, f"{{ matrix({arguments}) {{ rows {{ key }} }} }}") == (
        "BAD_USER_INPUT",
        words,
    )


async def test_more_than_forty_columns_are_refused_and_said_to_be_too_many(
    ask: Ask, own_addresses: Addresses
) -> None:
    rows = """INSERT INTO agency (id, region_code, code, name, short_name, kind)
      SELECT gen_random_uuid(), '64', 'X' || n, 'X', 'X' || n, 'COMPANY' FROM generate_series(1, 37) n"""
    database = await Database.open(own_addresses.service)
    async with database.writing() as session:
        await session.execute(text(rows))
    forty = await ask("{ matrix(rows: VERDICT, columns: AGENCY, first: 1) { values(measure: PLEDGES) } }")
    assert forty["data"]["matrix"]["values"] == [0] * 40
    async with database.writing() as session:
        await session.execute(text(rows.replace("1, 37", "38, 38")))
    await database.close()
    code, words = await _refused(ask, "{ matrix(rows: VERDICT, columns: AGENCY, first: 1) { rowCount } }")
    assert (code, words.partition(":")[0]) == ("MAX_COST_EXCEEDED", "More than 40 columns")
    narrowed = (
        "{ matrix(rows: VERDICT, columns: AGENCY, filter: {agencyKind: REGENCY_OPD}) { columns { label } } }"
    )
    assert (await ask(narrowed))["data"]["matrix"]["columns"] == [{"label": "Dinkes PPU"}]


async def test_cells_count_towards_the_limit_of_a_question(ask: Ask) -> None:
    matrix = "matrix(rows: AGENCY, columns: SPM_AREA, first: 100) { cells { pledges targets } }"
    assert "data" in await ask(f"{{ {matrix} }}")
    code, _ = await _refused(ask, f"{{ a: {matrix} b: {matrix} }}")
    assert code == "MAX_COST_EXCEEDED"


async def test_several_matrices_and_lists_share_a_question(promised: Ask) -> None:
    answer = await promised(
        """query Q($with: Boolean = false) {
          a: matrix(rows: AGENCY, columns: VERDICT, filter: {area: KESEHATAN}) { ...Total }
          b: matrix(rows: TIMELINESS, columns: AGENCY, filter: {area: PENDIDIKAN}) { ...Total }
          pledges(first: 1) { totalCount } }
        fragment Total on Matrix { total { pledges @include(if: $with) overdue } }"""
    )
    assert answer["data"] == {
        "a": {"total": {"overdue": 1}},
        "b": {"total": {"overdue": 0}},
        "pledges": {"totalCount": 1},
    }
