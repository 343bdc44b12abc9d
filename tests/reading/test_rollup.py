"""What the rollup answers is what the facts answer, on any day; and the questions that fit are its own."""

import functools
import itertools
import random
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import httpx
import orjson
import pytest
from sqlalchemy import text, update

from models import RollupEdition
from service.app import create_app
from service.attaching import Addresses
from service.database import Database
from service.ledger.rollup.building import build
from service.ledger.rollup.folding import fold
from service.reading.axes import MatrixAxis
from service.reading.fitting import fitting, level_within
from service.rules.faces import Facet
from tests.ledger.ground import Ground, settle
from tests.ledger.pledging import MEETING, recorded, started
from tests.ledger.test_rollup import write_something
from tests.ledger.walking import Walk

NOON = datetime.now(UTC).replace(hour=4) + timedelta(days=1)
"""Of the day after the writes, in every time zone."""
QUESTION = """query Q($rows: MatrixAxis!, $columns: MatrixAxis!, $filter: PledgeFilter, $asOf: Date) {
  matrix(rows: $rows, columns: $columns, filter: $filter, first: 100, asOf: $asOf) {
    rowCount rows { key } columns { key }
    cells { ...N } rowTotals { ...N } columnTotals { ...N } total { ...N }
  } }
  fragment N on MatrixCell { row column pledges targets completed overdue progress
    byExecution { execution count } }"""
FILTERS: tuple[Mapping[str, Any], ...] = (
    {},
    {"within": "64"},
    {"within": "64.09"},
    {"area": "PENDIDIKAN"},
    {"fiscalYear": 2026},
    {"agencyKind": "PROVINCIAL_OPD", "synthetic": False},
    {"execution": ["IN_PROGRESS", "RECORDED"], "timeliness": ["OVERDUE", "NOT_DUE"]},
    {"at": [{"axis": "VERDICT", "key": ""}, {"axis": "REGENCY", "key": "64.09"}]},
    {"within": "64", "at": [{"axis": "FUNDING_SOURCE", "key": "APBD 1"}]},
)
AXES = [*(facet.value for facet in Facet), "PROVINCE", "REGENCY"]
PAIRS = list(itertools.permutations(AXES, 2))
DAYS = (None, MEETING, MEETING + timedelta(days=13), MEETING + timedelta(days=50), date(2026, 9, 1))
AHEAD = (date(2027, 1, 1), date(2089, 6, 1))
_EMPTIED = "TRUNCATE rollup_now, rollup_day, rollup_month, rollup_fresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A ground on which much was written, and the way to ask about it."""

    ground: Ground
    client: httpx.AsyncClient

    async def __call__(self, rows: str, columns: str, asked: Mapping[str, Any], day: date | None) -> Any:  # noqa: ANN401 - JSON
        """The matrix."""
        variables = {"rows": rows, "columns": columns, "filter": asked, "asOf": day and day.isoformat()}
        answer = await self.client.post("/graphql", json={"query": QUESTION, "variables": variables})
        found: dict[str, Any] = orjson.loads(answer.content)
        assert "errors" not in found, found["errors"]
        return found["data"]["matrix"]


@pytest.fixture
async def asking(own_addresses: Addresses) -> AsyncGenerator[Asking]:
    """Pledges edited from any day on, their rollup built before and folded only up to the middle."""
    database = await Database.open(own_addresses.service, size=4)
    ground = await settle(database)
    await build(database, lambda _: None, lambda: NOON)
    dice = random.Random(9)  # noqa: S311 - replayable dice
    pledges = [(await started(ground)).id, (await recorded(ground)).id, (await started(ground)).id]
    walk = Walk(ground=ground, pledge_id=pledges[0], dice=dice)
    for number in range(50):
        await write_something(walk, dice.choice(pledges), number)
        if number == 30:
            await database.write(functools.partial(fold, now=NOON))
    transport = httpx.ASGITransport(create_app(database, lambda: NOON))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Asking(ground=ground, client=client)
    await database.close()


