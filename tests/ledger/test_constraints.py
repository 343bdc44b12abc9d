"""Constraints: raised by a party, in the way of completion, resolved once."""

import uuid
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from models import ConstraintWords, History
from service.errors import ErrorCode
from service.ledger.constraints import (
    RaiseConstraint,
    ResolveConstraint,
    raise_constraint,
    resolve_constraint,
)
from service.rules.vocabulary import ConstraintReason
from tests.ledger.counting import counts, difference
from tests.ledger.ground import Ground
from tests.ledger.pledging import do, recorded, refuse, refused_as, started


async def test_a_constraint_is_raised_and_resolved_once(ground: Ground) -> None:
    pledge = await started(ground)
    asked = RaiseConstraint(
        pledge_id=pledge.id, reason=ConstraintReason.ACCESS_OR_WEATHER, narrative="Banjir", internal=True
    )
    before = await counts(ground.database)
    raised = await do(ground, raise_constraint, ground.lead, asked)
    assert difference(before, await counts(ground.database)) == {
        "pledge_constraint": 1,
        "constraint_words": 1,
        "history": 1,
        "outbox": 1,
    }
    assert (raised.agency_id, raised.until_on, raised.internal) == (ground.diskominfo, None, True)
    solve = ResolveConstraint(constraint_id=raised.id, resolution="Surut")
    solved = await do(ground, resolve_constraint, ground.secretariat, solve)
    assert (solved.until_on, solved.narrative, solved.resolution) == (solved.since_on, None, None)
    again = await refuse(ground, resolve_constraint, ground.secretariat, solve)
    assert again.code is ErrorCode.CONFLICT
    async with ground.database.reading() as session:
        words = await session.get_one(ConstraintWords, raised.id)
        assert (words.pledge_id, words.narrative, words.resolution) == (pledge.id, "Banjir", "Surut")
        query = select(History.action, History.internal).order_by(History.id.desc()).limit(2)
        rows = [tuple(row) for row in (await session.execute(query)).all()]
    assert rows == [("RESOLVE_CONSTRAINT", True), ("RAISE_CONSTRAINT", True)]


async def test_a_constraint_that_cannot_be_is_refused(ground: Ground) -> None:
    pledge = await started(ground)
    good = RaiseConstraint(pledge_id=pledge.id, reason=ConstraintReason.DATA, narrative="Data belum ada")
    refused = await refuse(ground, raise_constraint, ground.stranger, good)
    assert refused.code is ErrorCode.NOT_ALLOWED
    expected = {
        ("NOT_FOUND", ("pledgeId",)): replace(good, pledge_id=uuid.uuid4()),
        ("INVALID", ("narrative",)): replace(good, narrative=""),
        ("INVALID", ("sinceOn",)): replace(good, since_on=date(2099, 1, 1)),
    }
    for refusal, request in expected.items():
        assert await refused_as(ground, raise_constraint, ground.lead, request) == refusal
    raised = await do(ground, raise_constraint, ground.lead, good)
    backward = ResolveConstraint(constraint_id=raised.id, until_on=date(2020, 1, 1))
    refusal = await refused_as(ground, resolve_constraint, ground.lead, backward)
    assert refusal == ("INVALID", ("untilOn",))


async def test_nothing_is_in_the_way_of_what_is_not_agreed(ground: Ground) -> None:
    pledge = await recorded(ground)
    asked = RaiseConstraint(pledge_id=pledge.id, reason=ConstraintReason.OTHER, narrative="x")
    refused = await refuse(ground, raise_constraint, ground.lead, asked)
    assert refused.code is ErrorCode.WRONG_STATE
