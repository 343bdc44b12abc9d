"""Node ids: opaque to clients, `<prefix>_<key>` to us."""

import re
import uuid
from collections.abc import Sequence
from typing import Final

from graph.errors import Code, refusal
from graph.plan.declaration import ROOTS, Asked

MAX_IDS: Final = 100
_SHAPE = re.compile(r"([a-z]+)_([0-9A-Za-z.-]{1,64})\Z")


def split_id(text: str) -> tuple[str, str] | None:
    """The prefix and the key; None for what cannot be an id of ours."""
    match = _SHAPE.match(text)
    if match is None:
        return None
    root = next((root for root in ROOTS.values() if root.prefix == match[1]), None)
    if root is None or (root.key_type == "uuid" and not _is_uuid(match[2])):
        return None
    return match[1], match[2]


def uuid_of(text: str, prefix: str) -> uuid.UUID | None:
    """The key of an id of one type; None for every other text."""
    found = split_id(text)
    return uuid.UUID(found[1]) if found is not None and found[0] == prefix else None


def read_ids(ids: Sequence[str] | None) -> Asked:
    """Prefixes and keys side by side; an id that is none of ours is asked for as nothing."""
    given = list(ids or ())
    if len(given) > MAX_IDS:
        raise refusal(Code.BAD_USER_INPUT, f"At most {MAX_IDS} ids at a time.")
    parts = [split_id(text) or ("", "") for text in given]
    prefixes, keys = [part[0] for part in parts], [part[1] for part in parts]
    return Asked(shape=tuple(sorted({*prefixes} - {""})), values={"prefixes": prefixes, "keys": keys})


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
