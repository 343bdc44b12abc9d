"""What moved between two points says what comparing every pledge one by one gives, late entries included."""

import itertools
import random
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import httpx
import pytest

from service.app import create_app
from service.attaching import Addresses
from service.database import Database
from service.ledger.rollup.building import build
from service.reading.axes import MatrixAxis
from service.rules.changes import ChangeKind, State, kinds_of
from service.rules.lifecycle import Execution
from service.rules.progress import completion_ratio, progress
from service.rules.timeliness import Timeliness
from service.rules.verification import Verdict
from tests.reading.asking import Asking
from tests.reading.oracle import Oracle, timeliness_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The slow answer: two worlds under one filter, and how each pledge moved from one to the other."""

    points: tuple[Oracle, Oracle]
    kinds: dict[int, frozenset[ChangeKind]]

    @classmethod
    def of(cls, earlier: World, later: World, asked: Mapping[str, Any]) -> "Compared":
        """Every pledge compared, whatever the filter."""
        before, after = ({each.number: each for each in world.promises} for world in (earlier, later))
        kinds = {
            number: kinds_of(_state(before.get(number)), _state(after.get(number)))
            for number in {*before, *after}
        }
        points = (Oracle.of(earlier, asked), Oracle.of(later, asked))
        return cls(points=points, kinds={number: found for number, found in kinds.items() if found})

    def heads(self, axis: str) -> list[str]:
        """The keys of an axis: what the pledges that moved have at either point occurs."""
        last = self.points[1]
        kept = tuple(each for one in self.points for each in one.kept if each.number in self.kinds)
        return Oracle(world=last.world, asked=last.asked, kept=kept).heads(axis)

    def stood(self, at: Mapping[str, str]) -> list[int]:
        """Those that moved and stood there at a point at which the filter took them."""
        there = {each.number for one in self.points for each in one.pledges(at)}
        return sorted(there & set(self.kinds))

    def cell(self, at: Mapping[str, str]) -> dict[str, int]:
        """The counts."""
        found = [self.kinds[number] for number in self.stood(at)]
        counts = {kind.lower(): sum(kind in each for each in found) for kind in ChangeKind}
        return {"changed": len(found), **counts}


def _state(each: Promise | None) -> State | None:
    if each is None:
        return None
    found = progress(completion_ratio(aim.verified, aim.quantity, aim.baseline) for aim in each.aims)
    return State(
        execution=Execution(each.execution),
        verdict=None if each.verdict is None else Verdict(each.verdict),
        due_on=each.due_on,
        timeliness=Timeliness(timeliness_of(each)),
        progress=found.mean,
    )


@pytest.fixture(params=["facts", "rollup"])
async def past(
    own_addresses: Addresses, request: pytest.FixtureRequest
) -> AsyncGenerator[tuple[PastWorld, Asking]]:
    """A world with a past of its own, at noon of its today: without a rollup, and with one."""
    world = make_past(SEED)
    database = await Database.open(own_addresses.service)
    await settle_past(database, world)
    noon = datetime.combine(TODAY, time(4), UTC)
    if request.param == "rollup":
        await build(database, lambda _: None, lambda: noon)
    transport = httpx.ASGITransport(create_app(database, lambda: noon))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield world, Asking(world=world.scenery, client=client)
    await database.close()


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


async def test_every_cell_and_every_total_is_what_comparing_one_by_one_gives(
    past: tuple[PastWorld, Asking],
) -> None:
    world, asking = past
    filters = _filters(world.scenery)
    dice, seen = random.Random(SEED), 0  # noqa: S311 - the same every time
    for rows, columns in (dice.sample(AXES, 2) for _ in range(40)):
        (earlier, later), asked = dice.choice(_pairs_of_points()), dice.choice(filters)
        slow = Compared.of(_world_at(world, earlier), _world_at(world, later), asked)
        points = {"from": _asked(earlier), "to": _asked(later)}
        found = (await asking(WHOLE, rows=rows, columns=columns, filter=asked, **points))["matrixChanges"]
        where = f"{rows} by {columns} of {asked} from {earlier} to {later}"
        heads, across = slow.heads(rows), slow.heads(columns)
        assert (found["fromOn"], found["toOn"]) == (str(earlier[0]), str(later[0]))
        assert [head["key"] for head in found["rows"]] == heads, where
        assert [head["key"] for head in found["columns"]] == across, where
        assert found["rowCount"] == len(heads)
        assert found["cells"] == [
            {"row": row, "column": column, **slow.cell({rows: key, columns: other})}
            for (row, key), (column, other) in itertools.product(enumerate(heads), enumerate(across))
        ], where
        assert found["rowTotals"] == [
            {"row": row, "column": None, **slow.cell({rows: key})} for row, key in enumerate(heads)
        ], where
        assert found["columnTotals"] == [
            {"row": None, "column": column, **slow.cell({columns: key})} for column, key in enumerate(across)
        ], where
        assert found["total"] == {"row": None, "column": None, **slow.cell({})}, where
        seen += found["total"]["changed"]
    assert seen > 300


async def test_every_count_opens_as_the_pledges_that_it_counts(past: tuple[PastWorld, Asking]) -> None:
    world, asking = past
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
        answer = await asking(LIST, **given, **{"from": _asked(earlier), "to": _asked(later)})
        listed = answer["matrixChanges"]["pledges"]
        behind = [number for number in slow.stood(keys) if kind is None or kind in slow.kinds[number]]
        expected = [_told(number, before, after, slow) for number in behind]
        assert [_seen(node) for node in listed["nodes"]] == sorted(expected, key=lambda each: each[0])
        assert listed["totalCount"] == len(behind)


async def test_every_fact_that_differs_is_told_of_every_pledge(past: tuple[PastWorld, Asking]) -> None:
    world, asking = past
    for earlier, later in _pairs_of_points():
        before, after = (
            {each.number: each for each in _world_at(world, point).promises} for point in (earlier, later)
        )
        points = {"from": _asked(earlier), "to": _asked(later)}
        answer = await asking(LIST, rows="AGENCY", columns="VERDICT", **points)
        for node in answer["matrixChanges"]["pledges"]["nodes"]:
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
