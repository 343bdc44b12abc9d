"""That somebody was refused a deed, in the history of the door: who was not allowed what, behind the request.

Each deed of each actor once an hour, so that whoever tries all day does not make it grow. What the public is
refused is no news, and is in the log.
"""

import asyncio
import time
import uuid
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy import exists, select
from sqlalchemy.exc import SQLAlchemyError

from models.record import History
from service.access.actors import Actor
from service.clock import Clock
from service.database import Database, WriteSession
from service.errors import DomainError
from service.ledger.door import ACCOUNT, TOKEN, Doing, note
from service.visit import behind

_APART: Final = timedelta(hours=1)
_MOST: Final = 10_000
_SUBJECTS: Final = {"PERSON": ACCOUNT, "TOKEN": TOKEN}
_log = structlog.stdlib.get_logger()


class Refusals:
    """One for a process; `close` ends what it still writes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._told: dict[tuple[str, str], float] = {}
        self._writing: set[asyncio.Task[None]] = set()

    def note(self, actor: Actor, deed: str) -> None:
        """Start writing that the actor was not allowed it, unless that was just written."""
        if actor.kind not in _SUBJECTS:
            return
        now, key = time.monotonic(), (actor.id, deed)
        if self._told.get(key, 0.0) > now:
            return
        if len(self._told) >= _MOST:
            self._told.clear()
        self._told[key] = now + _APART.total_seconds()
        task = asyncio.create_task(self._write(actor, deed), context=behind())
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _write(self, actor: Actor, deed: str) -> None:
        async def work(session: WriteSession) -> None:
            await _told_once(session, actor, deed, self._clock)

        try:
            await self._database.write(work)
        except (DomainError, SQLAlchemyError) as error:
            self._told.pop((actor.id, deed), None)
            _log.warning("refusal.not_noted", reason=str(error))

    async def close(self) -> None:
        """Wait for what is being written."""
        await asyncio.gather(*self._writing, return_exceptions=True)


async def _told_once(session: WriteSession, actor: Actor, deed: str, clock: Clock) -> None:
    """Another process may have told it."""
    now, who = clock(), uuid.UUID(actor.id)
    said = select(History.id).where(
        History.subject_id == who,
        History.action == Doing.DEED_REFUSED,
        History.reason == deed,
        History.recorded_at > now - _APART,
    )
    if not await session.scalar(select(exists(said))):
        await note(session, actor, who, Doing.DEED_REFUSED, now, reason=deed, subject=_SUBJECTS[actor.kind])
