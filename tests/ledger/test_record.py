"""History, outbox and idempotency: written with the work, or not at all."""

import asyncio
import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select, text

from models import History, Idempotency, Outbox
from service.access.actors import SYSTEM
from service.database import WriteSession
from service.errors import DomainError, ErrorCode, wrong_state
from service.ledger.history import Change, record
from service.ledger.idempotency import Result, digest_of, once
from service.ledger.outbox import announce
from service.units import send as write
from tests.ledger.counting import counts, difference
from tests.ledger.ground import Ground

DAY = date(2025, 6, 19)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request of these tests."""

    amount: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A row that work made."""

    id: uuid.UUID
    version: int = 1


async def work(session: WriteSession) -> Made:
    """Something that is written: one history row."""
    made = Made(id=uuid.uuid4())
    change = Change(subject="thing", subject_id=made.id, action="MADE", effective_on=DAY)
    await write(session, record(SYSTEM, change))
    return made


async def send(ground: Ground, key: str | None, asked: Asked) -> Result:
    """The work, once under the key, in a transaction of its own."""
    return await once(ground.database, SYSTEM, "make", key, asked, work)


async def test_a_change_is_recorded_as_it_was_said(ground: Ground) -> None:
    change = Change(
        subject="thing",
        subject_id=ground.dinkes,
        action="MADE",
        effective_on=DAY,
        before={"due_on": None},
        after={"due_on": DAY, "amount": Decimal("1.500"), "places": frozenset({"b", "a"})},
        reason="karena",
        internal=True,
    )
    async with ground.database.writing() as session:
        await write(session, record(ground.secretariat, change))
    async with ground.database.reading() as session:
        row = (await session.scalars(select(History))).one()
    assert (row.subject, row.subject_id, row.action, row.effective_on) == (
        "thing",
        ground.dinkes,
        "MADE",
        DAY,
    )
    assert row.before == {"due_on": None}
    assert row.after == {"due_on": "2025-06-19", "amount": "1.5", "places": ["a", "b"]}
    assert (row.actor_kind, row.actor_id, row.agency_id) == ("TOKEN", "secretariat", ground.dpmpd)
    assert (row.reason, row.internal) == ("karena", True)


async def test_an_event_waits_in_the_outbox(ground: Ground) -> None:
    async with ground.database.writing() as session:
        await write(session, announce("thing.made", ground.dinkes, version=3))
    async with ground.database.reading() as session:
        row = (await session.scalars(select(Outbox))).one()
    assert (row.topic, row.subject_id, row.pledge_id, row.version) == (
        "thing.made",
        ground.dinkes,
        None,
        3,
    )
    assert (row.attempts, row.delivered_at) == (0, None)


async def test_a_replay_returns_the_first_result_and_counts_itself(ground: Ground) -> None:
    first = await send(ground, "k", Asked())
    before = await counts(ground.database)
    again = await send(ground, "k", Asked(amount=Decimal("1.00")))
    assert not first.is_replay
    assert again == Result(id=first.id, version=1, is_replay=True)
    assert await counts(ground.database) == before
    async with ground.database.reading() as session:
        assert await session.scalar(select(Idempotency.replays)) == 1


async def test_a_replay_writes_so_that_it_waits_for_a_standby_like_any_write(ground: Ground) -> None:
    await send(ground, "k", Asked())
    first = await _last_writer(ground)
    await send(ground, "k", Asked())
    # Only a transaction that has an id leaves a commit in the log, and waits until that is elsewhere too.
    assert await _last_writer(ground) > first


async def _last_writer(ground: Ground) -> int:
    """The transaction that the row of the key is of."""
    async with ground.database.reading() as session:
        return int(await session.scalar(text("SELECT xmin::text FROM idempotency")) or 0)


async def test_work_that_could_not_be_done_any_more_is_replayed(ground: Ground) -> None:
    first = await send(ground, "k", Asked())

    async def refuse(_session: WriteSession) -> Made:
        raise wrong_state("terlambat")

    again = await once(ground.database, SYSTEM, "make", "k", Asked(), refuse)
    assert again == Result(id=first.id, version=1, is_replay=True)
    with pytest.raises(DomainError) as refused:
        await once(ground.database, SYSTEM, "make", "k", Asked(amount=Decimal(2)), refuse)
    assert refused.value.code is ErrorCode.IDEMPOTENCY_KEY_REUSED


async def test_the_same_key_with_other_input_is_refused(ground: Ground) -> None:
    await send(ground, "k", Asked())
    before = await counts(ground.database)
    with pytest.raises(DomainError) as refused:
        await send(ground, "k", Asked(amount=Decimal(2)))
    assert refused.value.code is ErrorCode.IDEMPOTENCY_KEY_REUSED
    assert await counts(ground.database) == before


async def test_without_a_key_the_work_is_done_each_time(ground: Ground) -> None:
    before = await counts(ground.database)
    first, second = await send(ground, None, Asked()), await send(ground, None, Asked())
    assert first.id != second.id
    assert difference(before, await counts(ground.database)) == {"history": 2}


async def test_twins_at_once_do_the_work_once(ground: Ground) -> None:
    results = await asyncio.gather(*(send(ground, "twin", Asked()) for _ in range(4)))
    assert len({result.id for result in results}) == 1
    assert sorted(result.is_replay for result in results) == [False, True, True, True]
    async with ground.database.reading() as session:
        assert len((await session.scalars(select(History.id))).all()) == 1


async def test_refused_work_leaves_its_key_free(ground: Ground) -> None:
    before = await counts(ground.database)

    async def refuse(_session: WriteSession) -> Made:
        raise DomainError(ErrorCode.INVALID, "tidak")

    with pytest.raises(DomainError):
        await once(ground.database, SYSTEM, "make", "k", Asked(), refuse)
    assert await counts(ground.database) == before
    assert not (await send(ground, "k", Asked())).is_replay


def test_equal_requests_have_equal_digests() -> None:
    assert digest_of(Asked(amount=Decimal("2.50"))) == digest_of(Asked(amount=Decimal("2.5")))
    assert digest_of(Asked(amount=Decimal(20))) != digest_of(Asked(amount=Decimal(2)))
