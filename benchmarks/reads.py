"""`./run bench reads`: five read operations on the synthetic province, by the service and by three others."""

import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
import uvloop

from benchmarks.reading.agreement import difference, normal
from benchmarks.reading.load import answer_of
from benchmarks.reading.measuring import CONNECTIONS, Sample, again_and_again, sample
from benchmarks.reading.operations import OPERATIONS, Operation
from benchmarks.reading.pages import put_between
from benchmarks.reading.province import Province, province
from benchmarks.reading.servers import Place, Server, running
from benchmarks.reading.surroundings import surroundings
from benchmarks.reading.table import table
from service.settings import CHECKOUT

_NAMES = ", ".join(each.name for each in OPERATIONS)


def main(
    rounds: Annotated[int, typer.Option(min=1, help="Putaran / Rounds, of which the median counts.")] = 5,
    seconds: Annotated[float, typer.Option(min=0.2, help="Detik tiap ukuran / Seconds a sample.")] = 1.5,
    operation: Annotated[list[str] | None, typer.Option(help=f"Hanya / Only: {_NAMES}")] = None,
    data: Annotated[Path, typer.Option(help="Folder data / Data folder.")] = CHECKOUT / ".data/bench-reads",
    *,
    write: Annotated[bool, typer.Option("--write", help="Tulis ke README / Write to README.")] = False,
) -> None:
    """Ukur bacaan / Measure reads against the floor, PostGraphile 5 and a plain ORM app."""
    chosen = [each for each in OPERATIONS if not operation or each.name in operation]
    if operation and len(chosen) < len(set(operation)):
        raise typer.BadParameter(_NAMES, param_hint="--operation")
    report = uvloop.run(measure(chosen, rounds, seconds, data))
    typer.echo(report)
    if write:
        put_between(CHECKOUT / "README.md", "bench:reads", report)


async def measure(operations: Sequence[Operation], rounds: int, seconds: float, data: Path) -> str:
    """The report as Markdown, after every server gave the same answers."""
    async with province(data, tell) as found:
        variables = {"reference": found.reference}
        async with running(Place(url=found.url, room=data), variables) as servers:
            for operation in operations:
                await _require_agreement(operation, servers, variables)
            samples: dict[tuple[str, str], list[Sample]] = defaultdict(list)
            await _round(0, operations, servers, found, min(0.5, seconds))  # caches fill, V8 compiles
            for number in range(1, rounds + 1):
                tell(f"putaran / round {number} / {rounds}")
                for name, taken in await _round(number, operations, servers, found, seconds):
                    samples[name].append(taken)
            said = surroundings(found, data)
    client = max(each.client_share for taken in samples.values() for each in taken)
    method = f"Medians of {rounds} rounds of {seconds:g} s at concurrency {CONNECTIONS}"
    method = f"{method}, the client took {client:.0%} of a core at most."
    return "\n\n".join((table(samples, operations), method, said))


async def _round(
    number: int, operations: Sequence[Operation], servers: Sequence[Server], found: Province, seconds: float
) -> list[tuple[tuple[str, str], Sample]]:
    """Every operation on every server; who is first changes from round to round."""
    turn = number % len(servers)
    taken: list[tuple[tuple[str, str], Sample]] = []
    for operation in operations:
        for server in (*servers[turn:], *servers[:turn]):
            target = server.target(operation, {"reference": found.reference})
            one = await sample(again_and_again(target), server.pid, found.postmaster, seconds)
            taken.append(((operation.name, server.peer.name), one))
    return taken


async def _require_agreement(
    operation: Operation, servers: Sequence[Server], variables: dict[str, str]
) -> None:
    """Refuse to time servers that do not answer the same."""
    answers = [await answer_of(each.target(operation, variables)) for each in servers]
    tell(f"{operation.name}: {', '.join(f'{len(answer):,} B' for answer in answers)}")
    for server, answer in zip(servers[1:], answers[1:], strict=True):
        if found := difference(normal(answers[0]), normal(answer)):
            who = f"{servers[0].peer.title} / {server.peer.title}"
            tell(f"jawaban berbeda / answers differ: {operation.name}, {who}: {found}")
            raise typer.Exit(1)


def tell(line: str) -> None:
    """Progress, beside the report."""
    sys.stderr.write(f"bench: {line}\n")


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
