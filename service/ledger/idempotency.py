"""Once and only once: a key that an actor gave for an operation, kept in the transaction of its work.

The key is written last, with all else that the work writes: whoever finds it taken is undone, and hears what
came of the first. So is whoever is refused, for the first may be the reason.
"""

import hashlib
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypedDict

import orjson
from sqlalchemy import and_, bindparam, update

from models import Idempotency
from service.access.actors import Actor
from service.database import Database, WriteSession
from service.errors import DomainError, ErrorCode, key_reused
from service.ledger.history import plain
from service.ledger.violations import explained
from service.rules.wording import checked_text
from service.statements import compiled, inserted
from service.units import finish, row

LONGEST_KEY = 200


class _Where(TypedDict):
    """The row of a key."""

    used_by: str
    used_for: str
    used: str


_USED = and_(
    Idempotency.actor_id == bindparam("used_by"),
    Idempotency.operation == bindparam("used_for"),
    Idempotency.key == bindparam("used"),
)
_REPLAY = compiled(
    update(Idempotency)
    .where(_USED)
    .values(replays=Idempotency.replays + 1)
    .returning(Idempotency.request_hash, Idempotency.result_id, Idempotency.result_version)
)


class Identified(Protocol):
    """A row with an id; some have a version as well."""

    @property
    def id(self) -> uuid.UUID:
        """Its key."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A row with what is told of it once, to whoever had it made, and kept nowhere."""

    id: uuid.UUID
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of it: the row's id, its version then, and whether that was in an earlier request."""

    id: uuid.UUID
    version: int | None
    is_replay: bool
    secret: str | None = field(default=None, repr=False)
    """Of a Secret: told by the first answer alone."""


Work = Callable[[WriteSession], Awaitable[Identified]]


async def once(
    database: Database, actor: Actor, operation: str, key: str | None, request: object, work: Work
) -> Result:
    """Do the work in a transaction, unless this actor did it under this key: then say what came of it.

    Twins at the same time both work, and the second waits with its key for the first one's end. Without a key
    the work is simply done.
    """
    if key is None:
        return await database.write(partial(_done, work), actor.guise)
    key = checked_text(key, ("idempotencyKey",), LONGEST_KEY)
    where = _Where(used_by=actor.id, used_for=operation, used=key)
    digest = digest_of(request)
    try:
        return await database.write(partial(_done_first, work, where, digest), actor.guise)
    except DomainError as refused:
        if refused.code is ErrorCode.UNAVAILABLE:
            raise
        known = await database.write(partial(_replayed, where=where, digest=digest), actor.guise)
        if known is None:
            raise
        return known


async def _done(work: Work, session: WriteSession) -> Result:
    with explained():
        result = _result(await work(session))
        await finish(session)
    return result


async def _done_first(work: Work, where: _Where, digest: bytes, session: WriteSession) -> Result:
    with explained():
        result = _result(await work(session))
        key = inserted(
            Idempotency,
            actor_id=where["used_by"],
            operation=where["used_for"],
            key=where["used"],
            request_hash=digest,
            result_id=result.id,
            result_version=result.version,
            replays=0,
        )
        if not await finish(session, key):
            raise key_reused()
    return result


def digest_of(request: object) -> bytes:
    """SHA-256 of the request's content; equal numbers are equal however they are written."""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    return hashlib.sha256(orjson.dumps(request, default=plain, option=options)).digest()


def _result(row: Identified) -> Result:
    version: int | None = getattr(row, "version", None)
    secret = row.text if isinstance(row, Secret) else None
    return Result(id=row.id, version=version, is_replay=False, secret=secret)


async def _replayed(session: WriteSession, where: _Where, digest: bytes) -> Result | None:
    """What came of the work of this key, None of a free one. Other input under it is refused.

    The replay is counted: it has to write, so that under synchronous replication it waits for the standby.
    """
    known = await row(session, _REPLAY, **where)
    if known is None:
        return None
    if known["request_hash"] != digest or known["result_id"] is None:
        raise key_reused()
    return Result(id=known["result_id"], version=known["result_version"], is_replay=True)
