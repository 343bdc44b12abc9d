"""Recognises the tokens and sessions of requests, and remembers each for less than a second.

So a revocation counts everywhere within a second, and a client that asks a hundred times a second costs one
query more, not a hundred. That one was used is written at most once a minute, behind the request.
"""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.access.actors import PUBLIC, Actor
from service.access.credential import Credential
from service.access.sessions import Terms, digest_of, note_presence, recognise_session
from service.access.token_text import Token, parse
from service.access.tokens import Recognised, note_use, recognise
from service.clock import Clock
from service.database import Database, WriteSession
from service.errors import DomainError, ErrorCode, not_allowed, not_signed_in
from service.visit import behind, note_actor

_log = structlog.stdlib.get_logger()
_LIFE_SECONDS: Final = 0.9
_MOST: Final = 1_000
_MOST_NOTES: Final = 100
_USE_IS_NOTED_AFTER: Final = timedelta(minutes=1)
_Note = Callable[[WriteSession], Awaitable[None]]


async def _only_when(
    session: WriteSession, _actor: Actor, token_id: uuid.UUID, now: datetime, before: datetime
) -> None:
    await note_use(session, token_id, now, before)


async def _nothing(_session: WriteSession, _digest: bytes, _now: datetime) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What is written down, behind the request, of a token that is used and of one that is refused."""

    used: Callable[[WriteSession, Actor, uuid.UUID, datetime, datetime], Awaitable[None]] = _only_when
    refused: Callable[[WriteSession, bytes, datetime], Awaitable[None]] = _nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Remembered:
    actor: Actor
    assignment_id: uuid.UUID | None
    expires_at: datetime | None
    until: float


class Doorkeeper:
    """Says who asks. One for a process; `close` ends what it still writes."""

    def __init__(
        self, database: Database, clock: Clock, terms: Terms | None = None, notes: Notes | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._terms = terms or Terms()
        self._to_note = notes or Notes()
        self._remembered: dict[bytes, _Remembered] = {}
        self._notes: dict[uuid.UUID | bytes, asyncio.Task[None]] = {}

    async def __call__(self, shown: Credential) -> Actor:
        """Who shows it, the public without anything, NOT_SIGNED_IN for what nobody holds.

        NOT_ALLOWED when the session acts under another assignment than the request means to: it was changed
        in another window, and what is done here is not to be done in another office's name.
        """
        if shown.is_nothing:
            note_actor(PUBLIC.kind, PUBLIC.id)
            return PUBLIC
        found = await self._found(shown)
        note_actor(found.actor.kind, found.actor.id)
        if shown.assignment is not None and shown.assignment != str(found.assignment_id):
            message = (
                "Sesi ini sekarang bertindak dalam penugasan lain. "
                "/ This session acts under another assignment now."
            )
            raise not_allowed(message, "assignment")
        return found.actor

    async def _found(self, shown: Credential) -> _Remembered:
        digest = digest_shown(shown)
        known = self._remembered.get(digest)
        if known is None or known.until <= time.monotonic():
            return await self._ask(shown, digest)
        if known.expires_at is not None and known.expires_at <= self._clock():
            raise not_signed_in()
        return known

    async def _ask(self, shown: Credential, digest: bytes) -> _Remembered:
        # The second counts from before the question: the answer may be as old as that.
        until = time.monotonic() + _LIFE_SECONDS
        self._remembered.pop(digest, None)
        if shown.token is not None:
            found = await self._ask_token(shown.token, until)
        else:
            found = await self._ask_session(shown.session or "", until)
        if len(self._remembered) >= _MOST:
            self._remembered.clear()
        self._remembered[digest] = found
        return found

    async def _ask_token(self, text: str, until: float) -> _Remembered:
        now = self._clock()
        found = await self._recognised(parse(text), now)
        before = now - _USE_IS_NOTED_AFTER
        if found.last_used_at is None or found.last_used_at <= before:
            key, actor, used = found.token_id, found.actor, self._to_note.used
            self._note(key, lambda session: used(session, actor, key, now, before))
        return _Remembered(actor=found.actor, assignment_id=None, expires_at=found.expires_at, until=until)

    async def _recognised(self, token: Token, now: datetime) -> Recognised:
        try:
            async with self._database.reading() as session:
                return await recognise(session, token, now)
        except DomainError as error:
            if error.code is ErrorCode.NOT_SIGNED_IN and len(self._notes) < _MOST_NOTES:
                digest, refused = token.digest, self._to_note.refused
                self._note(digest, lambda session: refused(session, digest, now))
            raise

    async def _ask_session(self, secret: str, until: float) -> _Remembered:
        async with self._database.reading() as session:
            found = await recognise_session(session, secret, self._terms)
        key = found.session_id
        if found.last_seen_at <= self._clock() - _USE_IS_NOTED_AFTER:
            self._note(key, lambda session: note_presence(session, key, _USE_IS_NOTED_AFTER))
        return _Remembered(actor=found.actor, assignment_id=found.assignment_id, expires_at=None, until=until)

    def _note(self, key: uuid.UUID | bytes, note: _Note) -> None:
        """Start writing that it was used, unless that is being written."""
        if key not in self._notes:
            self._notes[key] = asyncio.create_task(self._write_use(note), context=behind())
            self._notes[key].add_done_callback(lambda _: self._notes.pop(key, None))

    async def _write_use(self, note: _Note) -> None:
        try:
            await self._database.write(note)
        except (DomainError, SQLAlchemyError) as error:
            # Nice to know, and not worth refusing anybody for: the next minute tries again.
            _log.warning("doorkeeper.use_not_noted", reason=str(error))

    async def close(self) -> None:
        """Wait for what is being written."""
        await asyncio.gather(*self._notes.values(), return_exceptions=True)


def digest_shown(shown: Credential) -> bytes:
    """What is kept of what was shown; what cannot be a token or a session is refused unseen."""
    return parse(shown.token).digest if shown.token is not None else digest_of(shown.session or "")
