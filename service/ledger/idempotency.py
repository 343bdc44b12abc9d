"""Once and only once: a key that an actor gave for an operation, kept in the transaction of its work."""

import hashlib
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

import orjson
from sqlalchemy import Update, update
from sqlalchemy.dialects.postgresql import insert

from models import Idempotency
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import key_reused
from service.ledger.history import plain
from service.ledger.violations import explained, flush
from service.rules.wording import checked_text

LONGEST_KEY = 200


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
        where = (actor.id, operation, checked_text(key, ("idempotencyKey",), LONGEST_KEY))
        digest = digest_of(request)
        if not await _claimed(session, where, digest):
            return await _replayed(session, where, digest)
        result = _result(await work())
        await flush(session)
        await session.execute(_row(where).values(result_id=result.id, result_version=result.version))
        return result


def digest_of(request: object) -> bytes:
    """SHA-256 of the request's content; equal numbers are equal however they are written."""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    return hashlib.sha256(orjson.dumps(request, default=plain, option=options)).digest()


def _result(row: Identified) -> Result:
    version: int | None = getattr(row, "version", None)
    return Result(id=row.id, version=version, is_replay=False)


_Where = tuple[str, str, str]


def _row(where: _Where) -> Update:
    actor_id, operation, key = where
    return update(Idempotency).where(
        Idempotency.actor_id == actor_id, Idempotency.operation == operation, Idempotency.key == key
    )


async def _claimed(session: WriteSession, where: _Where, digest: bytes) -> bool:
    actor_id, operation, key = where
    claim = (
        insert(Idempotency)
        .values(actor_id=actor_id, operation=operation, key=key, request_hash=digest)
        .on_conflict_do_nothing()
        .returning(Idempotency.key)
    )
    return await session.scalar(claim) is not None


async def _replayed(session: WriteSession, where: _Where, digest: bytes) -> Result:
    """Count the replay: it has to write, so that under synchronous replication it waits for the standby."""
    counted = (
        _row(where)
        .values(replays=Idempotency.replays + 1)
        .returning(Idempotency.request_hash, Idempotency.result_id, Idempotency.result_version)
    )
    request_hash, result_id, version = (await session.execute(counted)).one()
    if request_hash != digest or result_id is None:
        raise key_reused()
    return Result(id=result_id, version=version, is_replay=True)
