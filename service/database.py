"""The one door to PostgreSQL: reading and writing as two types of session, and the only place that commits.

A reading is one statement on a connection of its own, so it needs no transaction. A writing is one unit of
work: it commits when the block ends and is rolled back when anything is raised. What a lost connection leaves
unknown is its own outcome: the caller hears UNAVAILABLE and may send the same idempotency key again.
A unit of work that may be done anew is first done without a transaction, as long as it only looks.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping
from dataclasses import dataclass
from typing import NewType, Protocol, TypeAlias, TypeVar, cast

import asyncpg
from sqlalchemy.exc import DBAPIError

from service.connections import Connections, connections, settings_of_readings
from service.errors import DomainError, ErrorCode
from service.pool import Pool
from service.readers import Row
from service.trust import ASKERS, WORKER, Guise, Trust
from service.units import OvertakenError, Unit, finish
from service.writers import Writer

ReadSession = NewType("ReadSession", Unit)
WriteSession = NewType("WriteSession", ReadSession)
"""A session that may write may also read; a checker refuses the other way round."""

Result = TypeVar("Result")
Logins: TypeAlias = Mapping[Trust, str]
"""The addresses of classes that log in as themselves."""
REFUSED = (DBAPIError, asyncpg.PostgresError)
"""What PostgreSQL refuses, by the two ways in which statements are sent."""
_SERIALIZATION_FAILURES = {"40001", "40P01"}
_LOST = (OSError, TimeoutError, asyncpg.InternalClientError, asyncpg.InterfaceError)
# Connections, resources (a full disk is one), an operator's hand or a statement's time, and the system below.
_LOST_CLASSES = {"08", "53", "57", "58"}
_READ_ONLY = "25006"
_TRIES = 4


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
    """Connections for each class of trust: pools for compiled readings, and those of units of work."""

    url: str
    """Of the worker."""
    of: Mapping[Trust, Connections]

    @classmethod
    async def open(cls, url: str, size: int = 8, logins: Logins | None = None) -> "Database":
        """Connect; asyncpg reads the address, so `sslmode` and several hosts count.

        A class without an address of its own logs in at the worker's, and takes its role at once.
        """
        made = {Trust.WORKER: connections(Trust.WORKER, url, size, takes_role=False)}
        for trust in ASKERS:
            own = (logins or {}).get(trust)
            made[trust] = connections(trust, own or url, size, takes_role=own is None)
        database = cls(url=url, of=made)
        await database.of[Trust.WORKER].reads.fetchrow("SELECT 1")
        return database

    async def answers(self) -> bool:
        """Whether the database answers a question right now."""
        try:
            return await self.of[Trust.WORKER].reads.fetchrow("SELECT 1") is not None
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False

    async def row(
        self, query: str, *values: object, trust: Trust = Trust.WORKER, counts: bool = False
    ) -> Row | None:
        """The one row of a compiled reading; `counts` when it goes over many rows."""
        pool = self.of[trust].counts if counts else self.of[trust].reads
        with _lost_is_unavailable():
            return await pool.fetchrow(query, *values)

    @contextlib.asynccontextmanager
    async def listening(self, channel: str, heard: Callable[[], None]) -> AsyncGenerator[Direct]:
        """A connection beside the pools that hears a channel; `heard` is called when it breaks as well."""
        connect = cast("Callable[..., Awaitable[Direct]]", asyncpg.connect)  # pyright: ignore[reportUnknownMemberType] - untyped

        def call(*_what: object) -> None:
            heard()

        with _lost_is_unavailable():
            connection = await connect(dsn=self.url, server_settings=settings_of_readings(Trust.WORKER))
            try:
                connection.add_termination_listener(call)
                await connection.add_listener(channel, call)
                yield connection
            finally:
                connection.terminate()

    async def close(self) -> None:
        """Let go of every connection."""
        for each in self.of.values():
            await each.close()

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncGenerator[ReadSession]:
        """A session for questions: whatever it changed is thrown away."""
        async with self._transaction() as unit:
            yield ReadSession(unit)
            await unit.driver.execute("ROLLBACK")

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncGenerator[WriteSession]:
        """A unit of work: all of it is committed at the end of the block, or none of it."""
        async with self._transaction() as unit:
            yield WriteSession(ReadSession(unit))
            await _commit(unit)

    async def write(self, work: Callable[[WriteSession], Awaitable[Result]], guise: Guise = WORKER) -> Result:
        """Run a unit of work; anew, in a transaction, if it was overtaken or PostgreSQL asks for it."""
        for attempt in range(1, _TRIES + 1):
            try:
                async with self._transaction(guise, begins=attempt > 1) as unit:
                    result = await work(WriteSession(ReadSession(unit)))
                    await _commit(unit)
            except OvertakenError:
                continue
            except REFUSED as error:
                if sqlstate(error) not in _SERIALIZATION_FAILURES or attempt == _TRIES:
                    raise
                await asyncio.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - jitter, not a secret
            else:
                return result
        raise AssertionError

    async def try_out(
        self, work: Callable[[WriteSession], Awaitable[Result]], guise: Guise = WORKER
    ) -> Result:
        """What a unit of work comes to; all of it is taken back."""
        async with self._transaction(guise) as unit:
            result = await work(WriteSession(ReadSession(unit)))
            await finish(unit)
            await unit.driver.execute("ROLLBACK")
            return result

    @contextlib.asynccontextmanager
    async def _transaction(self, guise: Guise = WORKER, *, begins: bool = True) -> AsyncGenerator[Unit]:
        """A unit of work; after anything but a refusal of ours its connection is dropped."""
        writers = self.of[guise.trust].writers
        with _lost_is_unavailable():
            writer = await (_begun(writers, guise) if begins else writers.take())
            unit, keeps = Unit(writer.driver, writer.connection, guise, is_begun=begins), False
            try:
                try:
                    yield unit
                except (DomainError, OvertakenError):
                    if unit.is_begun:
                        await writer.driver.execute("ROLLBACK")
                    keeps = True
                    raise
                keeps = True
            except (*REFUSED, *_LOST) as error:
                if sqlstate(error) == _READ_ONLY:
                    # The server was the primary and is no more: none of the connections to it may write.
                    for each in self.of.values():
                        each.writers.drop_all()
                if _is_lost(error) and not (unit.is_begun or unit.is_over):
                    # Nothing was done: on a connection that died while nobody used it, as a rule.
                    raise OvertakenError from error
                raise
            finally:
                unit.end()
                (writers.give_back if keeps else writers.drop)(writer)


async def _begun(writers: Pool[Writer], guise: Guise) -> Writer:
    """BEGIN is also how a connection is tried: of those that died meanwhile the next one is taken."""
    while True:
        writer = await writers.take()
        try:
            await writer.driver.execute(guise.begin)
        except (asyncpg.PostgresError, *_LOST):
            writers.drop(writer)
        except BaseException:
            writers.drop(writer)
            raise
        else:
            return writer


async def _commit(unit: Unit) -> None:
    """Send what waits, and end the transaction if there is one."""
    await finish(unit)
    if unit.is_begun and await unit.driver.execute("COMMIT") != "COMMIT":
        # PostgreSQL says ROLLBACK, and calls it no error, when a statement failed and nobody minded.
        raise RuntimeError("a failed statement was passed over, so nothing is committed")


def sqlstate(error: BaseException) -> str:
    """PostgreSQL's five-character code behind an error, empty when it has none."""
    return str(getattr(_said(error), "sqlstate", None) or "")


def constraint_name(error: BaseException) -> str:
    """The name of the constraint that refused, empty when none did."""
    return str(getattr(_said(error), "constraint_name", None) or "")


def _said(error: BaseException) -> BaseException | None:
    """What PostgreSQL said, also behind what SQLAlchemy makes of it."""
    return getattr(error.orig, "__cause__", None) if isinstance(error, DBAPIError) else error


@contextlib.contextmanager
def _lost_is_unavailable() -> Generator[None]:
    try:
        yield
    except (*REFUSED, *_LOST) as error:
        if _is_lost(error):
            raise _unavailable() from error
        raise


def _is_lost(error: BaseException) -> bool:
    state = sqlstate(error)
    return state[:2] in _LOST_CLASSES or state == _READ_ONLY or isinstance(_said(error), _LOST)


def _unavailable() -> DomainError:
    message = (
        "Basis data tidak dapat menjawab dan hasilnya belum diketahui; kirim lagi dengan kunci yang sama. "
        "/ The database could not answer and the outcome is unknown; send it again with the same key."
    )
    return DomainError(ErrorCode.UNAVAILABLE, message)
