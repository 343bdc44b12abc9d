"""The lifecycle tried whole: each state, action, standing and fact, against an oracle written apart."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from service.errors import DomainError, ErrorCode
from service.rules.demands import Facts
from service.rules.lifecycle import (
    ACTION_WORDS,
    EXITS,
    STATE_WORDS,
    TABLE,
    Action,
    Execution,
    allowed_actions,
    decide,
    transition,
)
from service.rules.maturity import Ingredient
from service.rules.standing import Standing
from tests.rules.lifecycle_oracle import INDEPENDENT, ORACLE, SECRETARIAT, grade

STATES: tuple[Execution | None, ...] = (None, *Execution)
EVERY_STANDING = frozenset(Standing)
SHOWN = Facts(
    standings=EVERY_STANDING,
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


def outcome(state: Execution | None, action: Action, facts: Facts) -> Execution | None:
    """The next state, or None for a refusal with one of the three codes that a step may be refused with."""
    try:
        return decide(state, action, facts)
    except DomainError as error:
        if error.code in {ErrorCode.NOT_ALLOWED, ErrorCode.WRONG_STATE, ErrorCode.INVALID}:
            return None
        raise


def refused(state: Execution | None, action: Action, facts: Facts) -> tuple[ErrorCode, tuple[str, ...]]:
    with pytest.raises(DomainError) as caught:
        decide(state, action, facts)
    assert " / " in caught.value.message
    return caught.value.code, caught.value.path


def every_set_of_facts() -> Iterator[Facts]:
    """Each fact both ways, evidence in its three degrees: 6,144 sets."""
    both = (True, False)
    for lacking in product(both, repeat=3):
        gaps = (Ingredient.QUANTITY, Ingredient.WHO, Ingredient.EVIDENCE_RULE)
        missing = frozenset(gap for gap, lacks in zip(gaps, lacking, strict=True) if lacks)
        for reason, verdict, judge, successor, shortfall in product(both, repeat=5):
            asked = Facts(
                missing=missing,
                has_reason=reason,
                has_verdict=verdict,
                verifier_of_another_agency=judge,
                successor_of_another_agency=successor,
                shortfall="Musim hujan." if shortfall else None,
            )
            yield from every_count(asked)


def every_count(facts: Facts) -> Iterator[Facts]:
    for evidence, accepted in ((0, 0), (1, 0), (1, 1)):
        for constraints, waiting, unmet in product((0, 1), repeat=3):
            yield replace(
                facts,
                reports_with_evidence=evidence,
                accepted_reports_with_evidence=accepted,
                open_constraints=constraints,
                waiting_reports=waiting,
                unmet_targets=unmet,
            )


SEATS: list[frozenset[Standing]] = [
    frozenset(),
    *(frozenset({one}) for one in Standing),
    frozenset({SECRETARIAT, INDEPENDENT}),
    EVERY_STANDING,
]
"""Nobody, each standing alone, the independent secretariat as it comes in life, and everybody at once."""


class UnreadFacts(Facts):
    """Facts of which only the standings may be looked at: reading any other fails the test."""

    def __getattribute__(self, name: str) -> object:
        assert name.startswith("__") or name == "standings", f"{name} was read"
        return super().__getattribute__(name)


@pytest.mark.parametrize("action", list(Action))
def test_where_state_and_standing_suffice_every_set_of_facts_gives_what_the_oracle_says(
    action: Action,
) -> None:
    expect = ORACLE[action]
    wrong = [
        (state, facts)
        for state, seat in product(STATES, SEATS_OF[action])
        if expect(state, replace(SHOWN, standings=seat)) is not None
        for facts in facts_from(seat)
        if outcome(state, action, facts) != expect(state, facts)
    ]
    assert wrong == []


@pytest.mark.parametrize("action", list(Action))
def test_where_the_oracle_refuses_the_best_facts_the_rule_refuses_before_it_reads_any(action: Action) -> None:
    hopeless = [
        (state, seat)
        for state, seat in product(STATES, SEATS)
        if ORACLE[action](state, replace(SHOWN, standings=seat)) is None
    ]
    assert len(hopeless) > len(STATES)
    assert [outcome(state, action, UnreadFacts(standings=seat)) for state, seat in hopeless] == [None] * len(
        hopeless
    )


FACTS = list(every_set_of_facts())


@cache
def facts_from(seat: frozenset[Standing]) -> list[Facts]:
    """Every set of facts, of somebody who has these standings."""
    return [replace(facts, standings=seat) for facts in FACTS]


SEATS_OF: dict[Action, list[frozenset[Standing]]] = {
    action: [
        seat
        for seat in SEATS
        if any(ORACLE[action](state, replace(SHOWN, standings=seat)) for state in STATES)
    ]
    for action in Action
}


@pytest.mark.parametrize("state", STATES)
def test_each_missing_ingredient_counts_by_itself_and_in_every_company(state: Execution | None) -> None:
    sets = [
        frozenset(gap for gap, lacks in zip(Ingredient, flags, strict=True) if lacks)
        for flags in product((True, False), repeat=len(Ingredient))
    ]
    demanding = (Action.REVISE, Action.REVISE_TERMS, Action.SPECIFY, Action.AGREE, Action.START)
    wrong = [
        (action, missing)
        for action, missing in product(demanding, sets)
        for facts in (replace(SHOWN, missing=missing),)
        if outcome(state, action, facts) != ORACLE[action](state, facts)
    ]
    assert wrong == []


def test_holding_several_standings_permits_what_one_of_them_permits() -> None:
    for state, action in product(STATES, Action):
        for flags in product((True, False), repeat=len(Standing)):
            held = frozenset(one for one, has in zip(Standing, flags, strict=True) if has)
            alone = [outcome(state, action, replace(SHOWN, standings=frozenset({one}))) for one in held]
            together = outcome(state, action, replace(SHOWN, standings=held))
            assert together == next((one for one in alone if one is not None), None)


def test_facts_that_nobody_looked_up_permit_nothing_that_demands_them() -> None:
    permitted = {
        (state, action)
        for state, action in TABLE
        if outcome(state, action, Facts(standings=EVERY_STANDING)) is not None
    }
    assert permitted == {pair for pair, step in TABLE.items() if step.demands == ()}


@pytest.mark.parametrize(
    "unknown",
    [
        replace(SHOWN, accepted_reports_with_evidence=None),
        replace(SHOWN, open_constraints=None),
        replace(SHOWN, waiting_reports=None),
        replace(SHOWN, unmet_targets=None),
    ],
)
def test_one_fact_that_nobody_looked_up_is_enough_to_refuse_completion(unknown: Facts) -> None:
    assert outcome(Execution.REPORTED_DONE, Action.COMPLETE, SHOWN) is Execution.COMPLETED
    assert outcome(Execution.REPORTED_DONE, Action.COMPLETE, unknown) is None


def test_a_refused_step_names_what_may_be_done_now() -> None:
    with pytest.raises(DomainError) as caught:
        transition(Execution.REPORTED_DONE, Action.AGREE)
    assert caught.value.code is ErrorCode.WRONG_STATE
    assert caught.value.path == ("execution",)
    assert caught.value.message == (
        "Komitmen berstatus dilaporkan selesai, sehingga tidak dapat: menyepakati. "
        "Yang dapat dilakukan: memperbaiki keterangan, menerima laporan, mengembalikan laporan, "
        "menyatakan selesai, mencatat kendala, menutup kendala, membatalkan, membuka kembali. "
        "/ The pledge is reported done, so this cannot be done: agree. "
        "What can be done: revise details, accept a report, return a report, complete, "
        "raise a constraint, resolve a constraint, cancel, reopen."
    )


def test_from_a_transferred_pledge_nothing_leads_on() -> None:
    assert allowed_actions(Execution.TRANSFERRED) == ()
    with pytest.raises(DomainError, match="Yang dapat dilakukan: tidak ada"):
        transition(Execution.TRANSFERRED, Action.REOPEN)


def test_before_it_is_recorded_a_pledge_can_only_be_recorded() -> None:
    assert allowed_actions(None) == (Action.RECORD,)


def test_refusals_carry_the_code_and_path_of_what_is_not_shown() -> None:
    claimed, started = Execution.REPORTED_DONE, Execution.IN_PROGRESS
    complete, accept = Action.COMPLETE, Action.ACCEPT_REPORT
    wrong, invalid, no = ErrorCode.WRONG_STATE, ErrorCode.INVALID, ErrorCode.NOT_ALLOWED
    assert refused(claimed, complete, replace(SHOWN, standings=frozenset({SECRETARIAT}))) == (no, ())
    assert refused(claimed, complete, replace(SHOWN, accepted_reports_with_evidence=0)) == (
        wrong,
        ("reports",),
    )
    assert refused(claimed, complete, replace(SHOWN, waiting_reports=1)) == (wrong, ("reports",))
    assert refused(claimed, complete, replace(SHOWN, open_constraints=1)) == (wrong, ("constraints",))
    assert refused(claimed, complete, replace(SHOWN, unmet_targets=1)) == (invalid, ("shortfall",))
    assert refused(claimed, complete, replace(SHOWN, unmet_targets=1, shortfall=" ")) == (
        invalid,
        ("shortfall",),
    )
    assert refused(started, Action.REPORT_DONE, replace(SHOWN, reports_with_evidence=0)) == (
        wrong,
        ("reports",),
    )
    assert refused(started, accept, replace(SHOWN, verifier_of_another_agency=False)) == (no, ("report",))
    assert refused(started, accept, replace(SHOWN, has_verdict=False)) == (invalid, ("verdict",))
    assert refused(started, Action.CANCEL, replace(SHOWN, has_reason=False)) == (invalid, ("reason",))
    assert refused(started, Action.COMPLETE, SHOWN) == (wrong, ("execution",))
    successor = replace(SHOWN, successor_of_another_agency=False)
    assert refused(started, Action.TRANSFER, successor) == (invalid, ("agency",))


def test_missing_ingredients_are_named_in_their_order() -> None:
    gaps = frozenset({Ingredient.WHO, Ingredient.PLACE, Ingredient.BUDGET})
    with pytest.raises(DomainError) as caught:
        decide(Execution.SPECIFIED, Action.AGREE, replace(SHOWN, missing=gaps))
    assert caught.value.path == ("missing", "PLACE")
    assert caught.value.message == "Komitmen belum memuat: lokasi. / The pledge still lacks: place."


def test_every_state_and_action_has_words_in_both_languages() -> None:
    assert set(STATE_WORDS) == set(Execution)
    assert set(ACTION_WORDS) == set(Action)


def test_every_way_backward_or_out_demands_a_reason() -> None:
    away = [
        step
        for step in TABLE.values()
        if step.state and (step.to in EXITS or grade(step.state) < 0 or grade(step.to) < grade(step.state))
    ]
    assert len(away) == 16
    assert [step for step in away if "REASON" not in step.demands] == []
