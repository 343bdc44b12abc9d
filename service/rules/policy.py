"""Who may do and see what: each action x role x condition, in one table from which docs/roles.md is written.

What is not in it cannot be done by anybody. Rows of pledges and requests are drawn from their laws
(lifecycle.py, requests.py), which also say in which state; here it is said once which mutation is under which
law. Whether a condition holds before the very row is decided where the row is known: in the ledger for
actions, in access/visibility.py for sights.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from service.errors import DomainError, not_allowed, not_signed_in
from service.rules.lifecycle import WHO_EVER_MAY, Action
from service.rules.requests import WHO_MAY, RequestAction, RequestParty
from service.rules.standing import Standing
from service.trust import Trust


class Role(StrEnum):
    """What an actor is here for."""

    PUBLIC = "PUBLIC"
    INTEGRATION = "INTEGRATION"
    LIAISON = "LIAISON"
    SECRETARIAT = "SECRETARIAT"
    LEADERSHIP = "LEADERSHIP"
    ADMINISTRATOR = "ADMINISTRATOR"
    SYSTEM = "SYSTEM"


class Condition(StrEnum):
    """What has to be true between whoever asks and what they ask for."""

    ALWAYS = "ALWAYS"
    LEADS = "LEADS"
    """Their agency leads the pledge."""
    TAKES_PART = "TAKES_PART"
    """Their agency has another part in the pledge."""
    WITHIN = "WITHIN"
    """It lies within their region."""
    INDEPENDENT = "INDEPENDENT"
    """It lies within their region, and their agency neither leads the pledge nor reported on it."""
    ASKED = "ASKED"
    """Their agency is the one that is asked."""
    ANOTHER = "ANOTHER"
    """It is not their own account: nobody makes themselves something, and the last one stays."""


class Sight(StrEnum):
    """What may be read; whatever is in no narrower sight is published."""

    PUBLISHED = "PUBLISHED"
    RESPONSIBLE = "RESPONSIBLE"
    """The person who is responsible for a pledge."""
    CONTACTS = "CONTACTS"
    """Work addresses and telephone numbers."""
    FILES = "FILES"
    """What files show that were handed in as evidence: people, as a rule."""
    INTERNAL = "INTERNAL"
    """The words of an internal constraint, and changes that are internal."""
    DOOR = "DOOR"
    """Who has an account and may act as what, which programs ask, who came in and who was refused."""
    SCHEMA = "SCHEMA"
    """What the endpoint says of its own schema; the file of it is published."""


Rule = Mapping[Role, frozenset[Condition]]
"""By role, the conditions of which one must hold; roles that are not in it may not."""

_ALWAYS: Final = frozenset({Condition.ALWAYS})
_OF_STANDING: Final[Mapping[Standing, tuple[Role, Condition]]] = {
    Standing.LEAD_LIAISON: (Role.LIAISON, Condition.LEADS),
    Standing.PARTNER_LIAISON: (Role.LIAISON, Condition.TAKES_PART),
    Standing.SECRETARIAT: (Role.SECRETARIAT, Condition.WITHIN),
    Standing.INDEPENDENT_SECRETARIAT: (Role.SECRETARIAT, Condition.INDEPENDENT),
    Standing.SYSTEM: (Role.SYSTEM, Condition.ALWAYS),
}
_OF_PARTY: Final[Mapping[RequestParty, tuple[Role, Condition]]] = {
    RequestParty.SECRETARIAT: (Role.SECRETARIAT, Condition.WITHIN),
    RequestParty.ASKED: (Role.LIAISON, Condition.ASKED),
    RequestParty.SYSTEM: (Role.SYSTEM, Condition.ALWAYS),
}


def _rule(*pairs: tuple[Role, Condition]) -> Rule:
    roles = {role for role, _ in pairs}
    return {role: frozenset(condition for one, condition in pairs if one is role) for role in roles}


def _pledges(*actions: Action) -> Rule:
    return _rule(*(_OF_STANDING[who] for action in actions for who in WHO_EVER_MAY[action]))


def _requests(action: RequestAction) -> Rule:
    return _rule(*(_OF_PARTY[who] for who in WHO_MAY[action]))


_OFFICIALS: Final = (Role.LIAISON, Role.SECRETARIAT, Role.LEADERSHIP, Role.ADMINISTRATOR, Role.SYSTEM)
_REGION: Final = _rule((Role.SECRETARIAT, Condition.WITHIN), (Role.SYSTEM, Condition.ALWAYS))

_ACCOUNTS: Final = _rule((Role.ADMINISTRATOR, Condition.ALWAYS), (Role.SYSTEM, Condition.ALWAYS))
_OTHERS: Final = _rule((Role.ADMINISTRATOR, Condition.ANOTHER), (Role.SYSTEM, Condition.ALWAYS))

ACTIONS: Final[Mapping[str, Rule]] = {
    "recordMeeting": _REGION,
    "recordAttendance": _REGION,
    "recordDirective": _REGION,
    "recordPledge": _pledges(Action.RECORD),
    "revisePledge": _pledges(Action.REVISE, Action.REVISE_TERMS),
    "addTargets": _pledges(Action.REVISE_TERMS),
    "agreePledge": _pledges(Action.AGREE),
    "startPledge": _pledges(Action.START),
    "reportProgress": _pledges(Action.REPORT_PROGRESS),
    "verifyReport": _pledges(Action.ACCEPT_REPORT, Action.RETURN_REPORT),
    "reportDone": _pledges(Action.REPORT_DONE),
    "completePledge": _pledges(Action.COMPLETE),
    "cancelPledge": _pledges(Action.CANCEL),
    "declareNeverStarted": _pledges(Action.NEVER_STARTED),
    "transferPledge": _pledges(Action.TRANSFER),
    "reopenPledge": _pledges(Action.REOPEN),
    "raiseConstraint": _pledges(Action.RAISE_CONSTRAINT),
    "resolveConstraint": _pledges(Action.RESOLVE_CONSTRAINT),
    "setMandate": _REGION,
    "markGapNotApplicable": _REGION,
    "withdrawGapMark": _REGION,
    "markJointEffort": _REGION,
    "dismissOverlap": _REGION,
    "withdrawOverlapMark": _REGION,
    "requestPledge": _requests(RequestAction.ASK),
    "declinePledgeRequest": _requests(RequestAction.DECLINE),
    "withdrawPledgeRequest": _requests(RequestAction.WITHDRAW),
    "answerPledgeRequest": _requests(RequestAction.ANSWER),
    "openAccount": _ACCOUNTS,
    "inviteAccount": _ACCOUNTS,
    "assignRole": _OTHERS,
    "withdrawRole": _OTHERS,
    "removeSecondFactor": _OTHERS,
    "closeAccount": _OTHERS,
    "createToken": _ACCOUNTS,
    "rotateToken": _ACCOUNTS,
    "revokeToken": _ACCOUNTS,
    "namePlace": _ACCOUNTS,
    "dismissPlaceName": _ACCOUNTS,
}
"""Every mutation, by its name in the graph."""

BESIDES: Final[Mapping[str, Rule]] = {"POST /imports": _ACCOUNTS}
"""What is changed beside the graph, by method and path."""

SIGHTS: Final[Mapping[Sight, Rule]] = {
    Sight.PUBLISHED: dict.fromkeys(Role, _ALWAYS),
    Sight.RESPONSIBLE: {role: _ALWAYS for role in Role if role is not Role.PUBLIC},
    Sight.CONTACTS: dict.fromkeys(_OFFICIALS, _ALWAYS),
    Sight.FILES: dict.fromkeys(_OFFICIALS, _ALWAYS),
    Sight.INTERNAL: {
        Role.LIAISON: frozenset({Condition.LEADS, Condition.TAKES_PART}),
        Role.SECRETARIAT: frozenset({Condition.WITHIN}),
        Role.LEADERSHIP: frozenset({Condition.WITHIN}),
        Role.SYSTEM: _ALWAYS,
    },
    Sight.DOOR: dict.fromkeys((Role.ADMINISTRATOR, Role.SYSTEM), _ALWAYS),
    Sight.SCHEMA: {role: _ALWAYS for role in Role if role is not Role.PUBLIC},
}


TRUST: Final[Mapping[Role, Trust]] = {
    Role.PUBLIC: Trust.PUBLIC,
    Role.INTEGRATION: Trust.LIAISON,
    Role.LIAISON: Trust.LIAISON,
    Role.SECRETARIAT: Trust.SECRETARIAT,
    Role.LEADERSHIP: Trust.SECRETARIAT,
    Role.ADMINISTRATOR: Trust.ADMINISTRATOR,
    Role.SYSTEM: Trust.WORKER,
}
"""As which class PostgreSQL knows each role. An integration is a liaison of no agency."""


def sees(role: Role, sight: Sight) -> frozenset[Condition]:
    """Under which conditions somebody of the role sees it: one of them must hold; none is never."""
    return SIGHTS[sight].get(role, frozenset())


def conditions_of(role: Role, action: str) -> frozenset[Condition]:
    """Under which conditions somebody of the role may do it: one of them must hold; none is never."""
    return _rule_of(action).get(role, frozenset())


def refuse_unless_ever_allowed(role: Role, action: str) -> None:
    """Refuse whoever may not do it, whatever it is done to. What is not in the table is nobody's."""
    rule = _rule_of(action)
    if role in rule:
        return
    raise not_signed_in() if role is Role.PUBLIC else _not_theirs(rule)


