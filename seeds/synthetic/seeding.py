"""Loads a shape of synthetic rows in one unit of work; each batch is made while the one before it loads."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator

from sqlalchemy import exists, select, text

from models import Base, Pledge
from seeds.synthetic.drafting import Drafts
from seeds.synthetic.ground import Ground, survey
from seeds.synthetic.lifting import unhindered
from seeds.synthetic.lives import Life
from seeds.synthetic.pledge_rows import Numbered
from seeds.synthetic.promises import promise_of
from seeds.synthetic.rows import COLUMNS, Batch, new_batch
from seeds.synthetic.scenery import scenery
from seeds.synthetic.shape import GENERATION, Shape
from service.database import Database, ReadSession, WriteSession
from service.errors import conflict
from service.exchange.bulk import copy_rows
from service.exchange.editions import Edition, loaded_editions, note_edition, one_loader_at_a_time
from service.exchange.rebuilding import rebuild_spans
from service.ledger.rollup.building import build

_LISTED = "synthetic"
_TOLD_EVERY = 5
_REPORTS_AT_ONCE = 10_000
"""How many reports a batch holds, about; bounds the memory, whatever the shape."""


async def seed_synthetic(database: Database, shape: Shape, progress: Callable[[str], None]) -> None:
    """Fill a database that has the reference lists and no pledges; as its owner, who may take statistics.

    A second call changes nothing. Another shape, or real pledges, are never mixed with it.
    """

    async def work(session: WriteSession) -> bool:
        await one_loader_at_a_time(session)
        is_wanted = await _is_wanted(session, shape)
        if is_wanted:
            await _load(session, shape, progress)
        return is_wanted

    if await database.write(work):
        # Replaying goes over millions of rows in batches: PostgreSQL has to know by then how many there are.
        await database.write(_take_statistics)
    if await rebuild_spans(database, progress):
        await build(database, progress)
        await database.write(_take_statistics)


async def _is_wanted(session: ReadSession, shape: Shape) -> bool:
    loaded = (await loaded_editions(session)).get(_LISTED)
    if loaded is not None and loaded.version == shape.name:
        return False
    if loaded is not None or await session.scalar(select(exists(select(Pledge.id)))):
        message = (
            "Data sintetis hanya untuk folder tersendiri yang belum berisi komitmen lain. "
            "/ Synthetic data is only for a folder of its own, without other pledges."
        )
        raise conflict(message, "--synthetic")
    return True


async def _load(session: WriteSession, shape: Shape, progress: Callable[[str], None]) -> None:
    progress(f"menyiapkan data sintetis / preparing synthetic data: {shape.name}")
    ground = await survey(session, shape)
    counted: Counter[str] = Counter()
    async with unhindered(session, list(COLUMNS)):
        await _copy_all(session, _batches(ground, shape), counted, _Teller(shape, progress))
        progress("memasang indeks dan kunci asing / putting up indexes and foreign keys")
    edition = Edition(name=_LISTED, version=shape.name, digest=GENERATION)
    await note_edition(session, edition, counted.total())


async def _copy_all(
    session: WriteSession,
    batches: Iterator[Batch],
    counted: Counter[str],
    tell: Callable[[Counter[str]], None],
) -> None:
    batch = next(batches, None)
    while batch is not None:
        # The next batch is made in a thread while PostgreSQL takes this one: there are two cores.
        following = asyncio.create_task(asyncio.to_thread(next, batches, None))
        try:
            await _copy(session, batch, counted)
        finally:
            await asyncio.wait({following})
        tell(counted)
        batch = following.result()


class _Teller:
    """Tells how far the load has come, a few times."""

    def __init__(self, shape: Shape, progress: Callable[[str], None]) -> None:
        self._reports = shape.reports
        self._progress = progress
        self._told = 0

    def __call__(self, counted: Counter[str]) -> None:
        """So many rows are loaded by now."""
        percent = 100 * counted["progress_report"] // self._reports
        if percent >= self._told + _TOLD_EVERY:
            self._told = percent
            self._progress(_line(percent, counted))


async def _take_statistics(session: WriteSession) -> None:
    tables = ", ".join(f'"{table}"' for table in sorted(Base.metadata.tables))
    await session.execute(text(f"ANALYZE {tables}"))


async def _copy(session: WriteSession, batch: Batch, counted: Counter[str]) -> None:
    for table in COLUMNS:
        if rows := batch.get(table):
            await copy_rows(session, table, COLUMNS[table], rows)
            counted[table] += len(rows)


def _batches(ground: Ground, shape: Shape) -> Iterator[Batch]:
    yield from scenery(ground)
    drafts = Drafts(shape)
    serials: Counter[tuple[str, int]] = Counter()
    batch = new_batch()
    for number in range(drafts.count):
        _write_pledge(ground, drafts, number, serials, batch)
        if len(batch["progress_report"]) > _REPORTS_AT_ONCE or len(batch["pledge"]) > _REPORTS_AT_ONCE:
            yield batch
            batch = new_batch()
    yield batch


def _write_pledge(
    ground: Ground, drafts: Drafts, number: int, serials: Counter[tuple[str, int]], batch: Batch
) -> None:
    draft = drafts[number]
    promise = promise_of(ground, drafts, draft)
    year = promise.year
    serials[promise.region, year] += 1
    numbered = Numbered(year=year, serial=serials[promise.region, year])
    later = drafts.successor_of(number)
    successor = None if later is None else promise_of(ground, drafts, drafts[later]).lead.id
    Life(ground, draft, promise, batch).write(numbered, successor)


def _line(percent: int, counted: Counter[str]) -> str:
    pledges, targets, reports = (counted[name] for name in ("pledge", "target", "progress_report"))
    return (
        f"{percent:3} %: {pledges:,} komitmen / pledges, {targets:,} target / targets, "
        f"{reports:,} laporan / reports"
    )
