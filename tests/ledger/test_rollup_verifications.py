"""A verification appends what it alone brings, and that counts as what the facts say."""

import random

from sqlalchemy import func, select, text

from models import RollupReached
from service.rules.verification import Verdict
from tests.ledger.ground import Ground
from tests.ledger.pledging import started
from tests.ledger.test_rollup import proven, write
from tests.ledger.test_spans import edit

_THE_SAME = (Verdict.NOT_YET,) * 3
"""The first changes the pledge's own verdict, the others only what is reached."""


async def test_verifications_append_only_what_they_bring_until_the_pledge_itself_changes(
    kept: Ground,
) -> None:
    pledge = await started(kept, posts=1)
    await write(kept, pledge, "0.25", _THE_SAME)
    async with kept.database.reading() as session:
        appended = await session.scalar(select(func.count()).select_from(RollupReached))
    assert appended
    assert (await proven(kept)).is_whole
    await edit(kept, pledge.id, random.Random(5), 1)  # noqa: S311 - replayable dice
    async with kept.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(RollupReached)) == 0
    assert (await proven(kept)).is_whole


async def test_what_a_verification_appended_and_somebody_altered_is_named(kept: Ground) -> None:
    pledge = await started(kept, posts=1)
    await write(kept, pledge, "0.25", _THE_SAME)
    async with kept.database.writing() as session:
        await session.execute(text("UPDATE rollup_reached SET reached = reached / 2"))
    assert (await proven(kept)).wrong_pledges == (pledge.id,)
