"""What goes on behind requests while a process serves: sealing, inviting, folding, trimming, sweeping."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.clock import Clock
from service.database import REFUSED, Database, WriteSession
from service.errors import DomainError
from service.ledger.inviting import Deliver, send_due
from service.ledger.rollup.folding import fold
from service.ledger.seal_key import SealKey, SealKeyFile
from service.ledger.sealing import seal
from service.ledger.trimming import trim

_log = structlog.stdlib.get_logger()
_EVERY_SECONDS: Final = 2.0
_PATIENCE_SECONDS: Final = 5.0
_TRIMMED_EVERY: Final = timedelta(days=1)
_SWEPT_EVERY: Final = timedelta(hours=1)
Sweep = Callable[[datetime], Awaitable[object]]
Round = Callable[[asyncio.Event], Awaitable[None]]
"""What is done again and again, and breaks off when told to stop."""


@contextlib.asynccontextmanager
async def tended(
    database: Database,
    key: SealKey | SealKeyFile | None,
    clock: Clock,
    sweep: Sweep | None = None,
    deliver: Deliver | None = None,
) -> AsyncGenerator[None]:
    """Tend the ledger while the block runs, `sweep`, and `deliver` the invitations that are due.

    What is being written at its end is written.
    """
    stopping = asyncio.Event()
    rounds: list[Round] = [_Tender(database, key, clock, sweep).round]
    if deliver is not None:  # a mail server may be slow, and sealing does not wait for it
        rounds.append(functools.partial(_invite, database, deliver, clock))
    tenders = {asyncio.create_task(_repeated(each, stopping)) for each in rounds}
    try:
        yield
    finally:
        stopping.set()
        _, late = await asyncio.wait(tenders, timeout=_PATIENCE_SECONDS)
        for task in late:
            task.cancel()


async def _repeated(work: Round, stopping: asyncio.Event) -> None:
    """Until told to stop: a round, a pause; whatever fails is tried again in the next round."""
    while not stopping.is_set():
        try:
            await work(stopping)
        except (DomainError, SQLAlchemyError, OSError, *REFUSED) as error:
            _log.warning("ledger.not_tended", reason=str(error))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), _EVERY_SECONDS)


async def _invite(database: Database, deliver: Deliver, clock: Clock, stopping: asyncio.Event) -> None:
    del stopping  # it ends within the patience of a mail server
    await send_due(database, deliver, clock())


class _Tender:
    def __init__(
        self, database: Database, key: SealKey | SealKeyFile | None, clock: Clock, sweep: Sweep | None
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._sweep = sweep
        self._trimmed_at: datetime | None = None
        self._swept_at: datetime | None = None

    async def round(self, stopping: asyncio.Event) -> None:
        """Seal what is new, fold, and now and then trim and sweep."""
        while await self._database.write(self._seal) and not stopping.is_set():
            pass
        now = self._clock()
        await self._database.write(functools.partial(fold, now=now))
        if self._trimmed_at is None or now - self._trimmed_at >= _TRIMMED_EVERY:
            await trim(self._database, now)
            self._trimmed_at = now
        if self._sweep is not None and (self._swept_at is None or now - self._swept_at >= _SWEPT_EVERY):
            self._swept_at = now
            await self._sweep(now)

    async def _seal(self, session: WriteSession) -> int:
        return await seal(session, self._key, self._clock())
