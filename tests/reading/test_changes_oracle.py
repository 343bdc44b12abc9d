"""What moved between two points says what comparing every pledge one by one gives, late entries included."""

import itertools
import random
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import httpx
import pytest

from service.app import create_app
from service.database import Database
from service.ledger.rollup.building import build
from service.reading.axes import MatrixAxis
from service.rules.changes import ChangeKind
from service.rules.progress import completion_ratio, progress
from tests.databases import Databases
from tests.reading.asking import Asking
from tests.reading.compared import Compared
from tests.reading.oracle import timeliness_of
from tests.reading.past_world import DAYS, INSTANTS, PastWorld, make_past, settle_past
from tests.reading.world import TODAY, Promise, World

SEED = 20261125
AXES = [axis.value for axis in MatrixAxis]
_COUNTS = "changed new advanced slipped completed withdrawn reopened"
_ASKED = """$rows: MatrixAxis!, $columns: MatrixAxis!, $filter: PledgeFilter,
  $from: MatrixPoint!, $to: MatrixPoint!"""
_OF = "matrixChanges(rows: $rows, columns: $columns, from: $from, to: $to, filter: $filter, first:"
WHOLE = f"""query Q({_ASKED}) {{ {_OF} 100) {{
    fromOn toOn rowCount rows {{ key }} columns {{ key }} cells {{ row column {_COUNTS} }}
    rowTotals {{ row column {_COUNTS} }} columnTotals {{ row column {_COUNTS} }}
    total {{ row column {_COUNTS} }}
  }} }}"""
LIST = f"""query Q({_ASKED}, $kind: ChangeKind, $at: [AxisValue!]) {{ {_OF} 0) {{
    pledges(kind: $kind, at: $at, first: 100) {{ totalCount nodes {{
      kinds pledge {{ reference execution }} before {{ reference execution }}
      facts {{ fact was became }} }} }}
  }} }}"""
Point = tuple[date, datetime | None]
POINTS: Sequence[Point] = (
    (DAYS[0] - timedelta(days=1), None),
    (DAYS[2], None),
    (DAYS[5], INSTANTS[1]),
    (DAYS[5], None),
    (DAYS[6], INSTANTS[3]),
    (DAYS[7], INSTANTS[2]),
    (TODAY, None),
    (TODAY + timedelta(days=30), None),
)
FILTERS: Sequence[Mapping[str, Any]] = (
    {},
    {"within": "64.02.01.2001"},
    {"search": "janji 1"},
    {"maxMaturity": 60},
    {"region": "64"},
    {"within": "64.02"},
    {"within": "64", "timeliness": ["OVERDUE", "NO_DUE_DATE"]},
    {"area": "KESEHATAN"},
    {"fiscalYear": 2026},
    {"execution": ["COMPLETED", "IN_PROGRESS"]},
    {"verdict": "CONFORMS"},
    {"fundingSource": "NONE"},
    {"within": "64.02", "at": [{"axis": "POSYANDU", "key": ""}]},
)


Past = tuple[PastWorld, tuple[Asking, Asking]]


@pytest.fixture
async def past(databases: Databases) -> AsyncGenerator[Past]:
    """A world with a past of its own, at noon of its today: without a rollup, and with one."""
    world = make_past(SEED)
    noon = datetime.combine(TODAY, time(4), UTC)
    async with databases.clone() as facts, databases.clone() as rollup:
        plain, kept = [await Database.open(addresses.service) for addresses in (facts, rollup)]
        for database in (plain, kept):
            await settle_past(database, world)
        await build(kept, lambda _: None, lambda: noon)
        async with _client(plain, noon) as one, _client(kept, noon) as other:
            ways = (Asking(world=world.scenery, client=one), Asking(world=world.scenery, client=other))
            yield world, ways
        await plain.close()
        await kept.close()


def _client(database: Database, noon: datetime) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(create_app(database, lambda: noon))
    return httpx.AsyncClient(transport=transport, base_url="http://test")


