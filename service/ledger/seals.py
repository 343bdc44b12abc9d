"""Seals outside the database: read, written to a file line by line, and checked by anybody with the file."""

import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson

from models.record import HistorySeal
from service.errors import invalid
from service.ledger.chain import sealed_words
from service.ledger.seal_key import is_signed

_NONE: Final[Mapping[bytes, int]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A signature over where the chain ended at a moment."""

    position: int
    digest: bytes
    signature: bytes
    public_key: bytes
    sealed_at: datetime


def seal_of(row: HistorySeal) -> Seal:
    """The seal as it stands in the database."""
    return Seal(
        position=row.position,
        digest=row.digest,
        signature=row.signature,
        public_key=row.public_key,
        sealed_at=row.sealed_at,
    )


def is_genuine(seal: Seal, public_key: bytes | None, retired: Mapping[bytes, int] = _NONE) -> bool:
    """Whether the seal is signed, and by this key when it is known, or by one that counted then."""
    counts = public_key in {None, seal.public_key} or seal.position <= retired.get(seal.public_key, -1)
    words = sealed_words(seal.position, seal.digest, seal.sealed_at)
    return counts and is_signed(seal.public_key, seal.signature, words)


def as_lines(seals: Iterable[Seal]) -> bytes:
    """The seals as JSON, one a line, bytes in hexadecimal."""
    return b"".join(orjson.dumps(_plain(seal), option=orjson.OPT_APPEND_NEWLINE) for seal in seals)


def from_lines(text: bytes) -> list[Seal]:
    """The seals that `as_lines` wrote; INVALID with the line's number where one cannot be read."""
    seals: list[Seal] = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            seals.append(_read(orjson.loads(line)))
        except (ValueError, KeyError, TypeError, binascii.Error) as error:
            message = f"Baris {number} bukan segel. / Line {number} is not a seal."
            raise invalid(message, "--against") from error
    return seals


def _plain(seal: Seal) -> dict[str, object]:
    return {
        "position": seal.position,
        "digest": seal.digest.hex(),
        "signature": seal.signature.hex(),
        "publicKey": seal.public_key.hex(),
        "sealedAt": seal.sealed_at.isoformat(),
    }


def _read(line: dict[str, Any]) -> Seal:
    return Seal(
        position=int(line["position"]),
        digest=bytes.fromhex(line["digest"]),
        signature=bytes.fromhex(line["signature"]),
        public_key=bytes.fromhex(line["publicKey"]),
        sealed_at=datetime.fromisoformat(line["sealedAt"]),
    )
