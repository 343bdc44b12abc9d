"""What the rules must know of a pledge before they decide: its parties, and what was reported so far."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select

from models import Evidence, Pledge, PledgeAgency, PledgeConstraint, ProgressReport, Target, Verification
from service.database import WriteSession
from service.rules.progress import is_met
from service.rules.standing import Parties
from service.rules.verification import Decision, counts_as_claimed, counts_as_verified


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts over a pledge's reports, constraints and targets; None where nobody counted."""

    reports_with_evidence: int | None = None
    accepted_reports_with_evidence: int | None = None
    waiting_reports: int | None = None
    open_constraints: int | None = None
    unmet_targets: int | None = None


async def parties_of(session: WriteSession, pledge: Pledge) -> Parties:
    """The lead, the agencies beside it, and whoever has reported."""
    partners = select(PledgeAgency.agency_id).where(PledgeAgency.pledge_id == pledge.id)
    reporters = select(ProgressReport.agency_id).where(ProgressReport.pledge_id == pledge.id).distinct()
    return Parties(
        lead=pledge.lead_agency_id,
        partners=frozenset(await session.scalars(partners)),
        reporters=frozenset(await session.scalars(reporters)),
    )


async def tally(session: WriteSession, pledge: Pledge) -> Tally:
    """Count what was reported, what waits, what is stuck and what is not reached."""
    reports = await _reports(session, pledge)
    return Tally(
        reports_with_evidence=sum(shown and counts_as_claimed(decision) for shown, decision in reports),
        accepted_reports_with_evidence=sum(
            shown and counts_as_verified(decision) for shown, decision in reports
        ),
        waiting_reports=sum(decision is None for _, decision in reports),
        open_constraints=await _open_constraints(session, pledge),
        unmet_targets=await _unmet_targets(session, pledge),
    )


async def _reports(session: WriteSession, pledge: Pledge) -> list[tuple[bool, Decision | None]]:
    """For each report: whether evidence was shown, and what was decided."""
    shown = exists().where(Evidence.report_id == ProgressReport.id)
    found = (
        select(shown, Verification.decision)
        .select_from(ProgressReport)
        .outerjoin(Verification, Verification.report_id == ProgressReport.id)
        .where(ProgressReport.pledge_id == pledge.id)
    )
    rows = (await session.execute(found)).all()
    return [(bool(row[0]), Decision(row[1]) if row[1] else None) for row in rows]


async def _open_constraints(session: WriteSession, pledge: Pledge) -> int:
    open_ones = (
        select(func.count())
        .select_from(PledgeConstraint)
        .where(PledgeConstraint.pledge_id == pledge.id, PledgeConstraint.resolved_at.is_(None))
    )
    return await session.scalar(open_ones) or 0


async def _unmet_targets(session: WriteSession, pledge: Pledge) -> int:
    found = select(Target.verified, Target.quantity, Target.baseline).where(Target.pledge_id == pledge.id)
    rows = (await session.execute(found)).all()
    return sum(not is_met(verified, quantity, baseline) for verified, quantity, baseline in rows)
