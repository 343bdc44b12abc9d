"""Lets go of what served its time: idempotency keys and delivered events, after ninety days.

History, and the key under which a phone sent a report, are kept for ever.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, tuple_

from models.record import Idempotency, Outbox
from service.database import Database, WriteSession

KEPT: Final = timedelta(days=90)
_BATCH: Final = 5_000
Step = Callable[[WriteSession, datetime], Awaitable[int]]


async def trim(database: Database, now: datetime) -> int:
    """Delete what is older, in batches of a transaction each, so that no writer waits; how many rows."""
    trimmed = 0
    for step in (_trim_keys, _trim_events):
        while True:
            found = await _run(database, step, now - KEPT)
            trimmed += found
            if found < _BATCH:
                break
    return trimmed


async def _run(database: Database, step: Step, before: datetime) -> int:
    async def work(session: WriteSession) -> int:
        return await step(session, before)

    return await database.write(work)


async def _trim_keys(session: WriteSession, before: datetime) -> int:
    place = (Idempotency.actor_id, Idempotency.operation, Idempotency.key)
    old = (
        select(*place).where(Idempotency.recorded_at < before).limit(_BATCH).with_for_update(skip_locked=True)
    )
    gone = delete(Idempotency).where(tuple_(*place).in_(old)).returning(Idempotency.key)
    return len((await session.scalars(gone)).all())


async def _trim_events(session: WriteSession, before: datetime) -> int:
    old = select(Outbox.id).where(Outbox.delivered_at < before).limit(_BATCH)
    gone = delete(Outbox).where(Outbox.id.in_(old.with_for_update(skip_locked=True))).returning(Outbox.id)
    return len((await session.scalars(gone)).all())
