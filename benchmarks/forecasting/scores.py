"""How well ranges of days held; each figure says which pledges it is of.

By the end of the data many pledges are still open, and nobody knows when they will be done. A day that was
told before that end can be judged for all of them: by then they were done, or they were not. Only the errors
in days are of those that were done, since the others have none; that favours whoever says early days.
"""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from benchmarks.forecasting.cases import Case, Range
from seeds.synthetic.days import LAST_DAY
from service.reading.cell_forecasts import SPREAD
from service.rules.forecast import Outlook


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    def __str__(self) -> str:
        return f"{self.count / self.of:.0%} of {self.of:,}" if self.of else "none"


def not_enough(cases: Sequence[Case]) -> Share:
    """How many could be measured and had too few points."""
    measurable = [each for each in cases if each.outlook not in {Outlook.NOT_MEASURABLE, Outlook.DONE}]
    few = [each for each in measurable if each.outlook is Outlook.NOT_ENOUGH_DATA]
    return Share(count=len(few), of=len(measurable))


def judged(cases: Iterable[Case]) -> list[Case]:
    """Those with days; who left the race cannot be said to have been late or early."""
    return [each for each in cases if each.outlook is Outlook.EXPECTED and not each.has_left]


def done_by(cases: Sequence[Case], day: Callable[[Case], date | None]) -> Share:
    """Of those whose day came before the end of the data: how many were done by then."""
    came = [(each.done_on, told) for each in cases if (told := day(each)) and told <= LAST_DAY]
    return Share(count=sum(done is not None and done <= told for done, told in came), of=len(came))


def covered(cases: Sequence[Case], said: Callable[[Case], Range]) -> Share:
    """Of those whose whole range lies before the end of the data: how many were done within it."""
    ranges = [(each.done_on, said(each)) for each in cases]
    whole = [(done, told) for done, told in ranges if told.latest and told.latest <= LAST_DAY]
    return Share(count=sum(_is_within(done, told) for done, told in whole), of=len(whole))


def width(cases: Sequence[Case], said: Callable[[Case], Range]) -> str:
    """The median of the days from the first to the last of a range, of those within the data and of all."""
    ranges = [(told.earliest, told.latest) for each in cases if (told := said(each)).latest]
    days = [(last - first).days for first, last in ranges if first and last]
    within = [(last - first).days for first, last in ranges if first and last and last <= LAST_DAY]
    return " / ".join(f"{statistics.median(some):.0f}" if some else "none" for some in (within, days))


def by_the_end(cases: Sequence[Case], said: Callable[[Case], Range]) -> str:
    """The share of all that is done by the end of the data: as a cell counts them, and as it was."""
    if not cases:
        return "none"
    days = [getattr(said(each), name) for each in cases for name in SPREAD]
    expected = sum(day is not None and day <= LAST_DAY for day in days) / len(days)
    were = sum(each.done_on is not None for each in cases) / len(cases)
    return f"{expected:.0%} / {were:.0%}"


def error(cases: Sequence[Case], day: Callable[[Case], date | None]) -> float | None:
    """The median of the days between the day told and the one that it was done on."""
    days = [abs((told - each.done_on).days) for each in cases if each.done_on and (told := day(each))]
    return statistics.median(days) if days else None


def _is_within(done: date | None, told: Range) -> bool:
    if done is None or told.earliest is None or told.latest is None:
        return False
    return told.earliest <= done <= told.latest
