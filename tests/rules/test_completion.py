"""Completion explored as a graph: every path of a small world with every actor in it, to its end.

The world has a lead, a partner and a third agency, up to two reports and a constraint. Who may do what is not
written here: each step asks the rules.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from service.errors import DomainError
from service.rules.demands import Facts
from service.rules.lifecycle import Action, Execution, decide
from service.rules.standing import Asker, Parties, standings

LEAD, PARTNER, THIRD = "lead", "partner", "third"
MOST_REPORTS = 2


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Report:
    """A report as far as completion cares."""

    agency: str
    evidence: bool
    decision: str = "WAITING"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One pledge and what has happened to it."""

    state: Execution | None = None
    reports: tuple[Report, ...] = ()
    constraint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that the rules permitted somebody."""

    before: World
    asker: Asker
    action: Action
    after: World
    judged: Report | None = None


ACTORS = [
    *(Asker(liaison=True, agency=agency) for agency in (LEAD, PARTNER, THIRD)),
    *(
        Asker(secretariat=True, agency=agency, region_covers_pledge=True)
        for agency in (LEAD, PARTNER, THIRD, None)
    ),
    Asker(secretariat=True, agency=THIRD, region_covers_pledge=False),
    Asker(system=True),
    Asker(),
]


def parties_of(world: World) -> Parties:
    return Parties(
        lead=LEAD,
        partners=frozenset({PARTNER}),
        reporters=frozenset(report.agency for report in world.reports),
    )


def facts_of(world: World, asker: Asker, judged: Report | None) -> Facts:
    """The truth about this world; whatever the asker can simply write down (reason, verdict …) is written."""
    return Facts(
        standings=standings(asker, parties_of(world)),
        missing=frozenset(),
        has_reason=True,
        has_verdict=True,
        verifier_of_another_agency=judged is not None and asker.agency not in {None, judged.agency},
        successor_of_another_agency=True,
        reports_with_evidence=sum(one.evidence and one.decision != "RETURNED" for one in world.reports),
        accepted_reports_with_evidence=sum(
            one.evidence and one.decision == "ACCEPTED" for one in world.reports
        ),
        open_constraints=int(world.constraint),
        waiting_reports=sum(one.decision == "WAITING" for one in world.reports),
        unmet_targets=1,
        shortfall="Musim hujan.",
    )


def may(world: World, asker: Asker, action: Action, judged: Report | None = None) -> Execution | None:
    try:
        return decide(world.state, action, facts_of(world, asker, judged))
    except DomainError:
        return None


def plain_steps(world: World, asker: Asker) -> Iterator[Step]:
    for action in Action:
        if action in {Action.REPORT_PROGRESS, Action.ACCEPT_REPORT, Action.RETURN_REPORT}:
            continue
        state = may(world, asker, action)
        if state is not None:
            constraint = (world.constraint or action is Action.RAISE_CONSTRAINT) and (
                action is not Action.RESOLVE_CONSTRAINT
            )
            after = replace(world, state=state, constraint=constraint)
            yield Step(before=world, asker=asker, action=action, after=after)


def report_steps(world: World, asker: Asker, *, evidence_exists: bool) -> Iterator[Step]:
    state = may(world, asker, Action.REPORT_PROGRESS)
    if state is None or len(world.reports) == MOST_REPORTS:
        return
    for evidence in {False, evidence_exists}:
        report = Report(agency=str(asker.agency), evidence=evidence)
        after = replace(world, state=state, reports=tuple(sorted((*world.reports, report))))
        yield Step(before=world, asker=asker, action=Action.REPORT_PROGRESS, after=after)


def judging_steps(world: World, asker: Asker) -> Iterator[Step]:
    outcomes = {Action.ACCEPT_REPORT: "ACCEPTED", Action.RETURN_REPORT: "RETURNED"}
    for (action, decision), (place, report) in product(outcomes.items(), enumerate(world.reports)):
        state = may(world, asker, action, report) if report.decision == "WAITING" else None
        if state is not None:
            others = (*world.reports[:place], *world.reports[place + 1 :])
            reports = tuple(sorted((*others, replace(report, decision=decision))))
            after = replace(world, reports=reports)
            yield Step(before=world, asker=asker, action=action, after=after, judged=report)


@cache
def explore(*, evidence_exists: bool) -> list[Step]:
    """Every step of every path from nothing, each world visited once."""
    seen, waiting, steps = {World()}, deque([World()]), list[Step]()
    while waiting:
        world = waiting.popleft()
        for asker in ACTORS:
            reporting = report_steps(world, asker, evidence_exists=evidence_exists)
            for step in (*plain_steps(world, asker), *reporting, *judging_steps(world, asker)):
                steps.append(step)
                if step.after not in seen:
                    seen.add(step.after)
                    waiting.append(step.after)
    return steps


def test_every_path_to_completion_has_accepted_evidence_and_an_independent_verifier() -> None:
    completions = [
        step
        for step in explore(evidence_exists=True)
        if step.after.state == "COMPLETED" and step.before.state != "COMPLETED"
    ]
    assert {step.action for step in completions} == {Action.COMPLETE}
    assert {step.before.state for step in completions} == {Execution.REPORTED_DONE}
    assert {(step.asker.secretariat, step.asker.region_covers_pledge) for step in completions} == {
        (True, True)
    }
    assert {step.asker.agency for step in completions} == {PARTNER, THIRD}
    for step in completions:
        reporters = {report.agency for report in step.before.reports}
        assert step.asker.agency not in {LEAD, *reporters}
        assert any(report.evidence and report.decision == "ACCEPTED" for report in step.before.reports)
        assert not step.before.constraint
        assert "WAITING" not in {report.decision for report in step.before.reports}


def test_without_evidence_no_path_leads_to_completion_nor_to_a_claim_of_it() -> None:
    reached = {step.after.state for step in explore(evidence_exists=False)}
    assert reached == set(Execution) - {Execution.REPORTED_DONE, Execution.COMPLETED}


def test_with_evidence_every_state_is_reached() -> None:
    assert {step.after.state for step in explore(evidence_exists=True)} == set(Execution)


def test_nobody_ever_judges_the_report_of_their_own_agency() -> None:
    judged = {
        (step.judged.agency, step.asker.agency)
        for step in explore(evidence_exists=True)
        if step.judged is not None
    }
    assert judged == {(LEAD, PARTNER), (LEAD, THIRD), (PARTNER, LEAD), (PARTNER, THIRD)}