def _filters(world: World) -> list[Mapping[str, Any]]:
    agency, meeting = min(world.agencies), min(world.meetings)
    return [
        *FILTERS,
        {"agency": f"agency_{agency}"},
        {"agencyKind": world.agencies[agency][2]},
        {"meeting": f"meeting_{meeting}", "within": "64"},
        {"at": [{"axis": "MEETING", "key": f"meeting_{meeting}"}]},
        {"at": [{"axis": "REGENCY", "key": "64.02"}, {"axis": "TIMELINESS", "key": "OVERDUE"}]},
    ]


def _asked(point: Point) -> dict[str, Any]:
    day, known = point
    if known is None:
        return {"date": str(day)}
    return {"moment": {"asOf": str(day), "knownOn": known.isoformat()}}


def _pairs_of_points() -> list[tuple[Point, Point]]:
    end = datetime.combine(TODAY, time(4), UTC)
    pairs = itertools.product(POINTS, POINTS)
    return [(a, b) for a, b in pairs if (a[0], a[1] or end) <= (b[0], b[1] or end)]


def _world_at(world: PastWorld, point: Point) -> World:
    day, known = point
    return world.at(day) if known is None else world.at(day, known)


async def test_every_cell_and_every_total_is_what_comparing_one_by_one_gives(past: Past) -> None:
    world, both = past
    filters = _filters(world.scenery)
    dice, seen = random.Random(SEED), 0  # noqa: S311 - the same every time
    for rows, columns in (dice.sample(AXES, 2) for _ in range(40)):
        (earlier, later), asked = dice.choice(_pairs_of_points()), dice.choice(filters)
        slow = Compared.of(_world_at(world, earlier), _world_at(world, later), asked)
        points = {"from": _asked(earlier), "to": _asked(later)}
        expected = _expected(slow, rows, columns)
        for asking in both:
            found = (await asking(WHOLE, rows=rows, columns=columns, filter=asked, **points))["matrixChanges"]
            where = f"{rows} by {columns} of {asked} from {earlier} to {later}"
            assert (found["fromOn"], found["toOn"]) == (str(earlier[0]), str(later[0]))
            for part, heads in (("rows", slow.heads(rows)), ("columns", slow.heads(columns))):
                assert [head["key"] for head in found[part]] == heads, where
            assert found["rowCount"] == len(found["rows"])
            assert {part: found[part] for part in expected} == expected, where
            seen += found["total"]["changed"]
    assert seen > 600


def _expected(slow: Compared, rows: str, columns: str) -> dict[str, Any]:
    """The cells and every total."""
    heads, across = slow.heads(rows), slow.heads(columns)
    pairs = itertools.product(enumerate(heads), enumerate(across))
    return {
        "cells": [
            {"row": row, "column": column, **slow.cell({rows: key, columns: other})}
            for (row, key), (column, other) in pairs
        ],
        "rowTotals": [
            {"row": row, "column": None, **slow.cell({rows: key})} for row, key in enumerate(heads)
        ],
        "columnTotals": [
            {"row": None, "column": column, **slow.cell({columns: key})} for column, key in enumerate(across)
        ],
        "total": {"row": None, "column": None, **slow.cell({})},
    }


async def test_every_count_opens_as_the_pledges_that_it_counts(past: Past) -> None:
    world, both = past
    filters = _filters(world.scenery)
    dice = random.Random(SEED + 1)  # noqa: S311 - the same every time
    for rows, columns in (dice.sample(AXES, 2) for _ in range(40)):
        (earlier, later), asked = dice.choice(_pairs_of_points()), dice.choice(filters)
        before, after = _world_at(world, earlier), _world_at(world, later)
        slow = Compared.of(before, after, asked)
        keys = {axis: dice.choice(slow.heads(axis) or [""]) for axis in (rows, columns)}
        kind = dice.choice((None, *ChangeKind))
        at = [{"axis": axis, "key": key} for axis, key in keys.items()]
        given = {"rows": rows, "columns": columns, "filter": asked, "kind": kind, "at": at}
        behind = [number for number in slow.stood(keys) if kind is None or kind in slow.kinds[number]]
        expected = [_told(number, before, after, slow) for number in behind]
        for asking in both:
            answer = await asking(LIST, **given, **{"from": _asked(earlier), "to": _asked(later)})
            listed = answer["matrixChanges"]["pledges"]
            assert [_seen(node) for node in listed["nodes"]] == sorted(expected, key=lambda each: each[0])
            assert listed["totalCount"] == len(behind)


