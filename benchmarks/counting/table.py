"""The figures of one size as Markdown."""

import os
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.counting.questions import Question
from benchmarks.counting.sized import Sized, Timed
from benchmarks.reading.measuring import Sample, middle

_HEAD = (
    "matrix",
    "database ms",
    "meant",
    "GROUP BY ms",
    "Ikrar/s",
    "pgbench/s",
    "time of pgbench's",
    "PostGraphile/s",
    "x PostGraphile",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Everything that was measured of a question at one size; a sample a round."""

    statement: Timed
    grouped: Timed
    ours: list[Sample] = field(default_factory=list[Sample])
    floor: list[float] = field(default_factory=list[float])
    theirs: list[Sample] = field(default_factory=list[Sample])


def table(here: Sized, asked: Sequence[Question], found: Mapping[str, Measured]) -> str:
    """A line of what was measured on, and a row a question."""
    sizes = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in here.sizes.items())
    rows = [_row(each, found[each.name]) for each in asked]
    rule = ["---", *("---:" for _ in _HEAD[1:])]
    lines = ["| " + " | ".join(cells) + " |" for cells in (_HEAD, rule, *rows)]
    machine = f"PostgreSQL {here.postgresql}, {os.cpu_count()} cores"
    return "\n".join((f"**{here.name}** ({sizes}; {machine}):", "", *lines))


def _row(question: Question, found: Measured) -> list[str]:
    ours, theirs = middle(found.ours), middle(found.theirs)
    slower = [floor / max(one.rate, 1e-9) for one, floor in zip(found.ours, found.floor, strict=True)]
    faster = [one.rate / max(other.rate, 1e-9) for one, other in zip(found.ours, found.theirs, strict=True)]
    return [
        question.title,
        f"**{_short(found.statement.database_ms)}**",
        f"< {question.most_ms:g}",
        _short(found.grouped.database_ms),
        _short(ours.rate),
        _short(statistics.median(found.floor)),
        f"**{statistics.median(slower):.2f}**",
        _short(theirs.rate),
        f"**{_short(statistics.median(faster))}**",
    ]


def _short(figure: float) -> str:
    return f"{figure:.0f}" if figure >= 100 else f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"  # noqa: PLR2004 - digits
