"""Where files arrive, piece by piece: how much of each is there is how long its file is.

Nothing else remembers it, so nothing can differ from it; on another machine, or after the disk was lost, a
file is there from its beginning on, and is sent from there.
"""

import asyncio
import contextlib
import fcntl
import hashlib
import os
import uuid
from collections.abc import AsyncIterable, Generator
from datetime import datetime
from pathlib import Path
from typing import Final

from service.errors import DomainError, ErrorCode, conflict
from service.rules.evidence_files import SENT_WITHIN

_FORGOTTEN: Final = 2 * SENT_WITHIN


class BusyError(DomainError):
    """Somebody sends or finishes the same file at this moment."""


class Incoming:
    """A folder of files that arrive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, key: uuid.UUID) -> Path:
        """Where a file arrives."""
        return self._folder / f"{key}.part"

    def offset(self, key: uuid.UUID) -> int:
        """How much of it is there."""
        with contextlib.suppress(FileNotFoundError):
            return self.path(key).stat().st_size
        return 0

    @contextlib.contextmanager
    def held(self, key: uuid.UUID) -> Generator[int]:
        """Keep all others away from the file, in whichever process, while the block runs."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(self.path(key), flags, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise _busy() from None
            yield descriptor
        finally:
            os.close(descriptor)

    async def append(self, key: uuid.UUID, offset: int, pieces: AsyncIterable[bytes]) -> int:
        """Write behind `offset`, which must be where it ends; how much is there then.

        Whatever breaks off, what has come stays. What is acknowledged is on the disk.
        """
        with self.held(key) as descriptor:
            if (there := os.fstat(descriptor).st_size) != offset:
                raise _elsewhere(there)
            try:
                async for piece in pieces:
                    await asyncio.to_thread(_write, descriptor, piece)
            finally:
                await asyncio.to_thread(os.fsync, descriptor)
            return os.fstat(descriptor).st_size

    async def sha256(self, path: Path) -> str:
        """The digest of a file, in hexadecimal digits."""
        return await asyncio.to_thread(_sha256, path)

    def drop(self, key: uuid.UUID) -> None:
        """Let go of whatever lies here of the file."""
        for path in self._folder.glob(f"{key}.*"):
            path.unlink(missing_ok=True)

    def drop_forgotten(self, now: datetime) -> None:
        """Let go of what nobody has touched for longer than anything may take."""
        before = (now - _FORGOTTEN).timestamp()
        for path in self._folder.glob("*.*"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()


def _write(descriptor: int, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _busy() -> DomainError:
    message = "Berkas ini sedang dikirim. / This file is being sent right now."
    return BusyError(ErrorCode.CONFLICT, message)


def _elsewhere(there: int) -> DomainError:
    message = f"Sudah ada {there} bita; lanjutkan dari sana. / {there} bytes are there; go on from them."
    return conflict(message, "offset")
