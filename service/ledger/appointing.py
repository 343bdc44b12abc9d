"""Who gets an account, and may act as what. The account that changes is held by whoever asks."""

from models.agency import Account
from service.access.accounts import (
    NewAccount,
    Office,
    assign,
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


async def appoint(
    session: WriteSession, actor: Actor, account: Account, office: Office, clock: Clock
) -> None:
    """One assignment more."""
    await assign(session, account.id, office)
    await note(session, actor, account.id, Doing.ASSIGNED, clock(), after=said(office))


async def dismiss(
    session: WriteSession, actor: Actor, account: Account, office: Office, clock: Clock
) -> None:
    """One assignment less; whoever acts under it is signed out."""
    await withdraw(session, account.id, office)
    await note(session, actor, account.id, Doing.UNASSIGNED, clock(), before=said(office))


async def close(session: WriteSession, actor: Actor, account: Account, clock: Clock) -> None:
    """The end of an account, and with it of every token and session of it; again: nothing."""
    if account.closed_at is not None:
        return
    account.closed_at, account.invitation_due_at = clock(), None
    await session.flush()
    after = {"sessions": await end_sessions(session, account.id)}
    await note(session, actor, account.id, Doing.CLOSED, clock(), after=after)


async def drop_second_factor(session: WriteSession, actor: Actor, account: Account, clock: Clock) -> None:
    """For somebody who lost their telephone; NOT_FOUND when there is no factor. All sessions end."""
    if not await remove_factor(session, account.id):
        raise not_found("Faktor kedua / second factor", "email")
    after = {"sessions": await end_sessions(session, account.id)}
    await note(session, actor, account.id, Doing.SECOND_FACTOR_REMOVED, clock(), after=after)


def said(office: Office) -> dict[str, object]:
    """An office in the words of history."""
    return {"role": office.role, "agency": office.agency_id, "region": office.region_code}
