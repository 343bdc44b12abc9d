"""The one door to PostgreSQL: which failures leave an outcome unknown, and which are a fault of ours."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.attaching import Addresses
from service.database import Database, ReadSession
from service.errors import DomainError, ErrorCode


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
