"""One run of one suite: a copy of the ground, a service, writers, faults, and then the comparison."""

import asyncio
import contextlib
import os
import shutil
import signal
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.campaign import judging
from benchmarks.campaign.faults import BUDGET_SECONDS, kill_backends, kill_databases, kill_services
from benchmarks.campaign.feed import Cursor, Reader
from benchmarks.campaign.ground import Ground
from benchmarks.campaign.journal import Journal
from benchmarks.campaign.judging import Fault, Finding
from benchmarks.campaign.loads import Load, editors, reporters, twins
from benchmarks.campaign.processes import SERVE, SLOW_SERVE, NotServingError, Serving
from benchmarks.campaign.record import Record, looking, read_record

_ENOUGH_REPORTS: Final = 400
_LONG_ENOUGH_SECONDS: Final = 20.0
_LAST_WORDS_SECONDS: Final = 60.0
Disturb = Callable[[Serving, Load, int], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """Writers and what happens to them; `kills` None means as many as the command says."""

    name: str
    load: Callable[[Load], Awaitable[None]]
    disturb: Disturb
    kills: int | None = None
    entry: Sequence[str] = SERVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a suite is run."""

    suite: Suite
    seed: str
    kills: int
    writers: int
    entry: Sequence[str] | None = None
    """The service to start, when it is not the suite's."""
    cursor: Cursor = Cursor.HORIZON


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it."""

    run: Run
    journal: Journal
    starts: Sequence[float] = ()
    findings: Sequence[Finding] = field(default_factory=list[Finding])

    def count(self, fault: Fault) -> int:
        """How many findings of a kind."""
        return sum(finding.fault is fault for finding in self.findings)


async def _nothing(_serving: Serving, load: Load, _kills: int) -> None:
    """Writers among themselves, until they met often enough."""
    deadline = time.monotonic() + _LONG_ENOUGH_SECONDS
    while len(load.journal.acks) < _ENOUGH_REPORTS and time.monotonic() < deadline:
        await asyncio.sleep(0.1)


async def _until_they_end(_serving: Serving, load: Load, _kills: int) -> None:
    await load.stopping.wait()


APP_KILL: Final = Suite(name="app-kill", load=reporters, disturb=kill_services)
DB_KILL: Final = Suite(name="db-kill", load=reporters, disturb=kill_databases)
TWINS: Final = Suite(name="twins", load=twins, disturb=_until_they_end)
EDITORS: Final = Suite(name="editors", load=editors, disturb=kill_backends, kills=3)
READER: Final = Suite(name="reader", load=reporters, disturb=_nothing, entry=SLOW_SERVE)
SUITES: Final = (APP_KILL, DB_KILL, TWINS, EDITORS, READER)


async def observe(asked: Run, ground: Ground, place: Path) -> Outcome:
    """Run it in a folder `place`, which is gone afterwards together with every process in it."""
    serving = Serving(await _copy(ground.folder, place / "data"), asked.entry or asked.suite.entry)
    journal = Journal()
    try:
        await serving.start()
        findings = await _lived_through(asked, ground, serving, journal)
    except (NotServingError, TimeoutError) as error:
        findings = [Finding(fault=Fault.WRONG_ANSWER, what=f"{type(error).__name__}: {error}")]
    finally:
        left = await _emptied(serving)
    findings += [Finding(fault=Fault.LEFT_BEHIND, what=f"process {pid}") for pid in left]
    shutil.rmtree(place)
    return Outcome(run=asked, journal=journal, starts=serving.starts, findings=findings)


async def _copy(folder: Path, place: Path) -> Path:
    """The ground's folder at `place`, with owners and modes: as root, PostgreSQL is another user."""
    place.parent.mkdir()
    process = await asyncio.create_subprocess_exec("cp", "-a", "--reflink=auto", str(folder), str(place))
    if await process.wait() != 0:
        message = f"cannot copy {folder}"
        raise NotServingError(message)
    return place


async def _lived_through(asked: Run, ground: Ground, serving: Serving, journal: Journal) -> list[Finding]:
    load = Load(
        address=serving.address, ground=ground, journal=journal, seed=asked.seed, writers=asked.writers
    )
    async with looking(serving.owner_url) as database:
        before = await read_record(database, ground.edited)
        async with _reading(Reader(database, asked.cursor)) as reader:
            await _disturbed(asked, serving, load)
        record = await read_record(database, ground.edited)
    status, said = await serving.command("verify-ledger")
    return [*_compared(asked, journal, before, record, reader.read), *_proven(status, said, record)]


@contextlib.asynccontextmanager
async def _reading(reader: Reader) -> AsyncGenerator[Reader]:
    """A reader beside the block; at its end it has read all there is."""
    stopping = asyncio.Event()
    task = asyncio.create_task(reader.follow(stopping))
    try:
        yield reader
    finally:
        stopping.set()
        await asyncio.wait_for(task, _LAST_WORDS_SECONDS)


async def _disturbed(asked: Run, serving: Serving, load: Load) -> None:
    """Let the writers write and the faults happen; then let every writer hear about its last report."""
    writing = asyncio.ensure_future(asked.suite.load(load))
    writing.add_done_callback(lambda _: load.stopping.set())
    try:
        kills = asked.kills if asked.suite.kills is None else asked.suite.kills
        await asked.suite.disturb(serving, load, kills)
        if asked.suite.load is reporters:
            load.stopping.set()
        await asyncio.wait_for(asyncio.shield(writing), _LAST_WORDS_SECONDS)
    finally:
        writing.cancel()


def _compared(
    asked: Run, journal: Journal, before: Record, record: Record, read: Sequence[str]
) -> list[Finding]:
    findings = [Finding(fault=Fault.WRONG_ANSWER, what=what) for what in journal.wrong]
    findings += _late(journal)
    findings += judging.feed(read, record.events)
    ids = [row.id for row in record.rows]
    findings += judging.trail("history", ids, record.history)
    findings += judging.trail("outbox", ids, record.outbox)
    findings += judging.sums(record.accounts, record.rows)
    if asked.suite is EDITORS:
        edited, first = record.edited, before.edited.version
        findings += judging.edits(journal.acked, journal.sent, edited.marks)
        findings += judging.versions(edited.announced, first, edited.version)
    else:
        findings += judging.reports(journal.sent, journal.acks, record.rows)
    if asked.suite is TWINS:
        told = sum(ack.is_replay for ack in journal.acks)
        findings += judging.replays(told, record.replays - before.replays)
    return findings


def _late(journal: Journal) -> list[Finding]:
    late = [seconds for seconds in journal.recoveries() if seconds > BUDGET_SECONDS]
    return [
        Finding(fault=Fault.LATE, what=f"first acknowledgement after {seconds:.1f} s") for seconds in late
    ]


def _proven(status: int, said: str, record: Record) -> list[Finding]:
    """What the operator's own verb says, and whether the sealer kept up."""
    found = [Finding(fault=Fault.LEDGER, what=said.strip())] if status != 0 else []
    if record.unlinked:
        found.append(Finding(fault=Fault.LEDGER, what=f"{record.unlinked} rows were not linked in time"))
    return found


async def _emptied(serving: Serving) -> list[int]:
    """Stop the service; who is still there a moment later was left behind, and is ended."""
    if serving.is_alive:
        await serving.stop()
    for _ in range(100):
        if not serving.leftovers():
            return []
        await asyncio.sleep(0.05)
    left = serving.leftovers()
    for pid in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return left
