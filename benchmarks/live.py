"""`./run bench live`: what listeners cost those who write, and how soon they hear."""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

import typer
import uvloop

from benchmarks.campaign.ground import Ground, prepare, serving
from benchmarks.campaign.processes import Serving
from benchmarks.listening.leading import Crowd, crowd_at
from benchmarks.listening.writing import Writer
from benchmarks.reading.cpu import used
from service.settings import CHECKOUT

WRITERS: Final = 16
_PAGE: Final = CHECKOUT / "docs" / "benchmarks.md"
_START, _END = "<!-- bench:live -->", "<!-- /bench:live -->"
_HEARING_SECONDS: Final = 1.5
"""After a single write: longer than the slowest telling."""
_KIBIBYTE: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The writers' rate, and what else was seen meanwhile."""

    rate: float
    events: float
    """Told each second, to all listeners together."""
    server: float
    database: float
    """CPU seconds a second."""


@dataclass(slots=True)
class Figures:
    """What the rounds gave."""

    without: list[Sample] = field(default_factory=list[Sample])
    with_all: list[Sample] = field(default_factory=list[Sample])
    delays: list[float] = field(default_factory=list[float])
    alone: list[float] = field(default_factory=list[float])
    memory: list[float] = field(default_factory=list[float])
    """KiB a listener; rounds after the first find its memory free again."""


def main(
    listeners: Annotated[int, typer.Option(min=1, help="Pendengar / Listeners.")] = 2_000,
    rounds: Annotated[int, typer.Option(min=1, help="Putaran / Rounds, of which the median counts.")] = 5,
    seconds: Annotated[float, typer.Option(min=1, help="Detik tiap ukuran / Seconds a sample.")] = 6.0,
    *,
    write: Annotated[bool, typer.Option("--write", help="Tulis ke docs / Write to docs.")] = False,
) -> None:
    """Ukur pendengar / Measure writers of reports with and without listeners."""
    report = uvloop.run(_measure(listeners, rounds, seconds))
    typer.echo(report)
    if write:
        before, _, rest = _PAGE.read_text().partition(_START)
        _PAGE.write_text(f"{before}{_START}\n{report}\n{_END}{rest.partition(_END)[2]}")


async def _measure(listeners: int, rounds: int, seconds: float) -> str:
    with tempfile.TemporaryDirectory(prefix="ikrar-live-", ignore_cleanup_errors=True) as place:
        _tell("menyiapkan / preparing")
        folder = Path(place) / "data"
        ground = await prepare(folder, WRITERS)
        async with serving(folder) as service, crowd_at(service.port) as crowd:
            scene = (service, crowd, _writers(service, ground), figures := Figures())
            await _sample(*scene[:3], min(seconds, 2))  # caches fill
            for number in range(rounds):
                _tell(f"putaran / round {number + 1} / {rounds}")
                await _round(number, listeners, seconds, scene)
    return _table(listeners, rounds, seconds, figures)


_Scene = tuple[Serving, Crowd, Sequence[Writer], Figures]


async def _round(number: int, listeners: int, seconds: float, scene: _Scene) -> None:
    """Both samples, each first in every second round; then how soon a single write is heard."""
    service, crowd, writers, figures = scene
    if number % 2 == 0:
        figures.without.append(await _sample(service, crowd, writers, seconds))
    await crowd.do("open 1")
    figures.alone += await _delays(crowd, writers[0])
    await crowd.do("close")
    await asyncio.sleep(1)
    before = _resident(service.pid)
    await crowd.do(f"open {listeners}")
    figures.memory.append((_resident(service.pid) - before) / listeners)
    figures.delays += await _delays(crowd, writers[0])
    figures.with_all.append(await _sample(service, crowd, writers, seconds))
    await crowd.do("close")
    await asyncio.sleep(1)
    if number % 2:
        figures.without.append(await _sample(service, crowd, writers, seconds))


def _writers(service: Serving, ground: Ground) -> list[Writer]:
    """As many as there are pledges, so that nobody waits for another's."""
    each = len(ground.targets) // WRITERS
    slices = [ground.targets[start : start + each] for start in range(0, len(ground.targets), each)]
    return [Writer(service.port, ground, targets) for targets in slices]


async def _sample(service: Serving, crowd: Crowd, writers: Sequence[Writer], seconds: float) -> Sample:
    await crowd.arrivals()
    postmaster = service.folder.postmaster() or 0
    before, began = used(service.pid, postmaster), time.monotonic()
    until = began + seconds
    counts = await asyncio.gather(*(each.report_until(lambda: time.monotonic() > until) for each in writers))
    span, cost = time.monotonic() - began, used(service.pid, postmaster).since(before)
    events = len(await crowd.arrivals())
    return Sample(
        rate=sum(counts) / span,
        events=events / span,
        server=cost.server / span,
        database=sum(cost.database.values()) / span,
    )


async def _delays(crowd: Crowd, writer: Writer, writes: int = 4) -> list[float]:
    """From the acknowledgement of a single write to every listener's event of it."""
    found: list[float] = []
    for _ in range(writes):
        await asyncio.sleep(_HEARING_SECONDS)
        await crowd.arrivals()
        async with writer.connected() as socket:
            acknowledged = await writer.report(socket)
        await asyncio.sleep(_HEARING_SECONDS)
        found += [arrival - acknowledged for arrival in await crowd.arrivals()]
    return found


def _resident(pid: int) -> float:
    """KiB of memory that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _KIBIBYTE


def _table(listeners: int, rounds: int, seconds: float, figures: Figures) -> str:
    pairs = zip(figures.with_all, figures.without, strict=True)
    ratio = statistics.median(one.rate / other.rate for one, other in pairs)
    lines = [
        f"| | no listeners | {listeners:,} listeners |",
        "|---|---:|---:|",
        _line("reports written a second", figures, lambda each: f"{each.rate:.0f}"),
        _line("events told a second, to all together", figures, lambda each: f"{each.events:.0f}"),
        _line("CPU seconds a second: service", figures, lambda each: f"{each.server:.2f}"),
        _line("CPU seconds a second: PostgreSQL", figures, lambda each: f"{each.database:.2f}"),
    ]
    method = (
        f"**Writers keep {ratio:.2f} of their rate.** A single write is heard, from its acknowledgement on, "
        f"after {_ms(figures.alone)} by one listener and after {_ms(figures.delays)} by {listeners:,} "
        f"(median / p95). A listener takes {max(figures.memory):.0f} KiB of memory at most. "
        f"Medians of {rounds} rounds of {seconds:g} s, {WRITERS} writers, one worker, {os.cpu_count()} cores "
        "for service, PostgreSQL, writers and listeners together."
    )
    return "\n".join(lines) + f"\n\n{method}"


def _line(name: str, figures: Figures, show: Callable[[Sample], str]) -> str:
    middle = [
        sorted(samples, key=lambda each: each.rate)[len(samples) // 2]
        for samples in (figures.without, figures.with_all)
    ]
    return f"| {name} | {show(middle[0])} | {show(middle[1])} |"


def _ms(seconds: Sequence[float]) -> str:
    ranked = sorted(seconds)
    return f"{1000 * ranked[len(ranked) // 2]:.0f} / {1000 * ranked[len(ranked) * 95 // 100]:.0f} ms"


def _tell(line: str) -> None:
    sys.stderr.write(f"bench: {line}\n")


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
