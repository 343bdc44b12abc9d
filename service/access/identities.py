"""Identities of persons at identity providers: an issuer and its own name for somebody, for ever."""

import uuid

from sqlalchemy import select

from models.sign_in import AccountIdentity
from service.database import ReadSession, WriteSession


async def owner_of_identity(session: ReadSession, issuer: str, subject: str) -> uuid.UUID | None:
    """The account that it belongs to, open or closed."""
    own = AccountIdentity.issuer == issuer, AccountIdentity.subject == subject
    return await session.scalar(select(AccountIdentity.account_id).where(*own))


async def link_identity(session: WriteSession, issuer: str, subject: str, account_id: uuid.UUID) -> None:
    """Let the account be known by it."""
    session.add(AccountIdentity(issuer=issuer, subject=subject, account_id=account_id))
    await session.flush()
