"""Where files are kept for good: one interface, for a folder (disk.py) and for a bucket (bucket.py)."""

import uuid
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Protocol


class Store(Protocol):
    """Keeps bytes under keys: as a whole or not at all, and through a power cut once they are kept."""

    async def keep(self, key: uuid.UUID, source: Path) -> None:
        """Keep what is in `source`; asked again, it is the same."""
        ...

    async def read(self, key: uuid.UUID, start: int, size: int) -> AsyncGenerator[bytes]:
        """`size` bytes from `start` on, a piece at a time; FileNotFoundError before the first piece."""
        ...

    async def remove(self, key: uuid.UUID) -> None:
        """Let go of it, if it is there."""
        ...


def place_of(key: uuid.UUID) -> str:
    """The same in a folder and in a bucket; no word of whoever sent the file is in it."""
    return f"{key.hex[-2:]}/{key}"