async def test_every_fact_that_differs_is_told_of_every_pledge(past: Past) -> None:
    world, both = past
    for earlier, later in _pairs_of_points():
        before, after = (
            {each.number: each for each in _world_at(world, point).promises} for point in (earlier, later)
        )
        points = {"from": _asked(earlier), "to": _asked(later)}
        answers = [await asking(LIST, rows="AGENCY", columns="VERDICT", **points) for asking in both]
        for node in (node for each in answers for node in each["matrixChanges"]["pledges"]["nodes"]):
            number = int(node["pledge"]["reference"].rpartition("/")[2])
            was, became = before.get(number), after[number]
            facts = {} if was is None else _facts(was, became)
            found = {each["fact"]: (each["was"], each["became"]) for each in node["facts"]}
            assert found.keys() == facts.keys()
            if "PROGRESS" in facts:
                assert _number(found.pop("PROGRESS")) == pytest.approx(_number(facts.pop("PROGRESS")))
            assert found == facts


def _reference(each: Promise) -> str:
    return f"KTM/{each.region}/2026/{each.number:04}"


def _told(number: int, before: World, after: World, slow: Compared) -> tuple[Any, ...]:
    was, became = (
        next((each for each in world.promises if each.number == number), None) for world in (before, after)
    )
    assert became is not None
    kinds = [kind.value for kind in ChangeKind if kind in slow.kinds[number]]
    earlier = None if was is None else (_reference(was), was.execution)
    return _reference(became), became.execution, kinds, earlier


def _seen(node: dict[str, Any]) -> tuple[Any, ...]:
    pledge, before = node["pledge"], node["before"]
    earlier = None if before is None else (before["reference"], before["execution"])
    return pledge["reference"], pledge["execution"], node["kinds"], earlier


def _number(pair: tuple[list[str], list[str]]) -> list[float]:
    """Both sides; no value is told apart from every number."""
    return [float(each[0]) if each else -1 for each in pair]


def _facts(was: Promise, became: Promise) -> dict[str, tuple[list[str], list[str]]]:
    pairs = {name: (read(was), read(became)) for name, read in _FACTS.items()}
    gone, come = (
        [place for place in mine if place not in others]
        for mine, others in itertools.permutations((_named(was), _named(became)))
    )
    return {name: pair for name, pair in {**pairs, "PLACES": (gone, come)}.items() if pair[0] != pair[1]}


def _listed(value: object) -> list[str]:
    return [] if value is None else [str(value)]


def _progress(each: Promise) -> list[str]:
    found = progress(completion_ratio(aim.verified, aim.quantity, aim.baseline) for aim in each.aims)
    return _listed(None if found.mean is None else float(found.mean))


def _named(each: Promise) -> list[str]:
    return sorted(place.code if place.post is None else f"posyandu_{place.post}" for place in each.named)


_FACTS: dict[str, Callable[[Promise], list[str]]] = {
    "EXECUTION": lambda each: _listed(each.execution),
    "VERDICT": lambda each: _listed(each.verdict),
    "TIMELINESS": lambda each: _listed(timeliness_of(each)),
    "DUE_ON": lambda each: _listed(each.due_on),
    "PROGRESS": _progress,
    "FISCAL_YEAR": lambda each: _listed(each.year),
    "AREAS": lambda each: sorted(each.areas),
}
