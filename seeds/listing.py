"""A reference list that the program brings along: what it is called, which edition, how it is loaded."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from service.database import WriteSession
from service.exchange.editions import Edition

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list; `load` writes it, changing only what differs, and says how many rows it has."""

    edition: Edition
    load: Callable[[WriteSession], Awaitable[int]]
    is_replaceable: bool = True
    """Whether an edition that somebody imported gives way to ours."""


def edition_of(name: str, version: str, content: object) -> Edition:
    """The edition of a list that stands in our own code or data file, by its content."""
    written = content if isinstance(content, bytes) else repr(content).encode()
    return Edition(name=name, version=version, digest=hashlib.sha256(written).hexdigest())
