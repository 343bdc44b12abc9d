"""One step of a random walk over the ledger: somebody asks for something, likely or not."""

import random
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from models import Pledge, PledgeConstraint, ProgressReport, Target, Verification
from service.access.actors import PUBLIC, SYSTEM, Actor
from service.database import WriteSession
from service.ledger.agreement import AgreePledge, StartPledge, agree_pledge, start_pledge
from service.ledger.completion import CompletePledge, ReportDone, complete_pledge, report_done
from service.ledger.constraints import (
    RaiseConstraint,
    ResolveConstraint,
    raise_constraint,
    resolve_constraint,
)
from service.ledger.exits import LeavePledge, cancel_pledge, declare_never_started, reopen_pledge
from service.ledger.pledges import RevisePledge, revise_pledge
from service.ledger.reports import EvidenceItem, ReportProgress, report_progress
from service.ledger.targets import AddTargets, add_targets
from service.ledger.terms import Terms
from service.ledger.verifications import VerifyReport, verify_report
from service.rules.lifecycle import Action
from service.rules.verification import Decision, Verdict
from service.rules.vocabulary import ConstraintReason
from tests.ledger.ground import Ground
from tests.ledger.pledging import target_at

PHOTO = EvidenceItem(title="Foto", url="https://contoh.id/foto", sha256="0" * 64)
Ask = Callable[[WriteSession, Actor], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The pledge that is walked with, and the dice."""

    ground: Ground
    pledge_id: uuid.UUID
    dice: random.Random

    def somebody(self) -> Actor:
        """Mostly those who may, sometimes those who may not."""
        ground = self.ground
        likely = [ground.lead, ground.secretariat] * 6
        return self.dice.choice([*likely, ground.stranger, ground.other_secretariat, PUBLIC, SYSTEM])

    async def something(self, session: WriteSession) -> tuple[Action, Ask]:
        """An action of the lifecycle with a request for it."""
        action = self.dice.choice([*_LIKELY, Action.REPORT_PROGRESS, Action.REOPEN])
        make = _LIKELY[action]
        return action, await make(self, session)


async def _revise(walk: Walk, session: WriteSession, terms: Terms) -> Ask:
    version = await session.scalar(select(Pledge.version).where(Pledge.id == walk.pledge_id)) or 0
    request = RevisePledge(pledge_id=walk.pledge_id, expected_version=version, terms=terms, reason="x")
    return lambda session, actor: revise_pledge(session, actor, request)


async def _details(walk: Walk, session: WriteSession) -> Ask:
    number = walk.dice.randrange(10**6)
    return await _revise(walk, session, Terms(responsible=f"Kabid {number}", evidence_rule="Foto"))


async def _terms(walk: Walk, session: WriteSession) -> Ask:
    if walk.dice.random() < 0.5:
        post = walk.dice.choice(walk.ground.posts)
        request = AddTargets(pledge_id=walk.pledge_id, targets=(target_at(post),), reason="x")
        return lambda session, actor: add_targets(session, actor, request)
    year = walk.dice.randrange(2027, 2090)
    number = walk.dice.randrange(10**6)
    return await _revise(walk, session, Terms(due_on=date(year, 1, 1), title=f"Internet {number}"))


async def _report(walk: Walk, session: WriteSession) -> Ask:
    first_target = select(Target.id).where(Target.pledge_id == walk.pledge_id).order_by(Target.id).limit(1)
    request = ReportProgress(
        target_id=await session.scalar(first_target) or walk.pledge_id,
        unit="titik",
        quantity=Decimal(walk.dice.randrange(4)),
        effective_on=date(2025, 7, 1),
        evidence=(PHOTO,) if walk.dice.random() < 0.8 else (),
    )
    return lambda session, actor: report_progress(session, actor, request)


def _verify(decision: Decision) -> Callable[[Walk, WriteSession], Awaitable[Ask]]:
    async def make(walk: Walk, session: WriteSession) -> Ask:
        judged = select(Verification.report_id)
        waiting = select(ProgressReport.id).where(ProgressReport.id.not_in(judged)).limit(1)
        accepted = decision is Decision.ACCEPTED
        request = VerifyReport(
            report_id=await session.scalar(waiting) or walk.pledge_id,
            decision=decision,
            verdict=walk.dice.choice([Verdict.CONFORMS, Verdict.NOT_YET]) if accepted else None,
            reason="x",
        )
        return lambda session, actor: verify_report(session, actor, request)

    return make


async def _raise(walk: Walk, _session: WriteSession) -> Ask:
    request = RaiseConstraint(pledge_id=walk.pledge_id, reason=ConstraintReason.DATA, narrative="x")
    return lambda session, actor: raise_constraint(session, actor, request)


async def _resolve(walk: Walk, session: WriteSession) -> Ask:
    still_open = select(PledgeConstraint.id).where(PledgeConstraint.resolved_at.is_(None)).limit(1)
    request = ResolveConstraint(constraint_id=await session.scalar(still_open) or walk.pledge_id)
    return lambda session, actor: resolve_constraint(session, actor, request)


async def _agree(walk: Walk, _session: WriteSession) -> Ask:
    return lambda session, actor: agree_pledge(session, actor, AgreePledge(pledge_id=walk.pledge_id))


async def _start(walk: Walk, _session: WriteSession) -> Ask:
    return lambda session, actor: start_pledge(session, actor, StartPledge(pledge_id=walk.pledge_id))


async def _done(walk: Walk, _session: WriteSession) -> Ask:
    return lambda session, actor: report_done(session, actor, ReportDone(pledge_id=walk.pledge_id))


async def _complete(walk: Walk, _session: WriteSession) -> Ask:
    request = CompletePledge(pledge_id=walk.pledge_id, shortfall=walk.dice.choice([None, "x"]))
    return lambda session, actor: complete_pledge(session, actor, request)


async def _cancel(walk: Walk, _session: WriteSession) -> Ask:
    request = LeavePledge(pledge_id=walk.pledge_id, reason=walk.dice.choice([" "] * 5 + ["x"]))
    return lambda session, actor: cancel_pledge(session, actor, request)


async def _never(walk: Walk, _session: WriteSession) -> Ask:
    request = LeavePledge(pledge_id=walk.pledge_id, reason=walk.dice.choice([" "] * 5 + ["x"]))
    return lambda session, actor: declare_never_started(session, actor, request)


async def _reopen(walk: Walk, _session: WriteSession) -> Ask:
    request = LeavePledge(pledge_id=walk.pledge_id, reason="x")
    return lambda session, actor: reopen_pledge(session, actor, request)


_LIKELY: dict[Action, Callable[[Walk, WriteSession], Awaitable[Ask]]] = {
    Action.REVISE: _details,
    Action.REVISE_TERMS: _terms,
    Action.AGREE: _agree,
    Action.START: _start,
    Action.REPORT_PROGRESS: _report,
    Action.ACCEPT_REPORT: _verify(Decision.ACCEPTED),
    Action.RETURN_REPORT: _verify(Decision.RETURNED),
    Action.REPORT_DONE: _done,
    Action.COMPLETE: _complete,
    Action.RAISE_CONSTRAINT: _raise,
    Action.RESOLVE_CONSTRAINT: _resolve,
    Action.CANCEL: _cancel,
    Action.NEVER_STARTED: _never,
    Action.REOPEN: _reopen,
}
