"""Five persons to try the service as, for the embedded database only; their passwords are made at random.

Like the tokens of sign_ins.py they are kept in the data folder, for our eyes only, and printed at every start
for as long as they are what the person signs in with.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path

import orjson
from sqlalchemy import func, select

from models.agency import Account
from models.sign_in import Password
from seeds.sign_ins import agency_id_of, keep_secrets
from service.access.accounts import NewAccount, Office, assign
from service.access.actors import SYSTEM, Role
from service.access.passwords import Hasher, keep_password
from service.clock import system_clock
from service.database import Database, WriteSession
from service.ledger.appointing import open_for

_FILE = "demo-passwords.json"
_PROVINCE = "64"
_REGENCY = "64.09"
"""Penajam Paser Utara, whose offices came to the meetings of 2025."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody to sign in as."""

    label: str
    email: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    email: str
    label: str
    offices: tuple[tuple[Role, str | None], ...]
    """Roles, some of them at an agency."""
    region: str = _PROVINCE


_WANTED = (
    _Wanted(
        email="sekretariat@demo.example",
        label="Sekretariat DPMPD, juga narahubungnya / and its liaison",
        offices=((Role.SECRETARIAT, "DPMPD"), (Role.LIAISON, "DPMPD")),
    ),
    _Wanted(
        email="sekretariat.ppu@demo.example",
        label="Sekretariat kabupaten / of a regency, Dinas PMD PPU",
        offices=((Role.SECRETARIAT, "DPMD"),),
        region=_REGENCY,
    ),
    _Wanted(
        email="narahubung@demo.example",
        label="Narahubung / liaison, Diskominfo",
        offices=((Role.LIAISON, "DISKOMINFO"),),
    ),
    _Wanted(email="pimpinan@demo.example", label="Pimpinan / leadership", offices=((Role.LEADERSHIP, None),)),
    _Wanted(email="admin@demo.example", label="Administrator", offices=((Role.ADMINISTRATOR, None),)),
)


async def demo_persons(database: Database, data_dir: Path, prefix: str = "") -> tuple[Person, ...]:
    """The five, made where they are missing; those whose agency is not there are left out.

    The codes of the agencies may have a prefix, as those of the synthetic ones do.
    """
    kept = _kept(data_dir / _FILE)
    words = {wanted.email: kept.get(wanted.email) or secrets.token_urlsafe(12) for wanted in _WANTED}
    keep_secrets(data_dir / _FILE, words)
    hasher = Hasher()
    found = [await _person(database, wanted, words[wanted.email], prefix, hasher) for wanted in _WANTED]
    return tuple(person for person in found if person is not None)


async def _person(
    database: Database, wanted: _Wanted, password: str, prefix: str, hasher: Hasher
) -> Person | None:
    async with database.reading() as session:
        is_there = select(Account.id).where(func.lower(Account.email) == wanted.email)
        # Both were made in one transaction: since then the person chose another, or the account was closed.
        as_made = Password.recorded_at == Account.recorded_at
        same = select(Account.id).join(Password, Password.account_id == Account.id).where(as_made)
        known = await session.scalar(is_there)
        unchanged = await session.scalar(same.where(Account.id == known, Account.closed_at.is_(None)))
    if known is None:
        hashed = await hasher.hash_again(password)
        unchanged = await database.write(lambda session: _made(session, wanted, hashed, prefix))
    if unchanged is None:
        return None
    return Person(label=wanted.label, email=wanted.email, password=password)


async def _made(session: WriteSession, wanted: _Wanted, hashed: str, prefix: str) -> object:
    offices: list[Office] = []
    for role, code in wanted.offices:
        agency_id = await agency_id_of(session, wanted.region, code and prefix + code)
        if code is not None and agency_id is None:
            return None
        region = None if role in {Role.ADMINISTRATOR, Role.LIAISON} else wanted.region
        offices.append(Office(role=role, agency_id=agency_id, region_code=region))
    asked = NewAccount(name=f"{wanted.label} (demo)", email=wanted.email, office=offices[0])
    account = await open_for(session, SYSTEM, asked, system_clock)
    for office in offices[1:]:
        await assign(session, account.id, office)
    await keep_password(session, account.id, hashed)
    return account.id


def _kept(file: Path) -> dict[str, str]:
    """The passwords of earlier starts, of those whom they knew; none when the file is missing or spoilt."""
    try:
        read: dict[str, str] = orjson.loads(file.read_bytes())
        return {wanted.email: read[wanted.email] for wanted in _WANTED if wanted.email in read}
    except (OSError, ValueError, TypeError):
        return {}
