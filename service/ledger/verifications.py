"""The secretariat's judgement of a report (telaah): accepted with a verdict, or returned with a reason."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select, update
from uuid_utils.compat import uuid7

from models import ProgressReport, Verification
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import conflict, invalid, not_allowed, not_found
from service.ledger.accounting import Account, accounted, measured
from service.ledger.holding import Held, hold, signed_in
from service.ledger.rollup.verified import Judged
from service.ledger.transitions import Step, permit, take
from service.rules.lifecycle import Action
from service.rules.verification import Decision, Verdict, check_verdict
from service.rules.wording import checked_optional_text
from service.statements import Write

REASON = 2000
_JUDGED = update(ProgressReport).where(ProgressReport.id == bindparam("judged_report_id")).values(waits=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """A decision on a report: ACCEPTED needs a verdict, RETURNED a reason and no verdict."""

    report_id: uuid.UUID
    decision: Decision
    verdict: Verdict | None = None
    reason: str | None = None
    effective_on: date | None = None


async def verify_report(session: WriteSession, actor: Actor, request: VerifyReport) -> Verification:
    """Judge a report once: its target is accounted for anew, and the verdict is the pledge's."""
    signed_in(actor)
    report = await session.get(ProgressReport, request.report_id)
    if report is None:
        raise not_found("Laporan / Report", "reportId")
    held = await hold(session, actor, report.pledge_id)
    accepts = request.decision is Decision.ACCEPTED
    action = Action.ACCEPT_REPORT if accepts else Action.RETURN_REPORT
    permit(actor, held, action)
    reason = checked_optional_text(request.reason, ("reason",), REASON)
    check_verdict(request.decision, request.verdict, reason)
    verification = await _write(session, actor, held, report, request)
    target = await measured(session, report.target_id)
    account = target.reckoned(target.reports)
    step = Step(
        action=action,
        effective_on=verification.effective_on,
        reason=reason,
        verdict=request.verdict,
        judged_agency=report.agency_id,
        judged=Judged(target=target, report_id=report.id, decided_on=verification.effective_on)
        if accepts
        else None,
        subject="verification",
        subject_id=verification.id,
        before=_described(target.account),
        after={**_described(account), "report_id": report.id, "decision": verification.decision},
        writes=(accounted(target, account), Write(statement=_JUDGED, given={"judged_report_id": report.id})),
    )
    await take(session, actor, held, step)
    return verification


async def _write(
    session: WriteSession, actor: Actor, held: Held, report: ProgressReport, request: VerifyReport
) -> Verification:
    if await session.scalar(select(Verification.id).where(Verification.report_id == report.id)):
        raise conflict("Laporan ini sudah ditelaah. / This report was verified already.", "reportId")
    if actor.agency_id is None:
        raise not_allowed("Hanya instansi yang menelaah. / Only an agency verifies.")
    day = held.day(request.effective_on)
    if day < report.effective_on:
        message = "Telaah mendahului capaiannya. / It is verified before it was achieved."
        raise invalid(message, "effectiveOn")
    verification = Verification(
        id=uuid7(),
        report_id=report.id,
        pledge_id=report.pledge_id,
        agency_id=actor.agency_id,
        decision=request.decision.value,
        verdict=None if request.verdict is None else request.verdict.value,
        reason=checked_optional_text(request.reason, ("reason",), REASON),
        effective_on=day,
        verified_by=actor.label,
        recorded_at=held.now,
    )
    session.add(verification)
    await session.flush()
    return verification


def _described(account: Account) -> dict[str, object]:
    return {"claimed": account.claimed, "verified": account.verified}
