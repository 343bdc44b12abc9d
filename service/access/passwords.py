"""Passwords as they are kept: argon2id, worked out beside the event loop, two at a time.

Whoever has no account, or no password, costs the same work as anybody, so time does not tell them apart.
"""

import asyncio
import uuid
from collections.abc import Callable
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert

from models.sign_in import Password
from service.access.persons import Known
from service.database import WriteSession
from service.errors import DomainError, ErrorCode
from service.rules.passwords import LONGEST, check_password, normal

_AT_ONCE: Final = 2
_MOST_WAITING: Final = 50
"""A few seconds of work; more would be told too late anyway."""
_OF_NOBODY: Final = (
    "$argon2id$v=19$m=19456,t=2,p=1$K7yu7rnb51XHfUNAudm2TQ$X0R6uGI9+zMy/MII5GOqeKjkib1Ft4jwGBr6tyvurDE"
)
"""Of words that nobody knows; what is asked of it takes as long as of any other."""
Result = TypeVar("Result")


class Hasher:
    """Works out hashes at the cost of 19 MiB and two passes. One for a process."""

    def __init__(self) -> None:
        self._argon2id = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._free = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def is_right(self, known: Known | None, password: str) -> bool:
        """Whether it is the password of an account; never that of nobody."""
        kept = known.password if known is not None else None
        said = normal(password)[: LONGEST + 1]
        matches = await self._beside(lambda: self._matches(kept or _OF_NOBODY, said))
        return matches and kept is not None

    async def hash(self, password: str, known: Known) -> str:
        """What a new password comes to; INVALID for one that is easily guessed."""

        def work() -> str:
            check_password(password, (known.email, known.name))
            return self._argon2id.hash(normal(password))

        return await self._beside(work)

    async def hash_again(self, password: str) -> str:
        """What a password that is in use comes to at today's cost."""
        return await self._beside(lambda: self._argon2id.hash(normal(password)))

    def is_outdated(self, known: Known) -> bool:
        """Whether the password was hashed at another cost than today's."""
        return known.password is not None and self._argon2id.check_needs_rehash(known.password)

    def _matches(self, kept: str, said: str) -> bool:
        try:
            return self._argon2id.verify(kept, said)
        except (VerifyMismatchError, InvalidHashError):
            return False

    async def _beside(self, work: Callable[[], Result]) -> Result:
        if self._waiting >= _MOST_WAITING:
            message = "Terlalu banyak yang sedang masuk. / Too many are signing in at this moment."
            raise DomainError(ErrorCode.UNAVAILABLE, message)
        self._waiting += 1
        try:
            async with self._free:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1


async def keep_password(session: WriteSession, account_id: uuid.UUID, hashed: str) -> None:
    """Let it be the account's password, in place of any other."""
    row = insert(Password).values(account_id=account_id, hash=hashed)
    await session.execute(
        row.on_conflict_do_update(
            index_elements=[Password.account_id], set_={"hash": hashed, "recorded_at": func.now()}
        )
    )
