"""Points: taken from one bucket by all processes, refused when there are none, and back with time."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy import text

from service.access import allowance as module
from service.access.actors import PUBLIC, Actor, Role
from service.access.allowance import (
    AT_ONCE,
    MOST_LISTENING,
    Allowance,
    Allowances,
    ExhaustedError,
    Rates,
    household,
)
from service.access.buckets import Rate, forget_full_ones, take
from service.attaching import Addresses
from service.connections import connections
from service.database import Database, WriteSession
from service.trust import Trust

RATE = Rate(points=10)
RATES = Rates(public=RATE, known=Rate(points=50))
SOMEBODY = Actor(kind="TOKEN", id="1", label="Satu", role=Role.INTEGRATION)


@pytest.fixture
async def database(own_addresses: Addresses, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Database]:
    """A migrated database, and refusals without a breath."""
    monkeypatch.setattr(module, "BREATH_SECONDS", 0.0)
    opened = await Database.open(own_addresses.service, size=2)
    yield opened
    await opened.close()


async def spent(allowance: Allowance, points: int) -> int:
    """How many points can be taken, one take after the other, before it is refused."""
    total = 0
    while True:
        try:
            await allowance.take(points)
        except ExhaustedError:
            return total
        total += points


async def age(database: Database, seconds: int) -> None:
    """Let time pass over all buckets."""
    async with database.writing() as session:
        past = text("UPDATE rate_bucket SET taken_at = taken_at - make_interval(secs => :seconds)")
        await session.execute(past, {"seconds": seconds})


async def test_a_full_bucket_holds_the_points_of_twenty_seconds(database: Database) -> None:
    throttle = await Allowance(database, "a", RATE).take(50)
    assert (throttle.most, throttle.available, throttle.restored) == (200, 150, 10)


async def test_two_processes_take_from_one_bucket(database: Database) -> None:
    one, other = Allowance(database, "a", RATE), Allowance(database, "a", RATE)
    totals = await asyncio.gather(spent(one, 5), spent(other, 5))
    assert 200 <= sum(totals) <= 210  # some time passes meanwhile


async def test_what_one_process_takes_the_other_misses(database: Database) -> None:
    one, other = Allowance(database, "a", RATE), Allowance(database, "a", RATE)
    await one.take(150)
    assert 30 <= (await other.take(20)).available <= 40  # some time passes meanwhile


async def test_who_has_nothing_left_hears_when_to_come_back(database: Database) -> None:
    client = Allowance(database, "a", RATE)
    await client.take(200)
    with pytest.raises(ExhaustedError) as refused:
        await client.take(100)
    assert 8 < refused.value.seconds <= 10


async def test_a_refusal_takes_nothing_and_asks_the_database_nothing_again(database: Database) -> None:
    client = Allowance(database, "a", RATE)
    await client.take(190)
    for _ in range(3):
        with pytest.raises(ExhaustedError):
            await client.take(200)
    async with database.writing() as session:
        assert await session.scalar(text("SELECT points FROM rate_bucket")) >= 10
        await session.execute(text("DELETE FROM rate_bucket"))
    with pytest.raises(ExhaustedError):
        await client.take(200)


async def test_points_come_back_with_time_and_no_further_than_full(database: Database) -> None:
    assert await spent(Allowance(database, "a", RATE), 200) == 200
    await age(database, 10)
    assert 100 <= await spent(Allowance(database, "a", RATE), 1) <= 110
    await age(database, 1_000)
    assert 200 <= await spent(Allowance(database, "a", RATE), 1) <= 210


async def test_a_bucket_that_is_full_again_is_forgotten(database: Database) -> None:
    await Allowance(database, "a", RATE).take(1)
    await age(database, 700)
    await Allowance(database, "b", RATE).take(1)
    await database.write(forget_full_ones)
    async with database.writing() as session:
        assert [*await session.scalars(text("SELECT key FROM rate_bucket"))] == ["b"]


async def test_enough_is_given_when_all_that_is_wanted_is_not_there(database: Database) -> None:
    async def asked(session: WriteSession) -> list[int]:
        wants = ((150, 150), (20, 100), (80, 100), (0, 1))
        return [(await take(session, "a", RATE, needed, wanted)).granted for needed, wanted in wants]

    assert await database.write(asked) == [150, 50, 0, 0]


async def test_everybody_who_is_known_has_a_bucket_and_the_public_one_at_each_address(
    database: Database,
) -> None:
    clients = Allowances(database, RATES)
    public, there = await clients.of(PUBLIC, "192.0.2.1"), await clients.of(PUBLIC, "192.0.2.2")
    assert (await public.take(200)).available == 0
    assert (await there.take(1)).available == 199
    assert await clients.of(None, "192.0.2.1") is public
    known = await clients.of(SOMEBODY, "192.0.2.1")
    assert (await known.take(1)).available == 999
    assert await clients.of(SOMEBODY, "192.0.2.9") is known


async def test_a_few_operations_of_a_client_run_together_and_the_others_wait(database: Database) -> None:
    client = Allowance(database, "a", RATE)
    running: list[int] = []
    most = 0

    async def work() -> None:
        nonlocal most
        async with client.turn():
            running.append(1)
            most = max(most, len(running))
            await asyncio.sleep(0)
            running.pop()

    await asyncio.gather(*(work() for _ in range(50)))
    assert most == AT_ONCE


async def test_not_too_many_wait_for_their_turn(database: Database) -> None:
    client = Allowance(database, "a", RATE)
    ending = asyncio.Event()

    async def work() -> None:
        async with client.turn():
            await ending.wait()

    waiting = [asyncio.create_task(work()) for _ in range(100)]
    await asyncio.sleep(0)
    with pytest.raises(ExhaustedError):
        await work()
    ending.set()
    await asyncio.gather(*waiting)
    await work()


async def test_one_client_has_so_many_subscriptions_and_no_more(database: Database) -> None:
    client = Allowance(database, "a", RATE)
    with ExitStack() as stack:
        for _ in range(MOST_LISTENING):
            stack.enter_context(client.listening())
        with pytest.raises(ExhaustedError), client.listening():
            pass
        with Allowance(database, "b", RATE).listening():
            pass
    with client.listening():
        pass


async def test_while_its_database_is_away_nobody_is_refused(database: Database) -> None:
    nowhere = connections(Trust.WORKER, "postgresql://nobody@127.0.0.1:9/nothing", 1, takes_role=False)
    away = replace(database, of={**database.of, Trust.WORKER: nowhere})
    assert (await Allowance(away, "a", RATE).take(150)).available > 0


@pytest.mark.parametrize(
    "address, one",
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_a_household_is_one_address(address: str, one: str) -> None:
    assert household(address) == one
