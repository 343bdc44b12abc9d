"""Accounts of persons: opened with a role, closed for good. How a person proves who they are comes later."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from uuid_utils.compat import uuid7

from models.agency import Account, AccountRole, Person
from service.access.actors import Role
from service.database import ReadSession, WriteSession, constraint_name
from service.errors import conflict, invalid, not_found


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """Who gets an account, and as what."""

    name: str
    email: str
    role: Role
    position: str | None = None
    agency_id: uuid.UUID | None = None
    region_code: str | None = None


async def open_account(session: WriteSession, asked: NewAccount) -> Account:
    """Make the person, the account and its role; CONFLICT when the address has an account."""
    _check(asked)
    person = Person(id=uuid7(), name=asked.name.strip(), position=asked.position, agency_id=asked.agency_id)
    session.add(person)
    await session.flush()
    account = Account(id=uuid7(), person_id=person.id, email=asked.email.strip())
    session.add(account)
    try:
        await session.flush()
    except IntegrityError as error:
        if constraint_name(error) != "uq_account_email_lower":
            raise
        message = "Alamat ini sudah punya akun. / This address has an account already."
        raise conflict(message, "email") from error
    session.add(_role(account.id, asked))
    await session.flush()
    return account


def _role(account_id: uuid.UUID, asked: NewAccount) -> AccountRole:
    return AccountRole(
        id=uuid7(),
        account_id=account_id,
        role=asked.role.value,
        agency_id=asked.agency_id,
        region_code=asked.region_code,
    )


def _check(asked: NewAccount) -> None:
    if not asked.name.strip():
        raise invalid("Akun perlu nama orang. / An account needs a person's name.", "name")
    if "@" not in asked.email.strip("@ "):
        raise invalid("Alamat surel tidak lengkap. / The e-mail address is not complete.", "email")
    if asked.role not in {Role.INTEGRATION, Role.LIAISON, Role.SECRETARIAT}:
        raise invalid("Akun tidak ada untuk peran ini. / There are no accounts for this role.", "role")
    if asked.role is not Role.INTEGRATION and asked.agency_id is None:
        raise invalid("Peran ini perlu instansi. / This role needs an agency.", "agency")
    if asked.role is Role.SECRETARIAT and asked.region_code is None:
        raise invalid("Sekretariat perlu wilayah. / A secretariat needs a region.", "region")


async def close_account(session: WriteSession, email: str, now: datetime) -> Account:
    """Close it, and with it every token of it; a second time changes nothing."""
    wanted = select(Account).where(func.lower(Account.email) == email.strip().lower()).with_for_update()
    account = await session.scalar(wanted)
    if account is None:
        what = f"Akun {email}"
        raise not_found(what, "email")
    account.closed_at = account.closed_at or now
    await session.flush()
    return account


async def all_accounts(session: ReadSession) -> list[tuple[Account, Person, AccountRole]]:
    """Every account with its person and each of its roles, oldest first."""
    wanted = (
        select(Account, Person, AccountRole)
        .join(Person, Person.id == Account.person_id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .order_by(Account.id, AccountRole.id)
    )
    found = await session.execute(wanted)
    return [(account, person, role) for account, person, role in found.all()]