def _rule_of(action: str) -> Rule:
    return ACTIONS.get(action) or BESIDES.get(action, {})


def _not_theirs(rule: Rule) -> DomainError:
    named = [ROLE_WORDS[role] for role in Role if role in rule and role is not Role.SYSTEM]
    indonesian = ", ".join(words[0] for words in named) or "tidak seorang pun"
    english = ", ".join(words[1] for words in named) or "nobody"
    return not_allowed(f"Hanya untuk: {indonesian}. / This is only for: {english}.")


ROLE_WORDS: Final[Mapping[Role, tuple[str, str]]] = {
    Role.PUBLIC: ("siapa saja", "anybody"),
    Role.INTEGRATION: ("dasbor, portal data", "dashboards, data portals"),
    Role.LIAISON: ("narahubung satu instansi", "the liaison of one agency"),
    Role.SECRETARIAT: ("sekretariat satu wilayah", "the secretariat of one region"),
    Role.LEADERSHIP: ("pimpinan satu wilayah", "the leadership of one region"),
    Role.ADMINISTRATOR: ("pengelola akun", "who keeps the accounts"),
    Role.SYSTEM: ("sistem", "the system"),
}
CONDITION_WORDS: Final[Mapping[Condition, tuple[str, str]]] = {
    Condition.ALWAYS: ("selalu", "always"),
    Condition.LEADS: ("instansinya penanggung jawab", "its agency leads"),
    Condition.TAKES_PART: ("instansinya pendukung", "its agency has a part"),
    Condition.WITHIN: ("di wilayahnya", "within its region"),
    Condition.INDEPENDENT: ("di wilayahnya, independen", "within its region, independent"),
    Condition.ASKED: ("instansinya yang diminta", "its agency is asked"),
    Condition.ANOTHER: ("bukan akunnya sendiri", "not their own account"),
}
SIGHT_WORDS: Final[Mapping[Sight, tuple[str, str]]] = {
    Sight.PUBLISHED: ("data terbuka, termasuk semua hitungan", "open data, all counts among it"),
    Sight.RESPONSIBLE: ("nama penanggung jawab", "the responsible person's name"),
    Sight.CONTACTS: ("kontak dinas (kini tidak di mana pun)", "work contacts (nowhere now)"),
    Sight.FILES: ("isi berkas data dukung", "files that were handed in as evidence"),
    Sight.INTERNAL: ("isi kendala dan perubahan internal", "words of internal constraints and changes"),
    Sight.DOOR: (
        "akun, token, riwayat pintu masuk, nama yang menunggu (`accounts`, `tokens`, `audit`, `placeNames`)",
        "accounts, tokens, what happened at the door, names that wait",
    ),
    Sight.SCHEMA: ("skema lewat `__schema` dan `__type`", "the schema by `__schema` and `__type`"),
}
