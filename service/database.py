"""The one door to PostgreSQL: reading and writing as two types of session, and the only place that commits.

A reading is one statement on a connection of its own, so it needs no transaction. A writing is one unit of
work: it commits when the block ends and is rolled back when anything is raised. What a lost connection leaves
unknown is its own outcome: the caller hears UNAVAILABLE and may send the same idempotency key again.
"""

import asyncio
import contextlib
import functools
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import NewType, Protocol, TypeVar, cast

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from service.errors import DomainError, ErrorCode

ReadSession = NewType("ReadSession", AsyncSession)
WriteSession = NewType("WriteSession", ReadSession)
"""A session that may write may also read; a checker refuses the other way round."""

Result = TypeVar("Result")
_SERIALIZATION_FAILURES = {"40001", "40P01"}
_LOST = (OSError, TimeoutError, asyncpg.InternalClientError, asyncpg.InterfaceError)
# Connections, resources (a full disk is one), an operator's hand or a statement's time, and the system below.
_LOST_CLASSES = {"08", "53", "57", "58"}
_READ_ONLY = "25006"
_TRIES = 3
_OF_READINGS = {"jit": "off", "statement_timeout": "10000"}
_OF_COUNTS = {**_OF_READINGS, "plan_cache_mode": "force_custom_plan"}
"""After five times PostgreSQL takes a plan for any values, if it thinks it no dearer: docs/decisions/0009."""
_ANY_LENGTH = 0
"""Of statements that a connection keeps prepared: those of deep readings are longer than asyncpg's 15 kB."""


class Row(Protocol):
    """A record of asyncpg, by position."""

    def __getitem__(self, position: int) -> object: ...


class Pool(Protocol):
    """What we use of asyncpg's pool, which has no types."""

    async def fetchrow(self, query: str, *args: object) -> Row | None:
        """The first row of the answer, or nothing."""
        ...

    async def close(self) -> None:
        """Close every connection, after what they are doing."""
        ...


