"""`./run bench rollup`: what keeping the rollup takes of the rate of writes.

Sixteen writers, each on pledges of its own, report, verify what they reported and start pledges, by the use
cases and as often as in the synthetic province: eleven verifications for each step of a pledge. Rounds with
the rollup kept (and folded beside them) and rounds without take turns, in a copy of that province. A report
changes nothing that is counted, so the verifications and steps are told by themselves too.
"""

import asyncio
import contextlib
import itertools
import statistics
import sys
import time
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated
from unittest import mock

import typer
import uvloop
from sqlalchemy import RowMapping, text

from benchmarks.reading.pages import put_between
from benchmarks.reading.province import province
from benchmarks.writing.copies import Copy, copied
from service.access.actors import Actor, Role
from service.clock import system_clock, today_in
from service.database import Database, WriteSession
from service.embedded_folder import Folder
from service.ledger import transitions
from service.ledger.agreement import StartPledge, start_pledge
from service.ledger.reports import ReportProgress, report_progress
from service.ledger.rollup.building import ensure_built
from service.ledger.rollup.folding import fold
from service.ledger.verifications import VerifyReport, verify_report
from service.rules.verification import Decision, Verdict
from service.settings import CHECKOUT

WRITERS = 16
_VERIFIED, _STARTED = 33, 3
"""How many writes of each kind a writer does in a round."""
_FOLDED_EVERY = 10.0
_TARGETS = """
SELECT DISTINCT ON (pledge_id) target.id, target.unit, lead_agency_id AS agency, pledge.region_code
FROM target JOIN pledge ON pledge.id = pledge_id JOIN indicator ON indicator.id = indicator_id
WHERE execution = 'IN_PROGRESS' AND kind = 'QUANTITY' ORDER BY pledge_id, target.id
"""
_AGREED = """
SELECT id, lead_agency_id AS agency, region_code FROM pledge
WHERE execution = 'AGREED' ORDER BY id
"""
_JUDGES = "SELECT id FROM agency ORDER BY id LIMIT 2"
Work = Callable[[WriteSession], Awaitable[object]]


def main(
    data: Annotated[Path, typer.Option(help="Folder data / Data folder.")] = CHECKOUT / ".data/bench-rollup",
    rounds: Annotated[int, typer.Option(min=1, help="Putaran / Rounds, of which the median counts.")] = 5,
    *,
    write: Annotated[bool, typer.Option("--write", help="Tulis ke docs / Write to docs.")] = False,
) -> None:
    """Ukur tulisan dengan dan tanpa rekapitulasi / Measure writes with and without the rollup."""
    report = uvloop.run(measure(data, rounds))
    typer.echo(report)
    if write:
        put_between(CHECKOUT / "docs/benchmarks.md", "bench:rollup", report)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Writes a second of a round: of all, and of those that change what is counted."""

    every: float
    counted: float


async def measure(data: Path, rounds: int) -> str:
    """The rates and their ratios, in words."""
    async with province(data, tell), copied(Folder(data), "rollup") as copy:
        kept, without = await _rates(copy, rounds)
    every = _ratio([each.every for each in kept], [each.every for each in without])
    counted = _ratio([each.counted for each in kept], [each.counted for each in without])
    return (
        f"Reports, verifications and steps of pledges: {every}. Verifications and steps alone, which change "
        f"what is counted: {counted}. Medians of {rounds} rounds, {WRITERS} writers at once."
    )


def _ratio(kept: list[float], without: list[float]) -> str:
    ratio = statistics.median(one / other for one, other in zip(kept, without, strict=True))
    rates = (
        f"{statistics.median(kept):.0f} writes/s with the rollup, {statistics.median(without):.0f} without"
    )
    return f"{rates}, **{ratio:.2f} x**"


async def _rates(copy: Copy, rounds: int) -> tuple[list[Rates], list[Rates]]:
    """Of each round: with the rollup, and without."""
    database = await Database.open(copy.service_url, size=WRITERS)
    await ensure_built(database, tell)
    writers = _Writers(database, await _rows(database, _TARGETS), await _rows(database, _AGREED))
    writers.judges = [row["id"] for row in await _rows(database, _JUDGES)]
    kept: list[Rates] = []
    without: list[Rates] = []
    await _round(database, writers, is_kept=True)  # statements are planned
    for number in range(1, rounds + 1):
        for is_kept in (True, False) if number % 2 else (False, True):
            (kept if is_kept else without).append(await _round(database, writers, is_kept=is_kept))
        tell(f"putaran / round {number}: {kept[-1].every:.0f} / {without[-1].every:.0f}")
    await database.close()
    return kept, without


class _Writers:
    """Who writes what next; nothing is done twice."""

    def __init__(self, database: Database, targets: list[RowMapping], agreed: list[RowMapping]) -> None:
        self.judges: list[uuid.UUID] = []
        self._database = database
        self._targets = [itertools.cycle(targets[number::WRITERS]) for number in range(WRITERS)]
        self._agreed: Iterator[RowMapping] = iter(agreed)

    async def prepared(self, number: int) -> list[Work]:
        """The writes of a writer's round: what is to be verified is reported before."""
        verifying = [await self._reported(next(self._targets[number])) for _ in range(_VERIFIED)]
        starting = [_starting(row) for row in itertools.islice(self._agreed, _STARTED)]
        return [*verifying, *starting]

    async def _reported(self, row: RowMapping) -> Work:
        request = ReportProgress(
            target_id=row["id"],
            unit=row["unit"],
            quantity=Decimal(1),
            effective_on=today_in("Asia/Jakarta", system_clock()),
        )
        lead = _actor(Role.LIAISON, row["agency"], None)
        report = await self._database.write(lambda session: report_progress(session, lead, request))
        judged = VerifyReport(report_id=report.id, decision=Decision.ACCEPTED, verdict=Verdict.NOT_YET)
        (agency,) = [each for each in self.judges if each != row["agency"]][:1]
        judge = _actor(Role.SECRETARIAT, agency, row["region_code"])
        return lambda session: verify_report(session, judge, judged)


