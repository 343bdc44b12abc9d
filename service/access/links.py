"""Links that let somebody set a password once: an invitation, or a reset. Time is the database's own."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from models.sign_in import AccountLink
from service.access.sessions import digest_of, new_secret
from service.database import ReadSession, WriteSession
from service.errors import DomainError


class Purpose(StrEnum):
    """What a link is for."""

    INVITATION = "INVITATION"
    RESET = "RESET"


LIVES: Final = {Purpose.INVITATION: timedelta(days=7), Purpose.RESET: timedelta(hours=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What its receiver is sent; the secret is left out of what it prints."""

    email: str
    name: str
    purpose: Purpose
    secret: str = field(repr=False)


async def make_link(session: WriteSession, account_id: uuid.UUID, purpose: Purpose) -> str:
    """The secret of a new link of the account; an earlier one opens nothing any more."""
    secret = new_secret()
    kept = {
        "purpose": purpose.value,
        "digest": digest_of(secret),
        "expires_at": func.now() + LIVES[purpose],
        "recorded_at": func.now(),
    }
    row = insert(AccountLink).values(account_id=account_id, **kept)
    await session.execute(row.on_conflict_do_update(index_elements=[AccountLink.account_id], set_=kept))
    return secret


async def owner_of_link(session: ReadSession, secret: str) -> uuid.UUID | None:
    """Whose link it is; none when it is unknown, used or over."""
    return await session.scalar(select(AccountLink.account_id).where(_is_good(secret)))


async def use_link(session: WriteSession, secret: str) -> uuid.UUID | None:
    """The same, once: whoever comes second comes too late."""
    used = delete(AccountLink).where(_is_good(secret)).returning(AccountLink.account_id)
    return await session.scalar(used)


async def forget_link(session: WriteSession, account_id: uuid.UUID) -> None:
    """Let an account's link open nothing any more, if it has one."""
    await session.execute(delete(AccountLink).where(AccountLink.account_id == account_id))


def _is_good(secret: str) -> ColumnElement[bool]:
    try:
        digest = digest_of(secret)
    except DomainError:
        digest = b""
    return (AccountLink.digest == digest) & (AccountLink.expires_at > func.now())
