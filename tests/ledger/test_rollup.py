"""The rollup says what the facts say, whatever was written, in whatever order and beside whatever else."""

import asyncio
import contextlib
import hashlib
import random
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import cast

import pytest
from sqlalchemy import func, select, text, update

from models import (
    Pledge,
    RollupCourse,
    RollupDay,
    RollupEdition,
    RollupFresh,
    RollupMonth,
    RollupNow,
    RollupStand,
    Target,
)
from service.database import WriteSession
from service.errors import DomainError
from service.ledger.reports import ReportProgress, report_progress
from service.ledger.rollup.building import build
from service.ledger.rollup.deltas import deltas
from service.ledger.rollup.faces import arm
from service.ledger.rollup.folding import fold
from service.ledger.rollup.proving import RollupProof, prove_rollup
from service.ledger.verifications import VerifyReport, verify_report
from service.rules.faces import EDITION, FACES
from service.rules.verification import Decision, Verdict
from tests.ledger.ground import NOON, WRITERS, Ground
from tests.ledger.pledging import MEETING, do, recorded, started
from tests.ledger.test_random_walks import one_step
from tests.ledger.test_spans import DAYS, edit, judge
from tests.ledger.walking import Walk

_ALTERNATING = (Verdict.CONFORMS, Verdict.NOT_YET) * 3
_OF_THE_NATION = (RollupNow.face == 0) & (RollupNow.place == "")


async def proven(ground: Ground) -> RollupProof:
    """The proof of the whole rollup."""
    async with ground.database.reading() as session:
        return await prove_rollup(session)


async def folded(ground: Ground, now: datetime = NOON) -> int:
    """Fold once."""

    async def work(session: WriteSession) -> int:
        return await fold(session, now) or 0

    return await ground.database.write(work)


