"""Signs persons in and out, by password and one-time code, with all that is to be counted and written down.

A right and a wrong try do the same work, and what is told of a wrong one does not tell why. What happens in a
session that has begun stands in presence.py, what is done by link in inviting.py.
"""

import asyncio
import uuid
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.access.actors import PUBLIC
from service.access.assignments import Assignment, assignments_of, unassigned
from service.access.passwords import Hasher, keep_password
from service.access.persons import Known, known_by_email
from service.access.second_factor import SecondFactors
from service.access.sessions import Beginning, Terms, begin_session
from service.access.throttle import Bucket, account_bucket, address_bucket, empty, seconds_to_wait
from service.clock import Clock
from service.database import Database, WriteSession
from service.errors import DomainError, ErrorCode, RateLimitedError, not_found
from service.ledger.door import Doing, note
from service.visit import behind

_log = structlog.stdlib.get_logger()
_MOST_NOTES: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """From where somebody comes, with what, and as what they want to come in."""

    address: str
    agent: str | None = None
    assignment_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What somebody shows who wants to come in."""

    email: str
    password: str = field(repr=False)
    code: str | None = field(default=None, repr=False)
    arrival: Arrival


class SecondFactorNeededError(DomainError):
    """NOT_SIGNED_IN: the password was right, and a one-time code is needed as well."""

    def __init__(self) -> None:
        message = "Masukkan kode sekali pakai. / Enter the one-time code as well."
        super().__init__(ErrorCode.NOT_SIGNED_IN, message, ("code",))


def refused() -> DomainError:
    """The same for whatever was wrong."""
    message = (
        "Surel, kata sandi, atau kode tidak benar. / The e-mail address, the password or the code is wrong."
    )
    return DomainError(ErrorCode.NOT_SIGNED_IN, message)


class Reception:
    """Lets persons in. One for a process; `close` ends what it still writes."""

    def __init__(self, database: Database, clock: Clock, terms: Terms, factors: SecondFactors) -> None:
        self.database = database
        self.clock = clock
        self.terms = terms
        self.factors = factors
        self.hasher = Hasher()
        self._behind: set[asyncio.Task[None]] = set()

    async def take_turn(self, *buckets: Bucket) -> None:
        """Count a try, whatever comes of it; RATE_LIMITED when there were too many."""

        async def work(session: WriteSession) -> float:
            return await seconds_to_wait(session, *buckets)

        seconds = await self.database.write(work)
        if seconds:
            raise RateLimitedError(seconds)

    async def sign_in(self, attempt: Attempt) -> str:
        """The secret of a new session."""
        await self.take_turn(account_bucket(attempt.email), address_bucket(attempt.arrival.address))
        async with self.database.reading() as session:
            known = await known_by_email(session, attempt.email)
        is_right = await self.hasher.is_right(known, attempt.password)
        if known is None or not is_right:
            self._refuse(known, "PASSWORD")
            raise refused()
        if known.second_factor_since is not None and not attempt.code:
            raise SecondFactorNeededError
        anew = None
        if self.hasher.is_outdated(known):
            anew = await self.hasher.hash_again(attempt.password)
        try:
            return await self.database.write(lambda session: self._begin(session, known, attempt, anew))
        except DomainError as error:
            if error.code is ErrorCode.NOT_SIGNED_IN:
                self._refuse(known, "CODE")
            raise

    async def _begin(self, session: WriteSession, known: Known, attempt: Attempt, anew: str | None) -> str:
        has_factor = known.second_factor_since is not None
        now = self.clock()
        if has_factor and not await self.factors.takes(session, known.account_id, attempt.code or "", now):
            raise refused()
        if anew is not None:
            await keep_password(session, known.account_id, anew)
        await empty(session, account_bucket(known.email))
        return await begin(self, session, known, attempt.arrival, has_factor=has_factor)

    def _refuse(self, known: Known | None, reason: str) -> None:
        """Write a refusal down behind the answer, which therefore comes as soon for those without an account.

        Of them only the log speaks: what strangers type does not grow the history.
        """
        _log.info("sign_in.refused", account=str(known.account_id) if known else None, reason=reason)
        if known is not None:
            self.behind(self._note_refusal(known.account_id, reason))

    async def _note_refusal(self, account_id: uuid.UUID, reason: str) -> None:
        async def work(session: WriteSession) -> None:
            await note(session, PUBLIC, account_id, Doing.REFUSED, self.clock(), reason=reason)

        await self.database.write(work)

    def behind(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something behind the answer."""
        if len(self._behind) >= _MOST_NOTES:
            work.close()
            return
        task = asyncio.create_task(_done(work), context=behind())
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)

    async def close(self) -> None:
        """Wait for what is done behind the answers."""
        await asyncio.gather(*self._behind)


async def _done(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except (DomainError, SQLAlchemyError, OSError) as error:
        _log.warning("reception.not_done", reason=str(error))


async def begin(
    reception: Reception, session: WriteSession, known: Known, arrival: Arrival, *, has_factor: bool
) -> str:
    """The secret of a new session of somebody who has proved who they are."""
    held = await _chosen(session, known.account_id, arrival.assignment_id)
    asked = Beginning(
        account_id=known.account_id,
        assignment_id=held.id if held else None,
        has_second_factor=has_factor,
        agent=arrival.agent,
        address=arrival.address,
    )
    secret = await begin_session(session, asked, reception.terms)
    actor = held.actor(known.account_id) if held else unassigned(known.account_id)
    after = {"assignment": held.label if held else None, "secondFactor": has_factor}
    await note(session, actor, known.account_id, Doing.SIGNED_IN, reception.clock(), after=after)
    return secret


async def _chosen(
    session: WriteSession, account_id: uuid.UUID, assignment_id: uuid.UUID | None
) -> Assignment | None:
    """The assignment that is asked for, or the oldest; none when there is none at all."""
    if assignment_id is not None:
        return await held_by(session, account_id, assignment_id)
    held = await assignments_of(session, account_id)
    return held[0] if held else None


async def held_by(session: WriteSession, account_id: uuid.UUID, assignment_id: uuid.UUID) -> Assignment:
    """The assignment of that id; NOT_FOUND when the account does not hold it."""
    held = await assignments_of(session, account_id)
    found = next((one for one in held if one.id == assignment_id), None)
    if found is None:
        raise not_found("Penugasan / assignment", "assignment")
    return found
