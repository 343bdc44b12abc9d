"""The record of every change, appended in the transaction that makes it; sealing comes later, elsewhere."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from models import History
from service.access.actors import Actor
from service.statements import Write, inserted


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed (a table's row), by which action, from what to what; effective when, and why."""

    subject: str
    subject_id: uuid.UUID
    action: str
    effective_on: date
    pledge_id: uuid.UUID | None = None
    before: Mapping[str, object] = field(default_factory=dict[str, object])
    after: Mapping[str, object] = field(default_factory=dict[str, object])
    reason: str | None = None
    internal: bool = False
    recorded_at: datetime | None = None
    """When it was known here; the beginning of the transaction unless said."""


def record(actor: Actor, change: Change) -> Write:
    """The change, to be appended in the actor's name."""
    at = {} if change.recorded_at is None else {"recorded_at": change.recorded_at}
    return inserted(
        History,
        subject=change.subject,
        subject_id=change.subject_id,
        pledge_id=change.pledge_id,
        action=change.action,
        effective_on=change.effective_on,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        agency_id=actor.agency_id,
        before=plain(change.before),
        after=plain(change.after),
        reason=change.reason,
        internal=change.internal,
        **at,
    )


def plain(value: object) -> object:
    """The value in JSON's words: numbers with decimals as plain text, days as ISO, sets in order."""
    match value:
        case None | str() | bool() | int() | Decimal():
            return _plain_scalar(value)
        case Mapping():
            entries = cast("Mapping[object, object]", value)
            return {str(key): plain(entry) for key, entry in entries.items()}
        case frozenset() | set():
            return sorted(str(plain(entry)) for entry in cast("Iterable[object]", value))
        case list() | tuple():
            return [plain(entry) for entry in cast("Iterable[object]", value)]
        case _:
            return str(value)


def _plain_scalar(value: str | int | Decimal | None) -> object:
    if isinstance(value, Decimal):
        return plain_number(value)
    return str(value) if isinstance(value, str) else value


def plain_number(value: Decimal) -> str:
    """The number without exponent and without trailing zeros, so that equal numbers read alike."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
