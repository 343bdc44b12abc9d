"""Once and only once: a key that an actor gave for an operation, kept in the transaction of its work."""

import hashlib
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypedDict

import orjson
from sqlalchemy import and_, bindparam, update
from sqlalchemy.dialects.postgresql import insert

from models import Idempotency
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import key_reused
from service.ledger.history import plain
from service.ledger.violations import explained
from service.rules.wording import checked_text
from service.statements import compiled, row, rows

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
_CLAIM = compiled(
    insert(Idempotency)
    .values(
        actor_id=bindparam("used_by"),
        operation=bindparam("used_for"),
        key=bindparam("used"),
        request_hash=bindparam("request_hash"),
        replays=0,
    )
    .on_conflict_do_nothing()
    .returning(Idempotency.key)
)
_FINISH = compiled(
    update(Idempotency)
    .where(_USED)
    .values(result_id=bindparam("result_id"), result_version=bindparam("result_version"))
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
class Result:
    """What came of it: the row's id, its version then, and whether that was in an earlier request."""

    id: uuid.UUID
    version: int | None
    is_replay: bool


async def once(
    session: WriteSession,
    actor: Actor,
    operation: str,
    key: str | None,
    request: object,
    work: Callable[[], Awaitable[Identified]],
) -> Result:
    """Do the work unless this actor did it under this key: then say what came of it, and do nothing again.

    A twin at the same time waits here for the first one's end. Without a key the work is simply done.
    """
    async with explained():
        if key is None:
            return _result(await work())
        key = checked_text(key, ("idempotencyKey",), LONGEST_KEY)
        where = _Where(used_by=actor.id, used_for=operation, used=key)
        digest = digest_of(request)
        if not await _claimed(session, where, digest):
            return await _replayed(session, where, digest)
        result = _result(await work())
        await rows(session, _FINISH, **where, result_id=result.id, result_version=result.version)
        return result


def digest_of(request: object) -> bytes:
    """SHA-256 of the request's content; equal numbers are equal however they are written."""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    return hashlib.sha256(orjson.dumps(request, default=plain, option=options)).digest()


def _result(row: Identified) -> Result:
    version: int | None = getattr(row, "version", None)
    return Result(id=row.id, version=version, is_replay=False)


async def _claimed(session: WriteSession, where: _Where, digest: bytes) -> bool:
    return await row(session, _CLAIM, **where, request_hash=digest) is not None


async def _replayed(session: WriteSession, where: _Where, digest: bytes) -> Result:
    """Count the replay: it has to write, so that under synchronous replication it waits for the standby."""
    (known,) = await rows(session, _REPLAY, **where)
    if known["request_hash"] != digest or known["result_id"] is None:
        raise key_reused()
    return Result(id=known["result_id"], version=known["result_version"], is_replay=True)
