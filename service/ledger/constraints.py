"""Why a pledge is stuck (kendala): raised with a reason, resolved with a day."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from uuid_utils.compat import uuid7

from models import ConstraintWords, PledgeConstraint
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import conflict, not_allowed, not_found
from service.ledger.holding import hold, past_day, signed_in
from service.ledger.transitions import Step, permit, take
from service.rules.lifecycle import Action
from service.rules.vocabulary import ConstraintReason
from service.rules.wording import checked_optional_text, checked_text

TEXT = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseConstraint:
    """What is in the way; an internal narrative is for the agencies of the pledge and their secretariat."""

    pledge_id: uuid.UUID
    reason: ConstraintReason
    narrative: str
    internal: bool = False
    since_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveConstraint:
    """How and when it went away."""

    constraint_id: uuid.UUID
    resolution: str | None = None
    until_on: date | None = None


async def raise_constraint(session: WriteSession, actor: Actor, request: RaiseConstraint) -> PledgeConstraint:
    """Open a constraint on a pledge; it cannot be completed while one is open."""
    held = await hold(session, actor, request.pledge_id)
    permit(actor, held, Action.RAISE_CONSTRAINT)
    if actor.agency_id is None:
        raise not_allowed("Hanya instansi yang mencatat kendala. / Only an agency raises a constraint.")
    narrative = checked_text(request.narrative, ("narrative",), TEXT)
    constraint = PledgeConstraint(
        id=uuid7(),
        pledge_id=held.pledge.id,
        agency_id=actor.agency_id,
        reason=request.reason.value,
        narrative=None if request.internal else narrative,
        internal=request.internal,
        since_on=past_day(request.since_on or held.today, held.today, "sinceOn"),
    )
    session.add(constraint)
    if request.internal:
        await session.flush()
        words = {"constraint_id": constraint.id, "pledge_id": held.pledge.id, "narrative": narrative}
        session.add(ConstraintWords(**words))
    after = {name: getattr(constraint, name) for name in ("agency_id", "reason", "since_on")}
    after["narrative"] = narrative
    await take(session, actor, held, _step(constraint, Action.RAISE_CONSTRAINT, constraint.since_on, after))
    return constraint


async def resolve_constraint(
    session: WriteSession, actor: Actor, request: ResolveConstraint
) -> PledgeConstraint:
    """Close an open constraint."""
    signed_in(actor)
    constraint = await session.get(PledgeConstraint, request.constraint_id)
    if constraint is None:
        raise not_found("Kendala / Constraint", "constraintId")
    held = await hold(session, actor, constraint.pledge_id)
    permit(actor, held, Action.RESOLVE_CONSTRAINT)
    await session.refresh(constraint)
    if constraint.resolved_at is not None:
        raise conflict("Kendala ini sudah ditutup. / This constraint is resolved already.", "constraintId")
    day = past_day(request.until_on or held.today, held.today, "untilOn")
    constraint.until_on = day
    constraint.resolved_at = held.now
    said = await session.get_one(ConstraintWords, constraint.id) if constraint.internal else constraint
    said.resolution = checked_optional_text(request.resolution, ("resolution",), TEXT)
    await session.flush()
    after = {"until_on": day, "resolution": said.resolution}
    await take(session, actor, held, _step(constraint, Action.RESOLVE_CONSTRAINT, day, after))
    return constraint


def _step(constraint: PledgeConstraint, action: Action, day: date, after: Mapping[str, object]) -> Step:
    return Step(
        action=action,
        effective_on=day,
        subject="pledge_constraint",
        subject_id=constraint.id,
        after=after,
        internal=constraint.internal,
    )
