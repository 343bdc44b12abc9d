"""Persons with an open account, and what is known of them that proves who they are."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from models.agency import Account, Person
from models.sign_in import Password, SecondFactor
from service.database import ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person behind an open account. Without a password there is no way in by one."""

    account_id: uuid.UUID
    email: str
    name: str
    password: str | None = field(repr=False)
    second_factor_since: datetime | None


async def known_by_email(session: ReadSession, email: str) -> Known | None:
    """Whose address it is, however it is capitalised."""
    return await _known(session, func.lower(Account.email) == email.strip().lower())


async def known_by_id(session: ReadSession, account_id: uuid.UUID) -> Known | None:
    """Whose account it is."""
    return await _known(session, Account.id == account_id)


async def _known(session: ReadSession, which: ColumnElement[bool]) -> Known | None:
    found = (await session.execute(_KNOWN.where(which))).mappings().one_or_none()
    return None if found is None else Known(**found)


_KNOWN: Select[*tuple[Any, ...]] = (
    select(
        Account.id.label("account_id"),
        Account.email,
        Person.name,
        Password.hash.label("password"),
        SecondFactor.confirmed_at.label("second_factor_since"),
    )
    .join(Person, Person.id == Account.person_id)
    .outerjoin(Password, Password.account_id == Account.id)
    .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
    .where(Account.closed_at.is_(None))
)
