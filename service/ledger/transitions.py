"""The only door to a pledge's state: looks up the facts, asks the lifecycle, and writes what it answers."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from models import History, Pledge
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import invalid
from service.ledger.facts import Tally, tally
from service.ledger.history import Change, record
from service.ledger.holding import Held
from service.ledger.outbox import announce
from service.ledger.rollup.rolling import roll, roll_verification
from service.ledger.rollup.verified import Judged
from service.ledger.spans import keep_span
from service.rules.demands import INGREDIENTS, Demand, Facts
from service.rules.lifecycle import Action, Execution, decide
from service.rules.maturity import Ingredient
from service.rules.standing import Parties, standings
from service.rules.verification import Verdict
from service.statements import Write
from service.units import send

_LEAVING = frozenset({Action.CANCEL, Action.TRANSFER, Action.NEVER_STARTED})
_COUNTED = frozenset({Action.REPORT_DONE, Action.COMPLETE})
"""The actions that rest on what was reported, so that it has to be counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An action with what it brings: its day and reason, what it judges, and what else it changed."""

    action: Action
    effective_on: date
    reason: str | None = None
    verdict: Verdict | None = None
    judged_agency: uuid.UUID | None = None
    """Whose report is verified."""
    judged: Judged | None = None
    """What is accepted."""
    successor_agency: uuid.UUID | None = None
    shortfall: str | None = None
    subject: str = "pledge"
    subject_id: uuid.UUID | None = None
    """The row that changed, when it is not the pledge's own."""
    before: Mapping[str, object] = field(default_factory=dict[str, object])
    after: Mapping[str, object] = field(default_factory=dict[str, object])
    internal: bool = False
    writes: tuple[Write, ...] = ()
    """The rows that come with it, written in the same statement as its history and its event."""


async def begin(
    session: WriteSession, actor: Actor, pledge: Pledge, partners: frozenset[uuid.UUID] = frozenset()
) -> None:
    """Let a pledge come to be, if the actor may record it, in the state in which all begin."""
    may_begin(actor, pledge.region_code, pledge.lead_agency_id, partners)
    pledge.execution = Execution.RECORDED
    session.add(pledge)
    await session.flush()


def may_begin(
    actor: Actor, region_code: str, lead: uuid.UUID, partners: frozenset[uuid.UUID] = frozenset()
) -> None:
    """Refuse whoever may not record a pledge of this agency in this region."""
    held = standings(actor.asker(region_code), Parties(lead=lead, partners=partners))
    decide(None, Action.RECORD, Facts(standings=held))


def permit(actor: Actor, held: Held, action: Action) -> None:
    """Refuse whoever may not do this now, before looking at what they ask for in particular."""
    facts = Facts(
        standings=standings(actor.asker(held.pledge.region_code), held.parties),
        missing=frozenset(),
        has_reason=True,
        has_verdict=True,
        verifier_of_another_agency=True,
        successor_of_another_agency=True,
        reports_with_evidence=1,
        accepted_reports_with_evidence=1,
        open_constraints=0,
        waiting_reports=0,
        unmet_targets=0,
    )
    decide(Execution(held.pledge.execution), action, facts)


async def take(session: WriteSession, actor: Actor, held: Held, step: Step) -> None:
    """Take a step of the lifecycle, or refuse: the state, the history and the outbox change together."""
    state = Execution(held.pledge.execution)
    to = decide(state, step.action, await _facts(session, actor, held, step))
    if to is not state:
        await _refuse_disorder(session, held.pledge, step)
    before, after = dict(step.before), dict(step.after)
    set_now = {
        name: value for name, value in effects(state, to, step).items() if getattr(held.pledge, name) != value
    }
    for name, value in set_now.items():
        before[name], after[name] = getattr(held.pledge, name), value
        setattr(held.pledge, name, value)
    changes = bool(set_now or (step.subject == "pledge" and after))
    if changes:
        held.pledge.version += 1
        held.pledge.changed_at = held.now
        await session.flush()
        await keep_span(session, held.pledge, held.now, step.effective_on, after)
        await roll(session, held.pledge.id)
    elif step.judged is not None:
        await roll_verification(session, held.pledge.id, step.judged)
    await _write_down(session, actor, held, step, before, after)


async def specify_if_complete(session: WriteSession, actor: Actor, held: Held, day: date) -> None:
    """Let a recorded pledge become a specified one by itself, as soon as what that demands is there."""
    if held.pledge.execution != Execution.RECORDED:
        return
    demanded = frozenset(INGREDIENTS[Demand.SPECIFIED_INGREDIENTS])
    if not demanded & frozenset(held.pledge.missing):
        await take(session, actor, held, Step(action=Action.SPECIFY, effective_on=day))


async def _facts(session: WriteSession, actor: Actor, held: Held, step: Step) -> Facts:
    pledge = held.pledge
    counted = await tally(session, pledge) if step.action in _COUNTED else Tally()
    agency = actor.agency_id
    return Facts(
        standings=standings(actor.asker(pledge.region_code), held.parties),
        missing=frozenset(Ingredient(name) for name in pledge.missing),
        has_reason=step.reason is not None,
        has_verdict=step.verdict is not None,
        verifier_of_another_agency=agency is not None and agency != step.judged_agency,
        successor_of_another_agency=step.successor_agency not in {None, pledge.lead_agency_id},
        reports_with_evidence=counted.reports_with_evidence,
        accepted_reports_with_evidence=counted.accepted_reports_with_evidence,
        open_constraints=counted.open_constraints,
        waiting_reports=counted.waiting_reports,
        unmet_targets=counted.unmet_targets,
        shortfall=step.shortfall,
    )


def effects(state: Execution, to: Execution, step: Step) -> dict[str, object]:
    """The columns of the pledge that the step sets."""
    columns: dict[str, object] = {"execution": to.value}
    if step.action in _LEAVING or step.action is Action.REPORT_DONE:
        columns["stopped_on"] = step.effective_on
    elif step.action is Action.ACCEPT_REPORT and step.verdict is not None:
        columns["verdict"] = step.verdict.value
    elif step.action is Action.COMPLETE:
        columns |= {"verdict": Verdict.CONFORMS.value, "shortfall": step.shortfall}
    elif step.action is Action.REOPEN:
        columns |= {"stopped_on": None, "shortfall": None}
        if state in {Execution.REPORTED_DONE, Execution.COMPLETED}:
            columns["verdict"] = Verdict.NOT_YET.value
    return columns


async def _refuse_disorder(session: WriteSession, pledge: Pledge, step: Step) -> None:
    """A state does not begin before the one that it follows did."""
    latest = select(func.max(History.effective_on)).where(
        History.pledge_id == pledge.id, History.after.has_key("execution")
    )
    last = await session.scalar(latest)
    if last is not None and step.effective_on < last:
        message = f"Langkah sebelumnya bertanggal {last}. / The step before this one took effect on {last}."
        raise invalid(message, "effectiveOn")


async def _write_down(
    session: WriteSession,
    actor: Actor,
    held: Held,
    step: Step,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    pledge = held.pledge
    subject_id = step.subject_id or pledge.id
    change = Change(
        subject=step.subject,
        subject_id=subject_id,
        pledge_id=pledge.id,
        action=step.action.value,
        effective_on=step.effective_on,
        before=before,
        after=after,
        reason=step.reason,
        internal=step.internal,
        recorded_at=held.now,
    )
    event = announce(f"pledge.{step.action.lower()}", subject_id, pledge.id, pledge.version)
    await send(session, *step.writes, record(actor, change), event)
