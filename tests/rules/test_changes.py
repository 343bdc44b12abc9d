"""What moved between two points: the table of the execution, and what dates, verdicts and quantities add."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rules.changes import MOVES, VERDICTS_FROM_BEST, ChangeKind, State, kinds_of
from service.rules.lifecycle import EXITS, Execution
from service.rules.timeliness import Timeliness
from service.rules.verification import Verdict

_DUE = date(2026, 6, 30)
_AT_WORK = State(execution=Execution.IN_PROGRESS, due_on=_DUE, timeliness=Timeliness.NOT_DUE)
states = st.builds(
    State,
    execution=st.sampled_from(Execution),
    verdict=st.none() | st.sampled_from(Verdict),
    due_on=st.none() | st.sampled_from([_DUE, _DUE + timedelta(days=1)]),
    timeliness=st.sampled_from(Timeliness),
    progress=st.none() | st.decimals(min_value=0, max_value=1, places=2),
)


def _moved(**changes: object) -> set[str]:
    """How a pledge at work moved whose state changed so."""
    return {kind.value for kind in kinds_of(_AT_WORK, replace(_AT_WORK, **changes))}


@pytest.mark.parametrize(
    "before, after, kinds",
    [
        (None, "RECORDED", "NEW"),
        (None, "COMPLETED", "NEW COMPLETED"),
        (None, "TRANSFERRED", "NEW WITHDRAWN"),
        ("RECORDED", "SPECIFIED", "ADVANCED"),
        ("RECORDED", "REPORTED_DONE", "ADVANCED"),
        ("IN_PROGRESS", "IN_PROGRESS", ""),
        ("AGREED", "RECORDED", "SLIPPED"),
        ("AGREED", "COMPLETED", "COMPLETED"),
        ("REPORTED_DONE", "COMPLETED", "COMPLETED"),
        ("REPORTED_DONE", "IN_PROGRESS", "REOPENED"),
        ("COMPLETED", "IN_PROGRESS", "REOPENED"),
        ("COMPLETED", "REPORTED_DONE", "REOPENED"),
        ("COMPLETED", "COMPLETED", ""),
        ("IN_PROGRESS", "CANCELLED", "WITHDRAWN"),
        ("SPECIFIED", "NEVER_STARTED", "WITHDRAWN"),
        ("CANCELLED", "NEVER_STARTED", ""),
        ("CANCELLED", "RECORDED", "REOPENED"),
        ("NEVER_STARTED", "AGREED", "REOPENED"),
    ],
)
def test_the_execution_moves_by_the_table(before: str | None, after: str, kinds: str) -> None:
    was = None if before is None else State(execution=Execution(before))
    assert {kind.value for kind in kinds_of(was, State(execution=Execution(after)))} == {*kinds.split()}


def test_what_else_is_compared_of_a_pledge_at_work() -> None:
    later, sooner = _DUE + timedelta(days=1), _DUE - timedelta(days=1)
    assert _moved(due_on=later) == _moved(due_on=None) == {"SLIPPED"}
    assert _moved(due_on=sooner) == _moved(timeliness=Timeliness.DUE_SOON) == set()
    assert _moved(timeliness=Timeliness.OVERDUE) == {"SLIPPED"}
    assert _moved(progress=Decimal("0.1")) == {"ADVANCED"}
    assert _moved(progress=Decimal(0)) == _moved(verdict=Verdict.NOT_ACTED_ON) == set()
    assert _moved(progress=Decimal("0.5"), due_on=later) == {"ADVANCED", "SLIPPED"}
    assert _moved(execution=Execution.COMPLETED, progress=Decimal(1)) == {"COMPLETED"}
    assert _moved(execution=Execution.COMPLETED, due_on=later) == {"COMPLETED", "SLIPPED"}
    assert _moved(execution=Execution.CANCELLED, due_on=later, progress=Decimal(1)) == {"WITHDRAWN"}


@pytest.mark.parametrize("place", range(len(VERDICTS_FROM_BEST) - 1))
def test_a_verdict_further_down_is_worse_and_one_further_up_is_not(place: int) -> None:
    better, worse = (replace(_AT_WORK, verdict=VERDICTS_FROM_BEST[place + step]) for step in (0, 1))
    assert kinds_of(better, worse) == {ChangeKind.SLIPPED}
    assert kinds_of(worse, better) == set()


def test_every_pair_of_states_is_in_the_table_and_only_staying_is_no_move() -> None:
    assert set(MOVES) == {(before, after) for before in (None, *Execution) for after in Execution}
    still = {pair for pair, kinds in MOVES.items() if not kinds}
    out = {(before, after) for before in EXITS for after in EXITS}
    assert still == out | {(state, state) for state in Execution}


@given(before=st.none() | states, after=states)
def test_kinds_that_exclude_each_other_never_meet(before: State | None, after: State) -> None:
    kinds = kinds_of(before, after)
    assert (ChangeKind.NEW in kinds) == (before is None)
    assert (ChangeKind.WITHDRAWN in kinds) <= (after.execution in EXITS)
    assert (ChangeKind.COMPLETED in kinds) <= (after.execution is Execution.COMPLETED)
    for kind in (ChangeKind.ADVANCED, ChangeKind.SLIPPED):
        assert not {kind, ChangeKind.NEW} <= kinds
        assert not {kind, ChangeKind.WITHDRAWN} <= kinds
    assert len({ChangeKind.COMPLETED, ChangeKind.ADVANCED, ChangeKind.NEW} & kinds) < 3
    assert not {ChangeKind.COMPLETED, ChangeKind.ADVANCED} <= kinds


@given(state=states)
def test_what_is_as_it_was_did_not_move_and_what_is_not_there_neither(state: State) -> None:
    assert kinds_of(state, state) == kinds_of(state, None) == kinds_of(None, None) == set()


@given(before=states, after=states)
def test_whoever_advances_slips_the_other_way(before: State, after: State) -> None:
    """Between two states on the way that have the same dates and verdict."""
    done = {Execution.COMPLETED, Execution.REPORTED_DONE}
    way = [state for state in Execution if state not in EXITS | done]
    same = {"verdict": None, "due_on": None, "timeliness": Timeliness.NO_DUE_DATE, "progress": None}
    first, second = (replace(each, **same) for each in (before, after))
    if first.execution in way and second.execution in way:
        forth, back = kinds_of(first, second), kinds_of(second, first)
        assert (ChangeKind.ADVANCED in forth) == (ChangeKind.SLIPPED in back)
