"""The lifecycle of a pledge: one table (state, action) -> (next state, who may, what it demands).

Execution status changes here and nowhere else. Verdict and timeliness are other axes, in other modules.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from service.errors import not_allowed, wrong_state
from service.rules import standing
from service.rules.demands import Demand, Facts, refusal
from service.rules.standing import Standing


class Execution(StrEnum):
    """What the agency says of its pledge (status pelaksanaan)."""

    RECORDED = "RECORDED"
    SPECIFIED = "SPECIFIED"
    AGREED = "AGREED"
    IN_PROGRESS = "IN_PROGRESS"
    REPORTED_DONE = "REPORTED_DONE"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    TRANSFERRED = "TRANSFERRED"
    NEVER_STARTED = "NEVER_STARTED"


EXITS = frozenset({Execution.CANCELLED, Execution.TRANSFERRED, Execution.NEVER_STARTED})
"""The side exits: no date binds any more."""


class Action(StrEnum):
    """What may be done to a pledge."""

    RECORD = "RECORD"
    REVISE = "REVISE"
    """Change what is no term of the promise: responsible person, evidence rule, budget, milestones, notes."""
    REVISE_TERMS = "REVISE_TERMS"
    """Change what was promised: wording, areas, places, due date, indicators, targets, ratio, agencies."""
    SPECIFY = "SPECIFY"
    """Happens by itself when the ingredients are there; never asked for."""
    AGREE = "AGREE"
    START = "START"
    REPORT_PROGRESS = "REPORT_PROGRESS"
    ACCEPT_REPORT = "ACCEPT_REPORT"
    RETURN_REPORT = "RETURN_REPORT"
    REPORT_DONE = "REPORT_DONE"
    COMPLETE = "COMPLETE"
    RAISE_CONSTRAINT = "RAISE_CONSTRAINT"
    RESOLVE_CONSTRAINT = "RESOLVE_CONSTRAINT"
    CANCEL = "CANCEL"
    TRANSFER = "TRANSFER"
    NEVER_STARTED = "NEVER_STARTED"
    REOPEN = "REOPEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One step: from where (None: from nothing), by which action, to where, by whom, demanding what."""

    state: Execution | None
    action: Action
    to: Execution
    who: frozenset[Standing]
    demands: tuple[Demand, ...]


_BEFORE = None  # the pledge does not exist yet
_RECORDED, _SPECIFIED, _AGREED = Execution.RECORDED, Execution.SPECIFIED, Execution.AGREED
_STARTED, _CLAIMED, _COMPLETED = Execution.IN_PROGRESS, Execution.REPORTED_DONE, Execution.COMPLETED
_CANCELLED, _TRANSFERRED, _NEVER = Execution.CANCELLED, Execution.TRANSFERRED, Execution.NEVER_STARTED

_LEAD = frozenset({Standing.LEAD_LIAISON})
_LIAISONS = frozenset({Standing.LEAD_LIAISON, Standing.PARTNER_LIAISON})
_SECRETARIAT = frozenset({Standing.SECRETARIAT})
_INDEPENDENT = frozenset({Standing.INDEPENDENT_SECRETARIAT})
_EITHER = _LEAD | _SECRETARIAT
_RECORDERS = _EITHER | {Standing.SYSTEM}
_PARTIES = _LIAISONS | _SECRETARIAT

_REASON = (Demand.REASON,)
_TERMS = (Demand.SPECIFIED_INGREDIENTS,)
_AGREEABLE = (*_TERMS, Demand.WHO)
_FOLLOWABLE = (*_AGREEABLE, Demand.EVIDENCE_RULE)
_ACCEPTING = (Demand.VERIFIER_OF_ANOTHER_AGENCY, Demand.VERDICT)
_RETURNING = (Demand.VERIFIER_OF_ANOTHER_AGENCY, Demand.REASON)
_PROOF = (
    Demand.ACCEPTED_EVIDENCE,
    Demand.NO_WAITING_REPORT,
    Demand.NO_OPEN_CONSTRAINT,
    Demand.ALL_TARGETS_VERIFIED_OR_SHORTFALL,
)

