"""Random walks: whatever is asked, the database stays with the lifecycle, and figures with their reports."""

import random
import uuid

import pytest
from sqlalchemy import func, select

from models import History, Outbox, Pledge, ProgressReport, Target, Verification
from service.errors import DomainError
from service.ledger.facts import parties_of
from service.rules.lifecycle import TABLE, Action, Execution
from service.rules.standing import standings
from tests.ledger.counting import Counts, counts
from tests.ledger.ground import Ground
from tests.ledger.pledging import started
from tests.ledger.walking import Walk

STEPS = 120


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_walk_stays_within_the_law(ground: Ground, seed: int) -> None:
    pledge = await started(ground)
    walk = Walk(ground=ground, pledge_id=pledge.id, dice=random.Random(seed))  # noqa: S311 - replayable dice
    seen = {pledge.execution}
    for _ in range(STEPS):
        seen.add(await one_step(walk))
        await assert_figures_are_those_of_the_reports(ground)
    await assert_versions_have_no_gaps(ground, pledge.id)
    assert {"IN_PROGRESS", "REPORTED_DONE"} <= seen


async def one_step(walk: Walk) -> str:
    """Ask; a refusal changed nothing, a success went as the table says. The state afterwards."""
    actor = walk.somebody()
    before = await counts(walk.ground.database)
    state = await state_of(walk)
    try:
        async with walk.ground.database.writing() as session:
            action, ask = await walk.something(session)
            pledge = await session.get_one(Pledge, walk.pledge_id)
            held = standings(actor.asker(pledge.region_code), await parties_of(session, actor, pledge))
            await ask(session, actor)
    except DomainError:
        assert await counts(walk.ground.database) == before
        assert await state_of(walk) == state
        return state
    step = TABLE[Execution(state), action]
    assert step.who & held
    after = await state_of(walk)
    reached = {step.to.value, "SPECIFIED"} if step.to is Execution.RECORDED else {step.to.value}
    assert after in reached
    assert_record_grew(before, await counts(walk.ground.database), action, after != step.to)
    return after


async def state_of(walk: Walk) -> str:
    """The state that the pledge is in."""
    async with walk.ground.database.reading() as session:
        found = await session.scalar(select(Pledge.execution).where(Pledge.id == walk.pledge_id))
    return found or ""


def assert_record_grew(before: Counts, after: Counts, action: Action, specified: bool) -> None:  # noqa: FBT001 - a fact of the step
    """One row of history and one event a step; one more where it was specified by itself."""
    rows = 2 if specified else 1
    grown = (after["history"] - before["history"], after["outbox"] - before["outbox"])
    assert grown == (rows, rows), action


async def assert_figures_are_those_of_the_reports(ground: Ground) -> None:
    """Claimed and verified, added up here by SQL alone, are what the targets say."""
    accepted = func.sum(ProgressReport.quantity).filter(Verification.decision == "ACCEPTED")
    standing = Verification.decision.is_distinct_from("RETURNED")
    claimed = func.sum(ProgressReport.quantity).filter(standing)
    added = (
        select(Target.claimed, Target.verified, claimed, accepted)
        .outerjoin(ProgressReport, ProgressReport.target_id == Target.id)
        .outerjoin(Verification, Verification.report_id == ProgressReport.id)
        .where((ProgressReport.id.is_not(None)) | Target.claimed.is_(None))
        .group_by(Target.id)
    )
    async with ground.database.reading() as session:
        rows = (await session.execute(added)).all()
        targets = await session.scalar(select(func.count()).select_from(Target))
    assert len(rows) == targets
    assert [(row[0], row[1]) for row in rows] == [(row[2], row[3]) for row in rows]


async def assert_versions_have_no_gaps(ground: Ground, pledge_id: uuid.UUID) -> None:
    """Every version of the pledge was told of, from the first to the present one."""
    async with ground.database.reading() as session:
        told = set(await session.scalars(select(Outbox.version).where(Outbox.pledge_id == pledge_id)))
        version = await session.scalar(select(Pledge.version).where(Pledge.id == pledge_id)) or 0
        histories = await session.scalar(select(func.count()).select_from(History))
        events = await session.scalar(select(func.count()).select_from(Outbox))
    assert told == set(range(1, version + 1))
    assert histories == events
