"""Forecasts, as clients ask for them; that they are the rule's on all data stands in tests/reading."""

from collections.abc import AsyncGenerator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from graph.limits import LIMITS
from service.attaching import Addresses
from service.database import Database
from tests.graph.conftest import Ask
from tests.graph.promising import BPBD, promise

_DAY = date(2026, 3, 3)
_PLEDGE = """query Q($reference: String!, $day: Date) { pledge(by: {reference: $reference}, asOf: $day) {
  forecast {
    outlook earliest likely latest daysLate reason points days lastChangedOn progress pace
    slippage { times ownPledges allPledges } } } }"""
_TODAY = """{ pledges(first: 1) { nodes { execution verdict version timeliness
  forecast { outlook likely } } } }"""
_CELLS = """query Q($filter: PledgeFilter, $day: Date) {
  matrix(rows: AGENCY, columns: SPM_AREA, filter: $filter, asOf: $day, first: 2) {
    cells { row column forecast { ...Told } } rowTotals { row forecast { ...Told } }
    columnTotals { column forecast { inProgress } } total { forecast { ...Told } } } }
fragment Told on CellForecast { inProgress onTime late noDueDate notForecast halfBy mostBy }"""
_NOTHING = {
    "inProgress": 0,
    "onTime": 0,
    "late": 0,
    "noDueDate": 0,
    "notForecast": 0,
    "halfBy": None,
    "mostBy": None,
}
# 20 of a hundred in 20 days each, so that at 60 there are 40 days left.
_STEADY = ((date(2026, 1, 12), 20), (date(2026, 2, 1), 20), (date(2026, 2, 21), 20))


@pytest.fixture
async def database(ask: Ask, own_addresses: Addresses) -> AsyncGenerator[Database]:
    """The database behind `ask`, to be written to."""
    del ask
    database = await Database.open(own_addresses.service, size=1)
    yield database
    await database.close()


async def _forecast(ask: Ask, reference: str, day: date = _DAY) -> dict[str, Any]:
    told = await ask(_PLEDGE, reference=reference, day=day.isoformat())
    found: dict[str, Any] = told["data"]["pledge"]["forecast"]
    return found


async def test_a_pledge_is_forecast_from_its_pace_and_says_why(ask: Ask, database: Database) -> None:
    async with database.writing() as session:
        reference = await promise(session, 1, *_STEADY, due_on=date(2026, 4, 1))
    # By hand: what is left is 40 days at its pace of 1 % a day, 47 with those for closing. Its own half was
    # ten days ago and it is open, 10 of 47 being less than anything supposed: the middle of 1/2, 1 and 2 is
    # left. earliest 40 x 1 x 0.44 = 17.6, the 18th day from 3 March; likely 47 x 1; latest 47 x 3.77 =
    # 177.19, the 178th.
    assert await _forecast(ask, reference) == {
        "outlook": "EXPECTED",
        "earliest": "2026-03-21",
        "likely": "2026-04-19",
        "latest": "2026-08-28",
        "daysLate": 18,
        "reason": (
            "3 hari dengan kemajuan terverifikasi dalam 40 hari, terakhir 2026-02-21: 60 %, laju 30 % per 30 "
            "hari. Sisanya, dengan 7 hari penutupan, biasanya 1 kali selama yang dikatakan laju itu (menurut "
            "1 komitmen instansi ini dan 1 komitmen semua instansi). / "
            "3 days of verified progress within 40 days, the last 2026-02-21: 60 %, at a pace of 30 % in 30 "
            "days. What is left, with 7 days for closing, usually takes 1 times what that says (by 1 pledges "
            "of this agency and 1 of all agencies)."
        ),
        "points": 3,
        "days": 40,
        "lastChangedOn": "2026-02-21",
        "progress": 0.6,
        "pace": 0.3,
        "slippage": {"times": 1.0, "ownPledges": 1, "allPledges": 1},
    }


