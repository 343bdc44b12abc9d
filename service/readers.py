"""Connections for readings: each question is one statement, so that nothing has to be begun or tidied up."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, Protocol, cast

import asyncpg

from service.pool import Pool
from service.visit import clock, note_statement

_LOST: Final = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresConnectionError,
)
"""After these a connection is gone, or may be in a moment."""
_PATIENCE: Final = 1.0
_ANY_LENGTH: Final = 0
"""Of statements that a connection keeps prepared: those of deep readings are longer than asyncpg's 15 kB."""


class Row(Protocol):
    """A record of asyncpg, by position."""

    def __getitem__(self, position: int) -> object: ...


class Reader(Protocol):
    """What is used of a connection of asyncpg, which has no types."""

    async def fetchrow(self, query: str, *args: object) -> Row | None:
        """The first row of the answer, or nothing."""
        ...

    def is_closed(self) -> bool:
        """Whether it is known to be dead."""
        ...

    def terminate(self) -> None:
        """Hang up without a word."""
        ...

    async def close(self) -> None:
        """Say goodbye."""
        ...


class Readers:
    """Connections with the same settings; whoever asks has one until the answer is there."""

    def __init__(self, url: str, size: int, settings: Mapping[str, str]) -> None:
        connect = cast("Callable[..., Awaitable[Reader]]", asyncpg.connect)  # pyright: ignore[reportUnknownMemberType] - untyped

        async def open_one() -> Reader:
            return await connect(
                dsn=url, server_settings=dict(settings), max_cacheable_statement_size=_ANY_LENGTH
            )

        self._pool: Pool[Reader] = Pool(open_one, size)
        self._stopping: set[asyncio.Task[None]] = set()

    async def fetchrow(self, query: str, *args: object) -> Row | None:
        """The first row of the answer, or nothing."""
        reader = await self._pool.take()
        began = clock()
        try:
            row = await reader.fetchrow(query, *args)
        except asyncio.CancelledError:
            stopping = asyncio.create_task(self._stopped(reader))
            self._stopping.add(stopping)
            stopping.add_done_callback(self._stopping.discard)
            raise
        except _LOST:
            self._pool.drop(reader)
            raise
        except BaseException:
            self._pool.give_back(reader)
            raise
        finally:
            note_statement(query, began)
        self._pool.give_back(reader)
        return row

    async def _stopped(self, reader: Reader) -> None:
        """Give a connection back once PostgreSQL stopped what nobody waits for, as the driver asked it to.

        The wish may come before the statement, and is lost then: nobody shall wait for the end of that.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                await reader.fetchrow("SELECT 1")
        except (*_LOST, asyncpg.PostgresError):
            self._pool.drop(reader)
        else:
            self._pool.give_back(reader)

    async def close(self) -> None:
        """Close every connection, after what they are doing."""
        await self._pool.close()