async def test_the_rollup_answers_what_the_facts_answer(asking: Asking) -> None:
    dice = random.Random(4)  # noqa: S311 - replayable dice
    questions = [
        (rows, columns, dice.choice(FILTERS), dice.choice(DAYS)) for rows, columns in dice.sample(PAIRS, 45)
    ]
    questions += [("EXECUTION", "SPM_AREA", {}, day) for day in (*DAYS, *AHEAD)]
    questions += [("AGENCY_KIND", "TIMELINESS", {"within": "64.09"}, day) for day in (*DAYS, *AHEAD)]
    questions += [
        (rows, columns, {"within": within}, day)
        for rows, columns in (("MEETING", "REGENCY"), ("PROVINCE", "MEETING"), ("POSYANDU", "AGENCY"))
        for within in ("64", "64.09", "64.09.04")
        for day in DAYS[1:]
    ]
    rolled = [await asking(*question) for question in questions]
    async with asking.ground.database.writing() as session:
        await session.execute(update(RollupEdition).values(is_built=False))
    for question, found in zip(questions, rolled, strict=True):
        assert _rounded(found) == _rounded(await asking(*question)), question


def _rounded(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Sums of quotients come in another order."""
    if isinstance(value, float):
        return round(value, 12)
    if isinstance(value, list):
        return [_rounded(each) for each in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in cast("dict[str, Any]", value).items()}
    return value


async def test_what_fits_is_read_from_the_rollup_and_nothing_else_is(asking: Asking) -> None:
    async with asking.ground.database.writing() as session:
        await session.execute(text(_EMPTIED))
    dice = random.Random(5)  # noqa: S311 - replayable dice
    taken = 0
    for rows, columns in dice.sample(PAIRS, 40):
        asked: Mapping[str, object] = dice.choice([{}, {"within": "64"}, {"maxMaturity": 100}])
        day = dice.choice([None, NOON.date()])
        names, level = tuple(asked), level_within(asked)
        fit = fitting(MatrixAxis(rows), MatrixAxis(columns), names, level, is_past=day is not None)
        matrix = await asking(rows, columns, asked, day)
        assert (matrix["total"]["pledges"] == 0) == (fit is not None), (rows, columns, asked, day)
        taken += fit is not None
    assert 10 < taken < 30


@pytest.mark.parametrize("within", ["64", "64.09", "64.09.04"])
async def test_who_stood_in_a_region_on_a_day_gone_by_is_read_from_the_rollup(
    asking: Asking, within: str
) -> None:
    day = NOON.date() - timedelta(days=1)
    before = await asking("MEETING", "EXECUTION", {"within": within}, day)
    async with asking.ground.database.writing() as session:
        await session.execute(text("TRUNCATE rollup_stand"))
    after = await asking("MEETING", "EXECUTION", {"within": within}, day)
    assert before["total"]["pledges"] > after["total"]["pledges"] == 0


@pytest.mark.parametrize(
    "rows, columns, asked, day, fits",
    [
        ("AGENCY_KIND", "SPM_AREA", {}, None, True),
        ("AGENCY_KIND", "SPM_AREA", {}, MEETING, True),
        ("REGENCY", "SPM_AREA", {}, MEETING, True),
        ("REGENCY", "SPM_AREA", {"fiscalYear": 2026, "within": "64"}, None, True),
        ("REGENCY", "SPM_AREA", {"fiscalYear": 2026}, MEETING, False),
        ("AGENCY", "SPM_AREA", {"within": "64"}, None, True),
        ("AGENCY", "SPM_AREA", {"within": "64"}, MEETING, True),
        ("AGENCY", "SPM_AREA", {}, None, True),
        ("AGENCY", "SPM_AREA", {}, MEETING, False),
        ("AGENCY", "SPM_AREA", {"within": "64.09"}, MEETING, False),
        ("VERDICT", "TIMELINESS", {"within": "64.09", "area": "SOSIAL"}, None, True),
        ("VERDICT", "SPM_AREA", {"area": "SOSIAL"}, None, False),
        ("PROVINCE", "SPM_AREA", {"within": "64.09"}, None, False),
        ("REGENCY", "SPM_AREA", {"within": "64.09.04"}, None, False),
        ("POSYANDU", "SPM_AREA", {}, None, False),
        ("EXECUTION", "SPM_AREA", {"search": "air"}, None, False),
    ],
)
def test_which_questions_fit(
    rows: str, columns: str, asked: Mapping[str, object], day: date | None, *, fits: bool
) -> None:
    fit = fitting(
        MatrixAxis(rows), MatrixAxis(columns), tuple(asked), level_within(asked), is_past=day is not None
    )
    assert (fit is not None) == fits
