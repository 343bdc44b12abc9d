"""What the lifecycle should say, written apart from it: prose turned into conditions, one function an action.

It shares no table with the rule; None is a refusal.
"""

from collections.abc import Callable

from service.rules.demands import Facts
from service.rules.lifecycle import Action, Execution
from service.rules.standing import Standing

FORWARD: dict[Execution | None, int] = {
    Execution.RECORDED: 0,
    Execution.SPECIFIED: 1,
    Execution.AGREED: 2,
    Execution.IN_PROGRESS: 3,
    Execution.REPORTED_DONE: 4,
    Execution.COMPLETED: 5,
}
LEAD, PARTNER = Standing.LEAD_LIAISON, Standing.PARTNER_LIAISON
SECRETARIAT, INDEPENDENT = Standing.SECRETARIAT, Standing.INDEPENDENT_SECRETARIAT


def grade(state: Execution | None) -> int:
    """How far along the main road; -1 off it."""
    return FORWARD.get(state, -1)


def lacks_nothing_of(state: Execution | None, facts: Facts) -> bool:
    """A pledge in this state stands on these ingredients."""
    terms = {"UNIT", "QUANTITY", "PLACE", "DUE_DATE", "INDICATOR"}
    demanded: set[str] = set()
    if grade(state) >= 1:
        demanded |= terms
    if grade(state) >= 2:
        demanded |= {"WHO"}
    if grade(state) >= 3:
        demanded |= {"EVIDENCE_RULE"}
    return not demanded & set(facts.missing)


def may(facts: Facts, *who: Standing) -> bool:
    return any(one in facts.standings for one in who)


def expect_record(state: Execution | None, facts: Facts) -> Execution | None:
    fits = state is None and may(facts, LEAD, SECRETARIAT, Standing.SYSTEM)
    return Execution.RECORDED if fits else None


def expect_revise(state: Execution | None, facts: Facts) -> Execution | None:
    fits = 0 <= grade(state) <= 4 and may(facts, LEAD, SECRETARIAT) and lacks_nothing_of(state, facts)
    return state if fits else None


def expect_revise_terms(state: Execution | None, facts: Facts) -> Execution | None:
    if grade(state) in {0, 1}:
        fits = may(facts, LEAD, SECRETARIAT)
    else:
        fits = grade(state) in {2, 3} and may(facts, SECRETARIAT) and facts.has_reason
    return state if fits and lacks_nothing_of(state, facts) else None


def expect_specify(state: Execution | None, facts: Facts) -> Execution | None:
    fits = state == "RECORDED" and may(facts, LEAD, SECRETARIAT, Standing.SYSTEM)
    return Execution.SPECIFIED if fits and lacks_nothing_of(Execution.SPECIFIED, facts) else None


def expect_agree(state: Execution | None, facts: Facts) -> Execution | None:
    fits = state == "SPECIFIED" and may(facts, LEAD, SECRETARIAT)
    return Execution.AGREED if fits and lacks_nothing_of(Execution.AGREED, facts) else None


def expect_start(state: Execution | None, facts: Facts) -> Execution | None:
    fits = state == "AGREED" and may(facts, LEAD, SECRETARIAT)
    return Execution.IN_PROGRESS if fits and lacks_nothing_of(Execution.IN_PROGRESS, facts) else None


def expect_report_progress(state: Execution | None, facts: Facts) -> Execution | None:
    return state if state == "IN_PROGRESS" and may(facts, LEAD, PARTNER) else None


def expect_accept_report(state: Execution | None, facts: Facts) -> Execution | None:
    fits = grade(state) in {3, 4} and may(facts, SECRETARIAT)
    return state if fits and facts.verifier_of_another_agency and facts.has_verdict else None


def expect_return_report(state: Execution | None, facts: Facts) -> Execution | None:
    fits = grade(state) in {3, 4} and may(facts, SECRETARIAT)
    return state if fits and facts.verifier_of_another_agency and facts.has_reason else None


def expect_report_done(state: Execution | None, facts: Facts) -> Execution | None:
    fits = state == "IN_PROGRESS" and may(facts, LEAD) and bool(facts.reports_with_evidence)
    return Execution.REPORTED_DONE if fits else None


def expect_complete(state: Execution | None, facts: Facts) -> Execution | None:
    fits = (
        state == "REPORTED_DONE"
        and may(facts, INDEPENDENT)
        and bool(facts.accepted_reports_with_evidence)
        and facts.open_constraints == 0
        and facts.waiting_reports == 0
        and (facts.unmet_targets == 0 or bool(facts.shortfall))
    )
    return Execution.COMPLETED if fits else None


def expect_constraint(state: Execution | None, facts: Facts) -> Execution | None:
    return state if 2 <= grade(state) <= 4 and may(facts, LEAD, PARTNER, SECRETARIAT) else None


def expect_cancel(state: Execution | None, facts: Facts) -> Execution | None:
    fits = 0 <= grade(state) <= 4 and may(facts, SECRETARIAT) and facts.has_reason
    return Execution.CANCELLED if fits else None


def expect_transfer(state: Execution | None, facts: Facts) -> Execution | None:
    fits = 0 <= grade(state) <= 3 and may(facts, SECRETARIAT) and facts.has_reason
    return Execution.TRANSFERRED if fits and facts.successor_of_another_agency else None


def expect_never_started(state: Execution | None, facts: Facts) -> Execution | None:
    fits = 0 <= grade(state) <= 2 and may(facts, SECRETARIAT) and facts.has_reason
    return Execution.NEVER_STARTED if fits else None


def expect_reopen(state: Execution | None, facts: Facts) -> Execution | None:
    if not (may(facts, SECRETARIAT) and facts.has_reason):
        return None
    if grade(state) in {4, 5}:
        return Execution.IN_PROGRESS
    return Execution.RECORDED if state in {"CANCELLED", "NEVER_STARTED"} else None


ORACLE: dict[Action, Callable[[Execution | None, Facts], Execution | None]] = {
    Action.RECORD: expect_record,
    Action.REVISE: expect_revise,
    Action.REVISE_TERMS: expect_revise_terms,
    Action.SPECIFY: expect_specify,
    Action.AGREE: expect_agree,
    Action.START: expect_start,
    Action.REPORT_PROGRESS: expect_report_progress,
    Action.ACCEPT_REPORT: expect_accept_report,
    Action.RETURN_REPORT: expect_return_report,
    Action.REPORT_DONE: expect_report_done,
    Action.COMPLETE: expect_complete,
    Action.RAISE_CONSTRAINT: expect_constraint,
    Action.RESOLVE_CONSTRAINT: expect_constraint,
    Action.CANCEL: expect_cancel,
    Action.TRANSFER: expect_transfer,
    Action.NEVER_STARTED: expect_never_started,
    Action.REOPEN: expect_reopen,
}
