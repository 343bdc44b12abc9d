"""`./run bench matrix`: matrices of several sizes, against their SQL in pgbench, GROUP BY, PostGraphile."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
import uvloop

from benchmarks.counting.pgbench import floor
from benchmarks.counting.questions import Question, questions
from benchmarks.counting.sized import Sized, final_sql, sized, timed
from benchmarks.counting.table import Measured, table
from benchmarks.peers import postgraphile
from benchmarks.reading.agreement import difference, normal
from benchmarks.reading.load import answer_of
from benchmarks.reading.measuring import again_and_again, sample
from benchmarks.reading.servers import OURS, POOL, POSTGRAPHILE, Server, our_environment, python, started
from service.database import Database
from service.settings import CHECKOUT

_README = CHECKOUT / "README.md"
_START, _END = "<!-- bench:matrix -->", "<!-- /bench:matrix -->"
_CLIENTS = POOL // 2
"""Over as many connections the service counts."""


def main(
    data: Annotated[
        list[Path] | None,
        typer.Option(help="Folder data, boleh beberapa / Data folders, several for several sizes."),
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Putaran / Rounds, of which the median counts.")] = 3,
    seconds: Annotated[float, typer.Option(min=1, help="Detik tiap ukuran / Seconds a sample.")] = 3,
    question: Annotated[list[str] | None, typer.Option(help="Hanya / Only these questions.")] = None,
    *,
    write: Annotated[bool, typer.Option("--write", help="Tulis ke README / Write to README.")] = False,
) -> None:
    """Ukur matriks / Measure matrices; a folder without data is filled with the synthetic province."""
    folders = data or [CHECKOUT / ".data/bench-matrix"]
    report = uvloop.run(measure(folders, rounds, seconds, question or []))
    typer.echo(report)
    if write:
        before, _, rest = _README.read_text().partition(_START)
        _, _, after = rest.partition(_END)
        _README.write_text(f"{before}{_START}\n{report}\n{_END}{after}")


async def measure(folders: Sequence[Path], rounds: int, seconds: float, names: Sequence[str]) -> str:
    """The report as Markdown: a table a size."""
    parts: list[str] = []
    for folder in folders:
        async with sized(folder, tell) as here:
            asked = [each for each in questions(here.province) if not names or each.name in names]
            parts.append(table(here, asked, await _measure(here, folder, asked, rounds, seconds)))
    return "\n\n".join(parts)


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
            await _require_agreement(question, (ours, other))
            statement = await final_sql(question, database)
            one = found[question.name] = Measured(
                statement=await timed(database, *statement), grouped=await timed(database, question.grouped)
            )
            tell(f"{here.name}: {question.name}: {one.statement.database_ms:.1f} ms")
            for _ in range(rounds):
                await _round(one, question, here, (ours, other), statement, seconds)
    await database.close()
    return found


async def _round(
    found: Measured,
    question: Question,
    here: Sized,
    servers: tuple[Server, Server],
    statement: tuple[str, tuple[object, ...]],
    seconds: float,
) -> None:
    """Each once, one after the other."""
    for server, samples in zip(servers, (found.ours, found.theirs), strict=True):
        streams = again_and_again(server.target(question, {}))
        samples.append(await sample(streams, server.pid, here.postmaster, seconds))
    found.floor.append(await asyncio.to_thread(floor, here.url, *statement, _CLIENTS, seconds))


async def _require_agreement(question: Question, servers: Sequence[Server]) -> None:
    """Refuse to time servers that do not answer the same."""
    ours, theirs = [normal(await answer_of(each.target(question, {}))) for each in servers]
    if found := difference(ours, theirs):
        tell(f"jawaban berbeda / answers differ: {question.name}: {found}")
        raise typer.Exit(1)


def tell(line: str) -> None:
    """Progress, beside the report."""
    sys.stderr.write(f"bench: {line}\n")


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
