"""The end of a pledge that was kept: the lead says so, and a secretariat of another agency completes it."""

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

TEXT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDone:
    """The lead agency's word that all is done; the clock of timeliness stops on its day."""

    pledge_id: uuid.UUID
    note: str | None = None
    effective_on: date | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletePledge:
    """The verified end. `shortfall` justifies targets that are not verified as met."""

    pledge_id: uuid.UUID
    shortfall: str | None = None
    note: str | None = None
    effective_on: date | None = None
    expected_version: int | None = None


async def report_done(session: WriteSession, actor: Actor, request: ReportDone) -> Pledge:
    """IN_PROGRESS to REPORTED_DONE, on at least one report with evidence."""
    held = await hold(session, actor, request.pledge_id, request.expected_version)
    step = Step(
        action=Action.REPORT_DONE,
        effective_on=held.day(request.effective_on),
        reason=checked_optional_text(request.note, ("note",), TEXT),
    )
    await take(session, actor, held, step)
    return held.pledge


async def complete_pledge(session: WriteSession, actor: Actor, request: CompletePledge) -> Pledge:
    """REPORTED_DONE to COMPLETED, on accepted evidence and by nobody who leads or reported."""
    held = await hold(session, actor, request.pledge_id, request.expected_version)
    step = Step(
        action=Action.COMPLETE,
        effective_on=held.day(request.effective_on),
        reason=checked_optional_text(request.note, ("note",), TEXT),
        shortfall=checked_optional_text(request.shortfall, ("shortfall",), TEXT),
    )
    await take(session, actor, held, step)
    return held.pledge