async def test_the_past_of_an_agency_stretches_what_its_pace_says(ask: Ask, database: Database) -> None:
    async with database.writing() as session:
        # At 60 there were 40 days left and seven for closing, and it took twice these: 94 days.
        for serial in (1, 2, 3):
            await promise(session, serial, *_STEADY, execution="COMPLETED", stopped_on=date(2026, 5, 26))
        own = await promise(session, 4, *_STEADY)
        other = await promise(session, 5, *_STEADY, lead=BPBD)
    # By hand, of 11 pledges: 4 of its own, 5 of everybody's that count as 6 (1.2 each), a third each of 1/2,
    # 1, 2. Two are open since the half, for 100 of 47 days, beyond 2. Of 11, less than 0.7 end at 1/2 and 1;
    # at 2 end 3 + 3 x 1.2 + 1/3 = 6.93 of 10.33: (10.67/11) (10.33/10.67) (3.4/10.33) = 0.31 last longer, so
    # it is 2. earliest 40 x 2 x 0.44 = 35.2, the 36th day from 1 June; likely 47 x 2 = 94; latest 94 x 3.77
    # = 354.38.
    day = date(2026, 6, 1)
    found = await _forecast(ask, own, day)
    assert found["slippage"] == {"times": 2, "ownPledges": 4, "allPledges": 5}
    assert [found[name] for name in ("earliest", "likely", "latest")] == [
        "2026-07-07",
        "2026-09-03",
        "2027-05-22",
    ]
    elsewhere = await _forecast(ask, other, day)
    assert elsewhere["slippage"]["ownPledges"] == 1


@pytest.mark.parametrize(
    "verified, given, outlook, words",
    [
        (
            _STEADY[:2],
            {},
            "NOT_ENOUGH_DATA",
            "Not enough data: 2 of at least 3 days of verified progress.",
        ),
        (
            (),
            {"quantity": None},
            "NOT_MEASURABLE",
            "Not measurable: no target has a quantity yet.",
        ),
        (
            _STEADY,
            {"execution": "REPORTED_DONE", "stopped_on": date(2026, 3, 1)},
            "DONE",
            "Reported done, or verified in whole: nothing is left to forecast.",
        ),
        (
            _STEADY,
            {"execution": "CANCELLED", "stopped_on": date(2026, 3, 1)},
            "ENDED",
            "Cancelled, transferred or never started: there is nothing to forecast.",
        ),
    ],
)
async def test_where_there_is_no_day_it_is_said_why(
    ask: Ask,
    database: Database,
    verified: tuple[tuple[date, int], ...],
    given: dict[str, Any],
    outlook: str,
    words: str,
) -> None:
    async with database.writing() as session:
        reference = await promise(session, 1, *verified, **given)
    found = await _forecast(ask, reference)
    assert (found["outlook"], found["reason"].partition(" / ")[2]) == (outlook, words)
    assert [found[name] for name in ("earliest", "likely", "latest", "daysLate")] == [None] * 4


async def test_a_past_day_knows_only_what_was_verified_by_then(ask: Ask, database: Database) -> None:
    async with database.writing() as session:
        reference = await promise(session, 1, *_STEADY)
    assert (await _forecast(ask, reference, date(2026, 2, 20)))["outlook"] == "NOT_ENOUGH_DATA"
    assert (await _forecast(ask, reference, date(2026, 2, 21)))["likely"] == "2026-04-09"


async def test_today_no_day_is_in_the_past_and_no_state_changes(ask: Ask, database: Database) -> None:
    now = datetime.now(ZoneInfo("Asia/Makassar")).date()
    async with database.writing() as session:
        lately = ((now - timedelta(days=days), 20) for days in (50, 30, 10))
        await promise(session, 1, *lately, due_on=now - timedelta(days=5))
    (found,) = (await ask(_TODAY))["data"]["pledges"]["nodes"]
    likely = date.fromisoformat(found["forecast"].pop("likely"))
    assert now < likely <= now + timedelta(days=48)
    state = {"execution": "IN_PROGRESS", "verdict": None, "version": 1, "timeliness": "OVERDUE"}
    assert found == state | {"forecast": {"outlook": "EXPECTED"}}


async def test_what_stood_still_for_long_is_out_of_sight_until_experience_says_more(
    ask: Ask, database: Database
) -> None:
    async with database.writing() as session:
        reference = await promise(session, 1, *_STEADY)
    found = await _forecast(ask, reference, date(2026, 9, 1))
    assert (found["outlook"], found["likely"]) == ("OUT_OF_SIGHT", None)
    assert found["slippage"]["times"] is None


