"""What goes on behind requests while a process serves: sealing, folding the rollup, trimming, sweeping."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.clock import Clock
from service.database import Database, WriteSession
from service.errors import DomainError
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


@contextlib.asynccontextmanager
async def tended(
    database: Database, key: SealKey | SealKeyFile | None, clock: Clock, sweep: Sweep | None = None
) -> AsyncGenerator[None]:
    """Tend the ledger while the block runs, and `sweep`; what is being written at its end is written."""
    stopping = asyncio.Event()
    tender = asyncio.create_task(_Tender(database, key, clock, sweep).work(stopping))
    try:
        yield
    finally:
        stopping.set()
        _, late = await asyncio.wait({tender}, timeout=_PATIENCE_SECONDS)
        for task in late:
            task.cancel()


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

    async def work(self, stopping: asyncio.Event) -> None:
        """Until told to stop: a round, a pause; whatever fails is tried again in the next round."""
        while not stopping.is_set():
            try:
                await self._round(stopping)
            except (DomainError, SQLAlchemyError) as error:
                _log.warning("ledger.not_tended", reason=str(error))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), _EVERY_SECONDS)

    async def _round(self, stopping: asyncio.Event) -> None:
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
