"""A rollup that was built before what pledges were moved into rows of its own stays built, and right."""

import random

from sqlalchemy import text

from service.attaching import Addresses
from service.migrating import downgrade, upgrade
from tests.ledger.conftest import kept
from tests.ledger.ground import Ground
from tests.ledger.pledging import recorded, started
from tests.ledger.test_rollup import proven, write
from tests.ledger.test_spans import edit

__all__ = ["kept"]


async def test_a_rollup_that_is_built_is_carried_over(kept: Ground, own_addresses: Addresses) -> None:
    dice = random.Random(13)  # noqa: S311 - replayable dice
    pledge = await started(kept, posts=1)
    await write(kept, pledge, "0.25")
    await recorded(kept)
    for number in range(10):
        await edit(kept, pledge.id, dice, number)
    before = await _courses(kept)
    await downgrade(own_addresses.owner, "0014")
    await upgrade(own_addresses.owner)
    proof = await proven(kept)
    assert (proof.is_whole, proof.pledges) == (True, 2)
    assert await _courses(kept) == before


async def _courses(ground: Ground) -> list[str]:
    async with ground.database.reading() as session:
        return list(await session.scalars(text("SELECT c::text FROM rollup_course c ORDER BY pledge_id")))
