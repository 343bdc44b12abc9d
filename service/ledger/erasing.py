"""Erases a person: what is left of them is the id of an account that nobody can give a name to.

The history holds ids and the names of offices, so nothing of what is sealed has to change, and the chain
verifies as before. What was done stays done by somebody who held an office; who that was is forgotten.
"""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sqlalchemy import Delete, delete, func, select, update

from models.agency import Account, AccountRole, ApiToken, Person
from models.meeting import Attendance
from models.sign_in import AccountIdentity, AccountLink, Password, SecondFactor, SignInThrottle
from service.access.accounts import account_named
from service.access.actors import Actor
from service.access.named import named
from service.access.sessions import end_sessions
from service.access.throttle import account_bucket, mail_bucket
from service.clock import Clock
from service.database import WriteSession
from service.ledger.door import Doing, note
from service.ledger.evidence_files import forget_sender

Remove: TypeAlias = Callable[[uuid.UUID], Awaitable[None]]

NAME: Final = "Orang yang dihapus / erased person"
_KEYS: Final = (Password, SecondFactor, AccountLink, AccountIdentity, AccountRole)
"""What falls with the account, beside its sessions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What was forgotten: the account's id, which stays, and how many rows of what."""

    account_id: uuid.UUID
    gone: dict[str, int]
    named: dict[str, int]
    """How often their name stays in the words of the ledger, by table and column."""


async def erase(session: WriteSession, actor: Actor, email: str, clock: Clock, remove: Remove) -> Erasure:
    """Forget who the person of an address is, for good; NOT_FOUND without an account.

    `remove` lets go of the bytes of a file that they sent.
    """
    account = await account_named(session, email)
    names = await _named(session, account)
    buckets = (account_bucket(account.email).key, mail_bucket(account.email).key)
    gone = {"person_session": await end_sessions(session, account.id)}
    gone["evidence_file"] = await forget_sender(session, await _actors(session, account), remove)
    for table in _KEYS:
        gone[table.__tablename__] = await _count(session, delete(table).where(table.account_id == account.id))
    gone["sign_in_throttle"] = await _count(
        session, delete(SignInThrottle).where(SignInThrottle.key.in_(buckets))
    )
    now = clock()
    revoked = {"label": NAME, "revoked_at": func.coalesce(ApiToken.revoked_at, now)}
    await session.execute(update(ApiToken).where(ApiToken.account_id == account.id).values(revoked))
    await _forget(session, account)
    account.email = f"{account.id}@erased.invalid"
    account.closed_at, account.invitation_due_at = account.closed_at or now, None
    await session.flush()
    await note(session, actor, account.id, Doing.ERASED, now, after={"gone": gone})
    return Erasure(account_id=account.id, gone=gone, named=names)


async def _named(session: WriteSession, account: Account) -> dict[str, int]:
    name = await session.scalar(select(func.lower(Person.name)).where(Person.id == account.person_id))
    found = named().subquery()
    counted = select(found.c.place, func.count()).group_by(found.c.place).order_by(found.c.place)
    return {str(place): int(count) for place, count in await session.execute(counted, {"named": name})}


async def _actors(session: WriteSession, account: Account) -> list[str]:
    """As whom they acted: themselves, and by each of their tokens."""
    tokens = await session.scalars(select(ApiToken.id).where(ApiToken.account_id == account.id))
    return [str(account.id), *map(str, tokens)]


async def _forget(session: WriteSession, account: Account) -> None:
    """Nobody knows the person any more; of a meeting it stays that the agency came."""
    came = update(Attendance).where(Attendance.person_id == account.person_id)
    await session.execute(came.values(person_id=None))
    nothing = {"position": None, "agency_id": None, "work_email": None, "work_phone": None}
    person = update(Person).where(Person.id == account.person_id)
    await session.execute(person.values(name=NAME, **nothing))


async def _count(session: WriteSession, rows: Delete) -> int:
    result: Any = await session.execute(rows)
    return int(result.rowcount)
