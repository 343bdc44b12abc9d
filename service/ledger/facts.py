"""What the rules must know of a pledge before they decide: its parties, and what was reported so far."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select

from models import Evidence, Pledge, PledgeAgency, PledgeConstraint, ProgressReport, Target, Verification
from service.access.actors import Actor
from service.database import WriteSession
from service.rules.progress import is_met
from service.rules.standing import Parties
from service.rules.verification import Decision, counts_as_claimed, counts_as_verified
from service.statements import compiled
from service.units import Row, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts over a pledge's reports, constraints and targets; None where nobody counted."""

    reports_with_evidence: int | None = None
    accepted_reports_with_evidence: int | None = None
    waiting_reports: int | None = None
    open_constraints: int | None = None
    unmet_targets: int | None = None


def _agencies(found: Select[Any]) -> ColumnElement[list[uuid.UUID]]:
    return func.array(found.correlate(Pledge).scalar_subquery())


PARTIES = (
    _agencies(select(PledgeAgency.agency_id).where(PledgeAgency.pledge_id == Pledge.id)).label("partners"),
    _agencies(
        select(ProgressReport.agency_id)
        .where(ProgressReport.pledge_id == Pledge.id, ProgressReport.agency_id == bindparam("asker_agency"))
        .limit(1)
    ).label("reporters"),
)
"""Columns beside a pledge. Of those who reported only the asker's agency is looked for: about no other is
ever a question."""
_PARTIES = compiled(select(Pledge.lead_agency_id, *PARTIES).where(Pledge.id == bindparam("pledge_id")))


def parties(row: Row) -> Parties:
    """The lead, the agencies beside it, and the asker's when it has reported."""
    return Parties(
        lead=row["lead_agency_id"],
        partners=frozenset(row["partners"]),
        reporters=frozenset(row["reporters"]),
    )


async def parties_of(session: WriteSession, actor: Actor, pledge: Pledge) -> Parties:
    """The parties of a pledge, as far as they matter to whoever asks."""
    (found,) = await rows(session, _PARTIES, pledge_id=pledge.id, asker_agency=actor.agency_id)
    return parties(found)


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
