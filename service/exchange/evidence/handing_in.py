"""Handing in a file: begin, send in pieces, finish, give up; and sweeping away what was never shown.

Every step may be repeated after a lost answer, and goes on after a process was killed: how much has come is
how long the file is, and finishing a file that is finished says again what was found.
"""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterable, Generator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog

from models import EvidenceFile
from service.access.actors import Actor
from service.database import Database, WriteSession
from service.errors import DomainError, ErrorCode, wrong_state
from service.exchange.evidence.confinement import FlawError
from service.exchange.evidence.examining import Examined, Examiners
from service.exchange.evidence.incoming import Incoming
from service.exchange.evidence.store import Store
from service.ledger.evidence import address_of_file
from service.ledger.evidence_files import (
    Begun,
    Kept,
    NewFile,
    begin_file,
    forget_expired,
    forget_file,
    keep_file,
    own_file,
    refuse_file,
)
from service.rules.evidence_files import Flaw, refused

_log = structlog.stdlib.get_logger()
_SENT_AT_ONCE: Final = 64
_SENT_AT_ONCE_BY_ONE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """How much of a file has come, of what was announced."""

    name: str
    sha256: str
    size_bytes: int
    offset: int
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A file that is kept: what a report says to show it, and where the photo was taken."""

    url: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    place: tuple[float, float] | None
    expires_at: datetime


class HandingIn:
    """Files arrive in a folder of this machine and are kept in a store that all share."""

    def __init__(self, database: Database, folder: Path, store: Store) -> None:
        self._database = database
        self._incoming = Incoming(folder)
        self._store = store
        self._examiners = Examiners()
        self._sending: dict[str, int] = {}

    async def begin(self, actor: Actor, asked: NewFile) -> Begun:
        """Announce a file."""

        async def work(session: WriteSession) -> Begun:
            return await begin_file(session, actor, asked)

        return await self._database.write(work)

    async def look(self, actor: Actor, secret: str) -> Arriving:
        """How far it has come."""
        file = await self._own(actor, secret)
        is_settled = file.media_type is not None or file.flaw is not None
        return Arriving(
            name=file.name,
            sha256=file.sent_sha256,
            size_bytes=file.sent_bytes,
            offset=file.sent_bytes if is_settled else self._incoming.offset(file.id),
            expires_at=file.expires_at,
        )

    async def send(self, actor: Actor, secret: str, offset: int, pieces: AsyncIterable[bytes]) -> int:
        """Append to it; how much has come."""
        file = await self._own(actor, secret)
        if file.media_type is not None or file.flaw is not None:
            raise wrong_state("Berkas ini sudah selesai. / This file is finished.")
        with self._one_of_few(actor), _full_is_unavailable():
            return await self._incoming.append(file.id, offset, pieces)

    async def finish(self, actor: Actor, secret: str) -> HandedIn:
        """Examine it and keep it, or say why not; once, however often it is asked."""
        file = await self._own(actor, secret)
        if file.media_type is None and file.flaw is None:
            with self._incoming.held(file.id), _full_is_unavailable():
                await self._settle(await self._own(actor, secret))
            self._incoming.drop(file.id)
            file = await self._own(actor, secret)
        if file.flaw is not None:
            raise refused(Flaw(file.flaw))
        return _handed_in(file)

    async def give_up(self, actor: Actor, secret: str) -> None:
        """Let go of it, unless a report shows it."""
        file = await self._own(actor, secret)

        async def work(session: WriteSession) -> None:
            await forget_file(session, file.id, self.remove)

        await self._database.write(work)

    async def sweep(self, now: datetime) -> int:
        """Let go of all that no report shows in time; how many files."""
        swept = 0
        while keys := await self._database.write(self._forget_some):
            swept += len(keys)
        with _full_is_unavailable():
            await asyncio.to_thread(self._incoming.drop_forgotten, now)
        return swept

    async def _own(self, actor: Actor, secret: str) -> EvidenceFile:
        async with self._database.reading() as session:
            return await own_file(session, actor, secret)

    async def _settle(self, file: EvidenceFile) -> None:
        """Under the file's lock; whoever came before may have done it."""
        if file.media_type is not None or file.flaw is not None:
            return
        path = self._incoming.path(file.id)
        if self._incoming.offset(file.id) < file.sent_bytes:
            raise wrong_state("Berkas belum lengkap. / The file is not complete yet.")
        if await self._incoming.sha256(path) != file.sent_sha256:
            await self._refuse(file.id, Flaw.ALTERED)
            return
        try:
            examined = await self._examiners.examine(path)
        except FlawError as error:
            await self._refuse(file.id, error.flaw)
        else:
            await self._keep(file.id, examined)

    async def _refuse(self, key: uuid.UUID, flaw: Flaw) -> None:
        async def work(session: WriteSession) -> None:
            await refuse_file(session, key, flaw)

        await self._database.write(work)

    async def _keep(self, key: uuid.UUID, examined: Examined) -> None:
        kept = Kept(
            media_type=examined.media_type,
            size_bytes=examined.kept.stat().st_size,
            sha256=await self._incoming.sha256(examined.kept),
            place=examined.place,
        )
        await self._store.keep(key, examined.kept)

        async def work(session: WriteSession) -> None:
            await keep_file(session, key, kept)

        await self._database.write(work)

    async def _forget_some(self, session: WriteSession) -> list[uuid.UUID]:
        return [*await forget_expired(session, self.remove)]

    async def remove(self, key: uuid.UUID) -> None:
        """Let go of the bytes, whether they are kept or still arriving at this machine."""
        await self._store.remove(key)
        self._incoming.drop(key)

    @contextlib.contextmanager
    def _one_of_few(self, actor: Actor) -> Generator[None]:
        """So that nobody's slow files keep others out."""
        who = f"{actor.kind} {actor.id}"
        own = self._sending.get(who, 0)
        if own >= _SENT_AT_ONCE_BY_ONE or sum(self._sending.values()) >= _SENT_AT_ONCE:
            message = "Terlalu banyak kiriman sekaligus. / Too many files are being sent at once."
            raise DomainError(ErrorCode.UNAVAILABLE, message)
        self._sending[who] = own + 1
        try:
            yield
        finally:
            self._sending[who] -= 1
            if not self._sending[who]:
                del self._sending[who]


def _handed_in(file: EvidenceFile) -> HandedIn:
    if file.media_type is None or file.size_bytes is None or file.sha256 is None:
        raise AssertionError
    place = None if file.latitude is None or file.longitude is None else (file.latitude, file.longitude)
    return HandedIn(
        url=address_of_file(file.id),
        name=file.name,
        media_type=file.media_type,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        place=place,
        expires_at=file.expires_at,
    )


@contextlib.contextmanager
def _full_is_unavailable() -> Generator[None]:
    try:
        yield
    except OSError as error:
        _log.error("evidence.not_written", reason=str(error))
        message = "Penyimpanan berkas tidak dapat dipakai. / Files cannot be written now."
        raise DomainError(ErrorCode.UNAVAILABLE, message) from error
