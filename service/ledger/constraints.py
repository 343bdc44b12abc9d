"""Why a pledge is stuck (kendala): raised with a reason, resolved with a day."""

import uuid
from dataclasses import dataclass
from datetime import date

from uuid_utils.compat import uuid7

from models import PledgeConstraint
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
    constraint = PledgeConstraint(
        id=uuid7(),
        pledge_id=held.pledge.id,
        agency_id=actor.agency_id,
        reason=request.reason.value,
        narrative=checked_text(request.narrative, ("narrative",), TEXT),
        internal=request.internal,
        since_on=past_day(request.since_on or held.today, held.today, "sinceOn"),
    )
    session.add(constraint)
    names = ("agency_id", "reason", "narrative", "since_on")
    step = _step(constraint, Action.RAISE_CONSTRAINT, constraint.since_on, names)
    await take(session, actor, held, step)
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
    constraint.resolution = checked_optional_text(request.resolution, ("resolution",), TEXT)
    constraint.resolved_at = held.now
    await session.flush()
    step = _step(constraint, Action.RESOLVE_CONSTRAINT, day, ("until_on", "resolution"))
    await take(session, actor, held, step)
    return constraint


def _step(constraint: PledgeConstraint, action: Action, day: date, names: tuple[str, ...]) -> Step:
    return Step(
        action=action,
        effective_on=day,
        subject="pledge_constraint",
        subject_id=constraint.id,
        after={name: getattr(constraint, name) for name in names},
        internal=constraint.internal,
    )
