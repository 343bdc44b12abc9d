"""Recording, sharpening, agreeing and starting: what each writes, and what each refuses."""

import asyncio
import uuid
from datetime import date, timedelta

from sqlalchemy import select

from models import History, Outbox, PledgeArea, PledgePlace
from service.access.actors import PUBLIC, SYSTEM
from service.access.visibility import visible_places
from service.errors import ErrorCode
from service.ledger.agreement import AgreePledge, StartPledge, agree_pledge, start_pledge
from service.ledger.parts import FundingLine, MilestoneLine, Partner
from service.ledger.pledges import RecordPledge, RevisePledge, record_pledge, revise_pledge
from service.ledger.terms import Terms
from service.rules.money import FundingStage
from service.rules.vocabulary import SpmAreaCode
from tests.ledger.counting import counts, difference
from tests.ledger.ground import Ground
from tests.ledger.pledging import (
    MEETING,
    QUOTE,
    do,
    recorded,
    refuse,
    refused_as,
    specified,
    spoken,
    target_at,
)

EVERYTHING = ["WHO", "UNIT", "QUANTITY", "PLACE", "DUE_DATE", "BUDGET", "INDICATOR", "EVIDENCE_RULE"]


async def test_a_quote_an_agency_and_a_source_make_a_pledge(ground: Ground) -> None:
    before = await counts(ground.database)
    pledge = await do(ground, record_pledge, ground.secretariat, spoken(ground))
    assert difference(before, await counts(ground.database)) == {
        "pledge": 1,
        "pledge_span": 1,
        "history": 1,
        "outbox": 1,
    }
    assert (pledge.reference, pledge.execution, pledge.version) == ("KTM/64/2025/0001", "RECORDED", 1)
    assert (pledge.title, pledge.quote, pledge.region_code) == (QUOTE, QUOTE, "64")
    assert (pledge.maturity, pledge.missing) == (0, EVERYTHING)
    async with ground.database.reading() as session:
        history = (await session.scalars(select(History))).one()
        event = (await session.scalars(select(Outbox))).one()
    assert (history.action, history.effective_on, history.before) == ("RECORD", MEETING, {})
    assert (history.after["quote"], history.after["execution"]) == (QUOTE, "RECORDED")
    assert (event.topic, event.pledge_id, event.version) == ("pledge.record", pledge.id, 1)


async def test_references_are_counted_by_region_and_year_without_gaps(ground: Ground) -> None:
    await recorded(ground)
    await refuse(
        ground, record_pledge, SYSTEM, RecordPledge(lead_agency_id=ground.dinkes, quote="x", source=" ")
    )
    second = await recorded(ground)
    local = RecordPledge(
        lead_agency_id=ground.dinkes, quote="x", source="y", region_code="64.09", pledged_on=MEETING
    )
    assert second.reference == "KTM/64/2025/0002"
    assert (await do(ground, record_pledge, SYSTEM, local)).reference == "KTM/64.09/2025/0001"


async def test_pledges_recorded_at_once_have_each_their_own_number(ground: Ground) -> None:
    made = await asyncio.gather(*(recorded(ground) for _ in range(5)))
    assert sorted(pledge.serial for pledge in made) == [1, 2, 3, 4, 5]


async def test_who_may_not_record_is_told_so(ground: Ground) -> None:
    asked = spoken(ground)
    assert (await refuse(ground, record_pledge, PUBLIC, asked)).code is ErrorCode.NOT_SIGNED_IN
    for actor in (ground.integration, ground.partner, ground.other_secretariat):
        assert (await refuse(ground, record_pledge, actor, asked)).code is ErrorCode.NOT_ALLOWED


async def test_what_is_unknown_or_impossible_is_refused_where_it_stands(ground: Ground) -> None:
    def asked(**other: object) -> RecordPledge:
        return RecordPledge(**{"lead_agency_id": ground.dinkes, "quote": "q", "source": "s", **other})  # pyright: ignore[reportArgumentType] - any of its fields

    ahead = date.today() + timedelta(days=3)  # noqa: DTZ011 - a day ahead in every time zone
    expected = {
        ("NOT_FOUND", ("leadAgencyId",)): asked(lead_agency_id=uuid.uuid4()),
        ("NOT_FOUND", ("regionCode",)): asked(region_code="64.99"),
        ("INVALID", ("regionCode",)): asked(region_code="21.01"),
        ("NOT_FOUND", ("meetingId",)): asked(meeting_id=uuid.uuid4(), pledged_on=MEETING),
        ("INVALID", ("quote",)): asked(quote="a\0b"),
        ("INVALID", ("source",)): asked(source=""),
        ("INVALID", ("pledgedOn",)): asked(pledged_on=ahead),
        ("NOT_FOUND", ("scope",)): asked(terms=Terms(scope={"regions": ["64.98"]})),
        ("NOT_FOUND", ("serviceCode",)): asked(terms=Terms(service_code="S99")),
        ("NOT_FOUND", ("subActivityId",)): asked(terms=Terms(sub_activity_id=uuid.uuid4())),
        ("INVALID", ("dueOn",)): asked(pledged_on=MEETING, terms=Terms(due_on=date(2025, 1, 1))),
        ("INVALID", ("fiscalYear",)): asked(terms=Terms(fiscal_year=3000)),
        ("INVALID", ("partners",)): asked(terms=Terms(partners=(Partner(agency_id=ground.dinkes),))),
        ("NOT_FOUND", ("agencies",)): asked(terms=Terms(partners=(Partner(agency_id=uuid.uuid4()),))),
    }
    for refusal, request in expected.items():
        assert await refused_as(ground, record_pledge, SYSTEM, request) == refusal


