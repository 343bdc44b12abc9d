"""P15 from its quote to COMPLETED, and every refusal on the way."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from models import History, Outbox, Pledge, ProgressReport, Target
from service.errors import ErrorCode
from service.ledger.completion import CompletePledge, ReportDone, complete_pledge, report_done
from service.ledger.reports import EvidenceItem, ReportProgress, report_progress
from service.ledger.verifications import VerifyReport, verify_report
from service.rules.verification import Decision, Verdict
from tests.ledger.counting import counts, difference
from tests.ledger.ground import Ground
from tests.ledger.pledging import MEETING, do, refuse, refused_as, started

DAY = MEETING + timedelta(days=40)
PHOTO = EvidenceItem(title="Foto", url="https://contoh.id/foto", sha256="0" * 64)


async def targets_of(ground: Ground, pledge: Pledge) -> list[Target]:
    """The targets of a pledge."""
    async with ground.database.reading() as session:
        found = select(Target).where(Target.pledge_id == pledge.id).order_by(Target.id)
        return list(await session.scalars(found))


def report_on(target: Target, quantity: int = 1, key: str | None = None) -> ReportProgress:
    """A report with a photograph."""
    return ReportProgress(
        target_id=target.id,
        unit="titik",
        quantity=Decimal(quantity),
        effective_on=DAY,
        client_key=key,
        evidence=(PHOTO,),
    )


def accept(report_id: uuid.UUID) -> VerifyReport:
    """The acceptance of a report."""
    return VerifyReport(report_id=report_id, decision=Decision.ACCEPTED, verdict=Verdict.CONFORMS)


async def test_a_pledge_goes_from_its_quote_to_completion(ground: Ground) -> None:
    pledge = await started(ground)
    targets = await targets_of(ground, pledge)
    lead, secretariat = ground.lead, ground.secretariat
    wrong = await do(ground, report_progress, lead, report_on(targets[0]))
    returned = VerifyReport(report_id=wrong.id, decision=Decision.RETURNED, reason="Foto kabur")
    await do(ground, verify_report, secretariat, returned)
    for target in targets:
        report = await do(ground, report_progress, lead, report_on(target))
        await do(ground, verify_report, secretariat, accept(report.id))
    done = await do(ground, report_done, lead, ReportDone(pledge_id=pledge.id, effective_on=DAY))
    assert (done.execution, done.stopped_on) == ("REPORTED_DONE", DAY)
    completed = await do(ground, complete_pledge, secretariat, CompletePledge(pledge_id=pledge.id))
    assert (completed.execution, completed.verdict) == ("COMPLETED", "CONFORMS")
    assert completed.stopped_on == DAY
    reached = [(target.claimed, target.verified) for target in await targets_of(ground, pledge)]
    assert reached == [(1, 1)] * 3
    async with ground.database.reading() as session:
        actions = list(await session.scalars(select(History.action).order_by(History.id)))
        topics = list(await session.scalars(select(Outbox.topic).order_by(Outbox.id)))
    first = ["RECORD", "REVISE_TERMS", "REVISE_TERMS", "SPECIFY", "AGREE", "START"]
    reports = ["REPORT_PROGRESS", "RETURN_REPORT", *["REPORT_PROGRESS", "ACCEPT_REPORT"] * 3]
    assert actions == [*first, *reports, "REPORT_DONE", "COMPLETE"]
    assert topics == [f"pledge.{action.lower()}" for action in actions]


async def test_a_report_writes_itself_its_evidence_and_its_record(ground: Ground) -> None:
    pledge = await started(ground, posts=1)
    (target,) = await targets_of(ground, pledge)
    before = await counts(ground.database)
    report = await do(ground, report_progress, ground.lead, report_on(target, 2))
    assert difference(before, await counts(ground.database)) == {
        "progress_report": 1,
        "evidence": 1,
        "history": 1,
        "outbox": 1,
    }
    (target,) = await targets_of(ground, pledge)
    async with ground.database.reading() as session:
        kept = await session.get_one(ProgressReport, report.id)
    assert (kept.agency_id, target.claimed, target.verified) == (ground.diskominfo, 2, None)


async def test_a_phone_that_sends_again_gets_its_first_report(ground: Ground) -> None:
    pledge = await started(ground, posts=1)
    (target,) = await targets_of(ground, pledge)
    asked = report_on(target, 2, key="telepon-1")
    first = await do(ground, report_progress, ground.lead, asked)
    before = await counts(ground.database)
    assert (await do(ground, report_progress, ground.lead, asked)).id == first.id
    spaced = replace(asked, client_key=" telepon-1 ")
    assert (await do(ground, report_progress, ground.lead, spaced)).id == first.id
    assert await counts(ground.database) == before
    other = replace(asked, quantity=Decimal(3))
    refused = await refuse(ground, report_progress, ground.lead, other)
    assert refused.code is ErrorCode.IDEMPOTENCY_KEY_REUSED
    await do(ground, report_done, ground.lead, ReportDone(pledge_id=pledge.id))
    assert (await do(ground, report_progress, ground.lead, asked)).id == first.id


async def test_a_report_that_cannot_be_is_refused_where_it_stands(ground: Ground) -> None:
    pledge = await started(ground, posts=1)
    (target,) = await targets_of(ground, pledge)
    good = report_on(target)
    expected = {
        ("NOT_FOUND", ("targetId",)): replace(good, target_id=uuid.uuid4()),
        ("INVALID", ("unit",)): replace(good, unit="meter"),
        ("INVALID", ("quantity",)): replace(good, quantity=Decimal(-1)),
        ("INVALID", ("effectiveOn",)): replace(good, effective_on=date(2020, 1, 1)),
        ("INVALID", ("evidence",)): replace(good, evidence=(replace(PHOTO, sha256="x"),)),
    }
    for refusal, request in expected.items():
        assert await refused_as(ground, report_progress, ground.lead, request) == refusal
    huge = replace(good, quantity=Decimal(10) ** 15)
    assert (await refuse(ground, report_progress, ground.lead, huge)).code is ErrorCode.INVALID
    for actor in (ground.secretariat, ground.stranger, ground.integration):
        refused = await refuse(ground, report_progress, actor, good)
        assert refused.code is ErrorCode.NOT_ALLOWED


async def test_a_report_is_judged_once_and_by_another_agency(ground: Ground) -> None:
    pledge = await started(ground, posts=1)
    (target,) = await targets_of(ground, pledge)
    report = await do(ground, report_progress, ground.lead, report_on(target))
    own = replace(ground.secretariat, agency_id=ground.diskominfo)
    refused = await refuse(ground, verify_report, own, accept(report.id))
    assert refused.code is ErrorCode.NOT_ALLOWED
    for actor in (ground.lead, ground.other_secretariat):
        refused = await refuse(ground, verify_report, actor, accept(report.id))
        assert refused.code is ErrorCode.NOT_ALLOWED
    without = replace(accept(report.id), verdict=None)
    assert await refused_as(ground, verify_report, ground.secretariat, without) == ("INVALID", ("verdict",))
    await do(ground, verify_report, ground.secretariat, accept(report.id))
    again = await refuse(ground, verify_report, ground.secretariat, accept(report.id))
    assert again.code is ErrorCode.CONFLICT


async def test_completion_demands_proof_and_a_secretariat_of_another_agency(ground: Ground) -> None:
    pledge = await started(ground, posts=2)
    first, second = await targets_of(ground, pledge)
    done = ReportDone(pledge_id=pledge.id)
    complete = CompletePledge(pledge_id=pledge.id)
    refused = await refuse(ground, report_done, ground.lead, done)
    assert refused.code is ErrorCode.WRONG_STATE
    report = await do(ground, report_progress, ground.lead, report_on(first))
    await do(ground, report_done, ground.lead, done)
    assert await refused_as(ground, complete_pledge, ground.secretariat, complete) == (
        "WRONG_STATE",
        ("reports",),
    )
    await do(ground, verify_report, ground.secretariat, accept(report.id))
    assert await refused_as(ground, complete_pledge, ground.secretariat, complete) == (
        "INVALID",
        ("shortfall",),
    )
    justified = replace(complete, shortfall="Posyandu kedua pindah")
    own = replace(ground.secretariat, agency_id=ground.diskominfo)
    for actor in (ground.lead, own, ground.other_secretariat):
        refused = await refuse(ground, complete_pledge, actor, justified)
        assert refused.code is ErrorCode.NOT_ALLOWED
    completed = await do(ground, complete_pledge, ground.secretariat, justified)
    assert (completed.execution, completed.shortfall) == ("COMPLETED", "Posyandu kedua pindah")
    assert second.verified is None
