"""The order in which the outbox is read: nothing is passed over, whatever commits late or breaks."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from service.attaching import Addresses
from service.database import Database, WriteSession
from service.exchange import feed as feeds
from service.exchange.feed import BEGINNING, Feed, Place, place_of
from service.ledger.outbox import announce
from service.units import send

_CUT = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%AS last ON true%'
"""
ANOTHER = uuid.UUID(int=7)


@pytest.fixture
async def database(own_addresses: Addresses) -> AsyncIterator[Database]:
    """A database of the test's own, opened as the service opens it."""
    opened = await Database.open(own_addresses.service, size=4)
    yield opened
    await opened.close()


async def tell(session: WriteSession) -> Place:
    """Put an event into the outbox; its place."""
    await send(session, announce("pledge.record", ANOTHER))
    found = await session.execute(text("SELECT xid::text::bigint, id FROM outbox ORDER BY id DESC LIMIT 1"))
    xid, number = found.one()
    return Place(xid=xid, id=number)


async def told(database: Database) -> Place:
    """An event that is committed."""
    async with database.writing() as session:
        return await tell(session)


async def test_what_was_begun_earlier_and_commits_later_is_not_passed_over(database: Database) -> None:
    feed = Feed(database)
    async with feed.followed():
        async with database.writing() as slow:
            early = await tell(slow)
            late = await told(database)
            assert late > early
            feed.wake()
            await asyncio.sleep(0.3)
            assert feed.place < early  # the later one is there, and waits
        feed.wake()
        async with asyncio.timeout(5):
            assert await feed.beyond(BEGINNING) == late


async def test_places_come_in_the_order_of_transactions_not_of_ids(database: Database) -> None:
    feed = Feed(database)
    async with feed.followed():
        async with database.writing() as first:
            await first.execute(text("SELECT pg_current_xact_id()"))
            later = await told(database)
            early = await tell(first)
        assert (early.xid < later.xid, early.id > later.id) == (True, True)
        feed.wake()
        async with asyncio.timeout(5):
            while await feed.beyond(early) != later:
                pass


async def test_who_only_listens_hears_of_what_another_process_wrote(own_addresses: Addresses) -> None:
    ours, theirs = [await Database.open(own_addresses.service, size=2) for _ in range(2)]
    here, there = Feed(ours), Feed(theirs)
    loop = asyncio.get_running_loop()
    async with here.followed():
        await asyncio.sleep(0.2)
        place = await told(theirs)
        there.wake()
        began = loop.time()
        assert await here.beyond(BEGINNING) == place
        assert loop.time() - began < 0.5  # sooner than the next look without a word
    for database in (ours, theirs):
        await database.close()


async def test_what_nobody_notified_is_seen_at_the_next_look(database: Database) -> None:
    feed = Feed(database)
    async with feed.followed():
        place = await told(database)
        async with asyncio.timeout(5):
            assert await feed.beyond(BEGINNING) == place


async def test_it_goes_on_from_its_place_when_the_connection_breaks(
    database: Database, own_addresses: Addresses
) -> None:
    owner = await Database.open(own_addresses.owner, size=1)
    feed = Feed(database)
    async with feed.followed():
        await asyncio.sleep(0.2)
        with capture_logs() as logs:
            async with owner.reading() as session:
                await session.execute(text(_CUT))
            place = await told(database)
            async with asyncio.timeout(5):
                assert await feed.beyond(BEGINNING) == place
        assert [line["event"] for line in logs] == ["feed.interrupted"]
    await owner.close()


async def test_a_transaction_that_holds_everything_back_is_said_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "_HELD_SECONDS", 0.2)
    feed = Feed(database)
    with capture_logs() as logs:
        async with feed.followed(), database.writing() as slow:
            held = await tell(slow)
            await told(database)
            feed.wake()
            await asyncio.sleep(0.5)
    lines = [line for line in logs if line["event"] == "feed.held_back"]
    assert [line["transaction"] for line in lines][:1] == [held.xid]
    assert 1 <= len(lines) <= 2


async def test_an_event_is_known_while_it_is_kept_and_settled(database: Database) -> None:
    feed = Feed(database)
    place = await told(database)
    async with feed.followed():
        assert await feed.knows(place)
        assert await feed.knows(BEGINNING)
        assert not await feed.knows(Place(xid=place.xid, id=place.id + 1))
        async with database.writing() as session:
            assert not await feed.knows(await tell(session))


def test_the_id_of_an_event_is_read_strictly() -> None:
    assert place_of("12-34") == Place(xid=12, id=34)
    assert str(Place(xid=12, id=34)) == "12-34"
    for wrong in ("", "12", "12-", "-1-2", "1-2-3", "1-2\n", "1-\u0662", "9" * 19 + "-1", " 1-2"):
        assert place_of(wrong) is None
