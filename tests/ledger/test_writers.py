"""Sixteen who report at once: nothing is lost, nothing counts twice, and nobody waits for another pledge."""

import asyncio
import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from models import History, Outbox, Pledge, ProgressReport, Target
from service.ledger.reports import ReportProgress, report_progress
from tests.ledger.ground import Ground
from tests.ledger.pledging import do, started

WRITERS = 16
EACH = 4


def _report(target: uuid.UUID, quantity: int, key: str) -> ReportProgress:
    return ReportProgress(
        target_id=target,
        unit="titik",
        quantity=Decimal(quantity),
        effective_on=date(2026, 1, 5),
        client_key=key,
    )


async def _all_at_once(ground: Ground, targets: Sequence[uuid.UUID]) -> dict[uuid.UUID, Decimal]:
    """Every writer reports some numbers, on each target in turn; what that must come to."""
    expected: dict[uuid.UUID, Decimal] = dict.fromkeys(targets, Decimal(0))

    async def write(writer: int) -> None:
        for number in range(EACH):
            target = targets[(writer + number) % len(targets)]
            expected[target] += 1 + writer * EACH + number
            asked = _report(target, 1 + writer * EACH + number, f"{writer}-{number}")
            await do(ground, report_progress, ground.lead, asked)

    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))
    return expected


async def _assert_counted(ground: Ground, expected: dict[uuid.UUID, Decimal]) -> None:
    claimed = select(Target.id, Target.claimed, Target.version).where(Target.id.in_(expected))
    kept = select(ProgressReport.target_id, func.sum(ProgressReport.quantity), func.count())
    told = [
        select(func.count()).select_from(table).where(ProgressReport.id == table.subject_id)
        for table in (History, Outbox)
    ]
    async with ground.database.reading() as session:
        found = {row[0]: (row[1], row[2]) for row in (await session.execute(claimed)).all()}
        rows = (await session.execute(kept.group_by(ProgressReport.target_id))).all()
        numbers = [await session.scalar(each) for each in told]
    assert {key: reached for key, (reached, _) in found.items()} == expected
    assert {row[0]: row[1] for row in rows} == expected
    assert {row[0]: 1 + row[2] for row in rows} == {key: version for key, (_, version) in found.items()}
    assert numbers == [WRITERS * EACH] * 2


async def _targets(ground: Ground, pledge: Pledge) -> Sequence[uuid.UUID]:
    found = select(Target.id).where(Target.pledge_id == pledge.id).order_by(Target.id)
    async with ground.database.reading() as session:
        return (await session.scalars(found)).all()


async def test_on_one_target_all_reports_count_once(ground: Ground) -> None:
    targets = await _targets(ground, await started(ground, posts=1))
    await _assert_counted(ground, await _all_at_once(ground, targets))


async def test_on_many_targets_of_many_pledges_all_reports_count_once(ground: Ground) -> None:
    pledges = [await started(ground) for _ in range(3)]
    targets = [target for pledge in pledges for target in await _targets(ground, pledge)]
    assert len(targets) == 9
    await _assert_counted(ground, await _all_at_once(ground, targets))


async def test_whoever_waits_for_a_pledge_keeps_nobody_from_another(ground: Ground) -> None:
    (busy,) = await _targets(ground, await started(ground, posts=1))
    (free,) = await _targets(ground, await started(ground, posts=1))
    async with ground.database.writing() as session:
        await report_progress(session, ground.lead, _report(busy, 1, "holds"))
        waiting = asyncio.create_task(do(ground, report_progress, ground.lead, _report(busy, 2, "waits")))
        await do(ground, report_progress, ground.lead, _report(free, 3, "passes"))
        assert not waiting.done()
    await waiting
    async with ground.database.reading() as session:
        claimed = select(Target.claimed).where(Target.id.in_([busy, free])).order_by(Target.claimed)
        assert list(await session.scalars(claimed)) == [3, 3]
