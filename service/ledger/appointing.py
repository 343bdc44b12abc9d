"""Who gets an account, and may act as what: the use cases of whoever keeps the accounts."""

from models.agency import Account
from service.access.accounts import (
    NewAccount,
    Office,
    account_named,
    assign,
    close_account,
    open_account,
    withdraw,
)
from service.access.actors import Actor
from service.access.second_factor import remove_factor
from service.access.sessions import end_sessions
from service.clock import Clock
from service.database import WriteSession
from service.errors import not_found
from service.ledger.door import Doing, note


async def open_for(session: WriteSession, actor: Actor, asked: NewAccount, clock: Clock) -> Account:
    """An account for a person, with its first assignment."""
    account = await open_account(session, asked)
    await note(session, actor, account.id, Doing.OPENED, clock(), after=said(asked.office))
    return account


async def appoint(session: WriteSession, actor: Actor, email: str, office: Office, clock: Clock) -> None:
    """One assignment more."""
    account = await account_named(session, email)
    await assign(session, account.id, office)
    await note(session, actor, account.id, Doing.ASSIGNED, clock(), after=said(office))


async def dismiss(session: WriteSession, actor: Actor, email: str, office: Office, clock: Clock) -> None:
    """One assignment less; whoever acts under it is signed out."""
    account = await account_named(session, email)
    await withdraw(session, account.id, office)
    await note(session, actor, account.id, Doing.UNASSIGNED, clock(), before=said(office))


async def close(session: WriteSession, actor: Actor, email: str, clock: Clock) -> None:
    """The end of an account; again: nothing."""
    was_open = (await account_named(session, email)).closed_at is None
    account = await close_account(session, email, clock())
    if was_open:
        after = {"sessions": await end_sessions(session, account.id)}
        await note(session, actor, account.id, Doing.CLOSED, clock(), after=after)


async def drop_second_factor(session: WriteSession, actor: Actor, email: str, clock: Clock) -> None:
    """For somebody who lost their telephone; NOT_FOUND when there is no factor. All sessions end."""
    account = await account_named(session, email)
    if not await remove_factor(session, account.id):
        raise not_found("Faktor kedua / second factor", "email")
    after = {"sessions": await end_sessions(session, account.id)}
    await note(session, actor, account.id, Doing.SECOND_FACTOR_REMOVED, clock(), after=after)


def said(office: Office) -> dict[str, object]:
    """An office in the words of history."""
    return {"role": office.role, "agency": office.agency_id, "region": office.region_code}
