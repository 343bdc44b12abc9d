"""What the database holds after the faults: the other side of the comparison, read with plain SQL."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text

from benchmarks.campaign.judging import Account, Row
from service.database import Database, ReadSession

_SEALED_WITHIN_SECONDS: Final = 10.0
_UNLINKED: Final = """
SELECT count(*) FROM history AS h WHERE NOT EXISTS (SELECT FROM history_link AS l WHERE l.history_id = h.id)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The pledge that was edited: its marks, its version, and the versions that its edits were told with."""

    marks: Sequence[str]
    version: int
    announced: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that is compared."""

    rows: Sequence[Row]
    accounts: Sequence[Account]
    history: Sequence[str]
    outbox: Sequence[str]
    events: Sequence[str]
    replays: int
    edited: Edited
    unlinked: int


@contextlib.asynccontextmanager
async def looking(owner_url: str) -> AsyncGenerator[Database]:
    """The database as its owner sees it."""
    database = await Database.open(owner_url, size=1)
    try:
        yield database
    finally:
        await database.close()


async def read_record(database: Database, edited: str) -> Record:
    """What is there, once the sealer has caught up (or did not)."""
    unlinked = await _await_seals(database)
    async with database.reading() as session:
        return Record(
            rows=[
                Row(id=row[0], client_key=row[1], mark=row[2], target=f"target_{row[3]}", quantity=row[4])
                for row in await _all(
                    session,
                    "SELECT id::text, client_key, narrative, target_id::text, quantity FROM progress_report",
                )
            ],
            accounts=[
                Account(id=f"target_{row[0]}", claimed=row[1], version=row[2])
                for row in await _all(session, "SELECT id::text, claimed, version FROM target")
            ],
            history=await _column(
                session, "SELECT subject_id::text FROM history WHERE action = 'REPORT_PROGRESS'"
            ),
            outbox=await _column(
                session, "SELECT subject_id::text FROM outbox WHERE topic = 'pledge.report_progress'"
            ),
            events=await _column(session, "SELECT event_id::text FROM outbox"),
            replays=int((await _column(session, "SELECT coalesce(sum(replays), 0) FROM idempotency"))[0]),
            edited=await _edited(session, edited.removeprefix("pledge_")),
            unlinked=unlinked,
        )


async def _await_seals(database: Database) -> int:
    deadline = time.monotonic() + _SEALED_WITHIN_SECONDS
    while True:
        async with database.reading() as session:
            unlinked = int((await _column(session, _UNLINKED))[0])
        if unlinked == 0 or time.monotonic() > deadline:
            return unlinked
        await asyncio.sleep(0.2)


async def _edited(session: ReadSession, pledge: str) -> Edited:
    found = await _all(session, "SELECT conditions, version FROM pledge WHERE id::text = :id", id=pledge)
    told = await _column(
        session,
        "SELECT version FROM outbox WHERE subject_id::text = :id AND topic LIKE 'pledge.revise%' ORDER BY id",
        id=pledge,
    )
    return Edited(marks=(found[0][0] or "").split(), version=found[0][1], announced=told)


async def _all(session: ReadSession, statement: str, **values: object) -> Sequence[Any]:
    return (await session.execute(text(statement), values)).all()


async def _column(session: ReadSession, statement: str, **values: object) -> list[Any]:
    return [row[0] for row in await _all(session, statement, **values)]
