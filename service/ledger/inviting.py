"""Links by which persons give themselves a password: an operator's invitation, or one who forgot it.

Whether an address has an account is told to nobody: what is found, made and sent is behind the answer.
"""

import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import select

from models.agency import Account
from service.access.accounts import account_named
from service.access.actors import PUBLIC, Actor
from service.access.assignments import unassigned
from service.access.links import Link, Purpose, make_link, owner_of_link, use_link
from service.access.passwords import keep_password
from service.access.persons import Known, known_by_email, known_by_id
from service.access.sessions import end_sessions
from service.access.throttle import account_bucket, address_bucket, empty, mail_bucket
from service.clock import Clock
from service.database import Database, WriteSession
from service.errors import DomainError, not_found
from service.ledger.door import Doing, note
from service.ledger.reception import Reception

Deliver = Callable[[Link], Awaitable[bool]]
"""Sends somebody a link, or tells the operator to; whether that was done."""
_AGAIN: Final = timedelta(minutes=5)
_DOINGS: Final = {Purpose.INVITATION: Doing.INVITED, Purpose.RESET: Doing.RESET_ASKED}


async def new_link(session: WriteSession, actor: Actor, email: str, purpose: Purpose, clock: Clock) -> Link:
    """A link for the account of an address; NOT_FOUND without an open one."""
    known = await known_by_email(session, email)
    if known is None:
        raise not_found(f"Akun {email}", "email")
    return await _link(session, actor, known, purpose, clock)


async def _link(session: WriteSession, actor: Actor, known: Known, purpose: Purpose, clock: Clock) -> Link:
    secret = await make_link(session, known.account_id, purpose)
    await note(session, actor, known.account_id, _DOINGS[purpose], clock())
    return Link(email=known.email, name=known.name, purpose=purpose, secret=secret)


async def send_due(database: Database, deliver: Deliver, now: datetime) -> int:
    """Send the invitations that are due; how many were. After one that cannot be, the others wait a round.

    The account is put off before anything is sent, and is due no more afterwards: who is killed in between
    sends it again, with another link.
    """
    again = now + _AGAIN
    sent = 0
    while (link := await database.write(partial(_put_off, now=now, until=again))) is not None:
        if not await deliver(link):
            break
        await database.write(partial(_sent, email=link.email, until=again))
        sent += 1
    return sent


async def _put_off(session: WriteSession, now: datetime, until: datetime) -> Link | None:
    """The new link of an account that is due, which no other process sends now."""
    due = select(Account).where(Account.invitation_due_at <= now, Account.closed_at.is_(None))
    account = await session.scalar(due.order_by(Account.id).limit(1).with_for_update(skip_locked=True))
    known = None if account is None else await known_by_id(session, account.id)
    if account is None or known is None:
        return None
    account.invitation_due_at = until
    await session.flush()
    secret = await make_link(session, account.id, Purpose.INVITATION)
    return Link(email=known.email, name=known.name, purpose=Purpose.INVITATION, secret=secret)


async def _sent(session: WriteSession, email: str, until: datetime) -> None:
    """It is due no more, unless somebody asked for another one meanwhile."""
    account = await account_named(session, email)
    if account.invitation_due_at == until:
        account.invitation_due_at = None
    await session.flush()


async def ask_reset(reception: Reception, deliver: Deliver, email: str, address: str) -> None:
    """Send a link to the address if it has an account; the answer is the same if not."""
    await reception.take_turn(mail_bucket(email), address_bucket(address))

    async def work(session: WriteSession) -> Link | None:
        known = await known_by_email(session, email)
        return known and await _link(session, PUBLIC, known, Purpose.RESET, reception.clock)

    async def send() -> None:
        link = await reception.database.write(work)
        if link is not None:
            await deliver(link)

    reception.behind(send())


async def set_password(reception: Reception, link: str, password: str, address: str) -> None:
    """Give the link's account a password, once; its sessions are over."""
    await reception.take_turn(address_bucket(address))
    async with reception.database.reading() as session:
        owner = await owner_of_link(session, link)
        known = None if owner is None else await known_by_id(session, owner)
    if known is None:
        raise _bad_link()
    hashed = await reception.hasher.hash(password, known)

    async def work(session: WriteSession) -> uuid.UUID:
        if await use_link(session, link) != known.account_id:
            raise _bad_link()
        await keep_password(session, known.account_id, hashed)
        await empty(session, account_bucket(known.email))
        after = {"sessions": await end_sessions(session, known.account_id)}
        actor, now = unassigned(known.account_id), reception.clock()
        await note(session, actor, known.account_id, Doing.PASSWORD_SET, now, after=after)
        return known.account_id

    await reception.database.write(work)


def _bad_link() -> DomainError:
    return not_found("Tautan / link", "link")
