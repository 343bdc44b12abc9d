"""Files that are handed in, as rows: begun, kept or refused, swept away when nothing shows them.

Their bytes are elsewhere (service/exchange/evidence). Time is the database's own.
"""

import uuid
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from uuid_utils.compat import uuid7

from models import Evidence, EvidenceFile
from service.access.actors import Actor
from service.access.sessions import digest_of, new_secret
from service.database import ReadSession, WriteSession
from service.errors import DomainError, RateLimitedError, not_allowed, not_found
from service.ledger.holding import signed_in
from service.rules.evidence_files import (
    BYTES_A_DAY,
    FILES_A_DAY,
    SENT_WITHIN,
    SHOWN_WITHIN,
    Flaw,
    checked_sha256,
    checked_size,
    name_as,
    plain_name,
)
from service.rules.policy import refuse_unless_ever_allowed

_BATCH: Final = 20
_ONE_DAY_SECONDS: Final = 86_400.0
_SHOWN: Final = exists().where(Evidence.file_id == EvidenceFile.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file that somebody wants to hand in."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Where it is sent to, and until when; the secret is left out of what it prints."""

    id: uuid.UUID
    secret: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of a file, and where the photo was taken, if it said so."""

    media_type: str
    size_bytes: int
    sha256: str
    place: tuple[float, float] | None = None


async def begin_file(session: WriteSession, actor: Actor, asked: NewFile) -> Begun:
    """A file that somebody will send who may report; refused to those who sent much today."""
    refuse_unless_ever_allowed(actor.role, "reportProgress")
    if actor.agency_id is None:
        raise not_allowed("Hanya instansi yang melapor. / Only an agency reports.")
    await _refuse_beyond_quota(session, actor, checked_size(asked.size_bytes))
    key, secret = uuid7(), new_secret()
    begun = EvidenceFile(
        id=key,
        digest=digest_of(secret),
        actor_kind=actor.kind,
        actor_id=actor.id,
        agency_id=actor.agency_id,
        name=plain_name(asked.name),
        sent_bytes=asked.size_bytes,
        sent_sha256=checked_sha256(asked.sha256),
        expires_at=func.now() + SENT_WITHIN,
    )
    session.add(begun)
    await session.flush()
    await session.refresh(begun, ["expires_at"])
    return Begun(id=key, secret=secret, expires_at=begun.expires_at)


async def _refuse_beyond_quota(session: WriteSession, actor: Actor, size: int) -> None:
    """Counted one after the other, so that many at once do not pass together."""
    turn = func.hashtextextended(f"evidence_file {actor.kind} {actor.id}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(turn)))
    count, total = func.count(), func.coalesce(func.sum(EvidenceFile.sent_bytes), 0)
    today = EvidenceFile.recorded_at > func.now() - SENT_WITHIN
    files, sent = (await session.execute(select(count, total).where(*_by(actor), today))).one()
    if files >= FILES_A_DAY or sent + size > BYTES_A_DAY:
        raise RateLimitedError(_ONE_DAY_SECONDS)


async def own_file(session: ReadSession, actor: Actor, secret: str) -> EvidenceFile:
    """The file at a secret address, for whoever began it; NOT_FOUND for all others, and when it is over."""
    signed_in(actor)
    try:
        digest = digest_of(secret)
    except DomainError:
        raise _absent() from None
    known = select(EvidenceFile).where(EvidenceFile.digest == digest, *_by(actor))
    found = await session.scalar(known.where(EvidenceFile.expires_at > func.now()))
    if found is None:
        raise _absent()
    return found


async def keep_file(session: WriteSession, file_id: uuid.UUID, kept: Kept) -> None:
    """Say that it is kept; it waits for its report from now on."""
    latitude, longitude = kept.place or (None, None)
    name = await session.scalar(select(EvidenceFile.name).where(EvidenceFile.id == file_id))
    await _settle(
        session,
        file_id,
        name=name_as(name or "", kept.media_type),
        media_type=kept.media_type,
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
        latitude=latitude,
        longitude=longitude,
        expires_at=func.now() + SHOWN_WITHIN,
    )


async def refuse_file(session: WriteSession, file_id: uuid.UUID, flaw: Flaw) -> None:
    """Say why it is not kept, for whoever asks again."""
    await _settle(session, file_id, flaw=flaw.value)


async def _settle(session: WriteSession, file_id: uuid.UUID, **values: object) -> None:
    """Once: what was decided about a file stays so."""
    open_still = (EvidenceFile.media_type.is_(None), EvidenceFile.flaw.is_(None))
    settled = update(EvidenceFile).where(EvidenceFile.id == file_id, *open_still).values(values)
    if await session.scalar(settled.returning(EvidenceFile.id)) is None:
        raise _absent()


async def forget_file(
    session: WriteSession, file_id: uuid.UUID, remove: Callable[[uuid.UUID], Awaitable[None]]
) -> None:
    """Let go of a file that no report shows, and of its bytes; what is shown stays."""
    gone = delete(EvidenceFile).where(EvidenceFile.id == file_id, ~_SHOWN).returning(EvidenceFile.id)
    if await session.scalar(gone) is None:
        raise _absent()
    await remove(file_id)


async def forget_expired(
    session: WriteSession, remove: Callable[[uuid.UUID], Awaitable[None]]
) -> Sequence[uuid.UUID]:
    """Let go of a batch of those that no report shows in time.

    The bytes go before the transaction ends: should it fail, a later round does all of it again. Nothing can
    show them meanwhile, since what is over is not shown any more.
    """
    over = select(EvidenceFile.id).where(EvidenceFile.expires_at <= func.now(), ~_SHOWN).limit(_BATCH)
    gone = delete(EvidenceFile).where(EvidenceFile.id.in_(over.with_for_update(skip_locked=True)))
    keys = (await session.scalars(gone.returning(EvidenceFile.id))).all()
    for key in keys:
        await remove(key)
    return keys


async def forget_sender(
    session: WriteSession, actor_ids: Collection[str], remove: Callable[[uuid.UUID], Awaitable[None]]
) -> int:
    """Of everything that these have sent: let go of what no report shows, and of the names of what one does.

    How many files; what a report shows stays, under a name that says nothing, as the proof that it is.
    """
    sent = (await session.scalars(select(EvidenceFile).where(EvidenceFile.actor_id.in_(actor_ids)))).all()
    shown = {
        *await session.scalars(select(Evidence.file_id).where(Evidence.file_id.in_([f.id for f in sent])))
    }
    for file in sent:
        if file.id in shown:
            file.name = name_as("", file.media_type or "")
            file.latitude = file.longitude = None
        else:
            await session.delete(file)
            await remove(file.id)
    return len(sent)


def _by(actor: Actor) -> tuple[ColumnElement[Any], ...]:
    return (
        EvidenceFile.actor_kind == actor.kind,
        EvidenceFile.actor_id == actor.id,
        EvidenceFile.agency_id == actor.agency_id,
    )


def _absent() -> DomainError:
    return not_found("Berkas / File")
