"""What somebody who is signed in does with session and account: acts as another, leaves, changes keys.

Whatever changes what a session may do gives it a new secret; whatever changes the keys ends the others.
"""

import uuid

from service.access.actors import Actor
from service.access.links import forget_link
from service.access.passwords import keep_password
from service.access.persons import Known, known_by_id
from service.access.second_factor import Offer, remove_factor
from service.access.sessions import Present, end_session, end_sessions, renew_session, with_sessions
from service.access.throttle import account_bucket, empty
from service.clock import Clock
from service.database import WriteSession
from service.errors import not_found, not_signed_in
from service.ledger.door import Doing, note
from service.ledger.reception import Reception, held_by, refused


async def act_as(reception: Reception, present: Present, assignment_id: uuid.UUID) -> str:
    """The new secret of the session, which from now on acts under another of the account's assignments."""

    async def work(session: WriteSession) -> str:
        held = await held_by(session, present.account_id, assignment_id)
        after = {"assignment": held.label}
        before = {"assignment": present.actor.label}
        actor = held.actor(present.account_id)
        secret = await renew_session(session, present, assignment_id=held.id)
        now = reception.clock()
        await note(session, actor, present.account_id, Doing.ACTS_AS, now, before=before, after=after)
        return secret

    return await reception.database.write(work)


async def sign_out(reception: Reception, present: Present) -> None:
    """End the session."""

    async def work(session: WriteSession) -> None:
        if await end_session(session, present.account_id, present.session_id):
            await note(session, present.actor, present.account_id, Doing.SIGNED_OUT, reception.clock())

    await reception.database.write(work)


async def end_own(reception: Reception, present: Present, session_id: uuid.UUID) -> None:
    """End another session of the same account; NOT_FOUND for whatever is none."""

    async def work(session: WriteSession) -> None:
        if not await end_session(session, present.account_id, session_id):
            raise not_found("Sesi / session", "id")
        after = {"sessions": 1}
        now = reception.clock()
        await note(session, present.actor, present.account_id, Doing.SESSIONS_ENDED, now, after=after)

    await reception.database.write(work)


async def end_others(reception: Reception, present: Present) -> int:
    """End all other sessions of the account; how many there were."""

    async def work(session: WriteSession) -> int:
        ended = await end_sessions(session, present.account_id, but=present.session_id)
        after = {"sessions": ended}
        now = reception.clock()
        await note(session, present.actor, present.account_id, Doing.SESSIONS_ENDED, now, after=after)
        return ended

    return await reception.database.write(work)


async def end_everybody(session: WriteSession, actor: Actor, clock: Clock) -> int:
    """End every session there is, in an operator's name; how many there were."""
    accounts = await with_sessions(session)
    ended = {account_id: await end_sessions(session, account_id) for account_id in accounts}
    for account_id, count in ended.items():
        await note(session, actor, account_id, Doing.SESSIONS_ENDED, clock(), after={"sessions": count})
    return sum(ended.values())


async def change_password(reception: Reception, present: Present, current: str, new: str) -> str:
    """The new secret of the session; the account's other sessions are over, and so is a link on its way."""
    known = await _proven(reception, present, current)
    hashed = await reception.hasher.hash(new, known)

    async def work(session: WriteSession) -> str:
        await keep_password(session, known.account_id, hashed)
        await forget_link(session, known.account_id)
        return await _renewed(reception, session, present, known, Doing.PASSWORD_SET)

    return await reception.database.write(work)


async def offer_second_factor(reception: Reception, present: Present, password: str) -> Offer:
    """What an authenticator needs to make codes; they count once one of them was shown."""
    known = await _proven(reception, present, password)
    return await reception.database.write(lambda session: reception.factors.offer(session, known))


async def confirm_second_factor(reception: Reception, present: Present, code: str) -> str:
    """The new secret of the session, which has its second factor from now on."""
    known = await _known(reception, present)
    await reception.take_turn(account_bucket(known.email))

    async def work(session: WriteSession) -> str:
        takes = reception.factors.takes
        if not await takes(session, known.account_id, code, reception.clock(), confirms=True):
            raise refused()
        return await _renewed(
            reception, session, present, known, Doing.SECOND_FACTOR_ADDED, has_second_factor=True
        )

    return await reception.database.write(work)


async def remove_second_factor(reception: Reception, present: Present, password: str, code: str) -> str:
    """The new secret of the session, which has its password only from now on."""
    known = await _proven(reception, present, password)

    async def work(session: WriteSession) -> str:
        if not await reception.factors.takes(session, known.account_id, code, reception.clock()):
            raise refused()
        await remove_factor(session, known.account_id)
        return await _renewed(
            reception, session, present, known, Doing.SECOND_FACTOR_REMOVED, has_second_factor=False
        )

    return await reception.database.write(work)


async def _renewed(
    reception: Reception,
    session: WriteSession,
    present: Present,
    known: Known,
    doing: Doing,
    **changes: object,
) -> str:
    """After the keys of an account changed: other sessions end, this one goes on under a new secret."""
    after = {"sessions": await end_sessions(session, known.account_id, but=present.session_id)}
    await empty(session, account_bucket(known.email))
    await note(session, present.actor, known.account_id, doing, reception.clock(), after=after)
    return await renew_session(session, present, **changes)


async def _proven(reception: Reception, present: Present, password: str) -> Known:
    """Who is signed in, once they have shown their password again."""
    known = await _known(reception, present)
    await reception.take_turn(account_bucket(known.email))
    if not await reception.hasher.is_right(known, password):
        raise refused()
    return known


async def _known(reception: Reception, present: Present) -> Known:
    async with reception.database.reading() as session:
        known = await known_by_id(session, present.account_id)
    if known is None:
        raise not_signed_in()
    return known
