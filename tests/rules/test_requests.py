"""Requests for a pledge: what may be done with one, by whom, and which pledge answers it."""

import itertools

import pytest

from service.errors import DomainError, ErrorCode
from service.rules.requests import (
    Answer,
    RequestAction,
    RequestParty,
    RequestState,
    check_answer,
    decide,
)

_Line = tuple[RequestState | None, RequestAction, RequestParty]
_ALLOWED: dict[_Line, RequestState] = {
    (None, RequestAction.ASK, RequestParty.SECRETARIAT): RequestState.OPEN,
    (None, RequestAction.ASK, RequestParty.SYSTEM): RequestState.OPEN,
    (RequestState.OPEN, RequestAction.ANSWER, RequestParty.SECRETARIAT): RequestState.ANSWERED,
    (RequestState.OPEN, RequestAction.ANSWER, RequestParty.ASKED): RequestState.ANSWERED,
    (RequestState.OPEN, RequestAction.ANSWER, RequestParty.SYSTEM): RequestState.ANSWERED,
    (RequestState.OPEN, RequestAction.DECLINE, RequestParty.ASKED): RequestState.DECLINED,
    (RequestState.OPEN, RequestAction.WITHDRAW, RequestParty.SECRETARIAT): RequestState.WITHDRAWN,
    (RequestState.OPEN, RequestAction.WITHDRAW, RequestParty.SYSTEM): RequestState.WITHDRAWN,
}
_EVERY = list(itertools.product((None, *RequestState), RequestAction, RequestParty))


@pytest.mark.parametrize("state, action, party", _EVERY)
def test_what_is_not_in_the_table_cannot_be_done(
    state: RequestState | None, action: RequestAction, party: RequestParty
) -> None:
    expected = _ALLOWED.get((state, action, party))
    if expected is not None:
        assert decide(state, action, frozenset({party})) is expected
        return
    with pytest.raises(DomainError) as refused:
        decide(state, action, frozenset({party}))
    may_at_all = any((action, party) == (allowed[1], allowed[2]) for allowed in _ALLOWED)
    assert refused.value.code is (ErrorCode.WRONG_STATE if may_at_all else ErrorCode.NOT_ALLOWED)


def test_a_pledge_of_the_agency_in_the_area_answers() -> None:
    answer = Answer(agencies=frozenset({"dinkes"}), areas=frozenset({"KESEHATAN"}), is_live=True)
    check_answer("dinkes", "KESEHATAN", answer, "pledgeId")


@pytest.mark.parametrize(
    "answer",
    [
        Answer(agencies=frozenset({"pupr"}), areas=frozenset({"KESEHATAN"}), is_live=True),
        Answer(agencies=frozenset({"dinkes"}), areas=frozenset({"SOSIAL"}), is_live=True),
        Answer(agencies=frozenset({"dinkes"}), areas=frozenset({"KESEHATAN"}), is_live=False),
    ],
    ids=["another agency", "another area", "left"],
)
def test_another_pledge_does_not(answer: Answer) -> None:
    with pytest.raises(DomainError) as refused:
        check_answer("dinkes", "KESEHATAN", answer, "pledgeId")
    assert (refused.value.code, refused.value.path) == (ErrorCode.INVALID, ("pledgeId",))
