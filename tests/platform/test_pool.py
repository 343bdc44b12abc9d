"""Connections that are kept open: who gets which, who waits, and what is not given to anybody again."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from sqlalchemy import text

from service.attaching import Addresses
from service.database import Database, WriteSession
from service.readers import Readers
from service.writers import writers

_WHO = "SELECT pg_backend_pid()"


@pytest.fixture
async def readers(own_addresses: Addresses) -> AsyncGenerator[Readers]:
    """One connection for readings."""
    opened = Readers(own_addresses.service, 1, {})
    yield opened
    await opened.close()


async def _who(readers: Readers) -> object:
    row = await readers.fetchrow(_WHO)
    assert row is not None
    return row[0]


async def test_a_connection_is_used_again(readers: Readers) -> None:
    assert await _who(readers) == await _who(readers)


async def test_whoever_comes_when_all_are_taken_waits(readers: Readers) -> None:
    answers = await asyncio.gather(*(readers.fetchrow("SELECT $1::int, pg_sleep(0.01)", n) for n in range(5)))
    assert [None if answer is None else answer[0] for answer in answers] == [0, 1, 2, 3, 4]


async def test_a_question_that_nobody_waits_for_any_more_keeps_nobody_waiting_and_answers_nobody_else(
    readers: Readers,
) -> None:
    for number in range(20):
        left = asyncio.create_task(readers.fetchrow("SELECT -1, pg_sleep(30)"))
        await asyncio.sleep(0.005 * (number % 3))
        left.cancel()
        await asyncio.gather(left, return_exceptions=True)
        async with asyncio.timeout(5):
            answer = await readers.fetchrow("SELECT $1::int", number)
        assert answer is not None
        assert answer[0] == number


async def test_a_connection_that_died_while_nobody_used_it_is_given_to_nobody(
    readers: Readers, own_addresses: Addresses
) -> None:
    first = await _who(readers)
    owner = Readers(own_addresses.owner, 1, {})
    await owner.fetchrow("SELECT pg_terminate_backend($1, 5000)", first)
    await owner.close()
    await asyncio.sleep(0.05)
    assert await _who(readers) != first


async def test_what_is_dropped_is_not_kept_and_makes_room(own_addresses: Addresses) -> None:
    pool = writers(own_addresses.service, 1, {})
    first = await pool.take()
    pool.drop(first)
    second = await pool.take()
    pool.drop_all()
    pool.give_back(second)
    third = await pool.take()
    assert (first.is_closed(), second.is_closed(), third.is_closed()) == (True, True, False)
    pool.give_back(third)
    assert await pool.take() is third
    pool.give_back(third)
    await pool.close()


async def test_a_commit_that_is_a_rollback_is_an_error(own_addresses: Addresses) -> None:
    database = await Database.open(own_addresses.service, size=1)
    with pytest.raises(RuntimeError, match="nothing is committed"):
        async with database.writing() as session:
            await _fail_and_say_nothing(session)
    async with database.reading() as session:
        assert await session.scalar(text("SELECT 1")) == 1
    await database.close()


async def _fail_and_say_nothing(session: WriteSession) -> None:
    await asyncio.gather(session.driver.fetch("SELECT 1 / 0"), return_exceptions=True)
