"""Builds the rollup where there is none, or one of another edition; what it says comes from the facts alone.

Writers go on meanwhile: each pledge is rolled under its lock, and what the rollup knows of it already is no
difference. Until it is built, matrices are read from the facts.
"""

import asyncio
import functools
import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import insert, select, text, update

from models import Pledge, RollupEdition
from service.clock import Clock, system_clock, today_in
from service.database import Database, ReadSession, WriteSession
from service.ledger.rollup.folding import FIRST_ZONE, fold, fold_snapshot, one_snapshot
from service.ledger.rollup.rolling import roll_all
from service.rules.faces import EDITION

_BATCH: Final = 500
"""Pledges that are locked together, for less time than a writer waits."""
_AT_ONCE: Final = 2
"""Batches that are rolled beside each other; they have no pledge in common."""
_TOLD_EVERY: Final = 10
"""Percent."""
_EMPTIED: Final = (
    "rollup_edition, rollup_pledge, rollup_reached, rollup_stand, rollup_course, rollup_fresh, rollup_now, "
    "rollup_month, rollup_day"
)


async def is_built(session: ReadSession) -> bool:
    """Whether the rollup of this program is there."""
    found = select(RollupEdition.is_built).where(RollupEdition.version == EDITION)
    return bool(await session.scalar(found))


async def ensure_built(database: Database, progress: Callable[[str], None]) -> None:
    """Build the rollup unless it is there."""
    async with database.reading() as session:
        if await is_built(session):
            return
    await build(database, progress)


async def build(database: Database, progress: Callable[[str], None], clock: Clock = system_clock) -> None:
    """Empty the rollup and build it from the facts, some pledges at a time."""
    today = today_in(FIRST_ZONE, clock())
    await database.write(functools.partial(_begin, today=today))
    async with database.reading() as session:
        pledges = list(await session.scalars(select(Pledge.id).order_by(Pledge.region_code, Pledge.id)))
    waiting = iter(range(0, len(pledges), _BATCH))
    told = _Teller(len(pledges), progress)

    async def roll_what_waits() -> None:
        for start in waiting:
            batch = pledges[start : start + _BATCH]
            await database.write(functools.partial(_roll, pledges=batch))
            told(len(batch))

    await asyncio.gather(*(roll_what_waits() for _ in range(_AT_ONCE)))
    await database.write(functools.partial(fold, now=clock()))
    await database.write(functools.partial(_end, now=clock()))


class _Teller:
    """Tells how far the building has come, a few times."""

    def __init__(self, whole: int, progress: Callable[[str], None]) -> None:
        self._whole = whole
        self._progress = progress
        self._done = 0
        self._told = 0

    def __call__(self, more: int) -> None:
        """So many pledges more are rolled."""
        self._done += more
        percent = 100 * self._done // self._whole
        if percent >= self._told + _TOLD_EVERY:
            self._told = percent
            self._progress(f"rekapitulasi / rollup: {percent} %")


async def _begin(session: WriteSession, today: date) -> None:
    await session.execute(text("SET LOCAL lock_timeout = '60s'"))
    await session.execute(text(f"TRUNCATE {_EMPTIED}"))
    edition: dict[str, object] = {"version": EDITION, "is_built": False, "base": today, "months": []}
    await session.execute(insert(RollupEdition).values(edition))


async def _roll(session: WriteSession, pledges: Sequence[uuid.UUID]) -> None:
    held = select(Pledge.id).where(Pledge.id.in_(pledges)).order_by(Pledge.id).with_for_update()
    await session.execute(held)
    await roll_all(session, pledges)


async def _end(session: WriteSession, now: datetime) -> None:
    """Whoever reads from now on finds it: months summed up, nothing fresh, and no room taken by what was."""
    await one_snapshot(session)
    await session.execute(text("SET LOCAL lock_timeout = '60s'"))
    await session.execute(text("LOCK TABLE rollup_fresh IN ACCESS EXCLUSIVE MODE"))
    await session.execute(update(RollupEdition).values(is_built=True))
    if await fold_snapshot(session, now) is not None:
        await session.execute(text("TRUNCATE rollup_fresh"))
