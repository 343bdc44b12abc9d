"""`./run bench web`: what the client weighs, when it can be used, how it paints and scrolls, in Chromium."""

import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import httpx
import typer
import uvloop
from playwright.async_api import Browser, Page

from benchmarks.browsing.chromium import DESK, PHONE, Device, browsing, window
from benchmarks.browsing.figures import load, painted, scrolled
from benchmarks.reading.pages import put_between
from benchmarks.reading.province import province
from benchmarks.reading.servers import OURS, our_environment, python, started
from graph.client.building import build
from service.settings import CHECKOUT

T = TypeVar("T")
_CARDS: Final = "td[data-i], .phone-cards article"
_TABLE: Final = "table td"
_HEADS: Final = """{ matrix(rows: POSYANDU, columns: MEETING, first: 0, filter: {within: "%s"}) {
  rowCount columns { key } } }"""
_REGENCIES: Final = '{ region(code: "64") { regions(first: 50) { nodes { code } } } }'
_MOST_COLUMNS: Final = 40
_FRAME_MS: Final = 1000 / 60
_SLACK: Final = 1.5
_ALL_READ_MS: Final = 4_000
_PIXELS: Final = 240
"""A frame: some seven rows."""
_POSTS: Final = "/?baris=posyandu&kolom=spm"


def main(
    rounds: Annotated[int, typer.Option(min=1, help="Putaran / Rounds, of which the median counts.")] = 5,
    data: Annotated[Path, typer.Option(help="Folder data / Data folder.")] = CHECKOUT / ".data/bench-reads",
    *,
    write: Annotated[bool, typer.Option("--write", help="Tulis ke docs / Write to docs.")] = False,
) -> None:
    """Ukur klien web di peramban / Measure the web client in a browser, on the synthetic province."""
    if not build():
        sys.exit(1)
    report = uvloop.run(_measure(rounds, data))
    typer.echo(report)
    if write:
        put_between(CHECKOUT / "docs" / "web.md", "bench:web", report)


async def _measure(rounds: int, data: Path) -> str:
    async with province(data, lambda line: print(line, file=sys.stderr)) as found:
        with tempfile.TemporaryDirectory() as room:
            environment = our_environment(found.url)
            async with (
                started(OURS, python("benchmarks.peers.ours"), environment, Path(room)) as server,
                browsing() as browser,
            ):
                return await _report(Bench(browser=browser, url=server.address, rounds=rounds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """The browser, the service, and how often everything is measured."""

    browser: Browser
    url: str
    rounds: int

    async def taken(self, device: Device, work: Callable[[Page], Awaitable[T]]) -> list[T]:
        """What the work found in every round; the first one, which has statements composed, is left out."""
        found: list[T] = []
        for _ in range(self.rounds + 1):
            async with window(self.browser, self.url, device) as page:
                found.append(await work(page))
        return found[1:]


async def _report(bench: Bench) -> str:
    desk = await bench.taken(DESK, lambda page: load(page, "/", _CARDS))
    phone = await bench.taken(PHONE, lambda page: load(page, "/", _CARDS))
    public = await bench.taken(PHONE, lambda page: load(page, "/publik", _TABLE))
    code, posts, wide = _widest(bench.url)

    async def paint(page: Page) -> float:
        await load(page, "/", _CARDS)
        return await painted(page, f"/?baris=posyandu&kolom=rapat&wilayah={code}", posts)

    paints, scrolls = await bench.taken(DESK, paint), await bench.taken(DESK, _scroll)
    frames = [each for taken in scrolls for each in taken]
    late = sum(1 for each in frames if each > _SLACK * _FRAME_MS) / len(frames)
    return _table(
        (
            ("first load of the public matrix, all of it", f"{_kb(public, 'all')} kB", "15 kB"),
            ("first load of the desk, script", f"{_kb(desk, 'script')} kB", "60 kB"),
            ("first load of the desk, all of it", f"{_kb(desk, 'all')} kB", ""),
            ("public matrix on a slow telephone, cells shown", f"{_seconds(public)} s", "3 s"),
            ("desk on a slow telephone, cells shown", f"{_seconds(phone)} s", "3 s"),
            (
                f"{posts} x {wide} cells painted after the data",
                f"{statistics.median(paints):.0f} ms",
                "100 ms",
            ),
            ("3,600 x 7 scrolled, frames a second", f"{1000 / statistics.mean(frames):.0f}", "60"),
            ("3,600 x 7 scrolled, frames half a frame late", f"{late:.1%}", ""),
        ),
        f"Medians of {bench.rounds} loads with an empty cache in headless Chromium {bench.browser.version}; "
        f"a telephone {PHONE.cpu} times slower than this machine, on Slow 4G (1.44 Mbit/s, 562.5 ms).",
    )


async def _scroll(page: Page) -> list[float]:
    await load(page, _POSTS, _CARDS)
    await page.wait_for_timeout(_ALL_READ_MS)
    return await scrolled(page, _PIXELS)


def _table(rows: tuple[tuple[str, str, str], ...], method: str) -> str:
    lines = "\n".join(f"| {name} | **{figure}** | {aim} |" for name, figure, aim in rows)
    return f"| | measured | aim |\n| --- | ---: | ---: |\n{lines}\n\n{method}"


def _widest(url: str) -> tuple[str, int, int]:
    """The regency whose posts and meetings make the widest matrix that is answered: code, rows, columns."""

    def asked(document: str) -> dict[str, Any]:
        answer: dict[str, Any] = httpx.post(f"{url}/graphql", json={"query": document}, timeout=30).json()
        return answer

    codes = [each["code"] for each in asked(_REGENCIES)["data"]["region"]["regions"]["nodes"]]
    found: list[tuple[int, int, str]] = []
    for code in codes:
        answer = asked(_HEADS % code)
        if "errors" not in answer:
            matrix = answer["data"]["matrix"]
            found.append((len(matrix["columns"]), matrix["rowCount"], code))
    columns, rows, code = max(each for each in found if each[0] <= _MOST_COLUMNS)
    return code, rows, columns


def _kb(loads: list[Any], name: str) -> str:
    return f"{statistics.median(getattr(each, name) for each in loads) / 1024:.1f}"


def _seconds(loads: list[Any]) -> str:
    return f"{statistics.median(each.usable_ms for each in loads) / 1000:.2f}"


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
