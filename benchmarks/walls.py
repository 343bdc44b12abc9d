"""`./run bench walls`: what policies cost readings and reports, and that no large table is read for them."""

import contextlib
import os
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, cast

import typer
import uvloop

from benchmarks.reading.cpu import of_backends
from benchmarks.reading.pages import put_between
from benchmarks.reading.province import Province, connected, province
from benchmarks.reading.table import markdown, short
from benchmarks.walling.plans import plan, read_whole
from benchmarks.walling.questions import DOCUMENTS, Asked, asked
from benchmarks.walling.sides import Side, side
from service.settings import CHECKOUT
from service.units import Driver

_LARGE: Final = 100_000
_Deed = Callable[[Side], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Milliseconds of one deed: by the clock, of PostgreSQL's processes, of ours."""

    clock: float
    database: float
    own: float


def main(
    rounds: Annotated[int, typer.Option(min=1, help="Putaran / Rounds, of which the median counts.")] = 9,
    times: Annotated[int, typer.Option(min=1, help="Kali tiap putaran / Times a round.")] = 50,
    data: Annotated[Path, typer.Option(help="Folder data / Data folder.")] = CHECKOUT / ".data/bench-writes",
    *,
    write: Annotated[bool, typer.Option("--write", help="Tulis ke docs / Write to docs.")] = False,
) -> None:
    """Ukur dinding kedua / Measure with the policies up against a copy where they are down, in turn."""
    report = uvloop.run(_measured(rounds, times, data))
    typer.echo(report)
    if write:
        put_between(CHECKOUT / "docs/benchmarks.md", "bench:walls", report)


async def _measured(rounds: int, times: int, data: Path) -> str:
    async with province(data, _tell) as found, contextlib.AsyncExitStack() as stack:
        up = await stack.enter_async_context(side(data, "walls_up", is_up=True))
        down = await stack.enter_async_context(side(data, "walls_down", is_up=False))
        lines: list[list[str]] = []
        worse: list[str] = []
        for who, actor in up.people.items():
            for what, document in DOCUMENTS.items():
                questions = await asked(up.database, actor, document)
                deed = _asking(questions, who)
                lines.append([f"{what}, {who}", *await _compared((up, down), deed, found, rounds, times)])
                worse += [f"{what} as {who}: {each}" for each in await _worse((up, down), questions, who)]
        lines.append(["`reportProgress`", *await _compared((up, down), Side.report, found, rounds, times)])
        sizes = ", ".join(f"{count:,} {table.replace('_', ' ')}" for table, count in found.sizes.items())
        said = f"{os.cpu_count()} cores; PostgreSQL {found.postgresql}. Rows: {sizes}."
    head = ["as a class", "CPU, up / down", "CPU ms of PostgreSQL", "of the service", "ms by the clock"]
    plans = "No table of more than 100,000 rows is read whole that is not without policies."
    if worse:
        plans = f"Read whole only with policies: {'; '.join(worse)}."
    method = f"Medians of {rounds} rounds of {times}, the two copies in turn; one connection, prepared."
    return "\n\n".join((markdown(head, lines), f"{method} {plans}", said))


def _asking(questions: Sequence[Asked], who: str) -> _Deed:
    async def ask(where: Side) -> None:
        for one in questions:
            trust = where.people[who].guise.trust
            await where.database.row(one.sql, *one.values, trust=trust, counts=one.counts)

    return ask


async def _compared(
    sides: tuple[Side, Side], deed: _Deed, found: Province, rounds: int, times: int
) -> list[str]:
    """The figures of a line; the ratio is the median of those of the rounds."""
    for each in sides:
        await _taken(each, deed, found, 6)  # prepared, and its plan chosen
    pairs: list[tuple[Taken, Taken]] = []
    for number in range(rounds):
        turn = sides if number % 2 else sides[::-1]
        one, other = [await _taken(each, deed, found, times) for each in turn]
        pairs.append((one, other) if number % 2 else (other, one))
    ups, downs = zip(*pairs, strict=True)
    ratio = statistics.median((up.database + up.own) / (down.database + down.own) for up, down in pairs)
    figures = [
        f"{short(_middle(ups, name))} / {short(_middle(downs, name))}"
        for name in ("database", "own", "clock")
    ]
    return [f"**{ratio:.2f}**", *figures]


def _middle(taken: Sequence[Taken], name: str) -> float:
    return statistics.median(getattr(each, name) for each in taken)


async def _taken(where: Side, deed: _Deed, found: Province, times: int) -> Taken:
    before, own, began = of_backends(found.postmaster), time.process_time(), time.perf_counter()
    for _ in range(times):
        await deed(where)
    clock, spent = time.perf_counter() - began, time.process_time() - own
    after = of_backends(found.postmaster)
    backends = sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())
    each = 1_000 / times
    return Taken(clock=each * clock, database=each * backends, own=each * spent)


async def _worse(sides: tuple[Side, Side], questions: Sequence[Asked], who: str) -> list[str]:
    """Large tables that are read from end to end with policies, and would not be without."""
    up, down = sides
    async with connected(up.owner_url) as owner:
        rows = await owner.fetch("SELECT relname FROM pg_class WHERE reltuples > $1", _LARGE)
    large = {str(row["relname"]) for row in rows}
    found: set[str] = set()
    async with connected(up.logins[who]) as one, connected(down.logins[who]) as other:
        for each in questions:
            with_wall, without = [
                {*read_whole(await plan(cast("Driver", driver), each, up.people[who]))}
                for driver in (one, other)
            ]
            found |= (with_wall - without) & large
    return sorted(found)


def _tell(line: str) -> None:
    sys.stderr.write(f"bench: {line}\n")


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