class Direct(Protocol):
    """What we use of a connection of asyncpg of our own, which has no types."""

    async def fetchrow(self, query: str, *args: object) -> Row | None:
        """The first row of the answer, or nothing."""
        ...

    async def add_listener(self, channel: str, callback: Callable[..., None]) -> None:
        """LISTEN."""
        ...

    def add_termination_listener(self, callback: Callable[..., None]) -> None:
        """Call back when the connection is gone."""
        ...

    def terminate(self) -> None:
        """Hang up without a word."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """Pools for compiled readings, and an engine for units of work."""

    url: str
    pool: Pool
    counting: Pool
    """For readings that go over many rows: planned each time for their very values."""
    engine: AsyncEngine

    @classmethod
    async def open(cls, url: str, size: int = 8) -> "Database":
        """Connect; asyncpg reads the address, so `sslmode` and several hosts count."""
        connect = cast("Callable[..., Awaitable[object]]", asyncpg.connect)  # pyright: ignore[reportUnknownMemberType] - untyped
        create_pool = cast("Callable[..., Awaitable[Pool]]", asyncpg.create_pool)  # pyright: ignore[reportUnknownMemberType] - untyped
        reading = functools.partial(
            create_pool, dsn=url, max_cacheable_statement_size=_ANY_LENGTH, reset=_nothing_to_reset
        )
        pool = await reading(min_size=1, max_size=size, server_settings=_OF_READINGS)
        counting = await reading(min_size=0, max_size=-(-size // 2), server_settings=_OF_COUNTS)
        creator = functools.partial(connect, dsn=url, server_settings={"lock_timeout": "2s"})
        engine = create_async_engine(
            "postgresql+asyncpg://", async_creator=creator, pool_size=size, pool_pre_ping=True
        )
        return cls(url=url, pool=pool, counting=counting, engine=engine)

    async def answers(self) -> bool:
        """Whether the database answers a question right now."""
        try:
            return await self.pool.fetchrow("SELECT 1") is not None
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False

    async def row(self, query: str, *values: object, counts: bool = False) -> Row | None:
        """The one row of a compiled reading; `counts` when it goes over many rows."""
        pool = self.counting if counts else self.pool
        async with _lost_is_unavailable():
            return await pool.fetchrow(query, *values)

    @contextlib.asynccontextmanager
    async def listening(self, channel: str, heard: Callable[[], None]) -> AsyncGenerator[Direct]:
        """A connection beside the pools that hears a channel; `heard` is called when it breaks as well."""
        connect = cast("Callable[..., Awaitable[Direct]]", asyncpg.connect)  # pyright: ignore[reportUnknownMemberType] - untyped

        def call(*_what: object) -> None:
            heard()

        async with _lost_is_unavailable():
            connection = await connect(dsn=self.url, server_settings=_OF_READINGS)
            try:
                connection.add_termination_listener(call)
                await connection.add_listener(channel, call)
                yield connection
            finally:
                connection.terminate()

    async def close(self) -> None:
        """Let go of every connection."""
        await self.engine.dispose()
        await self.counting.close()
        await self.pool.close()

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncGenerator[ReadSession]:
        """A session for questions: whatever it changed is thrown away."""
        async with self._session() as session:
            yield ReadSession(session)

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncGenerator[WriteSession]:
        """A unit of work: all of it is committed at the end of the block, or none of it."""
        async with self._session() as session:
            yield WriteSession(ReadSession(session))
            await session.commit()

    async def write(self, work: Callable[[WriteSession], Awaitable[Result]]) -> Result:
        """Run a unit of work, anew up to twice when PostgreSQL asks for it (serialisation, deadlock)."""
        for attempt in range(1, _TRIES + 1):
            try:
                async with self.writing() as session:
                    return await work(session)
            except DBAPIError as error:
                if sqlstate(error) not in _SERIALIZATION_FAILURES or attempt == _TRIES:
                    raise
                await asyncio.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - jitter, not a secret
        raise AssertionError

    @contextlib.asynccontextmanager
    async def _session(self) -> AsyncGenerator[AsyncSession]:
        """A session whose end is guarded too: a connection that died cannot be given back, only dropped."""
        async with _lost_is_unavailable(), self.engine.connect() as connection:
            try:
                async with AsyncSession(connection, expire_on_commit=False) as session:
                    yield session
            except (DBAPIError, *_LOST) as error:
                await connection.invalidate()
                if isinstance(error, DBAPIError) and sqlstate(error) == _READ_ONLY:
                    # The server was the primary and is no more: none of the connections to it may write.
                    await self.engine.dispose()
                raise


async def _nothing_to_reset(_connection: object) -> None:
    """A reading leaves nothing behind on its connection; asking to reset it would be a second statement."""


def sqlstate(error: DBAPIError) -> str:
    """PostgreSQL's five-character code behind an error, empty when it has none."""
    return str(getattr(error.orig, "sqlstate", None) or "")


def constraint_name(error: DBAPIError) -> str:
    """The name of the constraint that refused, empty when none did."""
    cause = getattr(error.orig, "__cause__", None)
    return str(getattr(cause, "constraint_name", None) or "")


@contextlib.asynccontextmanager
async def _lost_is_unavailable() -> AsyncGenerator[None]:
    try:
        yield
    except DBAPIError as error:
        cause = getattr(error.orig, "__cause__", None)
        if error.connection_invalidated or _is_lost(sqlstate(error)) or isinstance(cause, _LOST):
            raise _unavailable() from error
        raise
    except asyncpg.PostgresError as error:
        if _is_lost(str(getattr(error, "sqlstate", None) or "")):
            raise _unavailable() from error
        raise
    except _LOST as error:
        raise _unavailable() from error


def _is_lost(state: str) -> bool:
    return state[:2] in _LOST_CLASSES or state == _READ_ONLY


def _unavailable() -> DomainError:
    message = (
        "Basis data tidak dapat menjawab dan hasilnya belum diketahui; kirim lagi dengan kunci yang sama. "
        "/ The database could not answer and the outcome is unknown; send it again with the same key."
    )
    return DomainError(ErrorCode.UNAVAILABLE, message)
