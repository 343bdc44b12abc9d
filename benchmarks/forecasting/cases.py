"""What the product would have forecast on a past day, from what was known then, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Date, DateTime, literal, select, true

from seeds.synthetic.days import LAST_DAY
from service.access.actors import Role
from service.access.moments import Moment
from service.access.visibility import visible_pledges
from service.database import Database, ReadSession
from service.reading.forecasting import forecasts_of
from service.reading.series import series
from service.reading.sql import chosen, word
from service.rules.forecast import WHOLE, Outlook
from service.rules.lifecycle import EXITS, Execution

_DONE = {Execution.REPORTED_DONE, Execution.COMPLETED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Days by which one, five and nine of ten are said to be done; None: later than can be told."""

    earliest: date | None
    likely: date | None
    latest: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A pledge in progress on the day, what was said of it, and when it was done, if it was."""

    on: date
    seed: int
    """Of its history."""
    outlook: Outlook
    left: float
    """In how many days the rest is done at its pace."""
    times: float
    """Its slippage."""
    told: Range
    by_pace: Range
    """The pace alone: half as long, as long, twice as long."""
    by_line: date | None
    """Straight on through the first and the last point."""
    due_on: date | None
    done_on: date | None
    has_left: bool
    """Cancelled or transferred later on."""

    @property
    def seen_for(self) -> int:
        """Days from the forecast to the end of the data."""
        return (LAST_DAY - self.on).days

    @property
    def took(self) -> int | None:
        """Days from the forecast until it was done, if it was."""
        return None if self.done_on is None else (self.done_on - self.on).days


async def cases_on(database: Database, seed: int, day: date) -> list[Case]:
    """Every pledge that was in progress on a day."""
    async with database.reading() as session:
        ends = await _ends(session)
        known = datetime.combine(day + timedelta(days=1), time(), UTC)
        moment = Moment(
            day=literal(day, Date()),
            known=literal(known, DateTime(timezone=True)),
        )
        lines = await _told(session, moment, known)
    return [_case(line, seed, day, ends[line["id"]]) for line in lines]


async def _ends(session: ReadSession) -> dict[object, tuple[date | None, bool]]:
    """When each pledge was done, and whether it left, by the end of the data."""
    row = visible_pledges(Role.SYSTEM).subquery()
    found = await session.execute(chosen(row.c.id, row.c.execution, row.c.stopped_on))
    return {
        pledge: (stopped_on if state in _DONE else None, state in EXITS)
        for pledge, state, stopped_on in found
    }


async def _told(session: ReadSession, moment: Moment, now: datetime) -> list[Mapping[Any, Any]]:
    every = visible_pledges(Role.SYSTEM, moment).subquery()
    row = select(every).where(every.c.execution == word(Execution.IN_PROGRESS)).subquery()
    told = forecasts_of(Role.SYSTEM, row, moment).subquery()
    points = series(Role.SYSTEM, row, moment)
    columns = (*told.c, row.c.due_on, points.c.days.label("on"), points.c.marks)
    joined = told.join(row, row.c.id == told.c.id).join(points, true())
    return list((await session.execute(chosen(*columns).select_from(joined), {"now": now})).mappings())


def _case(line: Mapping[Any, Any], seed: int, day: date, end: tuple[date | None, bool]) -> Case:
    done_on, has_left = end
    is_told = line["outlook"] == Outlook.EXPECTED
    left = (1 - line["progress"]) * 30 / line["pace"] if is_told else 0.0
    half, likely, twice = (_after(day, left * times) if is_told else None for times in (0.5, 1, 2))
    return Case(
        on=day,
        seed=seed,
        left=left,
        times=line["times"] or 0.0,
        outlook=Outlook(line["outlook"]),
        told=Range(earliest=line["earliest"], likely=line["likely"], latest=line["latest"]),
        by_pace=Range(earliest=half, likely=likely, latest=twice),
        by_line=_straight(line, day) if is_told else None,
        due_on=line["due_on"],
        done_on=done_on,
        has_left=has_left,
    )


def _straight(line: Mapping[Any, Any], day: date) -> date | None:
    days, marks = line["on"], line["marks"]
    rise = marks[-1] - marks[0]
    return _after(day, (WHOLE - marks[-1]) * (days[-1] - days[0]) / rise) if rise > 0 else None


def _after(day: date, days: float) -> date:
    """Beyond the data is beyond the data, however far."""
    return min(day + timedelta(days=round(min(days, 10_000))), LAST_DAY + timedelta(days=3_650))
