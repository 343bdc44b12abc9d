"""Accounts and tokens as an administrator keeps them: the use cases behind the graph's mutations.

Nobody changes what they are themselves: another administrator does, so that one always stays, and whoever
keeps the accounts does not verify reports as well.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from models.agency import Account, AccountRole, Agency, ApiToken
from models.place import Region
from service.access.accounts import NewAccount, Office, account_with, office_of
from service.access.actors import Actor, Role
from service.access.tokens import NewToken, token_with
from service.clock import Clock
from service.database import WriteSession
from service.errors import invalid, not_allowed, not_found, wrong_state
from service.ledger import appointing
from service.ledger.door import Doing, note, now_at
from service.ledger.idempotency import Secret
from service.ledger.programs import Given, Renewal, give_token, renew_token, take_token
from service.rules.policy import Condition, conditions_of, refuse_unless_ever_allowed
from service.rules.wording import checked_text

_NAME = 200
_LABEL = 200
_EMAIL = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccount:
    """Who gets an account, and as what."""

    name: str
    email: str
    role: Role
    position: str | None = None
    agency_id: uuid.UUID | None = None
    region_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAccount:
    """Whose account it is."""

    account_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignRole:
    """What an account may act as from now on."""

    account_id: uuid.UUID
    role: Role
    agency_id: uuid.UUID | None = None
    region_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRole:
    """Which assignment ends."""

    assignment_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateToken:
    """What a program may do, for whom, and until when."""

    label: str
    role: Role
    scopes: tuple[str, ...] | None = None
    agency_id: uuid.UUID | None = None
    region_code: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateToken:
    """Which token gets a successor, and for how many days both are good."""

    token_id: uuid.UUID
    overlap_days: int = 7
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeToken:
    """Which token lets nobody in any more."""

    token_id: uuid.UUID


async def open_account(session: WriteSession, actor: Actor, asked: OpenAccount) -> Account:
    """An account with its first assignment, whose person is sent a link; CONFLICT when there is one."""
    refuse_unless_ever_allowed(actor.role, "openAccount")
    clock = await _clock(session)
    position = checked_text(asked.position, ("position",), _NAME) if asked.position else None
    new = NewAccount(
        name=checked_text(asked.name, ("name",), _NAME),
        email=checked_text(asked.email, ("email",), _EMAIL),
        position=position,
        office=await _office(session, asked.role, asked.agency_id, asked.region_code),
    )
    account = await appointing.open_for(session, actor, new, clock)
    return await _invited(session, actor, account, clock)


async def invite(session: WriteSession, actor: Actor, asked: OfAccount) -> Account:
    """A new link for its person; an earlier one opens nothing any more once it is sent."""
    refuse_unless_ever_allowed(actor.role, "inviteAccount")
    account = await account_with(session, asked.account_id)
    _refuse_closed(account)
    return await _invited(session, actor, account, await _clock(session))


async def _invited(session: WriteSession, actor: Actor, account: Account, clock: Clock) -> Account:
    """Its link is made and sent behind the answer (inviting.py): who asks for it never sees it."""
    account.invitation_due_at = clock()
    await session.flush()
    await note(session, actor, account.id, Doing.INVITED, clock())
    return account


async def assign(session: WriteSession, actor: Actor, asked: AssignRole) -> Account:
    """One assignment more; CONFLICT when it is there already."""
    account = await _of_another(session, actor, "assignRole", asked.account_id)
    _refuse_closed(account)
    office = await _office(session, asked.role, asked.agency_id, asked.region_code)
    await appointing.appoint(session, actor, account, office, await _clock(session))
    return account


async def withdraw(session: WriteSession, actor: Actor, asked: WithdrawRole) -> Account:
    """One assignment less; whoever acts under it is signed out."""
    refuse_unless_ever_allowed(actor.role, "withdrawRole")
    whose = select(AccountRole.account_id).where(AccountRole.id == asked.assignment_id)
    owner = await session.scalar(whose)
    if owner is None:
        raise _no_assignment()
    account = await _of_another(session, actor, "withdrawRole", owner)
    office = await office_of(session, asked.assignment_id)
    if office is None:  # another administrator was quicker
        raise _no_assignment()
    await appointing.dismiss(session, actor, account, office, await _clock(session))
    return account


async def remove_second_factor(session: WriteSession, actor: Actor, asked: OfAccount) -> Account:
    """For somebody who lost their telephone; NOT_FOUND when there is no factor."""
    account = await _of_another(session, actor, "removeSecondFactor", asked.account_id)
    await appointing.drop_second_factor(session, actor, account, await _clock(session))
    return account


async def close(session: WriteSession, actor: Actor, asked: OfAccount) -> Account:
    """The end of an account, for good; again: nothing."""
    account = await _of_another(session, actor, "closeAccount", asked.account_id)
    await appointing.close(session, actor, account, await _clock(session))
    return account


async def create_token(session: WriteSession, actor: Actor, asked: CreateToken) -> Secret:
    """A token, whose text is told once."""
    refuse_unless_ever_allowed(actor.role, "createToken")
    clock = await _clock(session)
    _refuse_past(asked.expires_at, clock())
    office = await _office(session, asked.role, asked.agency_id, asked.region_code)
    new = NewToken(
        label=checked_text(asked.label, ("label",), _LABEL),
        role=asked.role,
        agency_id=office.agency_id,
        region_code=office.region_code,
        scopes=None if asked.scopes is None else frozenset(asked.scopes),
        expires_at=asked.expires_at,
    )
    return _told(await give_token(session, actor, new, clock))


async def rotate_token(session: WriteSession, actor: Actor, asked: RotateToken) -> Secret:
    """A new token for the same; the old one stays good for some days."""
    refuse_unless_ever_allowed(actor.role, "rotateToken")
    clock = await _clock(session)
    _refuse_past(asked.expires_at, clock())
    old = await token_with(session, asked.token_id)
    renewal = Renewal(overlap=timedelta(days=asked.overlap_days), expires_at=asked.expires_at)
    return _told(await renew_token(session, actor, old, renewal, clock))


async def revoke_token(session: WriteSession, actor: Actor, asked: RevokeToken) -> ApiToken:
    """Nobody gets in with it any more; again: nothing."""
    refuse_unless_ever_allowed(actor.role, "revokeToken")
    token = await token_with(session, asked.token_id)
    await take_token(session, actor, token, await _clock(session))
    return token


def _told(given: Given) -> Secret:
    return Secret(id=given.row.id, text=given.token.text)


async def _office(
    session: WriteSession, role: Role, agency_id: uuid.UUID | None, region_code: str | None
) -> Office:
    """An office of an agency and a region that there are."""
    if agency_id is not None and await session.get(Agency, agency_id) is None:
        raise not_found("Instansi / Agency", "agencyId")
    if region_code is not None and await session.get(Region, region_code) is None:
        raise not_found("Wilayah / Region", "regionCode")
    return Office(role=role, agency_id=agency_id, region_code=region_code)


async def _of_another(session: WriteSession, actor: Actor, action: str, account_id: uuid.UUID) -> Account:
    """The account, held; NOT_ALLOWED when it is the actor's own and the policy is for others'."""
    refuse_unless_ever_allowed(actor.role, action)
    is_own = actor.id == str(account_id)
    if is_own and Condition.ALWAYS not in conditions_of(actor.role, action):
        message = (
            "Akun sendiri diubah administrator lain. "
            "/ What somebody is themselves is changed by another administrator."
        )
        raise not_allowed(message, "accountId")
    return await account_with(session, account_id)


def _refuse_closed(account: Account) -> None:
    if account.closed_at is not None:
        raise wrong_state("Akun ini sudah ditutup. / This account is closed.", "accountId")


def _refuse_past(expires_at: datetime | None, now: datetime) -> None:
    if expires_at is not None and expires_at <= now:
        raise invalid("Waktu itu sudah lewat. / That time has passed.", "expiresAt")


def _no_assignment() -> Exception:
    return not_found("Penugasan / assignment", "assignmentId")


async def _clock(session: WriteSession) -> Clock:
    """The database's own time, which is one instant in a transaction."""
    now = await now_at(session)
    return lambda: now
