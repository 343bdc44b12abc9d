"""Files kept in a folder: written under another name, synchronised, and then renamed."""

import asyncio
import os
import shutil
import uuid
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import IO, Final

from service.exchange.evidence.store import place_of

_PIECE: Final = 256 * 1024


class Disk:
    """A Store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, key: uuid.UUID, source: Path) -> None:
        """Copy it."""
        await asyncio.to_thread(_copy, source, self._folder / place_of(key))

    async def read(self, key: uuid.UUID, start: int, size: int) -> AsyncGenerator[bytes]:
        """Opened at once; read as fast as somebody takes it."""
        opened = await asyncio.to_thread(_opened, self._folder / place_of(key), start)
        return _pieces(opened, size)

    async def remove(self, key: uuid.UUID) -> None:
        """Unlink it."""
        await asyncio.to_thread((self._folder / place_of(key)).unlink, missing_ok=True)


async def _pieces(opened: IO[bytes], size: int) -> AsyncGenerator[bytes]:
    with opened:
        while size:
            piece = await asyncio.to_thread(opened.read, min(_PIECE, size))
            if not piece:
                raise EOFError("a kept file is shorter than it was")
            size -= len(piece)
            yield piece


def _opened(path: Path, start: int) -> IO[bytes]:
    opened = path.open("rb")
    opened.seek(start)
    return opened


def _copy(source: Path, place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = place.with_suffix(f".{os.getpid()}")
    try:
        shutil.copyfile(source, unfinished)
        unfinished.chmod(0o600)
        _synchronise(unfinished)
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)
    _synchronise(place.parent)
    _synchronise(place.parent.parent)


def _synchronise(path: Path) -> None:
    """Wait until the disk has what is in a file, or which names are in a folder."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