_From: TypeAlias = tuple[Execution | None, ...]
_Line: TypeAlias = tuple[Action, _From, Execution | None, frozenset[Standing], tuple[Demand, ...]]
_STAYS = None  # the step changes something, but not the state

# Action, from which states, to which state, who may, what it demands. A revision may not take away what the
# state it stays in stands on; once a claim of 'done' stands, its terms stand too, until it is returned.
_LAW: tuple[_Line, ...] = (
    (Action.RECORD, (_BEFORE,), _RECORDED, _RECORDERS, ()),
    (Action.REVISE, (_RECORDED,), _STAYS, _EITHER, ()),
    (Action.REVISE, (_SPECIFIED,), _STAYS, _EITHER, _TERMS),
    (Action.REVISE, (_AGREED,), _STAYS, _EITHER, _AGREEABLE),
    (Action.REVISE, (_STARTED, _CLAIMED), _STAYS, _EITHER, _FOLLOWABLE),
    (Action.REVISE_TERMS, (_RECORDED,), _STAYS, _EITHER, ()),
    (Action.REVISE_TERMS, (_SPECIFIED,), _STAYS, _EITHER, _TERMS),
    (Action.REVISE_TERMS, (_AGREED,), _STAYS, _SECRETARIAT, _REASON + _AGREEABLE),
    (Action.REVISE_TERMS, (_STARTED,), _STAYS, _SECRETARIAT, _REASON + _FOLLOWABLE),
    (Action.SPECIFY, (_RECORDED,), _SPECIFIED, _RECORDERS, _TERMS),
    (Action.AGREE, (_SPECIFIED,), _AGREED, _EITHER, _AGREEABLE),
    (Action.START, (_AGREED,), _STARTED, _EITHER, _FOLLOWABLE),
    (Action.REPORT_PROGRESS, (_STARTED,), _STAYS, _LIAISONS, ()),
    (Action.ACCEPT_REPORT, (_STARTED, _CLAIMED), _STAYS, _SECRETARIAT, _ACCEPTING),
    (Action.RETURN_REPORT, (_STARTED, _CLAIMED), _STAYS, _SECRETARIAT, _RETURNING),
    (Action.REPORT_DONE, (_STARTED,), _CLAIMED, _LEAD, (Demand.REPORTED_EVIDENCE,)),
    (Action.COMPLETE, (_CLAIMED,), _COMPLETED, _INDEPENDENT, _PROOF),
    (Action.RAISE_CONSTRAINT, (_AGREED, _STARTED, _CLAIMED), _STAYS, _PARTIES, ()),
    (Action.RESOLVE_CONSTRAINT, (_AGREED, _STARTED, _CLAIMED), _STAYS, _PARTIES, ()),
    (Action.CANCEL, (_RECORDED, _SPECIFIED, _AGREED, _STARTED, _CLAIMED), _CANCELLED, _SECRETARIAT, _REASON),
    (
        Action.TRANSFER,
        (_RECORDED, _SPECIFIED, _AGREED, _STARTED),
        _TRANSFERRED,
        _SECRETARIAT,
        (*_REASON, Demand.SUCCESSOR_OF_ANOTHER_AGENCY),
    ),
    (Action.NEVER_STARTED, (_RECORDED, _SPECIFIED, _AGREED), _NEVER, _SECRETARIAT, _REASON),
    (Action.REOPEN, (_CLAIMED, _COMPLETED), _STARTED, _SECRETARIAT, _REASON),
    (Action.REOPEN, (_CANCELLED, _NEVER), _RECORDED, _SECRETARIAT, _REASON),
)


def _steps(line: _Line) -> list[Transition]:
    """The line's steps, one for each state that it starts in."""
    action, starts, to, who, demands = line
    return [
        Transition(state=state, action=action, to=to or state or _RECORDED, who=who, demands=demands)
        for state in starts
    ]


TABLE: dict[tuple[Execution | None, Action], Transition] = {
    (step.state, step.action): step for line in _LAW for step in _steps(line)
}
"""The whole law. What is not in it cannot be done."""

WHO_EVER_MAY: dict[Action, frozenset[Standing]] = {
    action: frozenset(who for step in TABLE.values() if step.action is action for who in step.who)
    for action in Action
}
"""For each action, the standings that may do it in some state."""


