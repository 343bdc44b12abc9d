"""`./run bench durability`: kills a real service at random, and looks for everything that it acknowledged."""

import asyncio
import logging
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.campaign.ground import Ground, prepare
from benchmarks.campaign.journal import middle_and_most
from benchmarks.campaign.judging import Fault
from benchmarks.campaign.suites import SUITES, Outcome, Run, Suite, observe
from benchmarks.campaign.trials import TRIALS, Trial

_SHOWN = 8
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    seed: int
    kills: int
    writers: int
    suite: str
    no_mutants: bool

    def wants(self, suite: Suite) -> bool:
        """Whether the suite is to be run."""
        return self.suite in {"all", suite.name}

    def runs(self) -> Iterator[tuple[Run, Trial | None]]:
        """Every run that is asked for, and what it has to catch when it is one of a mutant."""
        for suite in filter(self.wants, SUITES):
            seed = f"{self.seed} {suite.name}"
            yield Run(suite=suite, seed=seed, kills=self.kills, writers=self.writers), None
        for trial in TRIALS if not self.no_mutants else ():
            if self.wants(trial.suite):
                yield trial.run(f"{self.seed} {trial.mutant}", self.writers), trial


@app.command()
def main(
    seed: Annotated[int | None, typer.Option(help="Jadwal yang sama. / The same schedule.")] = None,
    kills: Annotated[int, typer.Option(help="Dalam tiap suite kill. / In each suite that kills.")] = 10,
    writers: Annotated[int, typer.Option(help="Penulis serentak. / Writers at once.")] = 8,
    suite: Annotated[str, typer.Option(help=f"all, {', '.join(one.name for one in SUITES)}")] = "all",
    no_mutants: Annotated[  # noqa: FBT002 - a flag of the command line
        bool, typer.Option("--no-mutants", help="Tanpa mutan. / Without the mutants.")
    ] = False,
) -> None:
    """Every acknowledged report is there exactly once after the faults, and every mutant is caught."""
    # The pool of the onlooker tells of every connection that a fault cost it.
    logging.getLogger("asyncpg").setLevel(logging.CRITICAL)
    if suite not in {"all", *(one.name for one in SUITES)}:
        raise typer.BadParameter(suite, param_hint="--suite")
    number = random.randrange(1_000_000) if seed is None else seed
    asked = _Asked(seed=number, kills=kills, writers=writers, suite=suite, no_mutants=no_mutants)
    _say(f"./run bench durability --seed {number} --kills {kills} --writers {writers} --suite {suite}")
    # Told to end, it first ends the service that it runs.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="ikrar-durability-", ignore_cleanup_errors=True) as place:
        is_good = asyncio.run(_campaign(Path(place), asked))
    sys.exit(0 if is_good else 1)


async def _campaign(place: Path, asked: _Asked) -> bool:
    began = time.monotonic()
    ground = await prepare(place / "ground")
    verdicts = [
        await (_kept(run, ground, place) if trial is None else _caught(trial, run, ground, place))
        for run, trial in asked.runs()
    ]
    _say(f"{'kept' if all(verdicts) else 'BROKEN'}; {time.monotonic() - began:.0f} s")
    return all(verdicts)


async def _kept(asked: Run, ground: Ground, place: Path) -> bool:
    """Whether the product keeps its promises; what it broke is told."""
    outcome = await observe(asked, ground, place / "run")
    _say(_line(asked.suite.name, outcome))
    for finding in outcome.findings[:_SHOWN]:
        _say(f"  {finding.fault}: {finding.what}")
    return not outcome.findings


async def _caught(trial: Trial, asked: Run, ground: Ground, place: Path) -> bool:
    """Whether the campaign notices what the mutant breaks."""
    outcome = await observe(asked, ground, place / "run")
    kinds = {fault: outcome.count(fault) for fault in Fault if outcome.count(fault)}
    is_caught = trial.by in kinds
    seen = ", ".join(f"{fault} {times}" for fault, times in kinds.items()) or "nothing"
    _say(f"{_line(f'mutant {trial.mutant}', outcome)}: {'caught by' if is_caught else 'NOT CAUGHT:'} {seen}")
    return is_caught


def _say(line: str) -> None:
    print(line, flush=True)


def _line(name: str, outcome: Outcome) -> str:
    journal = outcome.journal
    figures = (
        f"kills={len(journal.faults)} sent={len(journal.sent)} acked={len(journal.acked)} "
        f"unknown={journal.unknown} lost={outcome.count(Fault.LOST)} doubled={outcome.count(Fault.DOUBLED)} "
        f"gap={journal.longest_gap():.2f}s first-ack={middle_and_most(journal.recoveries())} "
        f"start={middle_and_most(outcome.starts)}"
    )
    return f"{name:<26} {figures}"


if __name__ == "__main__":
    app()
