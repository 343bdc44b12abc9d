"""Watches the tokens and sessions of those who stay: who outlives theirs leaves within a second or two.

One question a second, for all of them together; none while nobody listens with one. Who may come in at all
stands in doorkeeper.py.
"""

import asyncio
import contextlib
from collections.abc import Callable, Generator
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.access.credential import Credential
from service.access.doorkeeper import digest_shown
from service.access.sessions import Terms, good_sessions
from service.access.tokens import good_tokens
from service.clock import Clock
from service.database import Database
from service.errors import DomainError

_EVERY_SECONDS: Final = 1.0
_log = structlog.stdlib.get_logger()
Leave = Callable[[], object]


class Vigil:
    """Knows who listens with which token or session. One for a process."""

    def __init__(self, database: Database, clock: Clock, terms: Terms | None = None) -> None:
        self._database = database
        self._clock = clock
        self._terms = terms or Terms()
        self._leaving: dict[bytes, dict[object, Leave]] = {}
        self._watching: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def watched(self, shown: Credential, leave: Leave) -> Generator[None]:
        """Call `leave`, once, when what was shown stops being good while the block runs.

        What a session is renewed for ends as well: who listens does so in the office that it has left.
        """
        if shown.is_nothing:
            yield
            return
        digest, key = digest_shown(shown), object()
        self._leaving.setdefault(digest, {})[key] = leave
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            self._forget(digest, key)

    def _forget(self, digest: bytes, key: object) -> None:
        those = self._leaving.get(digest, {})
        those.pop(key, None)
        if not those:
            self._leaving.pop(digest, None)
        if not self._leaving and self._watching is not None:
            self._watching.cancel()
            self._watching = None

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_EVERY_SECONDS)
            try:
                async with self._database.reading() as session:
                    good = await good_tokens(session, [*self._leaving], self._clock())
                    good |= await good_sessions(session, [*self._leaving], self._terms)
            except (DomainError, SQLAlchemyError) as error:
                # Nobody is shown out for a fault of ours; what they are told is read from the same database.
                _log.warning("vigil.interrupted", reason=str(error))
                continue
            lost = [
                leave for digest in self._leaving.keys() - good for leave in self._leaving[digest].values()
            ]
            for leave in lost:
                leave()
