"""Behind the requests: sealing by itself, and letting go of what served its time."""

import asyncio
import uuid
from datetime import timedelta

from sqlalchemy import insert, select

from models.record import Idempotency, Outbox
from service.clock import system_clock
from service.ledger.tending import tended
from service.ledger.trimming import trim
from tests.sealing.conftest import NOW, Ledger


async def test_while_it_is_tended_the_ledger_is_sealed(ledger: Ledger) -> None:
    await ledger.write("A", "B")
    async with tended(ledger.service, ledger.key, system_clock):
        for _ in range(100):
            if (await ledger.proof()).links == 2:
                break
            await asyncio.sleep(0.05)
    proof = await ledger.proof()
    assert (proof.is_whole, proof.links, proof.seals, proof.unsealed) == (True, 2, 1, 0)


async def test_ninety_days_are_kept_and_what_was_not_delivered_as_well(ledger: Ledger) -> None:
    old, new = NOW - timedelta(days=90, seconds=1), NOW - timedelta(days=90)
    async with ledger.service.writing() as session:
        for key, recorded_at in (("old", old), ("new", new)):
            values = {
                "actor_id": "a",
                "operation": "o",
                "key": key,
                "request_hash": b"",
                "recorded_at": recorded_at,
            }
            await session.execute(insert(Idempotency).values(values))
        for topic, delivered_at in (("old", old), ("new", new), ("waiting", None)):
            event = {
                "topic": topic,
                "subject_id": uuid.UUID(int=1),
                "delivered_at": delivered_at,
                "recorded_at": old,
            }
            await session.execute(insert(Outbox).values(event))
    assert await trim(ledger.service, NOW) == 2
    async with ledger.service.reading() as session:
        assert list(await session.scalars(select(Idempotency.key))) == ["new"]
        assert list(await session.scalars(select(Outbox.topic).order_by(Outbox.id))) == ["new", "waiting"]
