"""Accounts of persons: opened with an assignment, given others, closed for good.

How a person proves who they are stands in passwords.py and second_factor.py, what happens at the door in
ledger/reception.py.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from uuid_utils.compat import uuid7

from models.agency import Account, AccountRole, Person
from service.access.actors import Role
from service.database import ReadSession, WriteSession, constraint_name
from service.errors import conflict, invalid, not_found

_OF_PERSONS = {Role.ADMINISTRATOR, Role.INTEGRATION, Role.LEADERSHIP, Role.LIAISON, Role.SECRETARIAT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What somebody may act as, and where."""

    role: Role
    agency_id: uuid.UUID | None = None
    region_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """Who gets an account, and as what."""

    name: str
    email: str
    office: Office
    position: str | None = None
    issuer: str | None = None
    """The identity provider whose words made them that."""


async def open_account(session: WriteSession, asked: NewAccount) -> Account:
    """Make the person, the account and its assignment; CONFLICT when the address has an account."""
    _check(asked)
    person = Person(
        id=uuid7(), name=asked.name.strip(), position=asked.position, agency_id=asked.office.agency_id
    )
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
    await assign(session, account.id, asked.office, asked.issuer)
    return account


async def assign(
    session: WriteSession, account_id: uuid.UUID, office: Office, issuer: str | None = None
) -> None:
    """Let the account act as this too; CONFLICT when it may already."""
    _check_office(office)
    held = AccountRole(id=uuid7(), account_id=account_id, issuer=issuer, **_columns(office))
    session.add(held)
    try:
        await session.flush()
    except IntegrityError as error:
        if constraint_name(error) != "uq_account_role_account_id_role_agency_id_region_code":
            raise
        message = "Penugasan ini sudah ada. / There is this assignment already."
        raise conflict(message, "role") from error


async def withdraw(session: WriteSession, account_id: uuid.UUID, office: Office) -> None:
    """Let it no longer act as this; the sessions that do are over. NOT_FOUND when it never could."""
    same = [
        getattr(AccountRole, name).is_not_distinct_from(value) for name, value in _columns(office).items()
    ]
    held = delete(AccountRole).where(AccountRole.account_id == account_id, *same)
    if await session.scalar(held.returning(AccountRole.id)) is None:
        raise not_found("Penugasan / assignment", "role")


async def office_of(session: ReadSession, assignment_id: uuid.UUID) -> Office | None:
    """What an assignment is, if there is one."""
    held = await session.get(AccountRole, assignment_id)
    if held is None:
        return None
    return Office(role=Role(held.role), agency_id=held.agency_id, region_code=held.region_code)


async def holdings(session: ReadSession, account_id: uuid.UUID) -> dict[Office, str | None]:
    """What the account may act as, and which identity provider's words made it that, if any."""
    own = await session.scalars(select(AccountRole).where(AccountRole.account_id == account_id))
    return {
        Office(role=Role(one.role), agency_id=one.agency_id, region_code=one.region_code): one.issuer
        for one in own
    }


def _columns(office: Office) -> dict[str, object]:
    return {
        "role": office.role.value,
        "agency_id": office.agency_id,
        "region_code": office.region_code,
    }


def _check(asked: NewAccount) -> None:
    if not asked.name.strip() or not asked.name.strip().isprintable():
        raise invalid(
            "Akun perlu nama orang, satu baris. / An account needs a person's name, a line.", "name"
        )
    local, _, host = asked.email.strip().rpartition("@")
    if not local or not host or not asked.email.strip().isprintable() or " " in asked.email.strip():
        raise invalid("Alamat surel tidak lengkap. / The e-mail address is not complete.", "email")
    _check_office(asked.office)


def _check_office(office: Office) -> None:
    if office.role not in _OF_PERSONS:
        raise invalid("Akun tidak ada untuk peran ini. / There are no accounts for this role.", "role")
    if office.role in {Role.LIAISON, Role.SECRETARIAT} and office.agency_id is None:
        raise invalid("Peran ini perlu instansi. / This role needs an agency.", "agencyId")
    if office.role in {Role.LEADERSHIP, Role.SECRETARIAT} and office.region_code is None:
        raise invalid("Peran ini perlu wilayah. / This role needs a region.", "regionCode")


async def account_named(session: WriteSession, email: str) -> Account:
    """The account of an address, held until the transaction ends; NOT_FOUND without one."""
    wanted = select(Account).where(func.lower(Account.email) == email.strip().lower()).with_for_update()
    account = await session.scalar(wanted)
    if account is None:
        raise not_found(f"Akun {email}", "email")
    return account


async def account_with(session: WriteSession, key: uuid.UUID) -> Account:
    """The account of a key, held until the transaction ends; NOT_FOUND without one."""
    account = await session.scalar(select(Account).where(Account.id == key).with_for_update())
    if account is None:
        raise not_found("Akun / account", "accountId")
    return account


async def all_accounts(session: ReadSession) -> Sequence[tuple[Account, Person]]:
    """Every account with its person, oldest first."""
    wanted = select(Account, Person).join(Person, Person.id == Account.person_id).order_by(Account.id)
    return [(account, person) for account, person in (await session.execute(wanted)).all()]
