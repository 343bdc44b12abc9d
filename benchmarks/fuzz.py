"""`./run bench fuzz`: thousands of requests that nobody would write, by schemathesis, for each role."""

import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated, Final

import typer
import uvloop

from benchmarks.campaign.ground import prepare
from benchmarks.campaign.processes import Serving
from benchmarks.flooding.fuzzer import Fuzzed, fuzzed
from benchmarks.reading.pages import put_between
from graph.schema import core
from service.settings import CHECKOUT

_FAULTS: Final = "request_failed"
_HEAD: Final = "| role | requests | fields that refused what the schema allows | server faults | seconds |"


def main(
    cases: Annotated[int, typer.Option(min=1, help="Permintaan / Requests for each role.")] = 2_000,
    seed: Annotated[int, typer.Option(help="Benih dadu / Seed of the dice.")] = 1,
    *,
    write: Annotated[bool, typer.Option("--write", help="Tulis ke docs / Write to docs.")] = False,
) -> None:
    """Kacaukan / Fuzz the live endpoint for the public, a reader, a liaison and a secretariat."""
    report, is_clean = uvloop.run(_measure(cases, seed))
    typer.echo(report)
    if write:
        put_between(CHECKOUT / "docs" / "security.md", "bench:fuzz", report)
    if not is_clean:
        sys.exit(1)


async def _measure(cases: int, seed: int) -> tuple[str, bool]:
    examples = -(-cases // _root_fields())
    lines: list[str] = []
    found: list[Fuzzed] = []
    with tempfile.TemporaryDirectory(prefix="ikrar-fuzz-", ignore_cleanup_errors=True) as place:
        ground = await prepare(Path(place) / "data")
        service = Serving(ground.folder)
        await service.start()
        try:
            _, reader = await service.command("token", "create", "Pembaca", "--scope", "read")
            tokens = {
                "public": "",
                "reader": reader.strip(),
                "liaison": ground.liaison,
                "secretariat": ground.secretariat,
            }
            for role, token in tokens.items():
                sys.stderr.write(f"bench: {role}\n")
                began = time.monotonic()
                one = fuzzed(f"{service.address}/graphql", token, examples, seed, Path(place))
                found.append(one)
                seconds = time.monotonic() - began
                lines.append(f"| {role} | {one.cases:,} | {one.refused} | {one.failed} | {seconds:.0f} |")
                if one.failed:
                    sys.stderr.write(one.said)
        finally:
            await service.stop()
        faults = service.said.read_text(errors="replace").count(_FAULTS)
    is_clean = faults == 0 and all(one.failed == 0 and one.cases >= cases for one in found)
    words = (
        f"{_root_fields()} root fields, all checks of schemathesis, seed {seed}; faults in the log: {faults}."
    )
    table = [_HEAD, "|---|---:|---:|---:|---:|", *lines]
    return "\n".join([*table, "", f"{words} `./run bench fuzz`."]), is_clean


def _root_fields() -> int:
    """How many there are to ask; schemathesis makes as many requests for each."""
    roots = (core.query_type, core.mutation_type)
    return sum(len(root.fields) for root in roots if root)


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
