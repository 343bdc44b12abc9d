"""How many statements a report takes: what it decides on, and all that it writes at once."""

import asyncio
import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, select

from models import Target
from service.database import WriteSession
from service.ledger.idempotency import Result, once
from service.ledger.reports import EvidenceItem, ReportProgress, report_progress
from tests.ledger.ground import Ground
from tests.ledger.pledging import started


@pytest.fixture
async def target(ground: Ground) -> uuid.UUID:
    """One that can be reported on."""
    pledge = await started(ground, posts=1)
    async with ground.database.reading() as session:
        return (await session.scalars(select(Target.id).where(Target.pledge_id == pledge.id))).one()


@pytest.fixture
def heard(ground: Ground, target: uuid.UUID) -> list[str]:
    """What the connections for writing send to PostgreSQL from now on."""
    del target
    statements: list[str] = []

    def hear(record: Any) -> None:  # noqa: ANN401 - asyncpg has no types
        statements.append(record.query)

    def listen(connection: Any, *_: object) -> None:  # noqa: ANN401 - asyncpg has no types
        connection.driver_connection.add_query_logger(hear)

    event.listen(ground.database.engine.sync_engine, "checkout", listen)
    return statements


async def _report(ground: Ground, target: uuid.UUID, key: str) -> Result:
    """The same report each time; whoever listens has heard all of it afterwards."""
    shown = EvidenceItem(title="Foto", url="https://example.go.id/1.jpg", sha256="0" * 64)
    asked = ReportProgress(
        target_id=target,
        unit="titik",
        quantity=Decimal(1),
        effective_on=date(2026, 1, 5),
        client_key=key,
        evidence=(shown, shown),
    )

    async def work(session: WriteSession) -> Result:
        async def report() -> Any:  # noqa: ANN401 - a row, which the checker knows no id of
            return await report_progress(session, ground.lead, asked)

        return await once(session, ground.lead, "report", key, asked, report)

    result = await ground.database.write(work)
    await asyncio.sleep(0)
    return result


async def test_a_report_is_seven_statements(ground: Ground, target: uuid.UUID, heard: list[str]) -> None:
    await _report(ground, target, "the driver learns the types")
    heard.clear()
    await _report(ground, target, "k")
    begin, claim, lock, held, earlier, measured, written, finish, commit = heard
    assert (begin, commit) == ("BEGIN;", "COMMIT;")
    assert claim.startswith("INSERT INTO idempotency")
    assert lock.endswith("FOR UPDATE OF pledge")
    assert "clock_timestamp()" in held
    assert "client_key" in earlier
    assert "FROM target" in measured
    for table in ("progress_report", "evidence", "history", "outbox"):
        assert written.count(f"INSERT INTO {table} ") == 1
    assert written.count("UPDATE target ") == 1
    assert finish.startswith("UPDATE idempotency")


async def test_a_report_sent_again_is_two_statements(
    ground: Ground, target: uuid.UUID, heard: list[str]
) -> None:
    first = await _report(ground, target, "k")
    heard.clear()
    again = await _report(ground, target, "k")
    assert (again.id, first.is_replay, again.is_replay) == (first.id, False, True)
    begin, claim, replay, commit = heard
    assert (begin, commit) == ("BEGIN;", "COMMIT;")
    assert claim.startswith("INSERT INTO idempotency")
    assert replay.startswith("UPDATE idempotency")
