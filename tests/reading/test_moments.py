"""As of any date over HTTP: what was so on a day, what was known at an instant, and what came late."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import func, select

from models import Target
from service.app import create_app
from service.attaching import Addresses
from service.database import Database
from service.ledger.completion import CompletePledge, ReportDone, complete_pledge, report_done
from service.ledger.exits import TransferPledge, transfer_pledge
from service.ledger.pledges import RevisePledge, revise_pledge
from service.ledger.reports import EvidenceItem, ReportProgress, report_progress
from service.ledger.terms import Terms
from service.ledger.verifications import VerifyReport, verify_report
from service.rules.verification import Decision, Verdict
from tests.ledger.ground import Ground
from tests.ledger.pledging import do, specified, started

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
PHOTO = EvidenceItem(title="Foto", url="https://contoh.id/foto", sha256="0" * 64)
MATRIX = """query Q($asOf: Date, $knownOn: DateTime, $filter: PledgeFilter) {
  matrix(rows: EXECUTION, columns: TIMELINESS, filter: $filter, asOf: $asOf, knownOn: $knownOn) {
    asOf knownOn total { pledges targets completed overdue progress byExecution { execution count } } } }"""
PLEDGES = """query Q($asOf: Date, $knownOn: DateTime, $filter: PledgeFilter) {
  pledges(first: 5, filter: $filter, asOf: $asOf, knownOn: $knownOn) { totalCount nodes {
    reference title execution timeliness progress claimedProgress areas { code }
    targets(first: 5) { totalCount } reports(first: 5) { totalCount } } } }"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The ground, and the way to ask about it."""

    ground: Ground
    client: httpx.AsyncClient

    async def __call__(self, query: str, **variables: object) -> Any:  # noqa: ANN401 - JSON
        """The only root field of the data."""
        answer = await self.client.post("/graphql", json={"query": query, "variables": variables})
        found: dict[str, Any] = orjson.loads(answer.content)
        assert "errors" not in found, found["errors"]
        (value,) = found["data"].values()
        return value

    async def instant(self) -> str:
        """By the database's clock."""
        async with self.ground.database.reading() as session:
            now: datetime = await session.scalar(select(func.clock_timestamp())) or NOW
        return now.isoformat()


@pytest.fixture
async def asking(settled_addresses: Addresses, settled: Ground) -> AsyncGenerator[Asking]:
    """A ground of its own, at noon of a day in 2026."""
    database = await Database.open(settled_addresses.service, size=4)
    transport = httpx.ASGITransport(create_app(database, lambda: NOW))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Asking(ground=replace(settled, database=database), client=client)
    await database.close()


async def test_a_late_entry_changes_the_day_and_never_what_was_known(asking: Asking) -> None:
    pledge = await started(asking.ground)
    before = await asking.instant()
    late = RevisePledge(
        pledge_id=pledge.id,
        expected_version=pledge.version,
        terms=Terms(title="Dikoreksi", due_on=date(2025, 8, 1)),
        reason="Notula dikoreksi",
        effective_on=date(2025, 7, 1),
    )
    await do(asking.ground, revise_pledge, asking.ground.secretariat, late)
    titles = [
        (await asking(PLEDGES, asOf=day, knownOn=known))["nodes"][0]["title"]
        for day, known in (("2025-06-30", None), ("2025-07-01", None), ("2025-07-01", before))
    ]
    assert titles == [pledge.quote, "Dikoreksi", pledge.quote]
    counts = [
        (await asking(MATRIX, asOf="2025-09-01", knownOn=known))["total"]["overdue"]
        for known in (None, before)
    ]
    assert counts == [1, 0]


async def test_a_day_counts_what_had_been_verified_by_then(asking: Asking) -> None:
    await started(asking.ground)
    await _reach(asking.ground, date(2025, 7, 1), date(2025, 7, 20))
    days = ("2025-06-30", "2025-07-01", "2025-07-19", "2025-07-20")
    found = [(await asking(PLEDGES, asOf=day))["nodes"][0] for day in days]
    assert [each["claimedProgress"] for each in found] == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3])
    assert [each["progress"] for each in found] == pytest.approx([0, 0, 0, 1 / 3])
    assert [each["reports"]["totalCount"] for each in found] == [0, 1, 1, 1]
    totals = [(await asking(MATRIX, asOf=day))["total"] for day in days]
    assert [each["progress"] for each in totals] == pytest.approx([0, 0, 0, 1 / 3])


