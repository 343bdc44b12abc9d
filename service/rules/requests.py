"""Requests for a pledge (permintaan komitmen): one table (state, action) -> (next state, who may).

The secretariat of the place asks an agency; the request is answered by a pledge, declined by the agency, or
taken back by the secretariat. Only an open one can be.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

from service.errors import invalid, not_allowed, wrong_state


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


class RequestAction(StrEnum):
    """What may be done with a request."""

    ASK = "ASK"
    ANSWER = "ANSWER"
    DECLINE = "DECLINE"
    WITHDRAW = "WITHDRAW"


class RequestParty(StrEnum):
    """Who somebody is to a request."""

    SECRETARIAT = "SECRETARIAT"
    """The secretariat whose region holds the place."""
    ASKED = "ASKED"
    """The liaison of the agency that is asked."""
    SYSTEM = "SYSTEM"


_BOTH = frozenset({RequestParty.SECRETARIAT, RequestParty.SYSTEM})
_LAW: dict[RequestAction, tuple[RequestState | None, RequestState, frozenset[RequestParty]]] = {
    RequestAction.ASK: (None, RequestState.OPEN, _BOTH),
    RequestAction.ANSWER: (RequestState.OPEN, RequestState.ANSWERED, _BOTH | {RequestParty.ASKED}),
    RequestAction.DECLINE: (RequestState.OPEN, RequestState.DECLINED, frozenset({RequestParty.ASKED})),
    RequestAction.WITHDRAW: (RequestState.OPEN, RequestState.WITHDRAWN, _BOTH),
}

WHO_MAY: dict[RequestAction, frozenset[RequestParty]] = {action: who for action, (_, _, who) in _LAW.items()}
"""For each action, who may do it while the request is open."""


def decide(
    state: RequestState | None, action: RequestAction, parties: frozenset[RequestParty]
) -> RequestState:
    """The next state, or the refusal: first of those who may not, then of what cannot be any more."""
    begins, to, who = _LAW[action]
    if not parties & who:
        named = [_WHO[party] for party in RequestParty if party in who]
        indonesian, english = (", ".join(words) for words in zip(*named, strict=True))
        raise not_allowed(f"Hanya untuk: {indonesian}. / This is only for: {english}.")
    if state is not begins:
        words = _STATES.get(state, _STATES[RequestState.OPEN])
        raise wrong_state(f"Permintaan ini {words[0]}. / This request is {words[1]}.")
    return to


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A pledge as an answer: who carries it (leads it, or jointly), in which areas, and whether it stands."""

    agencies: frozenset[Hashable]
    areas: frozenset[str]
    is_live: bool


def check_answer(agency: Hashable, area: str, answer: Answer, field: str) -> None:
    """Refuse a pledge that is not the agency's, does not serve the area, or was left again."""
    if agency not in answer.agencies:
        message = "Komitmen ini bukan dari instansi yang diminta. / The pledge is not the asked agency's."
        raise invalid(message, field)
    if area not in answer.areas:
        message = "Komitmen ini bukan di bidang yang diminta. / The pledge is not in the area asked for."
        raise invalid(message, field)
    if not answer.is_live:
        message = "Komitmen ini sudah tidak berlaku. / The pledge was left."
        raise invalid(message, field)


_WHO: dict[RequestParty, tuple[str, str]] = {
    RequestParty.SECRETARIAT: ("sekretariat wilayah tempat itu", "the secretariat of the place's region"),
    RequestParty.ASKED: ("narahubung instansi yang diminta", "the liaison of the agency that is asked"),
    RequestParty.SYSTEM: ("sistem", "the system"),
}
_STATES: dict[RequestState | None, tuple[str, str]] = {
    RequestState.OPEN: ("masih terbuka", "open"),
    RequestState.ANSWERED: ("sudah dijawab", "answered already"),
    RequestState.DECLINED: ("sudah ditolak", "declined already"),
    RequestState.WITHDRAWN: ("sudah ditarik", "taken back already"),
}
