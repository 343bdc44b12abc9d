"""The arithmetic of the chain: what is hashed of a history row, how rows are linked, what a seal signs.

Pure, and written down so that anybody can recompute it: `content` is SHA-256 of the row as JSON with sorted
keys, without spaces; `digest` is SHA-256 of the previous digest (32 zero bytes at the beginning) and content.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from sqlalchemy import Text, cast
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql import ColumnElement

from models.record import History

GENESIS: Final = bytes(32)

COLUMNS: Final[tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]] = (
    History.id,
    cast(History.xid, Text).label("xid"),
    History.subject,
    History.subject_id,
    History.pledge_id,
    History.action,
    History.effective_on,
    History.recorded_at,
    History.actor_kind,
    History.actor_id,
    History.actor_label,
    History.agency_id,
    cast(History.before, Text).label("before"),
    cast(History.after, Text).label("after"),
    History.reason,
    History.internal,
)
"""A row as it is hashed: JSON columns as PostgreSQL prints them, so that no number is rounded on the way."""

_NAMES: Final = tuple(str(column.key) for column in COLUMNS)


def content_of(row: Mapping[Any, Any]) -> bytes:
    """The digest of a row that was read by COLUMNS."""
    form = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z
    known = {name: row[name] for name in _NAMES}
    return hashlib.sha256(orjson.dumps(known, default=str, option=form)).digest()


def linked(previous: bytes, content: bytes) -> bytes:
    """The digest of a link after the previous one."""
    return hashlib.sha256(previous + content).digest()


def sealed_words(position: int, digest: bytes, sealed_at: datetime) -> bytes:
    """What a seal signs: that at this moment the chain of so many links ended in this digest."""
    moment = sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"ikrar seal 1\n{position}\n{digest.hex()}\n{moment}\n".encode()