@pytest.mark.parametrize("seed", [1, 2])
async def test_it_stays_with_the_facts_through_edits_of_any_day(kept: Ground, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - replayable dice
    pledges = [(await started(kept)).id, (await recorded(kept)).id]
    walk = Walk(ground=kept, pledge_id=pledges[0], dice=dice)
    for number in range(40):
        await write_something(walk, dice.choice(pledges), number)
        if dice.random() < 0.2:
            await folded(kept, NOON + timedelta(days=number))
        if number % 10 == 9:
            assert (await proven(kept)).is_whole
    await folded(kept, NOON + timedelta(days=100))
    assert (await proven(kept)).is_whole
    assert await _fresh(kept) == 0


async def write_something(walk: Walk, pledge_id: uuid.UUID, number: int) -> None:
    """An edit of any day, unless the pledge's state forbids it; a step of the lifecycle; a late report."""
    with contextlib.suppress(DomainError):
        await edit(walk.ground, pledge_id, walk.dice, number)
    await one_step(walk)
    await _report_late(walk.ground, walk.dice)


async def _report_late(ground: Ground, dice: random.Random) -> None:
    """A report of a day gone by, and sometimes a judgement of it."""
    async with ground.database.reading() as session:
        at_work = select(Target.id).join(Pledge, Pledge.id == Target.pledge_id)
        targets = list(await session.scalars(at_work.where(Pledge.execution == "IN_PROGRESS")))
    if targets:
        said = ReportProgress(
            target_id=dice.choice(targets),
            unit="titik",
            quantity=Decimal(dice.randrange(5)),
            effective_on=dice.choice(DAYS),
        )
        report = await do(ground, report_progress, ground.lead, said)
        await judge(ground, report.id, said.effective_on, dice)


async def test_writers_of_one_cell_beside_each_other_lose_and_double_nothing(kept: Ground) -> None:
    pledges = [await started(kept, posts=1) for _ in range(WRITERS)]
    done = asyncio.Event()
    folding = asyncio.create_task(_folding(kept, done))
    await asyncio.gather(*(write(kept, pledge) for pledge in pledges))
    done.set()
    rounds = await folding
    assert rounds > 1
    assert (await proven(kept)).is_whole
    await folded(kept)
    sums = select(func.sum(RollupNow.pledges), func.sum(RollupNow.targets), func.sum(RollupNow.reached))
    async with kept.database.reading() as session:
        pledges_, targets, reached = (await session.execute(sums.where(_OF_THE_NATION))).one()
    assert (pledges_, targets, reached) == (WRITERS, WRITERS, WRITERS)


async def _folding(ground: Ground, done: asyncio.Event) -> int:
    rounds = 0
    while not done.is_set():
        rounds += await folded(ground) > 0
    return rounds


async def write(
    ground: Ground, pledge: Pledge, quantity: str = "1", verdicts: Sequence[Verdict] = _ALTERNATING
) -> None:
    """Report so much of the target, and have it accepted, again and again."""
    async with ground.database.reading() as session:
        target = (await session.scalars(select(Target.id).where(Target.pledge_id == pledge.id))).one()
    for verdict in verdicts:
        said = ReportProgress(
            target_id=target, unit="titik", quantity=Decimal(quantity), effective_on=MEETING
        )
        report = await do(ground, report_progress, ground.lead, said)
        judged = VerifyReport(
            report_id=report.id, decision=Decision.ACCEPTED, verdict=verdict, effective_on=MEETING
        )
        await do(ground, verify_report, ground.secretariat, judged)


async def test_a_write_appends_only_what_changed_and_a_second_look_nothing(kept: Ground) -> None:
    await recorded(kept)
    assert await _fresh(kept) == 1
    assert await folded(kept) == 1
    assert await folded(kept) == 0
    async with kept.database.reading() as session:
        counts = (await session.scalars(select(RollupNow).where(_OF_THE_NATION))).one()
    assert (counts.pledges, counts.recorded, counts.targets, counts.reached) == (1, 1, 0, 0)


async def test_what_is_ahead_counts_when_its_day_has_come(kept: Ground) -> None:
    await started(kept)
    for day, overdue in (
        (datetime(2026, 12, 31, 16, tzinfo=UTC), 0),
        (datetime(2026, 12, 31, 17, tzinfo=UTC), 1),
    ):
        await folded(kept, day)
        async with kept.database.reading() as session:
            assert await session.scalar(select(RollupNow.overdue).where(_OF_THE_NATION)) == overdue
        assert (await proven(kept)).is_whole


async def test_built_anew_it_is_the_same(kept: Ground) -> None:
    dice = random.Random(3)  # noqa: S311 - replayable dice
    pledge = await started(kept)
    for number in range(15):
        await edit(kept, pledge.id, dice, number)
        await _report_late(kept, dice)
    await folded(kept)
    before = await _everything(kept)
    await build(kept.database, lambda _: None, lambda: NOON)
    assert await _everything(kept) == before


@pytest.mark.parametrize("table", [RollupDay, RollupMonth, RollupNow])
async def test_a_wrong_count_is_named(kept: Ground, table: type[RollupDay | RollupMonth | RollupNow]) -> None:
    await started(kept)
    await folded(kept)
    name = table.__tablename__
    async with kept.database.writing() as session:
        await session.execute(
            update(table)
            .where(table.face == 1, table.place == "64.09")
            .values(pledges=table.pledges + 1)
            .execution_options(synchronize_session=False)
        )
    proof = await proven(kept)
    assert proof.wrong_pledges == ()
    assert {(wrong.table, wrong.axes, wrong.place) for wrong in proof.wrong_counts} == {
        (name, ("AGENCY_KIND",), "64.09")
    }


async def test_a_pledge_that_changed_behind_the_use_cases_is_named(kept: Ground) -> None:
    pledge, _ = await started(kept), await recorded(kept)
    async with kept.database.writing() as session:
        await session.execute(text("UPDATE target SET area_code = 'SOSIAL'"))
    proof = await proven(kept)
    assert proof.wrong_pledges == (pledge.id,)
    assert proof.wrong_counts == ()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE rollup_stand SET from_on = from_on + 1 WHERE place = '64.09'",
        "DELETE FROM rollup_stand WHERE place = '64'",
        "UPDATE rollup_stand SET place = '65' WHERE place = '64'",
        "UPDATE rollup_course SET reached = '{0.5}'",
        "UPDATE rollup_course SET days = '{2026-01-01}', measurable = '{1}', reached = '{0}'",
        "UPDATE rollup_course SET measurable = '{2}'",
        "UPDATE rollup_course SET since[1] = since[1] - 1",
        "UPDATE rollup_course SET execution[1] = 'AGREED'",
        "UPDATE rollup_course SET due_on[1] = '2026-01-01'",
        "UPDATE rollup_course SET areas[1] = '{}'",
        "UPDATE rollup_course SET synthetic = NOT synthetic",
        "DELETE FROM rollup_course",
    ],
)
async def test_a_pledge_said_to_have_stood_or_been_or_come_elsewhere_is_named(
    kept: Ground, change: str
) -> None:
    pledge = await started(kept)
    async with kept.database.writing() as session:
        await session.execute(text(change))
    proof = await proven(kept)
    assert proof.wrong_pledges == (pledge.id,)
    assert proof.wrong_counts == ()


async def test_without_an_edition_nothing_is_proven(ground: Ground) -> None:
    await recorded(ground)
    proof = await proven(ground)
    assert (proof.edition, proof.pledges, proof.is_whole) == (None, 1, False)


def test_the_edition_changes_with_what_is_kept() -> None:
    counts = "\nUNION ALL\n".join(arm(face, "") for face in FACES)
    digest = hashlib.sha256(f"{deltas('')}{counts}".encode()).hexdigest()
    assert (EDITION, digest[:16]) == ("4", "a8c0290c5751ef7e")


async def _fresh(ground: Ground) -> int:
    async with ground.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(RollupFresh)) or 0


async def _everything(ground: Ground) -> list[str]:
    """Every row that is folded, as text, zeros left out."""
    async with ground.database.reading() as session:
        rows = [
            str({name: _trimmed(value) for name, value in sorted(row.items())})
            for table in (RollupDay, RollupMonth, RollupNow)
            for row in (await session.execute(select(*table.__table__.c))).mappings()
            if any(row[name] for name in ("pledges", "recorded", "in_progress", "targets", "reached"))
        ]
        for table in (RollupStand, RollupCourse):
            found = await session.execute(select(*table.__table__.c))
            rows += [str([_trimmed(value) for value in row]) for row in found]
        edition = (await session.scalars(select(RollupEdition))).one()
    return [*sorted(rows), edition.version, str(edition.base), str(edition.months)]


def _trimmed(value: object) -> object:
    """Numbers without the zeros at their end, which say only how they were computed."""
    if isinstance(value, list):
        return [_trimmed(each) for each in cast("list[object]", value)]
    return value.normalize() if isinstance(value, Decimal) else value
