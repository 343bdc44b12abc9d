"""`./run bench attacks`: for how long each known attack holds the event loop, and what it is told."""

import sys
import tempfile
from typing import Annotated

import typer
import uvloop

from benchmarks.flooding.holding import MOST_SECONDS, measured
from benchmarks.reading.pages import put_between
from service.attaching import opened
from service.settings import CHECKOUT, read_settings


def main(
    rounds: Annotated[int, typer.Option(min=1, help="Putaran / Rounds, of which the best counts.")] = 5,
    *,
    write: Annotated[bool, typer.Option("--write", help="Tulis ke docs / Write to docs.")] = False,
) -> None:
    """Ukur serangan / Measure attacks: CPU time of one request each, at the whole service."""
    found = uvloop.run(_measured(rounds))
    report = _table(found, rounds)
    typer.echo(report)
    if write:
        put_between(CHECKOUT / "docs" / "security.md", "bench:attacks", report)
    if max(seconds for _, seconds, _ in found) > MOST_SECONDS:
        sys.exit(1)


async def _measured(rounds: int) -> list[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory(prefix="ikrar-attacks-", ignore_cleanup_errors=True) as place:
        async with opened(read_settings({"DATA_DIR": place})) as database:
            return await measured(database.url, rounds, lambda: 1.0)


def _table(found: list[tuple[str, float, str]], rounds: int) -> str:
    lines = [f"| {name} | {1000 * seconds:.1f} | {told} |" for name, seconds, told in found]
    worst = max(seconds for _, seconds, _ in found)
    said = (
        f"The worst of {len(found)} holds it for **{1000 * worst:.0f} ms**. CPU time of the thread that "
        f"serves, by a service that is new to the request, the best of {rounds}; `./run bench attacks`."
    )
    head = ["| attack | ms of the event loop | told |", "|---|---:|---|"]
    return "\n".join([*head, *lines, "", said])


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
