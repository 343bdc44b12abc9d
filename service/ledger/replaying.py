"""What a pledge was on each day and as known at each instant, made anew from its history alone.

The same law as service/ledger/spans.py, which keeps it write by write: so this is where rows from before
there were spans come from, and what proves them.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, cast

from sqlalchemy import ARRAY, ColumnElement, Text, literal, or_, select
from sqlalchemy.sql.selectable import Select

from models import History, Pledge, PledgeSpan
from service.database import ReadSession
from service.ledger.spans import COLUMNS, DERIVED, LISTS, Aimed, deriving
from service.rules.maturity import KnownTarget
from service.rules.timeline import FOREVER, Interval, changed_from, instant_of

_MOVED: Final = ("execution", "stopped_on", "verdict", "shortfall")
"""What steps set on a pledge without being about it (a verification sets its verdict)."""
_READ: Final[Mapping[str, Callable[[Any], object]]] = {
    "due_on": date.fromisoformat,
    "stopped_on": date.fromisoformat,
    "ratio_percent": Decimal,
    "ratio_base_amount": Decimal,
    "sub_activity_id": uuid.UUID,
}
"""How history's words are read; what is not here is JSON already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of history, as far as it can change a pledge."""

    pledge_id: uuid.UUID
    subject: str
    effective_on: date
    recorded_at: datetime
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What held on some days, from one instant until another (None: still)."""

    known_from: datetime
    known_until: datetime | None
    interval: Interval


def replayed(entries: Sequence[Entry]) -> list[Span]:
    """Every span of a pledge, out of its entries in the order in which they were written."""
    first, *others = entries
    aims = _aims(first)
    values = {name: _value(name, first.after.get(name)) for name in COLUMNS} | {"version": 1}
    values |= {name: first.after.get(name, nothing) for name, nothing in LISTS.items()}
    begun = Interval(from_on=first.effective_on, until_on=FOREVER, values=values)
    begun = replace(begun, values={**values, **deriving(aims)(begun)})
    spans = [Span(known_from=first.recorded_at, known_until=None, interval=begun)]
    for entry in others:
        if _changes(entry):
            aims += _aims(entry)
            spans = _corrected(spans, entry, aims)
    return spans


def _corrected(spans: list[Span], entry: Entry, aims: Sequence[Aimed]) -> list[Span]:
    believed = sorted((one for one in spans if one.known_until is None), key=lambda one: one.interval.from_on)
    touched = [one for one in believed if one.interval.until_on > entry.effective_on]
    names = [name for name in (*COLUMNS, *LISTS) if name in entry.after]
    changes = {name: _value(name, entry.after[name]) for name in names}
    changes["version"] = cast("int", believed[-1].interval.values["version"]) + 1
    intervals = [one.interval for one in touched]
    correction = changed_from(intervals, entry.effective_on, changes, deriving(aims))
    instant = instant_of(entry.recorded_at, [one.known_from for one in touched])
    kept = [
        replace(one, known_until=instant) if one in touched and one.interval in correction.closed else one
        for one in spans
    ]
    opened = [Span(known_from=instant, known_until=None, interval=each) for each in correction.opened]
    return [*kept, *opened]


def _changes(entry: Entry) -> bool:
    """Whether the step changed the pledge, so that its version counted up."""
    return (entry.subject == "pledge" and bool(entry.after)) or any(name in entry.after for name in _MOVED)


def _aims(entry: Entry) -> list[Aimed]:
    stated = ("indicator_id", "unit", "quantity")
    lines = cast("list[dict[str, object]]", entry.after.get("targets") or [])
    return [
        Aimed(
            effective_on=entry.effective_on,
            target=KnownTarget(
                **{name.removesuffix("_id"): line[name] is not None for name in stated}, place=True
            ),
        )
        for line in lines
    ]


def _value(name: str, value: Any) -> object:  # noqa: ANN401 - JSON
    return value if value is None or name not in _READ else _READ[name](value)


async def pledges_without_spans(
    session: ReadSession, after: uuid.UUID | None, most: int
) -> Sequence[uuid.UUID]:
    """The next pledges of which nothing is kept yet, by id."""
    kept = select(PledgeSpan.id).where(PledgeSpan.pledge_id == Pledge.id).exists()
    wanted = select(Pledge.id).where(~kept).order_by(Pledge.id).limit(most)
    return (await session.scalars(wanted if after is None else wanted.where(Pledge.id > after))).all()


async def entries_of(session: ReadSession, pledges: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Entry]]:
    """What history says of these pledges, in the order in which it was written."""
    found: dict[uuid.UUID, list[Entry]] = {pledge: [] for pledge in pledges}
    for row in (await session.execute(_that_matter(pledges))).mappings():
        entry = Entry(**row)
        found[entry.pledge_id].append(entry)
    return found


def _that_matter(pledges: Sequence[uuid.UUID]) -> Select[*tuple[Any, ...]]:
    """Reports and most verifications change nothing of a pledge, and are most of history."""
    columns = (getattr(History, name) for name in Entry.__slots__)
    moves: ColumnElement[bool] = History.after.op("?|")(literal(list(_MOVED), ARRAY(Text)))
    asked = (History.pledge_id.in_(pledges), or_(History.subject == "pledge", moves))
    return select(*columns).where(*asked).order_by(History.id)


NAMES: Final = (*COLUMNS, *LISTS, *DERIVED)
"""The columns of a span that its interval has."""
