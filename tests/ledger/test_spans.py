"""What a pledge was on each day and as known at each instant, against history folded by hand."""

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import DateTime, literal, select

from models import History, Pledge, PledgeSpan, ProgressReport, Target, Verification
from service.access.actors import Role
from service.access.moments import Moment
from service.access.visibility import visible_pledges, visible_targets
from service.database import Database
from service.ledger.parts import FundingLine
from service.ledger.pledges import RevisePledge, revise_pledge
from service.ledger.replaying import NAMES, Span, entries_of, replayed
from service.ledger.reports import ReportProgress, report_progress
from service.ledger.targets import AddTargets, add_targets
from service.ledger.terms import Terms
from service.ledger.verifications import VerifyReport, verify_report
from service.rules.money import FundingStage
from service.rules.verification import Decision, Verdict
from service.rules.vocabulary import SpmAreaCode
from tests.ledger.ground import Ground
from tests.ledger.pledging import MEETING, do, recorded, started, target_at
from tests.ledger.test_random_walks import one_step
from tests.ledger.walking import Walk

DAYS = [MEETING + timedelta(days=n) for n in range(0, 40, 4)]
_LATE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A row of history, as far as these tests look at it."""

    effective_on: date
    recorded_at: datetime
    after: Mapping[str, Any]


@pytest.fixture
async def edited(ground: Ground) -> tuple[Ground, uuid.UUID]:
    """A pledge with many entries, in whatever order of their effective days."""
    dice = random.Random(7)  # noqa: S311 - replayable dice
    pledge = await recorded(ground)
    for number in range(_LATE):
        await edit(ground, pledge.id, dice, number)
    return ground, pledge.id


async def edit(ground: Ground, pledge_id: uuid.UUID, dice: random.Random, number: int) -> None:
    """Change something of a pledge from a random day on."""
    day = dice.choice(DAYS)
    if dice.random() < 0.15:
        request = AddTargets(
            pledge_id=pledge_id, targets=(target_at(dice.choice(ground.posts)),), effective_on=day, reason="x"
        )
        await do(ground, add_targets, ground.secretariat, request)
        return
    terms = dice.choice(
        [
            Terms(title=f"Judul {number}"),
            Terms(due_on=date(2026, 1, 1) + timedelta(days=number)),
            Terms(fiscal_year=2025 + number % 2, target_group=f"Kelompok {number}"),
            Terms(areas=tuple(dice.sample(list(SpmAreaCode), 2))),
            Terms(scope={"posyandu": [str(dice.choice(ground.posts))]}),
            Terms(scope={"anyOf": [{"regions": ["64.09"]}, {"words": "daerah rawan"}]}),
            Terms(responsible=f"Kabid {number}"),
            Terms(fundings=(FundingLine(stage=FundingStage.BUDGETED, source=f"APBD {number % 3}"),)),
        ]
    )
    async with ground.database.reading() as session:
        version = await session.scalar(select(Pledge.version).where(Pledge.id == pledge_id)) or 0
    revision = RevisePledge(
        pledge_id=pledge_id, expected_version=version, terms=terms, effective_on=day, reason="x"
    )
    await do(ground, revise_pledge, ground.secretariat, revision)


async def test_the_last_recorded_of_what_was_effective_holds(edited: tuple[Ground, uuid.UUID]) -> None:
    ground, pledge_id = edited
    told = await _told(ground.database, pledge_id)
    instants = [each.recorded_at for each in told][:: len(told) // 8]
    for day in [MEETING - timedelta(days=1), *DAYS, DAYS[-1] + timedelta(days=99)]:
        for known in [None, *instants]:
            expected = _folded(told, day, known)
            found = await _as_of(ground.database, pledge_id, day, known)
            assert {name: found[name] for name in expected} == expected, (day, known)


async def test_as_of_today_is_the_pledge_as_it_is(edited: tuple[Ground, uuid.UUID]) -> None:
    ground, pledge_id = edited
    today = DAYS[-1] + timedelta(days=99)
    async with ground.database.reading() as session:
        shown = visible_pledges(Role.SYSTEM).subquery()
        now = (await session.execute(select(shown).where(shown.c.id == pledge_id))).mappings().one()
        moment = Moment(day=literal(today))
        past = (await session.execute(visible_pledges(Role.SYSTEM, moment))).mappings().one()
    assert {name: past[name] for name in now} == dict(now)


async def test_before_it_was_made_or_recorded_there_is_no_pledge(edited: tuple[Ground, uuid.UUID]) -> None:
    ground, _ = edited
    long_ago = datetime.fromisoformat("2025-01-01T00:00:00+00:00")
    async with ground.database.reading() as session:
        for moment in (
            Moment(day=literal(MEETING - timedelta(days=1))),
            Moment(day=literal(DAYS[-1]), known=literal(long_ago, DateTime(timezone=True))),
        ):
            assert (await session.execute(visible_pledges(Role.SYSTEM, moment))).all() == []


async def test_what_is_kept_write_by_write_is_what_history_gives(edited: tuple[Ground, uuid.UUID]) -> None:
    ground, pledge_id = edited
    await assert_spans_are_those_of_history(ground, pledge_id)


async def test_a_walk_over_the_lifecycle_keeps_what_history_gives(ground: Ground) -> None:
    pledge = await started(ground)
    walk = Walk(ground=ground, pledge_id=pledge.id, dice=random.Random(11))  # noqa: S311 - replayable dice
    for _ in range(80):
        await one_step(walk)
    await assert_spans_are_those_of_history(ground, pledge.id)


async def assert_spans_are_those_of_history(ground: Ground, pledge_id: uuid.UUID) -> None:
    """The rows that are kept are those of a replay, to the microsecond."""
    async with ground.database.reading() as session:
        kept = (await session.execute(select(*PledgeSpan.__table__.c))).mappings().all()
        told = await entries_of(session, [pledge_id])
    expected = [_line(span) for span in replayed(told[pledge_id])]
    names = ("from_on", "until_on", "known_from", "known_until", *NAMES)
    assert sorted(([row[name] for name in names] for row in kept), key=repr) == sorted(expected, key=repr)


def _line(span: Span) -> list[object]:
    interval = span.interval
    known_until = span.known_until or datetime.max  # noqa: DTZ901 - what asyncpg reads infinity as
    days = [interval.from_on, interval.until_on, span.known_from, known_until]
    return [*days, *(interval.values[name] for name in NAMES)]


async def test_what_a_target_had_reached_is_added_up_as_of_any_day(ground: Ground) -> None:
    pledge = await started(ground)
    dice = random.Random(5)  # noqa: S311 - replayable dice
    async with ground.database.reading() as session:
        targets = (await session.scalars(select(Target.id).order_by(Target.id))).all()
    for _ in range(25):
        day = dice.choice(DAYS)
        said = ReportProgress(
            target_id=dice.choice(targets),
            unit="titik",
            quantity=Decimal(dice.randrange(5)),
            effective_on=day,
        )
        report = await do(ground, report_progress, ground.lead, said)
        if dice.random() < 0.8:
            await judge(ground, report.id, day, dice)
    reports, instants = await _reports(ground.database)
    for day in DAYS:
        for known in [None, *instants]:
            assert await _reached(ground.database, day, known) == {
                key: _added_up(reports[key], day, known) for key in targets
            }, (day, known)
    assert pledge.execution == "IN_PROGRESS"


async def judge(ground: Ground, report_id: uuid.UUID, day: date, dice: random.Random) -> None:
    """Accept or return a report of a day, some days after it."""
    accepts = dice.random() < 0.7
    verdict = VerifyReport(
        report_id=report_id,
        decision=Decision.ACCEPTED if accepts else Decision.RETURNED,
        verdict=Verdict.NOT_YET if accepts else None,
        reason="x",
        effective_on=day + timedelta(days=dice.randrange(30)),
    )
    await do(ground, verify_report, ground.secretariat, verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    effective_on: date
    recorded_at: datetime
    quantity: Decimal
    decision: str | None
    judged_on: date | None
    judged_at: datetime | None


async def _reports(database: Database) -> tuple[dict[uuid.UUID, list[_Report]], list[datetime]]:
    """By target, and some of the instants at which something was recorded."""
    found: dict[uuid.UUID, list[_Report]] = {}
    joined = (
        select(ProgressReport, Verification)
        .outerjoin(Verification, Verification.report_id == ProgressReport.id)
        .order_by(ProgressReport.recorded_at)
    )
    async with database.reading() as session:
        for report, verification in (await session.execute(joined)).all():
            one = _Report(
                effective_on=report.effective_on,
                recorded_at=report.recorded_at,
                quantity=report.quantity,
                decision=verification and verification.decision,
                judged_on=verification and verification.effective_on,
                judged_at=verification and verification.recorded_at,
            )
            found.setdefault(report.target_id, []).append(one)
    instants = sorted(one.judged_at or one.recorded_at for some in found.values() for one in some)
    return found, instants[::6]


def _added_up(
    reports: list[_Report], day: date, known: datetime | None
) -> tuple[Decimal | None, Decimal | None]:
    """Claimed and verified, report by report."""
    claimed: list[Decimal] = []
    verified: list[Decimal] = []
    for one in reports:
        if one.effective_on > day or (known and one.recorded_at > known):
            continue
        is_judged = one.judged_on is not None and one.judged_on <= day
        is_judged = is_judged and (known is None or (one.judged_at is not None and one.judged_at <= known))
        decision = one.decision if is_judged else None
        claimed += [] if decision == "RETURNED" else [one.quantity]
        verified += [one.quantity] if decision == "ACCEPTED" else []
    return sum(claimed, Decimal(0)) if claimed else None, sum(verified, Decimal(0)) if verified else None


async def _reached(
    database: Database, day: date, known: datetime | None
) -> dict[uuid.UUID, tuple[Decimal | None, Decimal | None]]:
    moment = _moment(day, known)
    async with database.reading() as session:
        rows = (await session.execute(visible_targets(Role.SYSTEM, moment))).mappings()
        return {row["id"]: (row["claimed"], row["verified"]) for row in rows}


def _moment(day: date, known: datetime | None) -> Moment:
    return Moment(day=literal(day), known=None if known is None else literal(known, DateTime(timezone=True)))


async def _told(database: Database, pledge_id: uuid.UUID) -> list[Told]:
    """History as it was written."""
    found = select(History.effective_on, History.recorded_at, History.after)
    async with database.reading() as session:
        rows = (await session.execute(found.where(History.pledge_id == pledge_id).order_by(History.id))).all()
    return [Told(effective_on=row[0], recorded_at=row[1], after=row[2]) for row in rows]


_SIMPLE = ("title", "target_group", "fiscal_year", "responsible", "execution")


def _folded(told: list[Told], day: date, known: datetime | None) -> dict[str, object]:
    """The last recorded of each, among what was effective and known; nothing before the beginning."""
    state: dict[str, Any] = {}
    for each in told:
        if each.effective_on <= day and (known is None or each.recorded_at <= known):
            state |= each.after
    if not state:
        return {}
    due = state.get("due_on")
    return {
        **{name: state.get(name) for name in _SIMPLE},
        "due_on": None if due is None else date.fromisoformat(due),
        "scope": state.get("scope"),
        "areas": state.get("areas", []),
    }


async def _as_of(
    database: Database, pledge_id: uuid.UUID, day: date, known: datetime | None
) -> Mapping[str, Any]:
    pledges = visible_pledges(Role.SYSTEM, _moment(day, known)).subquery()
    async with database.reading() as session:
        row = await session.execute(select(*pledges.c).where(pledges.c.id == pledge_id))
        found = row.mappings().one_or_none()
        return {} if found is None else {str(name): value for name, value in found.items()}
