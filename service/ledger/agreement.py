"""Agreeing on a specified pledge, and starting on an agreed one."""

import uuid
from dataclasses import dataclass
from datetime import date

from models import Pledge
from service.access.actors import Actor
from service.database import WriteSession
from service.ledger.holding import hold
from service.ledger.transitions import Step, take
from service.rules.lifecycle import Action
from service.rules.wording import checked_optional_text

REASON = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreePledge:
    """Agreement of the lead agency or the secretariat to the terms as they stand."""

    pledge_id: uuid.UUID
    note: str | None = None
    effective_on: date | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPledge:
    """The work begins; from now on progress is reported."""

    pledge_id: uuid.UUID
    note: str | None = None
    effective_on: date | None = None
    expected_version: int | None = None


async def agree_pledge(session: WriteSession, actor: Actor, request: AgreePledge) -> Pledge:
    """SPECIFIED to AGREED; the responsible person must be known."""
    return await _step(session, actor, request, Action.AGREE)


async def start_pledge(session: WriteSession, actor: Actor, request: StartPledge) -> Pledge:
    """AGREED to IN_PROGRESS; what counts as evidence must be known."""
    return await _step(session, actor, request, Action.START)


async def _step(
    session: WriteSession, actor: Actor, request: AgreePledge | StartPledge, action: Action
) -> Pledge:
    held = await hold(session, actor, request.pledge_id, request.expected_version)
    day = held.day(request.effective_on)
    note = checked_optional_text(request.note, ("note",), REASON)
    await take(session, actor, held, Step(action=action, effective_on=day, reason=note))
    return held.pledge