def _starting(row: RowMapping) -> Work:
    lead = _actor(Role.LIAISON, row["agency"], None)
    return lambda session: start_pledge(session, lead, StartPledge(pledge_id=row["id"]))


def _actor(role: Role, agency: uuid.UUID, region: str | None) -> Actor:
    scopes = frozenset({"read", "report" if role is Role.LIAISON else "secretariat"})
    return Actor(
        kind="TOKEN",
        id="bench",
        label="bench",
        role=role,
        agency_id=agency,
        region_code=region,
        scopes=scopes,
    )


async def _round(database: Database, writers: _Writers, *, is_kept: bool) -> Rates:
    """What is to be verified is reported before."""
    async with _folding(database) if is_kept else _without_rollup():
        start = time.perf_counter()
        work = await asyncio.gather(*(writers.prepared(number) for number in range(WRITERS)))
        reported = time.perf_counter()
        await asyncio.gather(*(_all(database, mine) for mine in work))
        end = time.perf_counter()
    counted = sum(map(len, work))
    every = counted + WRITERS * _VERIFIED
    return Rates(every=every / (end - start), counted=counted / (end - reported))


async def _all(database: Database, work: list[Work]) -> None:
    for one in work:
        await database.write(one)


@contextlib.asynccontextmanager
async def _folding(database: Database) -> AsyncGenerator[None]:
    """As tending does beside a service."""

    async def folding() -> None:
        while True:
            await asyncio.sleep(_FOLDED_EVERY)
            await database.write(lambda session: fold(session, system_clock()))

    task = asyncio.create_task(folding())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@contextlib.asynccontextmanager
async def _without_rollup() -> AsyncGenerator[None]:
    """Writers that do not know of it."""

    async def nothing(_session: WriteSession, *_ids: uuid.UUID) -> None:
        """Roll nothing."""

    with mock.patch.multiple(transitions, roll=nothing, roll_verification=nothing):
        yield


async def _rows(database: Database, query: str) -> list[RowMapping]:
    async with database.reading() as session:
        return list((await session.execute(text(query))).mappings())


def tell(line: str) -> None:
    """Progress, beside the report."""
    sys.stderr.write(f"bench: {line}\n")


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