def allowed_actions(state: Execution | None) -> tuple[Action, ...]:
    """What may be asked for in this state by somebody, in the order of the law."""
    return tuple(action for start, action in TABLE if start == state and action is not Action.SPECIFY)


def transition(state: Execution | None, action: Action) -> Transition:
    """The step that `action` is in `state`; a refusal that names what may be done now when it is none."""
    step = TABLE.get((state, action))
    if step is None:
        raise wrong_state(_not_now(state, action), "execution")
    return step


def decide(state: Execution | None, action: Action, facts: Facts) -> Execution:
    """The state after `action`, or a refusal: never theirs, not in this state, not theirs here, not shown."""
    _refuse_unless_held(facts.standings, WHO_EVER_MAY[action])
    step = transition(state, action)
    _refuse_unless_held(facts.standings, step.who)
    for demand in step.demands:
        problem = refusal(demand, facts)
        if problem is not None:
            raise problem
    return step.to


def _refuse_unless_held(held: frozenset[Standing], who: frozenset[Standing]) -> None:
    if held & who:
        return
    named = [standing.WORDS[one] for one in Standing if one in who]
    indonesian = ", ".join(words[0] for words in named)
    english = ", ".join(words[1] for words in named)
    raise not_allowed(f"Hanya dapat dilakukan oleh: {indonesian}. / This is only for: {english}.")


def _not_now(state: Execution | None, action: Action) -> str:
    """Why not, in two languages, and what may be done instead."""
    now = [ACTION_WORDS[allowed] for allowed in allowed_actions(state)]
    here = STATE_WORDS[state] if state else ("belum tercatat", "not recorded")
    indonesian = ", ".join(words[0] for words in now) or "tidak ada"
    english = ", ".join(words[1] for words in now) or "nothing"
    return (
        f"Komitmen berstatus {here[0]}, sehingga tidak dapat: {ACTION_WORDS[action][0]}. "
        f"Yang dapat dilakukan: {indonesian}. "
        f"/ The pledge is {here[1]}, so this cannot be done: {ACTION_WORDS[action][1]}. "
        f"What can be done: {english}."
    )


STATE_WORDS: dict[Execution, tuple[str, str]] = {
    Execution.RECORDED: ("tercatat", "recorded"),
    Execution.SPECIFIED: ("terinci", "specified"),
    Execution.AGREED: ("disepakati", "agreed"),
    Execution.IN_PROGRESS: ("berjalan", "in progress"),
    Execution.REPORTED_DONE: ("dilaporkan selesai", "reported done"),
    Execution.COMPLETED: ("selesai", "completed"),
    Execution.CANCELLED: ("dibatalkan", "cancelled"),
    Execution.TRANSFERRED: ("dialihkan", "transferred"),
    Execution.NEVER_STARTED: ("tidak pernah dimulai", "never started"),
}

ACTION_WORDS: dict[Action, tuple[str, str]] = {
    Action.RECORD: ("mencatat", "record"),
    Action.REVISE: ("memperbaiki keterangan", "revise details"),
    Action.REVISE_TERMS: ("mengubah isi komitmen", "revise terms"),
    Action.SPECIFY: ("merinci", "specify"),
    Action.AGREE: ("menyepakati", "agree"),
    Action.START: ("memulai", "start"),
    Action.REPORT_PROGRESS: ("melaporkan capaian", "report progress"),
    Action.ACCEPT_REPORT: ("menerima laporan", "accept a report"),
    Action.RETURN_REPORT: ("mengembalikan laporan", "return a report"),
    Action.REPORT_DONE: ("melaporkan selesai", "report done"),
    Action.COMPLETE: ("menyatakan selesai", "complete"),
    Action.RAISE_CONSTRAINT: ("mencatat kendala", "raise a constraint"),
    Action.RESOLVE_CONSTRAINT: ("menutup kendala", "resolve a constraint"),
    Action.CANCEL: ("membatalkan", "cancel"),
    Action.TRANSFER: ("mengalihkan", "transfer"),
    Action.NEVER_STARTED: ("menyatakan tidak pernah dimulai", "declare never started"),
    Action.REOPEN: ("membuka kembali", "reopen"),
}
