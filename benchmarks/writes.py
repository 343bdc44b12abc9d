"""`./run bench writes`: reports by sixteen liaisons at once, to the service and to PostGraphile 5."""

import contextlib
import sys
from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
import uvloop

from benchmarks.peers import postgraphile
from benchmarks.reading.measuring import CONNECTIONS, Sample, sample
from benchmarks.reading.pages import put_between
from benchmarks.reading.province import Province, connected, province
from benchmarks.reading.servers import (
    OURS,
    POOL,
    POSTGRAPHILE,
    Peer,
    Server,
    our_environment,
    python,
    started,
)
from benchmarks.reading.surroundings import surroundings
from benchmarks.writing.asking import requests
from benchmarks.writing.copies import Copy, copied
from benchmarks.writing.liaisons import Writer, let_in, liaisons
from benchmarks.writing.proof import quiet, require_agreement, require_all_kept
from benchmarks.writing.table import table
from service.embedded_folder import Folder
from service.settings import CHECKOUT

_FUNCTION = Path(postgraphile.__file__).parent / "report.sql"
_BEFORE = Peer(name="before", title="Ikrar before")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A server over its own copy, with a writer for each connection."""

    server: Server
    copy: Copy
    writers: list[Writer]

    @property
    def sent(self) -> int:
        """How many reports were handed in so far."""
        return sum(writer.sent for writer in self.writers)


def main(
    rounds: Annotated[int, typer.Option(min=1, help="Putaran / Rounds, of which the median counts.")] = 7,
    seconds: Annotated[float, typer.Option(min=0.5, help="Detik tiap ukuran / Seconds a sample.")] = 5.0,
    data: Annotated[Path, typer.Option(help="Folder data / Data folder.")] = CHECKOUT / ".data/bench-writes",
    before: Annotated[Path | None, typer.Option(help="Kode lama / Another checkout, measured too.")] = None,
    *,
    write: Annotated[bool, typer.Option("--write", help="Tulis ke docs / Write to docs.")] = False,
) -> None:
    """Ukur tulisan / Measure writes against PostGraphile 5 calling one function that does the same."""
    report = uvloop.run(measure(rounds, seconds, data, before))
    typer.echo(report)
    if write:
        put_between(CHECKOUT / "docs/benchmarks.md", "bench:writes", report)


async def measure(rounds: int, seconds: float, data: Path, before: Path | None) -> str:
    """The report as Markdown, after every report that was handed in was found where it belongs."""
    async with province(data, tell) as found, contextlib.AsyncExitStack() as stack:
        peers = (OURS, POSTGRAPHILE) if before is None else (OURS, POSTGRAPHILE, _BEFORE)
        benches = [await stack.enter_async_context(_bench(peer, data, before)) for peer in peers]
        await require_agreement([each.server for each in benches], [each.writers for each in benches])
        samples: dict[str, list[Sample]] = defaultdict(list)
        await _round(0, benches, found, min(1.0, seconds))  # statements are prepared, V8 compiles
        for number in range(1, rounds + 1):
            tell(f"putaran / round {number} / {rounds}")
            for name, taken in await _round(number, benches, found, seconds):
                samples[name].append(taken)
        for each in benches:
            await require_all_kept(each.copy, each.sent)
        kept = ", ".join(f"{each.sent:,} by {each.server.peer.title}" for each in benches)
        said = surroundings(found, data)
    client = max(each.client_share for taken in samples.values() for each in taken)
    method = (
        f"Medians of {rounds} rounds of {seconds:g} s at concurrency {CONNECTIONS}, the client took "
        f"{client:.0%} of a core at most. Handed in, and found with all their rows afterwards: {kept}."
    )
    return "\n\n".join((table(samples, peers), method, said))


@contextlib.asynccontextmanager
async def _bench(peer: Peer, data: Path, before: Path | None) -> AsyncGenerator[Bench]:
    async with copied(Folder(data), peer.name) as copy:
        found = await liaisons(copy)
        await let_in(copy, found)
        async with connected(copy.owner_url) as connection:
            await connection.execute(_FUNCTION.read_text())
            await connection.execute("ANALYZE")
        async with started(peer, *await _start(peer, copy, data, before), data) as server:
            yield Bench(server=server, copy=copy, writers=[Writer(one) for one in found])


async def _start(peer: Peer, copy: Copy, data: Path, before: Path | None) -> tuple[list[str], dict[str, str]]:
    if peer is POSTGRAPHILE:
        return postgraphile.command(postgraphile.install(data), copy.service_url, POOL, "writes")
    checkout = CHECKOUT if before is None or peer is OURS else before
    environment = {**our_environment(copy.service_url), "PYTHONPATH": str(checkout.resolve())}
    return python("benchmarks.peers.ours"), environment


async def _round(
    number: int, benches: Sequence[Bench], found: Province, seconds: float
) -> list[tuple[str, Sample]]:
    """Every server once; who is first changes from round to round."""
    turn = number % len(benches)
    taken: list[tuple[str, Sample]] = []
    for each in (*benches[turn:], *benches[:turn]):
        streams = [requests(each.server, writer) for writer in each.writers]
        one = await sample(streams, each.server.pid, found.postmaster, seconds)
        taken.append((each.server.peer.name, one))
        if not each.server.peer.speaks_theirs:
            await quiet(each.copy)
    return taken


def tell(line: str) -> None:
    """Progress, beside the report."""
    sys.stderr.write(f"bench: {line}\n")


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
