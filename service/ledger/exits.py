"""The ways out of a pledge (cancelled, transferred, never started), and the way back in."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select
from uuid_utils.compat import uuid7

from models import Agency, Pledge, PledgeAgency, PledgeArea, Target
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import not_found
from service.ledger.assessment import assess
from service.ledger.holding import Held, hold
from service.ledger.places import lay_out_scope, lay_out_targets
from service.ledger.pledges import note_beginning, number
from service.ledger.terms import Difference
from service.ledger.transitions import Step, begin, specify_if_complete, take
from service.rules.lifecycle import Action
from service.rules.location_scope import parse
from service.rules.wording import checked_optional_text

REASON = 2000

_SPOKEN = (
    "region_code",
    "title",
    "quote",
    "speaker",
    "source",
    "meeting_id",
    "directive_id",
    "pledged_on",
    "synthetic",
)
_TERMS = (
    "scope",
    "service_code",
    "sub_activity_id",
    "target_group",
    "evidence_rule",
    "conditions",
    "fiscal_year",
    "due_on",
    "ratio_percent",
    "ratio_base",
    "ratio_period",
    "ratio_base_amount",
)
"""With the words, what a successor takes over: not the person, and not what was reached."""
_COPIED_OF_TARGETS = (
    "posyandu_id",
    "region_code",
    "area_code",
    "service_code",
    "indicator_id",
    "unit",
    "baseline",
    "quantity",
    "due_on",
    "synthetic",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavePledge:
    """A pledge that will not be kept, and why; also the request to reopen one."""

    pledge_id: uuid.UUID
    reason: str
    effective_on: date | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferPledge:
    """Another agency takes the pledge over, and why."""

    pledge_id: uuid.UUID
    to_agency_id: uuid.UUID
    reason: str
    effective_on: date | None = None
    expected_version: int | None = None


async def cancel_pledge(session: WriteSession, actor: Actor, request: LeavePledge) -> Pledge:
    """Leave the pledge by CANCELLED."""
    return (await _leave(session, actor, request, Action.CANCEL)).pledge


async def declare_never_started(session: WriteSession, actor: Actor, request: LeavePledge) -> Pledge:
    """Leave a pledge on which nothing was ever begun by NEVER_STARTED."""
    return (await _leave(session, actor, request, Action.NEVER_STARTED)).pledge


async def reopen_pledge(session: WriteSession, actor: Actor, request: LeavePledge) -> Pledge:
    """Return a claim of 'done', or take a pledge up again; it is specified by itself if it still is."""
    held = await _leave(session, actor, request, Action.REOPEN)
    await assess(session, held.pledge)
    await specify_if_complete(session, actor, held, held.day(request.effective_on))
    return held.pledge


async def transfer_pledge(session: WriteSession, actor: Actor, request: TransferPledge) -> Pledge:
    """Close the pledge by TRANSFERRED and give its successor, RECORDED, led by the other agency."""
    held = await hold(session, actor, request.pledge_id, request.expected_version)
    day = held.day(request.effective_on)
    if await session.get(Agency, request.to_agency_id) is None:
        raise not_found("Instansi / Agency", "toAgencyId")
    step = Step(
        action=Action.TRANSFER,
        effective_on=day,
        reason=checked_optional_text(request.reason, ("reason",), REASON),
        successor_agency=request.to_agency_id,
        after={"successor_agency_id": request.to_agency_id},
    )
    await take(session, actor, held, step)
    return await _succeed(session, actor, held.pledge, request.to_agency_id, day)


async def _leave(session: WriteSession, actor: Actor, request: LeavePledge, action: Action) -> Held:
    held = await hold(session, actor, request.pledge_id, request.expected_version)
    step = Step(
        action=action,
        effective_on=held.day(request.effective_on),
        reason=checked_optional_text(request.reason, ("reason",), REASON),
    )
    await take(session, actor, held, step)
    return held


async def _succeed(
    session: WriteSession, actor: Actor, former: Pledge, agency_id: uuid.UUID, day: date
) -> Pledge:
    successor = Pledge(
        id=uuid7(),
        lead_agency_id=agency_id,
        predecessor_id=former.id,
        maturity=0,
        missing=[],
        version=1,
        **{name: getattr(former, name) for name in (*_SPOKEN, *_TERMS)},
    )
    await number(session, successor, day.year)
    await begin(session, actor, successor)
    changed = Difference()
    for name in _TERMS:
        changed.note(name, None, getattr(successor, name))
    await _copy_lists(session, former, successor, changed)
    await _copy_targets(session, former, successor, day, changed)
    if successor.scope is not None:
        await lay_out_scope(session, successor, parse(successor.scope))
    await assess(session, successor)
    await note_beginning(session, actor, successor, day, changed)
    return successor


async def _copy_lists(session: WriteSession, former: Pledge, successor: Pledge, changed: Difference) -> None:
    areas = list(await session.scalars(select(PledgeArea.area_code).where(PledgeArea.pledge_id == former.id)))
    session.add_all([PledgeArea(pledge_id=successor.id, area_code=area) for area in areas])
    changed.note("areas", [], sorted(areas))
    beside = select(PledgeAgency.agency_id, PledgeAgency.role).where(
        PledgeAgency.pledge_id == former.id, PledgeAgency.agency_id != successor.lead_agency_id
    )
    partners = {row[0]: row[1] for row in (await session.execute(beside)).all()}
    session.add_all(
        [
            PledgeAgency(pledge_id=successor.id, agency_id=agency, role=role)
            for agency, role in partners.items()
        ]
    )
    changed.note("partners", {}, partners)
    await session.flush()


async def _copy_targets(
    session: WriteSession, former: Pledge, successor: Pledge, day: date, changed: Difference
) -> None:
    targets = list(await session.scalars(select(Target).where(Target.pledge_id == former.id)))
    rows = [
        {
            "pledge_id": successor.id,
            "effective_on": day,
            **{name: getattr(target, name) for name in _COPIED_OF_TARGETS},
        }
        for target in targets
    ]
    if rows:
        await session.execute(insert(Target), rows)
    await lay_out_targets(session, successor, [(one.posyandu_id, one.region_code) for one in targets])
    changed.note("targets", [], rows)
