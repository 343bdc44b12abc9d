"""The compiled matrix says what a slow and obvious count says: every pair of axes, filters at random."""

import itertools
import random
from collections.abc import AsyncGenerator, Mapping
from datetime import UTC, datetime, time
from typing import Any

import httpx
import pytest

from service.app import create_app
from service.database import Database
from service.ledger.rollup.building import build
from service.reading.axes import MatrixAxis
from tests.databases import Databases
from tests.reading.asking import Asking
from tests.reading.oracle import Oracle
from tests.reading.remembering import remember
from tests.reading.world import BARE, TODAY, World, make, settle

SEED = 20261124
AXES = [axis.value for axis in MatrixAxis]
QUESTION = """query Q(
    $rows: MatrixAxis!, $columns: MatrixAxis!, $filter: PledgeFilter, $first: Int, $after: String) {
  matrix(rows: $rows, columns: $columns, filter: $filter, first: $first, after: $after) {
    rowCount pageInfo { hasNextPage hasPreviousPage endCursor } rows { key } columns { key }
    values(measure: TARGETS) promised: values(measure: PROMISED) inProgress: values(measure: IN_PROGRESS)
    reportedDone: values(measure: REPORTED_DONE) cells { row column ...N } rowTotals { row column ...N }
    %s
  } }
  fragment N on MatrixCell { pledges targets completed overdue progress byExecution { execution count } }"""
MEASURED = {
    "promised": {"RECORDED", "SPECIFIED", "AGREED"},
    "inProgress": {"IN_PROGRESS"},
    "reportedDone": {"REPORTED_DONE"},
}
WHOLE = QUESTION % "columnTotals { row column ...N } total { row column ...N }"
ROWS_ONLY = QUESTION % ""
TOTAL = """query Q($filter: PledgeFilter) { matrix(rows: EXECUTION, columns: VERDICT, filter: $filter) {
  total { pledges targets completed overdue progress byExecution { execution count } } }
  pledges(filter: $filter, first: 100) { totalCount nodes { reference } } }"""


@pytest.fixture
async def both(databases: Databases) -> AsyncGenerator[tuple[Asking, Asking]]:
    """A world of its own, at noon of its today: without a rollup, and with one."""
    world = make(SEED)
    noon = datetime.combine(TODAY, time(4), UTC)
    async with databases.clone() as facts, databases.clone() as rollup:
        plain, kept = [await Database.open(addresses.service) for addresses in (facts, rollup)]
        for database in (plain, kept):
            await settle(database, world)
        await remember(kept, world)
        await build(kept, lambda _: None, lambda: noon)
        async with _client(plain, noon) as one, _client(kept, noon) as other:
            yield Asking(world=world, client=one), Asking(world=world, client=other)
        await plain.close()
        await kept.close()


def _client(database: Database, noon: datetime) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(create_app(database, lambda: noon))
    return httpx.AsyncClient(transport=transport, base_url="http://test")


def _filters(world: World) -> list[Mapping[str, Any]]:
    agency, meeting, post = (next(iter(each)) for each in (world.agencies, world.meetings, world.posts))
    return [
        {},
        {"region": "64"},
        {"within": "64.02"},
        {"within": "64.02.01.2001"},
        *({"within": code} for code in BARE),
        {"within": "64", "timeliness": ["OVERDUE", "NO_DUE_DATE"]},
        {"agency": f"agency_{agency}"},
        {"agencyKind": world.agencies[agency][2]},
        {"area": "KESEHATAN"},
        {"posyandu": f"posyandu_{post}"},
        {"meeting": f"meeting_{meeting}", "maxMaturity": 90},
        {"fiscalYear": 2026},
        {"fundingSource": "NONE"},
        {"execution": ["COMPLETED", "IN_PROGRESS"]},
        {"verdict": "CONFORMS"},
        {"at": [{"axis": "REGENCY", "key": "64.09"}, {"axis": "SPM_AREA", "key": "SOSIAL"}]},
        {"within": "64.02", "at": [{"axis": "POSYANDU", "key": ""}]},
        {"at": [{"axis": "MEETING", "key": ""}, {"axis": "VILLAGE", "key": ""}]},
        {"at": [{"axis": "FISCAL_YEAR", "key": "2025"}, {"axis": "TIMELINESS", "key": "OVERDUE"}]},
    ]


def _same(found: Any, expected: dict[str, Any]) -> None:  # noqa: ANN401 - JSON
    assert {**found, "progress": None} == {**expected, "progress": None}
    assert found["progress"] == pytest.approx(expected["progress"], abs=1e-12)


