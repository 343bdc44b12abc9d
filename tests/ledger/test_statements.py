"""How many statements a report takes: what it decides on, and all that it writes at once."""

import asyncio
import uuid
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest
from sqlalchemy import select

from models import Target
from service.database import WriteSession
from service.ledger.idempotency import Result, once
from service.ledger.reports import EvidenceItem, Filed, ReportProgress, report_progress
from service.units import flush
from tests.ledger.ground import Ground
from tests.ledger.pledging import started


@pytest.fixture
async def target(ground: Ground) -> uuid.UUID:
    """One that can be reported on."""
    pledge = await started(ground, posts=1)
    async with ground.database.reading() as session:
        return (await session.scalars(select(Target.id).where(Target.pledge_id == pledge.id))).one()


@pytest.fixture
async def heard(ground: Ground, target: uuid.UUID) -> list[str]:
    """What is sent to PostgreSQL from now on by the connection for writing that was used last."""
    del target
    statements: list[str] = []

    def hear(record: Any) -> None:  # noqa: ANN401 - asyncpg has no types
        statements.append(record.query)

    async def listen(session: WriteSession) -> None:
        cast("Any", session.driver).add_query_logger(hear)

    await ground.database.write(listen, ground.lead.guise)
    return statements


def _asked(target: uuid.UUID, client_key: str | None) -> ReportProgress:
    shown = EvidenceItem(title="Foto", url="https://example.go.id/1.jpg", sha256="0" * 64)
    return ReportProgress(
        target_id=target,
        unit="titik",
        quantity=Decimal(1),
        effective_on=date(2026, 1, 5),
        client_key=client_key,
        evidence=(shown, shown),
    )


async def _report(ground: Ground, target: uuid.UUID, key: str, client_key: str | None = "the key") -> Result:
    """The same report each time; whoever listens has heard all of it afterwards."""
    asked = _asked(target, client_key and key)

    async def work(session: WriteSession) -> Filed:
        return await report_progress(session, ground.lead, asked)

    result = await once(ground.database, ground.lead, "report", key, asked, work)
    await asyncio.sleep(0)
    return result


async def test_a_report_is_two_statements(ground: Ground, target: uuid.UUID, heard: list[str]) -> None:
    await _report(ground, target, "the driver learns the types")
    heard.clear()
    await _report(ground, target, "k")
    look, written = heard
    assert "clock_timestamp()" in look
    assert "client_key" in look
    assert "UPDATE" not in look
    for table in ("progress_report", "evidence", "history", "outbox", "idempotency"):
        assert written.count(f"INSERT INTO {table} ") == 1
    assert written.count("UPDATE target ") == 1
    assert written.count("FOR UPDATE SKIP LOCKED") == 1


async def test_a_report_sent_again_is_refused_and_then_one_statement(
    ground: Ground, target: uuid.UUID, heard: list[str]
) -> None:
    first = await _report(ground, target, "k", client_key=None)
    heard.clear()
    again = await _report(ground, target, "k", client_key=None)
    assert (again.id, first.is_replay, again.is_replay) == (first.id, False, True)
    _, refused, begin, replay, commit = heard
    assert "INSERT INTO idempotency " in refused
    assert (begin, commit) == (ground.lead.guise.begin, "COMMIT")
    assert replay.startswith("UPDATE idempotency")


async def test_an_overtaken_report_locks_and_then_looks(
    ground: Ground, target: uuid.UUID, heard: list[str]
) -> None:
    await _report(ground, target, "the driver learns the types")
    heard.clear()
    async with ground.database.writing() as session:
        await report_progress(session, ground.lead, _asked(target, "holds"))
        await flush(session)
        waiting = asyncio.create_task(_report(ground, target, "waits"))
        await asyncio.sleep(0.1)
        assert not waiting.done()
    await waiting
    told = [text.partition(" ")[0] if "FOR UPDATE OF pledge" not in text else "lock" for text in heard]
    assert told[-5:] == ["BEGIN;", "lock", "SELECT", "WITH", "COMMIT"]