async def test_a_cell_tells_how_many_are_likely_in_time_and_by_when(ask: Ask, database: Database) -> None:
    # By hand: three of DINKES from 21 March over 19 April to 28 August, as above. BPBD has 30 days left, 37
    # with those for closing: likely on 9 April, and latest 37 x 3.77 = 139.49, the 140th day from 3 March.
    async with database.writing() as session:
        await promise(session, 1, *_STEADY, due_on=date(2026, 4, 19))
        await promise(session, 2, *_STEADY, due_on=date(2026, 4, 18))
        await promise(session, 3, *_STEADY)
        await promise(session, 4, *_STEADY[:1])
        await promise(session, 5, execution="AGREED")
        await promise(session, 6, *_STEADY, (date(2026, 3, 3), 10), lead=BPBD, due_on=date(2026, 12, 31))
    told = (await ask(_CELLS, day=_DAY.isoformat()))["data"]["matrix"]
    dinkes = {
        "inProgress": 4,
        "onTime": 1,
        "late": 1,
        "noDueDate": 1,
        "notForecast": 1,
        "halfBy": "2026-04-19",
        "mostBy": "2026-08-28",
    }
    bpbd = _NOTHING | {"inProgress": 1, "onTime": 1, "halfBy": "2026-04-09", "mostBy": "2026-07-21"}
    assert told["cells"] == [
        {"row": row, "column": column, "forecast": (bpbd, dinkes)[row] if column == 1 else _NOTHING}
        for row in range(2)
        for column in range(3)
    ]
    assert told["rowTotals"] == [{"row": 0, "forecast": bpbd}, {"row": 1, "forecast": dinkes}]
    assert told["columnTotals"] == [
        {"column": column, "forecast": {"inProgress": (0, 5, 0)[column]}} for column in range(3)
    ]
    assert told["total"] == {"forecast": dinkes | {"inProgress": 5, "onTime": 2}}
    late = (await ask(_CELLS, filter={"agency": f"agency_{BPBD}"}, day=_DAY.isoformat()))["data"]["matrix"]
    assert late["total"] == {"forecast": bpbd}


async def test_a_cell_spreads_its_pledges_over_their_ranges_and_leaves_open_what_is_too_far(
    ask: Ask, database: Database
) -> None:
    # By hand, one of each: the first is 21 March, 19 April (half of it) and 28 August. The slow one has 3 %
    # in 40 days at 1 % in 20, so 1,940 days left: 853.6 at the earliest, 1,947 with those for closing, and
    # its latest day, 7,341 away, beyond the ten years. Of eight quarters in order the fourth is 28 August
    # 2026 and the eighth none. With two quick ones, of twelve quarters the sixth is 19 April and the
    # eleventh 2 July 2031.
    slow = ((date(2026, 1, 12), 1), (date(2026, 2, 1), 1), (date(2026, 2, 21), 1))
    async with database.writing() as session:
        await promise(session, 1, *_STEADY)
        await promise(session, 2, *slow)
    one_each = (await ask(_CELLS, day=_DAY.isoformat()))["data"]["matrix"]["total"]["forecast"]
    assert (one_each["inProgress"], one_each["halfBy"], one_each["mostBy"]) == (2, "2026-08-28", None)
    async with database.writing() as session:
        await promise(session, 3, *_STEADY)
    two = (await ask(_CELLS, day=_DAY.isoformat()))["data"]["matrix"]["total"]["forecast"]
    assert (two["inProgress"], two["halfBy"], two["mostBy"]) == (3, "2026-04-19", "2031-07-02")


async def test_more_pledges_than_a_request_may_forecast_are_refused_and_said_to_be_too_many(
    ask: Ask, database: Database
) -> None:
    async with database.writing() as session:
        for serial in range(1, LIMITS.forecasts + 1):
            await promise(session, serial)
    question = "{ matrix(rows: AGENCY, columns: VERDICT, first: 1) { total { forecast { notForecast } } } }"
    assert (await ask(question))["data"]["matrix"]["total"] == {"forecast": {"notForecast": LIMITS.forecasts}}
    async with database.writing() as session:
        await promise(session, LIMITS.forecasts + 1)
    (error,) = (await ask(question))["errors"]
    assert error["extensions"]["code"] == "MAX_COST_EXCEEDED"
    assert error["message"].startswith(f"More than {LIMITS.forecasts} pledges in progress to forecast")
    # Not those of other rows: BPBD is the first.
    cells = "{ matrix(rows: AGENCY, columns: VERDICT, first: 1) { cells { forecast { inProgress } } } }"
    found = (await ask(cells))["data"]["matrix"]["cells"]
    assert found == [{"forecast": {"inProgress": 0}}] * 5


async def test_a_forecast_of_a_pledge_counts_as_many_objects_and_one_of_a_cell_as_one(ask: Ask) -> None:
    page = "pledges(first: %d) { nodes { forecast { outlook } } }"
    most = LIMITS.nodes // (LIMITS.forecast_weight + 1)
    assert "errors" not in await ask(f"{{ a: {page % 100} b: {page % (most - 100)} }}")
    (error,) = (await ask(f"{{ a: {page % 100} b: {page % (most - 99)} }}"))["errors"]
    assert error["extensions"]["code"] == "MAX_COST_EXCEEDED"
    cells = "{ matrix(rows: AGENCY, columns: SPM_AREA, first: 60) { cells { forecast { late } } } }"
    assert "errors" not in await ask(cells)
