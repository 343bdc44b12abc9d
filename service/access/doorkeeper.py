"""Recognises the tokens of requests, and remembers each for less than a second.

So a revocation counts everywhere within a second, and a client that asks a hundred times a second costs one
query more, not a hundred. That a token was used is written at most once a minute, behind the request.
"""

import asyncio
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.access.actors import PUBLIC, Actor
from service.access.token_text import Token, parse
from service.access.tokens import Recognised, note_use, recognise
from service.clock import Clock
from service.database import Database, WriteSession
from service.errors import DomainError, not_signed_in

_log = structlog.stdlib.get_logger()
_LIFE_SECONDS: Final = 0.9
_MOST: Final = 1_000
_USE_IS_NOTED_AFTER: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Remembered:
    actor: Actor
    expires_at: datetime | None
    until: float


class Doorkeeper:
    """Says who asks. One for a process; `close` ends what it still writes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._remembered: dict[bytes, _Remembered] = {}
        self._notes: dict[uuid.UUID, asyncio.Task[None]] = {}

    async def __call__(self, text: str | None) -> Actor:
        """The holder of the token, the public without one, NOT_SIGNED_IN for one that nobody holds."""
        if text is None:
            return PUBLIC
        token = parse(text)
        known = self._remembered.get(token.digest)
        if known is not None and known.until > time.monotonic():
            if known.expires_at is not None and known.expires_at <= self._clock():
                raise not_signed_in()
            return known.actor
        return await self._ask(token)

    async def _ask(self, token: Token) -> Actor:
        # The second counts from before the question: the answer may be as old as that.
        until = time.monotonic() + _LIFE_SECONDS
        now = self._clock()
        self._remembered.pop(token.digest, None)
        async with self._database.reading() as session:
            found = await recognise(session, token, now)
        if len(self._remembered) >= _MOST:
            self._remembered.clear()
        self._remembered[token.digest] = _Remembered(
            actor=found.actor, expires_at=found.expires_at, until=until
        )
        self._note(found, now)
        return found.actor

    def _note(self, found: Recognised, now: datetime) -> None:
        """Start writing that it was used, unless that is known well enough or being written."""
        before = now - _USE_IS_NOTED_AFTER
        if found.token_id in self._notes or (found.last_used_at is not None and found.last_used_at > before):
            return
        task = asyncio.create_task(self._write_use(found.token_id, now, before))
        self._notes[found.token_id] = task
        task.add_done_callback(lambda _: self._notes.pop(found.token_id, None))

    async def _write_use(self, token_id: uuid.UUID, now: datetime, before: datetime) -> None:
        async def work(session: WriteSession) -> None:
            await note_use(session, token_id, now, before)

        try:
            await self._database.write(work)
        except (DomainError, SQLAlchemyError) as error:
            # Nice to know, and not worth refusing anybody for: the next minute tries again.
            _log.warning("token.use_not_noted", reason=str(error))

    async def close(self) -> None:
        """Wait for what is being written."""
        await asyncio.gather(*self._notes.values(), return_exceptions=True)
