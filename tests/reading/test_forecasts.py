"""The forecast in SQL is the rule in Python, on all that is known of a synthetic province in small."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from sqlalchemy import DateTime, literal, select

from models import Indicator, ProgressReport, Target, Verification
from seeds.synthetic.seeding import seed_synthetic
from service.access.actors import Role
from service.access.moments import NOW, Moment
from service.access.visibility import visible_pledges
from service.database import Database, ReadSession
from service.ledger.accounting import Reported, total
from service.reading.forecasting import forecast_of, forecasts_of
from service.reading.pledge_facts import day_of
from service.reading.slippage import OF_AN_AGENCY, OF_EVERYBODY
from service.reading.sql import chosen
from service.rules.arithmetic import Aggregation, IndicatorKind, Share
from service.rules.forecast import (
    WHOLE,
    Known,
    Outlook,
    Point,
    Track,
    forecast,
    pace,
    slippage,
    track,
)
from service.rules.lifecycle import EXITS, Execution
from service.rules.progress import completion_ratio, progress
from service.rules.verification import Decision
from tests.databases import REFERENCE, Databases
from tests.seeds.synthetic import TINY

_NOW = datetime(2026, 7, 1, tzinfo=UTC)
_DONE = {Execution.REPORTED_DONE, Execution.COMPLETED}
_UNTRIED = {Execution.RECORDED, Execution.SPECIFIED, Execution.AGREED, Execution.NEVER_STARTED}
_KNOWN = literal(datetime(2026, 1, 15, tzinfo=UTC), DateTime(timezone=True))
_MOMENTS = (
    NOW,
    Moment(day=literal(date(2025, 9, 30))),
    Moment(day=literal(date(2026, 2, 27))),
    Moment(day=literal(date(2026, 2, 27)), known=_KNOWN),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A report on a target that was accepted, and when."""

    on: date
    at: datetime
    said: Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A measurable target with its accepted reports in the order in which they came."""

    target: Target
    indicator: Indicator
    reports: Sequence[Accepted]

    def share(self, day: date, known: datetime | None) -> Decimal | None:
        """How much of the way was verified by the end of a day."""
        counted = [
            each.said for each in self.reports if each.on <= day and (known is None or each.at <= known)
        ]
        how, kind = Aggregation(self.indicator.over_periods), IndicatorKind(self.indicator.kind)
        return completion_ratio(total(how, kind, counted), self.target.quantity, self.target.baseline)


@pytest.fixture(scope="module")
async def session(reference_databases: Databases) -> AsyncGenerator[ReadSession]:
    """A reading of the province."""
    async with reference_databases.clone(REFERENCE) as addresses:
        owner = await Database.open(addresses.owner, size=1)
        await seed_synthetic(owner, TINY, lambda _: None)
        await owner.close()
        database = await Database.open(addresses.service, size=1)
        async with database.reading() as reading:
            yield reading
        await database.close()


@pytest.mark.parametrize("moment", _MOMENTS)
async def test_every_forecast_is_the_rules(session: ReadSession, moment: Moment) -> None:
    row = visible_pledges(Role.PUBLIC, moment).subquery()
    found = (await session.execute(forecasts_of(Role.PUBLIC, row, moment), {"now": _NOW})).mappings().all()
    expected = await _expected(session, moment)
    told = {line["id"]: _comparable(line) for line in found}
    assert len(told) == len(found)
    assert told == expected
    outlooks = {line["outlook"] for line in found}
    assert outlooks >= {Outlook.EXPECTED, Outlook.NOT_ENOUGH_DATA, Outlook.DONE, Outlook.NOT_MEASURABLE}


@pytest.mark.parametrize("moment", _MOMENTS)
async def test_one_pledge_by_itself_has_the_forecast_that_it_has_among_all(
    session: ReadSession, moment: Moment
) -> None:
    row = visible_pledges(Role.PUBLIC, moment).subquery()
    among_all = await session.execute(forecasts_of(Role.PUBLIC, row, moment), {"now": _NOW})
    own = forecast_of(Role.PUBLIC, row, moment).lateral()
    alone = chosen(*own.c).select_from(row.join(own, own.c.id == row.c.id))
    by_itself = await session.execute(alone, {"now": _NOW})
    lines = sorted(tuple(line) for line in by_itself)
    assert len(lines) > 80
    assert lines == sorted(tuple(line) for line in among_all)


def _comparable(line: Mapping[Any, Any]) -> tuple[object, ...]:
    """What the rule says too; slopes and slippages as they are, to the last bit."""
    days = tuple(line[name] for name in ("earliest", "likely", "latest"))
    slips = tuple(line[name] for name in ("times", "own", "others"))
    return (line["outlook"], *days, line["points"], line["changed_on"], *slips)


async def _expected(session: ReadSession, moment: Moment) -> dict[object, tuple[object, ...]]:
    """The same from single rows, by the rules."""
    row = visible_pledges(Role.PUBLIC, moment).subquery()
    pledges = (
        (await session.execute(chosen(*row.c, day_of(row).label("today")).order_by(row.c.id), {"now": _NOW}))
        .mappings()
        .all()
    )
    measured = await _measured(session, moment)
    points = {pledge["id"]: _points(measured[pledge["id"]], pledge["today"], moment) for pledge in pledges}
    followed = [pledge for pledge in pledges if pledge["execution"] not in _UNTRIED]
    everybody = [_track(pledge, points) for pledge in followed[:OF_EVERYBODY]]
    found: dict[object, tuple[object, ...]] = {}
    for pledge in pledges:
        mine = [each for each in followed if each["lead_agency_id"] == pledge["lead_agency_id"]]
        own = [_track(each, points) for each in mine[:OF_AN_AGENCY]]
        tracks = [each for each in own if each], [each for each in everybody if each]
        told = slippage(*tracks)
        counts = (len(tracks[0]), len(tracks[1]))
        found[pledge["id"]] = _by_rule(pledge, points[pledge["id"]], told, counts, measured)
    return found


def _by_rule(
    pledge: Mapping[Any, Any],
    points: list[Point],
    told: float | None,
    counts: tuple[int, int],
    measured: Mapping[object, Sequence[Measured]],
) -> tuple[object, ...]:
    said = forecast(
        Known(
            execution=Execution(pledge["execution"]),
            is_measurable=bool(measured[pledge["id"]]),
            points=points,
            slippage=told,
            today=pledge["today"],
        )
    )
    assert (said.outlook is Outlook.NO_PROGRESS) <= ((pace(points) or 0) <= 0)
    last = points[-1].on if points else None
    days = (said.earliest, said.likely, said.latest)
    return (said.outlook, *days, len(points), last, told, *counts)


def _track(pledge: Mapping[Any, Any], points: Mapping[object, list[Point]]) -> Track | None:
    is_done = pledge["execution"] in _DONE
    return track(
        points[pledge["id"]],
        done_on=pledge["stopped_on"] if is_done else None,
        seen_until=pledge["stopped_on"] if pledge["execution"] in EXITS else pledge["today"],
    )


def _points(measured: Sequence[Measured], today: date, moment: Moment) -> list[Point]:
    """The days on which progress changed; now, all that was ever accepted counts."""
    known = None if moment.known is None else _KNOWN.value
    until = date.max if moment.is_now else today
    seen = {report.on for each in measured for report in each.reports}
    found: list[Point] = []
    reached = Decimal(0)
    for day in sorted(day for day in seen if day <= until):
        mean = progress(each.share(day, known) for each in measured).mean or Decimal(0)
        if mean != reached:
            mark = int((mean * WHOLE).quantize(Decimal(1), ROUND_HALF_UP))
            found.append(Point(on=day, mark=mark))
        reached = mean
    return found


async def _measured(session: ReadSession, moment: Moment) -> defaultdict[object, list[Measured]]:
    """The measurable targets of each pledge that were there, with their accepted reports."""
    reports: defaultdict[object, list[Accepted]] = defaultdict(list)
    said = (
        select(ProgressReport, Verification)
        .join(Verification, Verification.report_id == ProgressReport.id)
        .where(Verification.decision == "ACCEPTED")
        .order_by(ProgressReport.recorded_at, ProgressReport.id)
    )
    for report, verification in (await session.execute(said)).all():
        reports[report.target_id].append(_accepted(report, verification))
    there = [Target.quantity.is_not(None)]
    there += [] if moment.day is None else [Target.effective_on <= moment.day]
    there += [] if moment.known is None else [Target.recorded_at <= moment.known]
    joined = select(Target, Indicator).join(Indicator, Indicator.id == Target.indicator_id).where(*there)
    found: defaultdict[object, list[Measured]] = defaultdict(list)
    for target, indicator in (await session.execute(joined)).all():
        measured = Measured(target=target, indicator=indicator, reports=reports[target.id])
        found[target.pledge_id].append(measured)
    return found


def _accepted(report: ProgressReport, verification: Verification) -> Accepted:
    share = None
    if report.numerator is not None and report.denominator is not None:
        share = Share(numerator=report.numerator, denominator=report.denominator)
    said = Reported(
        effective_on=report.effective_on,
        quantity=report.quantity,
        share=share,
        decision=Decision.ACCEPTED,
    )
    return Accepted(on=verification.effective_on, at=verification.recorded_at, said=said)