async def test_revising_keeps_what_is_absent_and_clears_what_is_null(ground: Ground) -> None:
    pledge = await recorded(ground)
    filled = Terms(
        areas=(SpmAreaCode.PENDIDIKAN,), responsible="Kabid", due_on=date(2026, 12, 31), target_group="Kader"
    )
    revision = RevisePledge(pledge_id=pledge.id, expected_version=1, terms=filled)
    await do(ground, revise_pledge, ground.lead, revision)
    before = await counts(ground.database)
    cleared = RevisePledge(pledge_id=pledge.id, expected_version=2, terms=Terms(responsible=None))
    revised = await do(ground, revise_pledge, ground.lead, cleared)
    assert difference(before, await counts(ground.database)) == {"history": 1, "outbox": 1, "pledge_span": 1}
    assert (revised.responsible, revised.target_group, revised.version) == (None, "Kader", 3)
    assert (revised.maturity, "WHO" in revised.missing) == (12, True)
    async with ground.database.reading() as session:
        history = (await session.scalars(select(History).order_by(History.id.desc()).limit(1))).one()
        assert list(await session.scalars(select(PledgeArea.area_code))) == ["PENDIDIKAN"]
    assert (history.action, history.before, history.after) == (
        "REVISE",
        {"responsible": "Kabid"},
        {"responsible": None},
    )


async def test_a_revision_that_changes_nothing_writes_nothing(ground: Ground) -> None:
    pledge = await recorded(ground)
    terms = Terms(
        fundings=(FundingLine(stage=FundingStage.PROMISED, source="APBD"),),
        milestones=(MilestoneLine(title="Survei", due_on=date(2026, 1, 1)),),
        scope={"regions": ["64.09"]},
    )
    revision = RevisePledge(pledge_id=pledge.id, expected_version=1, terms=terms)
    await do(ground, revise_pledge, ground.lead, revision)
    before = await counts(ground.database)
    again = RevisePledge(pledge_id=pledge.id, expected_version=2, terms=terms)
    assert (await do(ground, revise_pledge, ground.lead, again)).version == 2
    assert await counts(ground.database) == before


async def test_a_stale_version_is_refused(ground: Ground) -> None:
    pledge = await recorded(ground)
    stale = RevisePledge(pledge_id=pledge.id, expected_version=7, terms=Terms(responsible="x"))
    assert await refused_as(ground, revise_pledge, ground.lead, stale) == ("STALE", ("expectedVersion",))


async def test_of_two_who_revise_the_same_version_one_is_told_to_look_again(ground: Ground) -> None:
    pledge = await recorded(ground)
    revisions = [
        RevisePledge(pledge_id=pledge.id, expected_version=1, terms=Terms(responsible=name)) for name in "ab"
    ]
    outcomes = await asyncio.gather(
        *(do(ground, revise_pledge, ground.lead, revision) for revision in revisions), return_exceptions=True
    )
    assert sorted(getattr(outcome, "code", "DONE") for outcome in outcomes) == ["DONE", "STALE"]


