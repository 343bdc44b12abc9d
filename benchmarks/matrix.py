"""`./run bench matrix`: matrices at three sizes, against their SQL in pgbench, GROUP BY and PostGraphile."""

import asyncio
import itertools
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
import uvloop

from benchmarks.counting.pgbench import floor
from benchmarks.counting.questions import Question, questions
from benchmarks.counting.sized import Size, Sized, final_sql, sized, timed
from benchmarks.counting.table import Found, Measured, growth, ratios, surroundings
from benchmarks.peers import postgraphile
from benchmarks.reading.agreement import difference, normal
from benchmarks.reading.load import answer_of
from benchmarks.reading.measuring import sample
from benchmarks.reading.pages import put_between
from benchmarks.reading.servers import OURS, POOL, POSTGRAPHILE, Server, our_environment, python, started
from service.database import Database
from service.settings import CHECKOUT

_CLIENTS = POOL // 2
"""Over as many connections the service counts."""


def main(
    size: Annotated[list[Size] | None, typer.Option(help="Hanya / Only these sizes.")] = None,
    question: Annotated[list[str] | None, typer.Option(help="Hanya / Only these questions.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Putaran / Rounds, of which the median counts.")] = 3,
    seconds: Annotated[float, typer.Option(min=1, help="Detik tiap ukuran / Seconds a sample.")] = 3,
    data: Annotated[Path, typer.Option(help="Folder data / Data folder.")] = CHECKOUT / ".data/bench-matrix",
    *,
    write: Annotated[bool, typer.Option("--write", help="Tulis ke README dan docs / Write to both.")] = False,
) -> None:
    """Ukur matriks / Measure matrices; the nation is made first, which takes an hour and 40 GB."""
    sizes = [each for each in Size if not size or each in size]
    found = uvloop.run(measure(sizes, data, rounds, seconds, question or []))
    grown, said = growth(found), surroundings(found)
    method = f"Medians of {rounds} rounds of {seconds:g} s, {_CLIENTS} at a time."
    standing = [ratios(each) for each in found]
    typer.echo("\n\n".join((grown, *standing, method, said)))
    if write:
        put_between(CHECKOUT / "README.md", "bench:matrix", "\n\n".join((grown, standing[-1], method, said)))
        put_between(CHECKOUT / "docs/benchmarks.md", "bench:matrix", "\n\n".join((*standing, method)))


async def measure(
    sizes: Sequence[Size], room: Path, rounds: int, seconds: float, names: Sequence[str]
) -> list[Found]:
    """What is found at each size."""
    found: list[Found] = []
    for size in sizes:
        async with sized(size, room, tell) as here:
            asked = [each for each in questions(here.spots) if not names or each.name in names]
            found.append(Found(here=here, measured=await _measure(here, room, asked, rounds, seconds)))
    return found


async def _measure(
    here: Sized, room: Path, asked: Sequence[Question], rounds: int, seconds: float
) -> dict[str, Measured]:
    packages = await asyncio.to_thread(postgraphile.install, room)
    theirs = postgraphile.command(packages, here.url, POOL)
    database = await Database.open(here.url)
    found: dict[str, Measured] = {}
    async with (
        started(OURS, python("benchmarks.peers.ours"), our_environment(here.url), room) as ours,
        started(POSTGRAPHILE, *theirs, room) as other,
    ):
        for question in asked:
            statement = await final_sql(question, database)
            one = found[question.name] = Measured(
                question=question,
                cells=await _cells(question, ours, other),
                statement=await timed(here.url, *statement),
                grouped=await timed(here.url, question.grouped) if question.grouped else None,
            )
            tell(f"{here.size}: {question.name}: {one.statement.database_ms:.1f} ms")
            only_warms = replace(one, ours=[], floor=[], theirs=[])
            for kept in (only_warms, *[one] * rounds):
                await _round(kept, here, (ours, other), statement, seconds)
    await database.close()
    return found


async def _round(
    found: Measured,
    here: Sized,
    servers: tuple[Server, Server],
    statement: tuple[str, tuple[object, ...]],
    seconds: float,
) -> None:
    """Each once, one after the other; who does not speak of it is left out."""
    for server, samples in zip(servers, (found.ours, found.theirs), strict=True):
        if server.peer is OURS or found.question.their_document:
            streams = [itertools.repeat(server.target(found.question, {})) for _ in range(_CLIENTS)]
            samples.append(await sample(streams, server.pid, here.postmaster, seconds))
    found.floor.append(await asyncio.to_thread(floor, here.url, *statement, _CLIENTS, seconds))


async def _cells(question: Question, ours: Server, other: Server) -> int:
    """How many the answer has; refuses to time servers that do not answer the same."""
    answer = await answer_of(ours.target(question, {}))
    content: dict[str, Any] = orjson.loads(answer)
    if question.their_document:
        found = difference(normal(answer), normal(await answer_of(other.target(question, {}))))
        if found:
            tell(f"jawaban berbeda / answers differ: {question.name}: {found}")
            raise typer.Exit(1)
    (value,) = content["data"].values()
    return len(value.get("cells", ()))


def tell(line: str) -> None:
    """Progress, beside the report."""
    sys.stderr.write(f"bench: {line}\n")


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
