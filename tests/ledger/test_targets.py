"""Targets and their arithmetic in the database: units, percentages, aggregation, twins."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from models import History, PledgeArea, ProgressReport, Target
from service.errors import ErrorCode
from service.ledger.agreement import AgreePledge, StartPledge, agree_pledge, start_pledge
from service.ledger.pledges import RevisePledge, revise_pledge
from service.ledger.reports import ReportProgress, report_progress
from service.ledger.targets import AddTargets, IndicatorTerms, NewTarget, add_targets
from service.ledger.terms import Terms
from service.rules.arithmetic import Aggregation, IndicatorKind
from service.rules.vocabulary import SpmAreaCode
from tests.ledger.counting import counts, difference
from tests.ledger.ground import Ground
from tests.ledger.pledging import ACCESS, MEETING, do, recorded, refuse, refused_as, specified, target_at


async def target_of(ground: Ground, indicator: IndicatorTerms) -> Target:
    """The one target, by this indicator, of a pledge in progress."""
    pledge = await recorded(ground)
    terms = Terms(responsible="Kabid", due_on=date(2026, 12, 31), evidence_rule="Foto")
    await do(
        ground,
        revise_pledge,
        ground.lead,
        RevisePledge(pledge_id=pledge.id, expected_version=1, terms=terms, effective_on=MEETING),
    )
    target = replace(target_at(ground.posts[0], 80), indicator=indicator)
    added = AddTargets(pledge_id=pledge.id, targets=(target,), effective_on=MEETING)
    await do(ground, add_targets, ground.lead, added)
    await do(ground, agree_pledge, ground.lead, AgreePledge(pledge_id=pledge.id, effective_on=MEETING))
    await do(ground, start_pledge, ground.lead, StartPledge(pledge_id=pledge.id, effective_on=MEETING))
    return await only_target(ground)


async def only_target(ground: Ground) -> Target:
    """The one target that there is."""
    async with ground.database.reading() as session:
        return (await session.scalars(select(Target))).one()


def on_day(target: Target, day: int, **figures: Decimal) -> ReportProgress:
    """A report so many days after the meeting."""
    unit = target.unit or ""
    return ReportProgress(
        target_id=target.id,
        unit=unit,
        effective_on=MEETING + timedelta(days=day),
        quantity=figures.get("quantity"),
        numerator=figures.get("numerator"),
        denominator=figures.get("denominator"),
    )


async def test_targets_write_themselves_their_indicator_and_their_places(ground: Ground) -> None:
    pledge = await recorded(ground)
    targets = tuple(target_at(post) for post in ground.posts)
    before = await counts(ground.database)
    await do(ground, add_targets, ground.lead, AddTargets(pledge_id=pledge.id, targets=targets))
    assert difference(before, await counts(ground.database)) == {
        "target": 3,
        "indicator": 1,
        "pledge_area": 1,
        "pledge_place": 3,
        "pledge_span": 2,
        "history": 1,
        "outbox": 1,
    }


async def test_a_pledge_serves_the_areas_of_its_targets_whatever_areas_are_named(ground: Ground) -> None:
    pledge = await specified(ground)
    terms = Terms(areas=(SpmAreaCode.KESEHATAN,))
    revision = RevisePledge(pledge_id=pledge.id, expected_version=pledge.version, terms=terms)
    await do(ground, revise_pledge, ground.secretariat, revision)
    async with ground.database.reading() as session:
        areas = select(PledgeArea.area_code).where(PledgeArea.pledge_id == pledge.id)
        assert set(await session.scalars(areas)) == {"KESEHATAN", "PENDIDIKAN"}


async def test_an_area_that_came_with_a_target_is_in_the_history(ground: Ground) -> None:
    pledge = await recorded(ground)
    elsewhere = replace(target_at(ground.posts[1]), area_code=SpmAreaCode.SOSIAL)
    for target in (target_at(ground.posts[0]), target_at(ground.posts[2]), elsewhere):
        await do(ground, add_targets, ground.lead, AddTargets(pledge_id=pledge.id, targets=(target,)))
    async with ground.database.reading() as session:
        told = select(History.before["areas"], History.after["areas"]).where(
            History.pledge_id == pledge.id, History.after.has_key("targets")
        )
        rows = (await session.execute(told.order_by(History.id))).all()
    assert [tuple(row) for row in rows] == [
        ([], ["PENDIDIKAN"]),
        (None, None),
        (["PENDIDIKAN"], ["PENDIDIKAN", "SOSIAL"]),
    ]


async def test_a_target_that_cannot_be_is_refused_by_its_number(ground: Ground) -> None:
    pledge = await recorded(ground)
    good = target_at(ground.posts[0])

    async def refusal(second: NewTarget) -> tuple[ErrorCode, tuple[str, ...]]:
        asked = AddTargets(pledge_id=pledge.id, targets=(good, second))
        return await refused_as(ground, add_targets, ground.lead, asked)

    at = ("targets", "1")
    assert await refusal(replace(good, region_code="64.09")) == ("INVALID", at)
    assert await refusal(replace(good, indicator=None)) == ("INVALID", (*at, "quantity"))
    assert await refusal(replace(good, quantity=Decimal(-1))) == ("INVALID", (*at, "quantity"))
    assert await refusal(replace(good, due_on=date(2020, 1, 1))) == ("INVALID", (*at, "dueOn"))
    otherwise = replace(ACCESS, over_periods=Aggregation.MAX)
    assert await refusal(replace(good, indicator=otherwise)) == ("INVALID", (*at, "indicator"))
    assert await refusal(replace(good, posyandu_id=pledge.id)) == ("NOT_FOUND", ("posyanduId",))
    nowhere = replace(good, posyandu_id=None, region_code="64.98")
    assert await refusal(nowhere) == ("NOT_FOUND", ("regionCode",))


async def test_a_target_without_a_quantity_is_welcome(ground: Ground) -> None:
    pledge = await recorded(ground)
    vague = NewTarget(area_code=SpmAreaCode.KESEHATAN, region_code="64.09")
    added = await do(ground, add_targets, ground.lead, AddTargets(pledge_id=pledge.id, targets=(vague,)))
    assert (added.execution, "PLACE" in added.missing, "UNIT" in added.missing) == ("RECORDED", False, True)


async def test_percentages_add_numerators_and_denominators(ground: Ground) -> None:
    share = IndicatorTerms(name="Rumah terlayani", unit="persen", kind=IndicatorKind.PERCENTAGE)
    target = await target_of(ground, share)
    first = on_day(target, 1, numerator=Decimal(1), denominator=Decimal(3))
    report = await do(ground, report_progress, ground.lead, first)
    async with ground.database.reading() as session:
        kept = await session.get_one(ProgressReport, report.id)
    assert kept.quantity == Decimal("33.333333")
    second = on_day(target, 2, numerator=Decimal(5), denominator=Decimal(5))
    await do(ground, report_progress, ground.lead, second)
    assert (await only_target(ground)).claimed == Decimal(75)
    plain = on_day(target, 3, quantity=Decimal(50))
    assert await refused_as(ground, report_progress, ground.lead, plain) == ("INVALID", ("numerator",))
    empty = on_day(target, 3, numerator=Decimal(0), denominator=Decimal(0))
    assert await refused_as(ground, report_progress, ground.lead, empty) == ("INVALID", ("denominator",))


async def test_the_latest_day_counts_and_not_the_latest_message(ground: Ground) -> None:
    latest = replace(ACCESS, name="Titik aktif", over_periods=Aggregation.LATEST)
    target = await target_of(ground, latest)
    for day, quantity in ((5, 7), (9, 4), (2, 30)):
        await do(ground, report_progress, ground.lead, on_day(target, day, quantity=Decimal(quantity)))
    assert (await only_target(ground)).claimed == 4


async def test_reports_sent_at_once_are_all_accounted_for(ground: Ground) -> None:
    target = await target_of(ground, ACCESS)
    reports = [on_day(target, 1, quantity=Decimal(quantity)) for quantity in (1, 2, 4, 8)]
    await asyncio.gather(*(do(ground, report_progress, ground.lead, report) for report in reports))
    assert (await only_target(ground)).claimed == 15


async def test_a_phone_that_sends_twice_at_once_reports_once(ground: Ground) -> None:
    target = await target_of(ground, ACCESS)
    report = replace(on_day(target, 1, quantity=Decimal(3)), client_key="telepon-1")
    twins = await asyncio.gather(*(do(ground, report_progress, ground.lead, report) for _ in range(3)))
    assert len({twin.id for twin in twins}) == 1
    assert (await only_target(ground)).claimed == 3


async def test_targets_of_an_agreed_pledge_need_the_secretariat_and_a_reason(ground: Ground) -> None:
    target = await target_of(ground, ACCESS)
    more = AddTargets(pledge_id=target.pledge_id, targets=(target_at(ground.posts[1]),))
    refused = await refuse(ground, add_targets, ground.lead, more)
    assert refused.code is ErrorCode.NOT_ALLOWED
    assert await refused_as(ground, add_targets, ground.secretariat, more) == ("INVALID", ("reason",))
    added = await do(ground, add_targets, ground.secretariat, replace(more, reason="Lokasi bertambah"))
    assert added.execution == "IN_PROGRESS"