async def test_days_before_the_first_record_are_empty_and_days_ahead_only_change_timeliness(
    asking: Asking,
) -> None:
    await started(asking.ground)
    empty: dict[str, Any] = {
        "pledges": 0,
        "targets": 0,
        "completed": 0,
        "overdue": 0,
        "progress": None,
        "byExecution": [],
    }
    assert (await asking(MATRIX, asOf="2025-06-18"))["total"] == empty
    assert (await asking(MATRIX, knownOn="2025-01-01T00:00:00Z"))["total"] == empty
    assert (await asking(PLEDGES, asOf="1900-01-01"))["totalCount"] == 0
    now, ahead = await asking(MATRIX), await asking(MATRIX, asOf="2031-01-01")
    assert ahead == {
        "asOf": "2031-01-01",
        "knownOn": "2026-11-25T04:00:00.000000Z",
        "total": {**now["total"], "overdue": 1},
    }
    assert now["asOf"] == "2026-11-25"


async def test_what_is_known_ahead_is_what_is_known_now(asking: Asking) -> None:
    await specified(asking.ground)
    ahead = await asking(MATRIX, knownOn="2099-01-01T00:00:00+08:00")
    assert ahead["total"] == (await asking(MATRIX))["total"]
    assert (ahead["asOf"], ahead["knownOn"]) == ("2026-11-25", "2026-11-25T04:00:00.000000Z")


async def test_a_cell_of_a_day_opens_as_the_pledges_of_that_day(asking: Asking) -> None:
    await started(asking.ground)
    for day in ("2025-06-18", "2025-06-19", "2026-12-20", "2027-01-01"):
        found = await asking(
            """query Q($day: Date) { matrix(rows: EXECUTION, columns: TIMELINESS, asOf: $day) {
              rows { key } columns { key } values(measure: PLEDGES) } }""",
            day=day,
        )
        keys = [(row["key"], column["key"]) for row in found["rows"] for column in found["columns"]]
        for (row, column), count in zip(keys, found["values"], strict=True):
            at = [{"axis": "EXECUTION", "key": row}, {"axis": "TIMELINESS", "key": column}]
            assert (await asking(PLEDGES, asOf=day, filter={"at": at}))["totalCount"] == count


async def test_a_transferred_pledge_and_its_successor_never_stand_on_one_day(asking: Asking) -> None:
    pledge = await specified(asking.ground)
    move = TransferPledge(
        pledge_id=pledge.id,
        to_agency_id=asking.ground.dinkes,
        reason="Tugas dipindahkan",
        effective_on=date(2025, 9, 1),
    )
    await do(asking.ground, transfer_pledge, asking.ground.secretariat, move)
    states = [
        [each["execution"] for each in (await asking(PLEDGES, asOf=day))["nodes"]]
        for day in ("2025-08-31", "2025-09-01")
    ]
    assert states == [["SPECIFIED"], ["TRANSFERRED", "RECORDED"]]


async def test_the_verified_end_is_there_from_its_day_on(asking: Asking) -> None:
    ground = asking.ground
    pledge = await started(ground)
    await _reach(ground, date(2025, 7, 1), date(2025, 7, 20))
    done = ReportDone(pledge_id=pledge.id, effective_on=date(2025, 8, 1))
    await do(ground, report_done, ground.lead, done)
    known = await asking.instant()
    end = CompletePledge(pledge_id=pledge.id, shortfall="Dua pos menyusul", effective_on=date(2025, 8, 15))
    await do(ground, complete_pledge, ground.secretariat, end)
    answers = [
        (await asking(MATRIX, asOf=day, knownOn=instant))["total"]["completed"]
        for day, instant in (("2025-08-14", None), ("2025-08-15", None), ("2025-08-15", known))
    ]
    assert answers == [0, 1, 0]


async def _reach(ground: Ground, day: date, judged: date) -> None:
    """A report on the first target, accepted some days later."""
    async with ground.database.reading() as session:
        target = (await session.scalars(select(Target.id).order_by(Target.id).limit(1))).one()
    said = ReportProgress(
        target_id=target, unit="titik", quantity=Decimal(1), effective_on=day, evidence=(PHOTO,)
    )
    report = await do(ground, report_progress, ground.lead, said)
    accepted = VerifyReport(
        report_id=report.id, decision=Decision.ACCEPTED, verdict=Verdict.NOT_YET, effective_on=judged
    )
    await do(ground, verify_report, ground.secretariat, accepted)
