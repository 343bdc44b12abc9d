"""`./run bench fairness`: how long a well-behaved client waits while another token floods the service."""

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Annotated, Final

import typer
import uvloop

from benchmarks.campaign.ground import prepare
from benchmarks.campaign.processes import Serving
from benchmarks.flooding.flood import KINDS, SOCKETS, request
from benchmarks.reading.pages import put_between
from service.settings import CHECKOUT

_QUESTION: Final = """{ pledges(first: 5) { totalCount
  nodes { reference title targets(first: 3) { totalCount } } } }"""
_PAUSE_SECONDS: Final = 0.05


def main(
    seconds: Annotated[float, typer.Option(min=1, help="Detik tiap ukuran / Seconds a sample.")] = 20.0,
    *,
    write: Annotated[bool, typer.Option("--write", help="Tulis ke docs / Write to docs.")] = False,
) -> None:
    """Ukur keadilan / Measure the p95 of a client that asks 20 times a second, alone and beside floods."""
    report = uvloop.run(_measure(seconds))
    typer.echo(report)
    if write:
        put_between(CHECKOUT / "docs" / "security.md", "bench:fairness", report)


async def _measure(seconds: float) -> str:
    lines: list[str] = []
    with tempfile.TemporaryDirectory(prefix="ikrar-fairness-", ignore_cleanup_errors=True) as place:
        ground = await prepare(Path(place) / "data")
        for kind in KINDS:
            _tell(kind)
            service = Serving(ground.folder, is_counted=True)
            await service.start()
            try:
                await _waits(service.port, ground.secretariat, 2.0)  # caches fill
                alone = await _waits(service.port, ground.secretariat, seconds)
                async with _flooded(service.port, ground.liaison, kind):
                    beside = await _waits(service.port, ground.secretariat, seconds)
            finally:
                await service.stop()
            lines.append(_line(kind, alone, beside))
    return _table(lines, seconds)


@contextlib.asynccontextmanager
async def _flooded(port: int, token: str, kind: str) -> AsyncGenerator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "benchmarks.flooding.flood",
        str(port),
        token,
        kind,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    try:
        yield
    finally:
        process.kill()
        await process.wait()


async def _waits(port: int, token: str, seconds: float) -> list[float]:
    """How long each answer took, over one socket."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    found: list[float] = []
    asked, until = request(token, _QUESTION), time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            began = time.perf_counter()
            writer.write(asked)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode())
            await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
            found.append(time.perf_counter() - began)
            await asyncio.sleep(_PAUSE_SECONDS)
    finally:
        writer.close()
    return found


def _line(kind: str, alone: list[float], beside: list[float]) -> str:
    figures = [1000 * _at(found, percent) for percent in (50, 95) for found in (alone, beside)]
    cells = " | ".join(f"{figure:.1f}" for figure in figures)
    return f"| {kind} | {cells} | **{figures[3] / figures[2]:.2f}** |"


def _table(lines: list[str], seconds: float) -> str:
    said = (
        f"One client that asks 20 times a second, {seconds:g} s alone and then {seconds:g} s from the first "
        f"moment of a flood on: {SOCKETS} sockets of one other token. {os.cpu_count()} cores for service, "
        "PostgreSQL, client and flood together; `./run bench fairness`."
    )
    head = ["| flood | p50 ms alone | p50 ms beside it | p95 ms alone | p95 ms beside it | of p95 alone |"]
    return "\n".join([*head, "|---|---:|---:|---:|---:|---:|", *lines, "", said])


def _at(seconds: list[float], percent: int) -> float:
    return sorted(seconds)[len(seconds) * percent // 100]


def _tell(line: str) -> None:
    sys.stderr.write(f"bench: {line}\n")


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