async def test_a_scope_is_laid_out_as_places(ground: Ground) -> None:
    scope = {
        "anyOf": [{"posyandu": [str(ground.posts[0])]}, {"posyanduWithin": ["64.09"]}, {"words": "rawan"}]
    }
    pledge = await do(ground, record_pledge, SYSTEM, spoken(ground, Terms(scope=scope)))
    assert "PLACE" in pledge.missing
    query = select(PledgePlace.posyandu_id, PledgePlace.region_code, PledgePlace.source)
    async with ground.database.reading() as session:
        places = {tuple(row) for row in (await session.execute(query)).all()}
    assert places == {(ground.posts[0], None, "SCOPE"), (None, "64.09", "SCOPE")}
    narrowed = Terms(scope={"regions": ["64.09.04"]})
    revision = RevisePledge(pledge_id=pledge.id, expected_version=1, terms=narrowed)
    assert "PLACE" not in (await do(ground, revise_pledge, ground.secretariat, revision)).missing
    async with ground.database.reading() as session:
        places = {tuple(row) for row in (await session.execute(query)).all()}
    former = {(ground.posts[0], None, "FORMER"), (None, "64.09", "FORMER")}
    assert places == {(None, "64.09.04", "SCOPE"), *former}
    back = RevisePledge(pledge_id=pledge.id, expected_version=2, terms=Terms(scope=scope))
    await do(ground, revise_pledge, ground.secretariat, back)
    async with ground.database.reading() as session:
        places = {tuple(row) for row in (await session.execute(query)).all()}
        shown = (await session.execute(visible_places())).all()
    both = {(ground.posts[0], None, "SCOPE"), (None, "64.09", "SCOPE")}
    assert (places, len(shown)) == ({*both, (None, "64.09.04", "FORMER")}, 2)


async def test_a_pledge_becomes_specified_by_itself(ground: Ground) -> None:
    pledge = await specified(ground)
    assert (pledge.execution, pledge.maturity, pledge.missing) == ("SPECIFIED", 87, ["BUDGET"])
    async with ground.database.reading() as session:
        actions = list(await session.scalars(select(History.action).order_by(History.id)))
        versions = list(await session.scalars(select(Outbox.version).order_by(Outbox.id)))
    assert actions == ["RECORD", "REVISE_TERMS", "REVISE_TERMS", "SPECIFY"]
    assert versions == [1, 2, 3, 4]


async def test_a_pledge_recorded_with_all_that_is_demanded_is_specified_at_once(ground: Ground) -> None:
    request = RecordPledge(
        lead_agency_id=ground.diskominfo,
        quote=QUOTE,
        source="x",
        pledged_on=MEETING,
        terms=Terms(due_on=date(2026, 1, 1)),
        targets=(target_at(ground.posts[0]),),
    )
    assert (await do(ground, record_pledge, SYSTEM, request)).execution == "SPECIFIED"


async def test_a_specified_pledge_may_not_lose_what_it_stands_on(ground: Ground) -> None:
    pledge = await specified(ground)
    without = RevisePledge(pledge_id=pledge.id, expected_version=pledge.version, terms=Terms(due_on=None))
    assert await refused_as(ground, revise_pledge, ground.lead, without) == (
        "INVALID",
        ("missing", "DUE_DATE"),
    )


async def test_agreeing_and_starting_go_step_by_step(ground: Ground) -> None:
    pledge = await specified(ground)
    start = StartPledge(pledge_id=pledge.id)
    assert (await refuse(ground, start_pledge, ground.lead, start)).code is ErrorCode.WRONG_STATE
    agree = AgreePledge(pledge_id=pledge.id)
    assert (await refuse(ground, agree_pledge, ground.stranger, agree)).code is ErrorCode.NOT_ALLOWED
    before = await counts(ground.database)
    assert (await do(ground, agree_pledge, ground.lead, agree)).execution == "AGREED"
    assert difference(before, await counts(ground.database)) == {"history": 1, "outbox": 1, "pledge_span": 2}
    assert (await do(ground, start_pledge, ground.secretariat, start)).execution == "IN_PROGRESS"


async def test_a_step_does_not_take_effect_before_the_one_it_follows(ground: Ground) -> None:
    pledge = await specified(ground)
    late = MEETING + timedelta(days=30)
    await do(ground, agree_pledge, ground.lead, AgreePledge(pledge_id=pledge.id, effective_on=late))
    early = StartPledge(pledge_id=pledge.id, effective_on=MEETING)
    assert await refused_as(ground, start_pledge, ground.lead, early) == ("INVALID", ("effectiveOn",))


async def test_terms_of_an_agreed_pledge_change_only_with_a_reason_and_the_secretariat(
    ground: Ground,
) -> None:
    pledge = await specified(ground)
    agreed = await do(ground, agree_pledge, ground.lead, AgreePledge(pledge_id=pledge.id))

    def later(reason: str | None) -> RevisePledge:
        terms = Terms(due_on=date(2027, 6, 30))
        return RevisePledge(pledge_id=pledge.id, expected_version=agreed.version, terms=terms, reason=reason)

    assert (await refuse(ground, revise_pledge, ground.lead, later("x"))).code is ErrorCode.NOT_ALLOWED
    assert await refused_as(ground, revise_pledge, ground.secretariat, later(None)) == (
        "INVALID",
        ("reason",),
    )
    revised = await do(ground, revise_pledge, ground.secretariat, later("Anggaran bergeser"))
    assert revised.due_on == date(2027, 6, 30)
