"""`./run bench forecast`: forecasts on past days of made-up histories against what came of them.

The constants of service/rules/forecast.py are found on some histories and judged on others.
"""

import asyncio
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Annotated

import typer

from benchmarks.forecasting.calibration import calibrated
from benchmarks.forecasting.cases import Case, Range, cases_on
from benchmarks.forecasting.histories import history
from benchmarks.forecasting.scores import by_the_end, covered, done_by, error, judged, not_enough, width
from service.rules.forecast import CLOSING_DAYS, EARLIEST, LATEST
from service.settings import CHECKOUT

CALIBRATED_ON = (1, 2, 3, 4, 5, 6)
JUDGED_ON = (7, 8, 9, 10, 11, 12)
"""Seeds of histories. Nothing was chosen by looking at these."""
CUTOFFS = (date(2025, 9, 30), date(2025, 12, 31), date(2026, 2, 28), date(2026, 3, 31))
_BINS = ((0, 30), (30, 60), (60, 90), (90, 180), (180, 3_650))
"""Of days from the forecast to the likely day."""
_PAGE = CHECKOUT / "docs/forecast.md"
_START, _END = "<!-- bench:forecast -->", "<!-- /bench:forecast -->"
_HELD = (
    "forecasts",
    "by earliest",
    "by likely",
    "by latest",
    "in range",
    "days wide, judged / all",
    "done by the end, said / were",
)
_Row = Sequence[object]
_Said = Callable[[Case], Range]


def main(
    *,
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="Hanya cari tetapannya / Only find the constants.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Tulis ke docs / Write to docs/forecast.md.")
    ] = False,
) -> None:
    """Uji prakiraan pada masa lalu / Backtest forecasts on made-up histories."""
    report = _constants(asyncio.run(_cases(CALIBRATED_ON)))
    if not calibrate:
        report = f"{report}\n\n{_judgement(asyncio.run(_cases(JUDGED_ON)))}"
    typer.echo(report)
    if write and not calibrate:
        before, _, rest = _PAGE.read_text().partition(_START)
        _PAGE.write_text(f"{before}{_START}\n{report}\n{_END}{rest.partition(_END)[2]}")


async def _cases(seeds: Iterable[int]) -> list[Case]:
    found: list[Case] = []
    for seed in seeds:
        _tell(f"seed {seed}")
        async with history(seed, _tell) as database:
            for day in CUTOFFS:
                found += await cases_on(database, seed, day)
    return found


def _constants(cases: Sequence[Case]) -> str:
    found = calibrated(judged(cases))
    head = (f"on seeds {CALIBRATED_ON[0]} to {CALIBRATED_ON[-1]}", "found", "of forecasts", "in the rule")
    rows: tuple[_Row, ...] = (
        ("days for closing", found.closing_days, "", CLOSING_DAYS),
        ("earliest, times", found.earliest.value, f"{found.earliest.of:,}", EARLIEST),
        ("latest, times", found.latest.value, f"{found.latest.of:,}", LATEST),
    )
    return _table(head, rows)


def _judgement(cases: Sequence[Case]) -> str:
    known = judged(cases)
    days = {day: [each for each in cases if each.on == day] for day in CUTOFFS}
    seen = ((day, f"{len(every):,}", not_enough(every)) for day, every in days.items())
    tables = (
        _calibration(known),
        _table(("on", "in progress", "not enough data"), list(seen)),
        _errors({day: judged(every) for day, every in days.items()}),
    )
    return "\n\n".join(tables)


def _calibration(known: Sequence[Case]) -> str:
    rows: list[_Row] = [
        ("*should be*", "", "10%", "50%", "90%", "80%", "", "as many"),
        _held("**all**", known),
        _held("all, by pace alone, half to twice as long", known, lambda case: case.by_pace),
        *(_held(f"on {day}", [each for each in known if each.on == day]) for day in CUTOFFS),
        *(_held(f"likely in {low} to {high} days", _between(known, low, high)) for low, high in _BINS),
        *(_held(f"seed {seed}", [each for each in known if each.seed == seed]) for seed in JUDGED_ON),
    ]
    return _table((f"on seeds {JUDGED_ON[0]} to {JUDGED_ON[-1]}", *_HELD), rows)


def _held(name: str, cases: Sequence[Case], said: _Said = lambda case: case.told) -> _Row:
    return (
        name,
        f"{len(cases):,}",
        done_by(cases, lambda each: said(each).earliest),
        done_by(cases, lambda each: said(each).likely),
        done_by(cases, lambda each: said(each).latest),
        covered(cases, said),
        width(cases, said),
        by_the_end(cases, said),
    )


def _between(cases: Sequence[Case], low: int, high: int) -> list[Case]:
    return [each for each in cases if each.told.likely and low < (each.told.likely - each.on).days <= high]


def _errors(known: dict[date, list[Case]]) -> str:
    head = ("on", "done since", "forecast", "its pace alone", "first to last point", "due date")
    rows: list[_Row] = []
    for day, cases in known.items():
        ended = [each for each in cases if each.done_on and each.due_on and each.by_line]
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
