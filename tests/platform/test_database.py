"""The one door to PostgreSQL: which failures leave an outcome unknown, and which are a fault of ours."""

import asyncio
import uuid
from collections.abc import AsyncGenerator
from typing import Any, Final, cast

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from service.attaching import Addresses
from service.database import Database, ReadSession, WriteSession
from service.errors import DomainError, ErrorCode
from service.ledger.outbox import announce
from service.statements import compiled
from service.trust import Trust
from service.units import finish, look, rows, send

_WHO: Final = compiled(select(func.pg_backend_pid().label("pid")))


@pytest.fixture
async def database(own_addresses: Addresses) -> AsyncGenerator[Database]:
    """A database whose connections a test may spoil."""
    opened = await Database.open(own_addresses.service, size=2)
    yield opened
    await opened.close()


async def test_a_connection_that_cannot_be_given_back_leaves_the_outcome_unknown(database: Database) -> None:
    busy: list[asyncio.Task[object]] = []
    with pytest.raises(DomainError) as refused:
        async with database.reading() as session:
            busy.append(await _kept_busy(session))
    assert refused.value.code is ErrorCode.UNAVAILABLE
    await asyncio.gather(*busy, return_exceptions=True)
    async with database.reading() as session:
        assert await session.scalar(text("SELECT 1")) == 1


async def test_an_argument_of_the_wrong_type_is_our_fault_and_not_the_database_away(
    database: Database,
) -> None:
    with pytest.raises(DBAPIError):
        async with database.reading() as session:
            await session.scalar(text("SELECT CAST(:number AS integer)"), {"number": "satu"})


async def test_a_server_that_is_no_primary_any_more_is_left_with_all_connections_to_it(
    database: Database,
) -> None:
    demoted = text("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    async with database.writing() as one, database.writing() as other:
        await one.execute(demoted)
        await other.execute(demoted)
    with pytest.raises(DomainError) as refused:
        await _write(database)
    assert refused.value.code is ErrorCode.UNAVAILABLE
    await asyncio.gather(_write(database), _write(database))


async def test_a_look_on_a_connection_that_has_died_is_done_on_another(database: Database) -> None:
    tries: list[bool] = []

    async def work(session: WriteSession) -> object:
        tries.append(session.is_begun)
        if len(tries) == 1:
            await _cut(database, session)
        (found,) = await look(session, _WHO)
        return found["pid"]

    assert isinstance(await database.write(work), int)
    assert tries == [False, True]


async def test_a_transaction_on_a_connection_that_has_died_begins_on_another(database: Database) -> None:
    tries: list[bool] = []

    async def work(session: WriteSession) -> object:
        tries.append(session.is_begun)
        if len(tries) == 1:
            await _cut(database, session)
        return await session.scalar(text("SELECT 1"))

    assert await database.write(work) == 1
    assert tries == [False, True]


async def test_a_connection_that_dies_under_the_last_statement_leaves_the_outcome_unknown(
    database: Database,
) -> None:
    tries: list[bool] = []

    async def work(session: WriteSession) -> None:
        tries.append(session.is_begun)
        await look(session, _WHO)
        await send(session, announce("test", uuid.uuid4()))
        await _cut(database, session)

    with pytest.raises(DomainError) as refused:
        await database.write(work)
    assert (refused.value.code, tries) == (ErrorCode.UNAVAILABLE, [False])


async def test_what_was_seen_outside_of_a_transaction_is_looked_at_anew_in_one(database: Database) -> None:
    tries: list[bool] = []

    async def work(session: WriteSession) -> object:
        await look(session, _WHO)
        tries.append(session.is_begun)
        return await session.scalar(text("SELECT 1"))

    assert await database.write(work) == 1
    assert tries == [False, True]


async def test_nothing_follows_the_last_statement_of_a_unit(database: Database) -> None:
    async def work(session: WriteSession) -> None:
        await look(session, _WHO)
        await finish(session, announce("test", uuid.uuid4()))
        await rows(session, _WHO)

    with pytest.raises(RuntimeError, match="sent already"):
        await database.write(work)


async def _cut(database: Database, session: WriteSession) -> None:
    """End the session of a unit of work from another one."""
    pid = cast("Any", session.driver).get_server_pid()
    async with database.reading() as other:
        await other.scalar(text(f"SELECT pg_terminate_backend({pid}, 5000)"))


async def _write(database: Database) -> None:
    async with database.writing() as session:
        await session.execute(text("UPDATE idempotency SET replays = replays"))
        await session.execute(text("SELECT pg_sleep(0.05)"))


async def _kept_busy(session: ReadSession) -> asyncio.Task[object]:
    """Leave the session's connection in the middle of something, as a killed backend does."""
    await session.execute(text("SELECT 1"))
    connection = await session.connection()
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    busy = asyncio.create_task(driver.execute("SELECT pg_sleep(1)"))
    await asyncio.sleep(0.05)
    return busy


@pytest.mark.parametrize(
    "trust, longest",
    [(Trust.PUBLIC, "3s"), (Trust.LIAISON, "5s"), (Trust.SECRETARIAT, "15s"), (Trust.WORKER, "10s")],
)
async def test_a_class_has_its_time_for_a_reading_and_is_ended_then(
    own_addresses: Addresses, trust: Trust, longest: str
) -> None:
    opened = await Database.open(own_addresses.service, size=1)
    for counts in (False, True):
        bound = await opened.row("SELECT current_setting('statement_timeout')", trust=trust, counts=counts)
        assert bound is not None
        assert bound[0] == longest
    await opened.row("SELECT set_config('statement_timeout', '100', false)", trust=trust)
    with pytest.raises(DomainError) as refused:
        await opened.row("SELECT pg_sleep(30)", trust=trust)
    assert refused.value.code is ErrorCode.UNAVAILABLE
    await opened.close()


async def test_what_is_given_up_goes_on_in_no_connection(database: Database) -> None:
    async def written() -> None:
        async with database.writing() as session:
            await session.execute(text("SELECT pg_sleep(30) AS given_up"))

    for work in (written(), database.row("SELECT pg_sleep(30) AS given_up")):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(work, 0.1)
    async with asyncio.timeout(5):
        while await _going_on(database):
            await asyncio.sleep(0.05)


async def _going_on(database: Database) -> object:
    row = await database.row(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE state = 'active' AND query ~ 'given_up' AND pid <> pg_backend_pid()"
    )
    assert row is not None
    return row[0]
