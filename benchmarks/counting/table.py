"""The figures as Markdown: how the cost of a question grows with the data, and how it stands to others."""

import os
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.counting.questions import Question
from benchmarks.counting.sized import Sized, Timed
from benchmarks.reading.measuring import Sample, middle
from benchmarks.reading.table import markdown, short

_NONE = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Everything that was measured of a question at one size; a sample a round."""

    question: Question
    cells: int
    """In the answer; 0 of what has none."""
    statement: Timed
    grouped: Timed | None
    ours: list[Sample] = field(default_factory=list[Sample])
    floor: list[float] = field(default_factory=list[float])
    theirs: list[Sample] = field(default_factory=list[Sample])

    @property
    def of_floor(self) -> float:
        """How much longer Ikrar takes than pgbench for the same statement."""
        pairs = zip(self.ours, self.floor, strict=True)
        return statistics.median(floor / max(one.rate, 1e-9) for one, floor in pairs)

    @property
    def of_theirs(self) -> float | None:
        """How many times as often Ikrar answers; None when they did not answer in time, or were not asked."""
        pairs = list(zip(self.ours, self.theirs, strict=bool(self.theirs)))
        if not pairs or not all(other.rate for _, other in pairs):
            return None
        return statistics.median(one.rate / other.rate for one, other in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was measured at one size."""

    here: Sized
    measured: Mapping[str, Measured]


def growth(found: Sequence[Found]) -> str:
    """Database time of each question by size."""
    sizes = [f"{each.here.size.value.replace('-', ' ')}" for each in found]
    head = ["ms in the database", "aim", "cells", *sizes, *(f"GROUP BY, {size}" for size in sizes)]
    return markdown(head, [_grown(name, found) for name in found[-1].measured])


def _grown(name: str, found: Sequence[Found]) -> list[str]:
    each = [size.measured[name] for size in found]
    last = each[-1]
    ours = [f"**{short(one.statement.database_ms)}**" for one in each]
    grouped = [short(one.grouped.database_ms) if one.grouped else _NONE for one in each]
    cells = " / ".join(dict.fromkeys(str(one.cells) if one.cells else _NONE for one in each))
    return [last.question.title, f"< {last.question.aim_ms:g}", cells, *ours, *grouped]


def ratios(found: Found) -> str:
    """Answers a second at one size, and how they stand to each other."""
    head = [
        f"{found.here.size.value.replace('-', ' ')}: answers/s",
        "Ikrar",
        "pgbench, same SQL",
        "time, of pgbench's",
        "PostGraphile",
        "x PostGraphile",
        "CPU ms, server + database",
    ]
    return markdown(head, [_row(each) for each in found.measured.values()])


def _row(found: Measured) -> list[str]:
    ours = middle(found.ours)
    theirs = short(middle(found.theirs).rate) if found.theirs else _NONE
    faster = found.of_theirs
    return [
        found.question.title,
        short(ours.rate),
        short(statistics.median(found.floor)),
        f"**{found.of_floor:.2f}**",
        theirs,
        _NONE if faster is None else f"**{short(faster)}**",
        f"{short(ours.server_ms)} + {short(ours.database_ms)}",
    ]


def surroundings(found: Sequence[Found]) -> str:
    """On what it was measured."""
    sizes = "; ".join(f"{each.here.size}: {_rows(each.here)}" for each in found)
    return f"{os.cpu_count()} cores, PostgreSQL {found[0].here.postgresql}. Rows of {sizes}."


def _rows(here: Sized) -> str:
    return ", ".join(f"{count:,} {table.replace('_', ' ')}" for table, count in here.rows.items())