def _every_pair(dice: random.Random, world: World) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Rows, columns and a filter; and what has no place below, which seldom comes by chance."""
    filters = _filters(world)
    found: list[tuple[str, str, Mapping[str, Any]]] = []
    for pair in itertools.combinations(AXES, 2):
        rows, columns = dice.sample(pair, 2)
        found.append((rows, columns, dice.choice(filters)))
    bare = itertools.product(("DISTRICT", "VILLAGE", "POSYANDU"), BARE)
    return [*found, *((rows, "SPM_AREA", {"within": code}) for rows, code in bare)]


async def test_every_cell_and_every_total_is_what_counting_one_by_one_gives(
    both: tuple[Asking, Asking],
) -> None:
    dice = random.Random(SEED)  # noqa: S311 - the same every time
    for rows, columns, asked in _every_pair(dice, both[0].world):
        oracle = Oracle.of(both[0].world, asked)
        heads, across = oracle.heads(rows), oracle.heads(columns)
        expected = _expected(oracle, (rows, heads), (columns, across))
        for asking in both:
            matrix = (await asking(WHOLE, rows=rows, columns=columns, filter=asked, first=100))["matrix"]
            where = f"{rows} by {columns} of {asked}"
            assert [head["key"] for head in matrix["rows"]] == heads, where
            assert [head["key"] for head in matrix["columns"]] == across, where
            assert matrix["rowCount"] == len(heads)
            for part, cells in expected.items():
                for found, cell in zip(matrix[part], cells, strict=True):
                    _same(found, cell)
            assert matrix["values"] == [cell["targets"] for cell in matrix["cells"]]
            for measure, states in MEASURED.items():
                assert matrix[measure] == [_in_states(cell, states) for cell in matrix["cells"]]
            _same(matrix["total"], {"row": None, "column": None, **oracle.cell({})})


def _in_states(cell: Mapping[str, Any], states: set[str]) -> int:
    return sum(each["count"] for each in cell["byExecution"] if each["execution"] in states)


def _expected(
    oracle: Oracle, rows: tuple[str, list[str]], columns: tuple[str, list[str]]
) -> dict[str, list[dict[str, Any]]]:
    """The cells and the totals of the rows and of the columns, each an axis and its heads."""
    (down, heads), (over, across) = rows, columns
    pairs = itertools.product(enumerate(heads), enumerate(across))
    return {
        "cells": [
            {"row": row, "column": column, **oracle.cell({down: key, over: other})}
            for (row, key), (column, other) in pairs
        ],
        "rowTotals": [
            {"row": row, "column": None, **oracle.cell({down: key})} for row, key in enumerate(heads)
        ],
        "columnTotals": [
            {"row": None, "column": column, **oracle.cell({over: key})} for column, key in enumerate(across)
        ],
    }


async def test_pages_of_rows_read_alone_say_the_same(both: tuple[Asking, Asking]) -> None:
    dice = random.Random(SEED + 1)  # noqa: S311 - the same every time
    questions = dice.sample(_every_pair(dice, both[0].world), 20)
    for asking, (rows, columns, asked) in itertools.product(both, questions):
        whole = (await asking(WHOLE, rows=rows, columns=columns, filter=asked, first=100))["matrix"]
        pages = await _pages(asking, rows, columns, asked)
        assert [head for page in pages for head in page["rows"]] == whole["rows"]
        assert [value for page in pages for value in page["values"]] == whole["values"]
        numbers = [
            [_unplaced(cell) for page in pages for cell in page[part]] for part in ("cells", "rowTotals")
        ]
        assert numbers == [[_unplaced(cell) for cell in whole[part]] for part in ("cells", "rowTotals")]
        assert [page["pageInfo"]["hasPreviousPage"] for page in pages] == [False, *(True for _ in pages[1:])]


async def _pages(asking: Asking, rows: str, columns: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every page of two rows, and the empty one behind the last."""
    pages: list[dict[str, Any]] = []
    after, more = None, True
    while more:
        answer = await asking(ROWS_ONLY, rows=rows, columns=columns, filter=asked, first=2, after=after)
        pages.append(answer["matrix"])
        after, more = pages[-1]["pageInfo"]["endCursor"], pages[-1]["pageInfo"]["hasNextPage"]
    if after is not None:
        last = await asking(ROWS_ONLY, rows=rows, columns=columns, filter=asked, first=2, after=after)
        assert (last["matrix"]["rows"], last["matrix"]["cells"]) == ([], [])
    return pages


def _unplaced(cell: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cell.items() if name not in {"row", "column"}}


async def test_a_cell_opens_as_the_pledges_that_it_counts(both: tuple[Asking, Asking]) -> None:
    dice = random.Random(SEED + 2)  # noqa: S311 - the same every time
    for rows, columns in dice.sample(list(itertools.combinations(AXES, 2)), 45):
        asked = dice.choice(_filters(both[0].world))
        oracle = Oracle.of(both[0].world, asked)
        keys = {
            rows: dice.choice(oracle.heads(rows) or [""]),
            columns: dice.choice(oracle.heads(columns) or [""]),
        }
        opened = [*asked.get("at", ()), *({"axis": axis, "key": key} for axis, key in keys.items())]
        references = [f"KTM/{each.region}/2026/{each.number:04}" for each in oracle.pledges(keys)]
        for asking in both:
            answer = await asking(TOTAL, filter={**asked, "at": opened})
            assert [node["reference"] for node in answer["pledges"]["nodes"]] == sorted(references)
            assert answer["pledges"]["totalCount"] == len(references)
            _same(answer["matrix"]["total"], oracle.cell(keys))
