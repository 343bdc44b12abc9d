"""The tokens of programs: given, renewed, taken away, and seen at the door; all of it in the history."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, select

from models.agency import ApiToken
from models.record import History
from service.access.actors import PUBLIC, Actor, Role
from service.access.doorkeeper import Notes
from service.access.token_text import Token, new_token
from service.access.tokens import (
    NewToken,
    is_good,
    keep_token,
    note_use,
    token_row,
)
from service.clock import Clock
from service.database import WriteSession
from service.errors import invalid, wrong_state
from service.ledger.door import TOKEN, Doing, note

_LONGEST_OVERLAP: Final = timedelta(days=90)
_REFUSALS_APART: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """How long the old token stays good beside the new one, and until when the new one is."""

    overlap: timedelta
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A new token as it is kept, and the text that is told once, to whoever asked for it."""

    row: ApiToken
    token: Token


async def give_token(session: WriteSession, actor: Actor, asked: NewToken, clock: Clock) -> Given:
    """A new token."""
    token = new_token()
    made = await keep_token(session, asked, token)
    await note(session, actor, made.id, Doing.TOKEN_MADE, clock(), after=_said(made), subject=TOKEN)
    return Given(row=made, token=token)


async def renew_token(
    session: WriteSession, actor: Actor, old: ApiToken, renewal: Renewal, clock: Clock
) -> Given:
    """A new token for the same, while the old one stays good for a while; WRONG_STATE when it is not."""
    now = clock()
    if not timedelta() <= renewal.overlap <= _LONGEST_OVERLAP:
        most = _LONGEST_OVERLAP.days
        message = f"Tumpang tindih paling lama {most} hari. / The overlap is {most} days at most."
        raise invalid(message, "overlap")
    if not is_good(old, now):
        raise wrong_state("Token ini tidak berlaku lagi. / This token is good no more.", "prefix")
    asked = _same(old, renewal, now)
    until = now + renewal.overlap
    old.expires_at = until if old.expires_at is None else min(old.expires_at, until)
    await session.flush()
    given = await give_token(session, actor, asked, lambda: now)
    after = {"successor": given.token.prefix, "expiresAt": old.expires_at}
    await note(session, actor, old.id, Doing.TOKEN_ROTATED, now, after=after, subject=TOKEN)
    return given


def _same(old: ApiToken, renewal: Renewal, now: datetime) -> NewToken:
    """What the old one was; it lives as long as that was meant to, unless told."""
    meant = None if old.expires_at is None else now + (old.expires_at - old.recorded_at)
    return NewToken(
        label=old.label,
        role=Role(old.role),
        agency_id=old.agency_id,
        region_code=old.region_code,
        account_id=old.account_id,
        scopes=frozenset(old.scopes),
        expires_at=renewal.expires_at or meant,
    )


async def take_token(session: WriteSession, actor: Actor, token: ApiToken, clock: Clock) -> None:
    """Let nobody in with it any more; the row stays, and again changes nothing."""
    if token.revoked_at is not None:
        return
    token.revoked_at = clock()
    await session.flush()
    await note(session, actor, token.id, Doing.TOKEN_REVOKED, clock(), subject=TOKEN)


async def token_used(
    session: WriteSession, actor: Actor, token_id: uuid.UUID, now: datetime, before: datetime
) -> None:
    """When it was last used; in the history the first use of every day."""
    last = await session.scalar(select(ApiToken.last_used_at).where(ApiToken.id == token_id))
    await note_use(session, token_id, now, before)
    if last is None or last.date() < now.date():
        await note(session, actor, token_id, Doing.TOKEN_USED, now, subject=TOKEN)


async def token_refused(session: WriteSession, digest: bytes, now: datetime) -> None:
    """In the history, once an hour, when it was one of ours; what strangers make up does not grow it."""
    found = await token_row(session, digest)
    if found is None:
        return
    said = select(History.id).where(
        History.subject_id == found.id,
        History.action == Doing.TOKEN_REFUSED,
        History.recorded_at > now - _REFUSALS_APART,
    )
    if not await session.scalar(select(exists(said))):
        reason = "REVOKED" if found.revoked_at else "EXPIRED" if found.expires_at else "CLOSED"
        await note(session, PUBLIC, found.id, Doing.TOKEN_REFUSED, now, reason=reason, subject=TOKEN)


NOTES: Final = Notes(used=token_used, refused=token_refused)
"""What the doorkeeper has written down."""


def _said(made: ApiToken) -> dict[str, object]:
    return {
        "label": made.label,
        "scopes": made.scopes,
        "agency": made.agency_id,
        "region": made.region_code,
        "expiresAt": made.expires_at,
    }
