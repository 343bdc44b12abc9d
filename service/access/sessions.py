"""Sessions of persons: begun, recognised, renewed, listed, ended. Time is the database's own.

The secret (256 bits) is in the person's cookie; here is its SHA-256. It is made anew whenever what the
session may do changes, so that no older copy of it grows with it.
"""

import hashlib
import re
import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from uuid_utils.compat import uuid7

from models.agency import Account, AccountRole, Agency
from models.place import Region
from models.sign_in import PersonSession
from service.access.actors import Actor, Role
from service.access.assignments import COLUMNS, assignment_of, unassigned
from service.database import ReadSession, WriteSession
from service.errors import not_signed_in
from service.visit import note_actor

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_LONGEST_AGENT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long a session lives, and for which roles the operator demands a second factor."""

    idle: timedelta = timedelta(hours=12)
    longest: timedelta = timedelta(days=7)
    second_factor_for: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """A session that is good, and who acts in it."""

    session_id: uuid.UUID
    account_id: uuid.UUID
    assignment_id: uuid.UUID | None
    has_second_factor: bool
    lacks_second_factor: bool
    """The operator demands one for the assignment: until it was shown nothing is done or read under it."""
    actor: Actor
    recorded_at: datetime
    last_seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """Who signs in, as what, and from where."""

    account_id: uuid.UUID
    assignment_id: uuid.UUID | None
    has_second_factor: bool
    agent: str | None
    address: str | None


def new_secret() -> str:
    """A secret that nobody has."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> bytes:
    """What is kept of a secret; what cannot be one is refused unseen, like one that nobody has."""
    if _SECRET.fullmatch(secret) is None:
        raise not_signed_in()
    return hashlib.sha256(secret.encode()).digest()


async def begin_session(session: WriteSession, asked: Beginning, terms: Terms) -> str:
    """The secret of a new session; what has ended long ago is forgotten with it."""
    secret = new_secret()
    await session.execute(delete(PersonSession).where(~_lives(terms)))
    begun = PersonSession(
        id=uuid7(),
        account_id=asked.account_id,
        assignment_id=asked.assignment_id,
        digest=digest_of(secret),
        has_second_factor=asked.has_second_factor,
        agent=asked.agent and asked.agent[:_LONGEST_AGENT],
        address=asked.address,
        expires_at=func.now() + terms.longest,
    )
    session.add(begun)
    await session.flush()
    return secret


async def recognise_session(session: ReadSession, secret: str, terms: Terms) -> Present:
    """Whose session it is; NOT_SIGNED_IN when it is unknown or over. All refusals look the same."""
    found = await session.execute(_PRESENT.where(PersonSession.digest == digest_of(secret), _lives(terms)))
    row = found.one_or_none()
    if row is None:
        raise not_signed_in()
    kept: PersonSession = row[0]
    note_actor("PERSON", str(kept.account_id))
    held = None if kept.assignment_id is None else assignment_of(row[1:])
    lacks = held is not None and held.role in terms.second_factor_for and not kept.has_second_factor
    acts = held is not None and not lacks
    return Present(
        session_id=kept.id,
        account_id=kept.account_id,
        assignment_id=kept.assignment_id,
        has_second_factor=kept.has_second_factor,
        lacks_second_factor=lacks,
        actor=held.actor(kept.account_id) if acts and held else unassigned(kept.account_id),
        recorded_at=kept.recorded_at,
        last_seen_at=kept.last_seen_at,
        expires_at=kept.expires_at,
    )


_PRESENT: Select[*tuple[Any, ...]] = (
    select(PersonSession, *COLUMNS)
    .join(Account, Account.id == PersonSession.account_id)
    .outerjoin(AccountRole, AccountRole.id == PersonSession.assignment_id)
    .outerjoin(Agency, Agency.id == AccountRole.agency_id)
    .outerjoin(Region, Region.code == AccountRole.region_code)
    .where(Account.closed_at.is_(None))
)


def _lives(terms: Terms) -> ColumnElement[bool]:
    """Neither idle for too long nor too old."""
    is_young = PersonSession.expires_at > func.now()
    return is_young & (PersonSession.last_seen_at > func.now() - terms.idle)


async def good_sessions(session: ReadSession, digests: Iterable[bytes], terms: Terms) -> set[bytes]:
    """Those of the sessions that still let somebody in."""
    query = select(PersonSession.digest).join(Account, Account.id == PersonSession.account_id)
    open_ones = query.where(Account.closed_at.is_(None), PersonSession.digest.in_(digests), _lives(terms))
    return {*await session.scalars(open_ones)}


async def note_presence(session: WriteSession, session_id: uuid.UUID, noted_after: timedelta) -> None:
    """Remember that it was used, unless a use was noted not long ago."""
    is_old = PersonSession.last_seen_at <= func.now() - noted_after
    seen = update(PersonSession).where(PersonSession.id == session_id, is_old)
    await session.execute(seen.values(last_seen_at=func.now()))


async def renew_session(session: WriteSession, present: Present, **changes: object) -> str:
    """The new secret of a session that changes; the old one opens nothing any more."""
    secret = new_secret()
    changed = update(PersonSession).where(PersonSession.id == present.session_id)
    await session.execute(changed.values(digest=digest_of(secret), last_seen_at=func.now(), **changes))
    return secret


async def sessions_of(session: ReadSession, account_id: uuid.UUID, terms: Terms) -> Sequence[PersonSession]:
    """Those of an account that are good, the newest first."""
    own = select(PersonSession).where(PersonSession.account_id == account_id, _lives(terms))
    return (await session.scalars(own.order_by(PersonSession.id.desc()))).all()


async def end_session(session: WriteSession, account_id: uuid.UUID, session_id: uuid.UUID) -> bool:
    """End one of an account's own; False when it has no such one."""
    own = PersonSession.account_id == account_id
    ended = delete(PersonSession).where(PersonSession.id == session_id, own).returning(PersonSession.id)
    return await session.scalar(ended) is not None


async def end_sessions(session: WriteSession, account_id: uuid.UUID, but: uuid.UUID | None = None) -> int:
    """End all of an account's, perhaps but one; how many there were."""
    own = delete(PersonSession).where(PersonSession.account_id == account_id)
    ended = own if but is None else own.where(PersonSession.id != but)
    return len((await session.scalars(ended.returning(PersonSession.id))).all())


async def with_sessions(session: ReadSession) -> list[uuid.UUID]:
    """The accounts that have any, ended by time or not."""
    return [
        *await session.scalars(select(PersonSession.account_id).distinct().order_by(PersonSession.account_id))
    ]
