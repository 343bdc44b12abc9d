"""The rich database of the oracle's tests, with what is at the door and what is nobody else's."""

import uuid
from typing import Any, Final

from sqlalchemy import insert

import models
from models.base import Base
from service.access.actors import PUBLIC, Actor, Role
from service.access.assignments import unassigned
from tests.ledger.ground import actor
from tests.oracle.ground import DAY, DINKES, DISKOMINFO, DPMPD, NAMESAKE, NOW, PLEDGES, POSTS, key

LEAD: Final = actor("lead", Role.LIAISON, DISKOMINFO, None, "report")
WHO: Final[dict[str, Actor]] = {
    "public": PUBLIC,
    "unassigned": unassigned(key(0xF0)),
    "integration": actor("dashboard", Role.INTEGRATION, None, None, "read"),
    "lead": LEAD,
    "partner": actor("partner", Role.LIAISON, DINKES, None, "report"),
    "stranger": actor("stranger", Role.LIAISON, NAMESAKE, None, "report"),
    "secretariat": actor("secretariat", Role.SECRETARIAT, DPMPD, "64", "secretariat"),
    "other_secretariat": actor("other", Role.SECRETARIAT, NAMESAKE, "21.01", "secretariat"),
    "leadership": actor("leadership", Role.LEADERSHIP, DPMPD, "64", "read"),
    "administrator": actor("administrator", Role.ADMINISTRATOR, None, None, "read"),
}
"""Everybody, as they stand to the pledge that DISKOMINFO leads in region 64 and DINKES takes part in."""
PLEDGE: Final = PLEDGES[1]
_ACCOUNT: Final = key(0xF0)
_SECRET: Final = b"0" * 32


def rows() -> list[tuple[type[Base], dict[str, Any]]]:
    """What the rich database lacks."""
    change = {
        "effective_on": DAY,
        "actor_kind": "TOKEN",
        "actor_id": "lead",
        "actor_label": "t",
        "internal": True,
    }
    own = {"subject": "pledge_constraint", "subject_id": PLEDGE, "action": "RAISE_CONSTRAINT"}
    door = {"subject": "account", "subject_id": _ACCOUNT, "action": "SIGN_IN"}
    seal = {"position": 1, "digest": _SECRET}
    return [
        (models.Holiday, {"day_on": DAY, "name": "n", "source": "OVERRIDE"}),
        (models.SubActivity, {"version": "v", "level": "REGENCY", "code": "1.01.01.1.01.0001", "name": "n"}),
        (models.ReferenceDataset, {"name": "n", "version": "v", "digest": "d", "rows": 1}),
        (models.RollupFresh, {**_delta(), "pledges": 1, "targets": 0, "measurable": 0}),
        (models.RollupReached, {**_delta(), "pledge_id": PLEDGE}),
        (models.PosyanduAlias, {"posyandu_id": POSTS[0], "alias": "Melati"}),
        (models.PlaceName, {"within_code": "64", "words": "Sei", "source": "a.csv"}),
        (models.RegionAlias, {"region_code": "64", "system": "NAME", "alias": "Kaltim"}),
        (models.SpmAreaAlias, {"area_code": "SOSIAL", "alias": "Sosial"}),
        (models.RateBucket, {"key": "k", "points": 1.0, "granted": 1, "taken_at": NOW}),
        (models.DeprecatedUse, {"day": DAY, "coordinate": "c", "client": "c", "uses": 1}),
        (models.History, {**change, **own, "pledge_id": PLEDGE, "agency_id": DISKOMINFO}),
        (models.History, {**change, **door}),
        (models.HistoryLink, {**seal, "history_id": 1, "content": _SECRET}),
        (models.HistorySeal, {**seal, "signature": _SECRET, "public_key": _SECRET}),
        (models.Idempotency, {"actor_id": "lead", "operation": "o", "key": "k", "request_hash": _SECRET}),
        (models.Outbox, {"topic": "pledge.revise", "subject_id": PLEDGE, "pledge_id": PLEDGE}),
        (models.EvidenceFile, _file(_SECRET)),
        *_at_the_door(_ACCOUNT, key(0xF1), _SECRET),
    ]


def _at_the_door(
    account: uuid.UUID, person: uuid.UUID, secret: bytes
) -> list[tuple[type[Base], dict[str, Any]]]:
    return [
        (models.Person, {"id": person, "name": "Uji"}),
        (models.Account, {"id": account, "person_id": person, "email": "uji@example.go.id"}),
        (models.AccountRole, {"account_id": account, "role": "ADMINISTRATOR"}),
        (models.AccountIdentity, {"issuer": "i", "subject": "s", "account_id": account}),
        (models.Password, {"account_id": account, "hash": "$argon2id$"}),
        (models.SecondFactor, {"account_id": account, "secret": secret}),
        (models.AccountLink, _link(account, secret)),
        (models.PersonSession, {"account_id": account, "digest": secret, "expires_at": _later()}),
        (models.SignInThrottle, {"key": "k", "level": 1.0, "filled_at": NOW}),
        (models.ApiToken, _token(secret)),
    ]


def _delta() -> dict[str, Any]:
    words = dict.fromkeys(("agency_kind", "fiscal_year", "execution", "verdict", "timeliness"), "")
    lists = {name: [""] for name in ("areas", "sources", "places")}
    of = {"day": DAY, "time_zone": "Asia/Makassar", "synthetic": False, "agency": str(DISKOMINFO)}
    return {**words, **lists, **of, "reached": 0}


def _later() -> Any:  # noqa: ANN401 - an instant
    return NOW.replace(year=2099)


def _link(account: uuid.UUID, digest: bytes) -> dict[str, Any]:
    return {"account_id": account, "purpose": "RESET", "digest": digest, "expires_at": _later()}


def _token(digest: bytes) -> dict[str, Any]:
    return {"label": "t", "prefix": "p", "digest": digest, "scopes": ["read"], "role": "INTEGRATION"}


def _file(digest: bytes) -> dict[str, Any]:
    return {
        "digest": digest,
        "actor_kind": "TOKEN",
        "actor_id": "lead",
        "agency_id": DISKOMINFO,
        "name": "foto.jpg",
        "sent_bytes": 1,
        "sent_sha256": "0" * 64,
        "expires_at": _later(),
    }


async def fill(session: Any) -> None:  # noqa: ANN401 - a session of SQLAlchemy
    """Put it there."""
    for table, values in rows():
        await session.execute(insert(table).values(**values))
