"""The tokens of programs: made, recognised, revoked. How a token is written stands in token_text.py.

A token can do no more than its scopes say: without the writing scope of its role it only reads.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, bindparam, or_, select, update
from uuid_utils.compat import uuid7

from models.agency import Account, ApiToken
from service.access.actors import Actor, Role
from service.access.token_text import Token, new_token, parse
from service.database import ReadSession, WriteSession
from service.errors import invalid, not_found, not_signed_in
from service.statements import compiled
from service.units import Row, row

READ = "read"
REPORT = "report"
SECRETARIAT = "secretariat"
ROLE_OF_SCOPE = {READ: Role.INTEGRATION, REPORT: Role.LIAISON, SECRETARIAT: Role.SECRETARIAT}
"""The role that a scope is for; every scope reads as well."""
_WRITING = {Role.LIAISON: REPORT, Role.SECRETARIAT: SECRETARIAT}
ROLES = (Role.INTEGRATION, Role.LIAISON, Role.SECRETARIAT)
"""What a token may be for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """What a token is asked for. Without `scopes`: all that its role has."""

    label: str
    role: Role
    agency_id: uuid.UUID | None = None
    region_code: str | None = None
    account_id: uuid.UUID | None = None
    scopes: frozenset[str] | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """Who holds a token, which row it is, and when it was last seen."""

    actor: Actor
    token_id: uuid.UUID
    expires_at: datetime | None
    last_used_at: datetime | None


def scopes_of(role: Role) -> frozenset[str]:
    """Everything that a token of the role may be allowed."""
    return frozenset({READ, _WRITING.get(role, READ)})


async def create_token(session: WriteSession, asked: NewToken) -> Token:
    """Make a token; its text is told once, here, and never again."""
    token = new_token()
    await keep_token(session, asked, token)
    return token


async def keep_token(session: WriteSession, asked: NewToken, token: Token) -> ApiToken:
    """Let whoever holds `token` in as asked."""
    _check(asked)
    row = ApiToken(
        id=uuid7(),
        label=asked.label.strip(),
        prefix=token.prefix,
        digest=token.digest,
        scopes=sorted(scopes_of(asked.role) if asked.scopes is None else asked.scopes),
        role=asked.role.value,
        account_id=asked.account_id,
        agency_id=asked.agency_id,
        region_code=asked.region_code,
        expires_at=asked.expires_at,
    )
    session.add(row)
    await session.flush()
    return row


def _check(asked: NewToken) -> None:
    if asked.role not in ROLES:
        raise invalid("Token tidak ada untuk peran ini. / There are no tokens for this role.", "role")
    if not asked.label.strip():
        raise invalid("Token perlu nama. / A token needs a label.", "label")
    if asked.role is not Role.INTEGRATION and asked.agency_id is None:
        raise invalid("Token yang menulis perlu instansi. / A token that writes needs an agency.", "agencyId")
    if asked.role is Role.SECRETARIAT and asked.region_code is None:
        raise invalid("Sekretariat perlu wilayah. / A secretariat needs a region.", "regionCode")
    if asked.scopes is not None and not (asked.scopes and asked.scopes <= scopes_of(asked.role)):
        raise invalid("Cakupan bukan milik peran ini. / The scopes are not this role's.", "scopes")


async def actor_of(session: ReadSession, token: str, now: datetime) -> Actor:
    """Who holds the token; NOT_SIGNED_IN when it is malformed, unknown, expired or revoked."""
    return (await recognise(session, parse(token), now)).actor


async def recognise(session: ReadSession, token: Token, now: datetime) -> Recognised:
    """Who holds the token and what is known of it. All refusals look the same."""
    known = await row(session, _RECOGNISED, token_digest=token.digest, now=now)
    if known is None:
        raise not_signed_in()
    return Recognised(
        actor=_actor(known),
        token_id=known["id"],
        expires_at=known["expires_at"],
        last_used_at=known["last_used_at"],
    )


async def good_tokens(session: ReadSession, digests: Iterable[bytes], now: datetime) -> set[bytes]:
    """Those of the tokens that still let somebody in."""
    query = select(ApiToken.digest).outerjoin(Account, Account.id == ApiToken.account_id)
    return {*await session.scalars(query.where(ApiToken.digest.in_(digests), *_is_good(now)))}


def _is_good(now: datetime | BindParameter[datetime]) -> tuple[ColumnElement[bool], ...]:
    """Neither revoked nor expired, and its account not closed."""
    return (
        ApiToken.revoked_at.is_(None),
        or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now),
        Account.closed_at.is_(None),
    )


_RECOGNISED = compiled(
    select(ApiToken)
    .outerjoin(Account, Account.id == ApiToken.account_id)
    .where(
        ApiToken.digest == bindparam("token_digest"),
        *_is_good(bindparam("now", type_=ApiToken.expires_at.type)),
    )
)


def _actor(row: Row) -> Actor:
    role = Role(row["role"])
    may_write = _WRITING.get(role) in row["scopes"]
    return Actor(
        kind="TOKEN",
        id=str(row["id"]),
        label=row["label"],
        role=role if may_write else Role.INTEGRATION,
        agency_id=row["agency_id"],
        region_code=row["region_code"],
        scopes=frozenset(row["scopes"]),
    )


async def token_of_prefix(session: WriteSession, prefix: str) -> ApiToken:
    """The token of a prefix, held until the transaction ends; NOT_FOUND without one."""
    found = await session.scalar(select(ApiToken).where(ApiToken.prefix == prefix).with_for_update())
    if found is None:
        what = f"Token {prefix}"
        raise not_found(what, "prefix")
    return found


async def token_with(session: WriteSession, key: uuid.UUID) -> ApiToken:
    """The token of a key, held until the transaction ends; NOT_FOUND without one."""
    found = await session.scalar(select(ApiToken).where(ApiToken.id == key).with_for_update())
    if found is None:
        what = "Token"
        raise not_found(what, "tokenId")
    return found


async def token_row(session: ReadSession, digest: bytes) -> ApiToken | None:
    """The token of a digest, good or not."""
    return await session.scalar(select(ApiToken).where(ApiToken.digest == digest))


def is_good(token: ApiToken, now: datetime) -> bool:
    """Whether it is neither revoked nor expired."""
    return token.revoked_at is None and (token.expires_at is None or token.expires_at > now)


async def note_use(session: WriteSession, token_id: uuid.UUID, now: datetime, before: datetime) -> None:
    """Remember that it was used, unless somebody noted a use since `before`."""
    seen = or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at < before)
    await session.execute(update(ApiToken).where(ApiToken.id == token_id, seen).values(last_used_at=now))


async def all_tokens(session: ReadSession) -> Sequence[ApiToken]:
    """Every token that was ever made, oldest first."""
    return (await session.scalars(select(ApiToken).order_by(ApiToken.id))).all()
