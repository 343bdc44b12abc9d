"""`./run bench forecast`: forecasts on past days of the synthetic province against what came of them."""

import asyncio
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.forecasting.cases import Case, Range, cases_on
from benchmarks.forecasting.scores import covered, done_by, error, judged, not_enough
from benchmarks.reading.province import province
from service.database import Database
from service.settings import CHECKOUT

CUTOFFS = (date(2025, 9, 30), date(2025, 12, 31), date(2026, 2, 28), date(2026, 3, 31))
_PAGE = CHECKOUT / "docs/forecast.md"
_START, _END = "<!-- bench:forecast -->", "<!-- /bench:forecast -->"
_WAYS: tuple[tuple[str, Callable[[Case], Range]], ...] = (
    ("the forecast", lambda case: case.told),
    ("its pace alone, half to twice as long", lambda case: case.by_pace),
)
_Row = Sequence[object]


def main(
    data: Annotated[Path, typer.Option(help="Folder data / Data folder.")] = CHECKOUT
    / ".data/bench-forecast",
    *,
    write: Annotated[
        bool, typer.Option("--write", help="Tulis ke docs / Write to docs/forecast.md.")
    ] = False,
) -> None:
    """Uji prakiraan pada masa lalu / Backtest forecasts on the synthetic province."""
    report = asyncio.run(measure(data))
    typer.echo(report)
    if write:
        before, _, rest = _PAGE.read_text().partition(_START)
        _, _, after = rest.partition(_END)
        _PAGE.write_text(f"{before}{_START}\n{report}\n{_END}{after}")


async def measure(data: Path) -> str:
    """The tables, as Markdown."""
    async with province(data, _tell) as found:
        database = await Database.open(found.url, size=1)
        try:
            cases = {day: await cases_on(database, day) for day in CUTOFFS}
        finally:
            await database.close()
    return "\n\n".join((_calibration(cases), _errors(cases)))


def _calibration(cases: dict[date, list[Case]]) -> str:
    head = ("on", "in progress", "not enough data", "of", "by earliest", "by likely", "by latest", "in range")
    rows: list[_Row] = [("*should be*", "", "", "", "10%", "50%", "90%", "80%")]
    for day, every in cases.items():
        known = judged(every)
        for name, said in _WAYS:
            held = _held(known, said)
            is_first = name == _WAYS[0][0]
            begin = (day, f"{len(every):,}", not_enough(every)) if is_first else ("", "", "")
            rows.append((*begin, name, *held))
    return _table(head, rows)


def _held(cases: Sequence[Case], said: Callable[[Case], Range]) -> tuple[object, ...]:
    return (
        done_by(cases, lambda each: said(each).earliest),
        done_by(cases, lambda each: said(each).likely),
        done_by(cases, lambda each: said(each).latest),
        covered(cases, said),
    )


def _errors(cases: dict[date, list[Case]]) -> str:
    head = ("on", "done since", "forecast", "its pace alone", "first to last point", "due date")
    rows: list[_Row] = []
    for day, every in cases.items():
        ended = [each for each in judged(every) if each.done_on and each.due_on and each.by_line]
        days: tuple[Callable[[Case], date | None], ...] = (
            lambda each: each.told.likely,
            lambda each: each.by_pace.likely,
            lambda each: each.by_line,
            lambda each: each.due_on,
        )
        told = (error(ended, each) for each in days)
        rows.append((day, f"{len(ended):,}", *("" if each is None else f"{each:.0f} days" for each in told)))
    return _table(head, rows)


def _table(head: Sequence[str], rows: Sequence[_Row]) -> str:
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(map(str, cells)) + " |" for cells in (head, rule, *rows))


def _tell(line: str) -> None:
    """Progress, beside the report."""
    sys.stderr.write(f"bench: {line}\n")


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
