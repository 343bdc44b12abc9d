"""Keeps what a pledge was on each day and as known at each instant, in the transaction that changes it.

Only what can change is kept, and only by what history says too: a replay of it gives the same rows
(service/exchange/replaying.py). Reports do not change a pledge; their quantities carry both times themselves.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, cast

from sqlalchemy import ColumnElement, func, insert, literal_column, select, update
from uuid_utils.compat import uuid7

from models import Pledge, PledgeSpan, Target
from service.database import WriteSession
from service.ledger.history import plain
from service.rules.location_scope import is_resolved, parse, places
from service.rules.maturity import Known, KnownTarget, maturity
from service.rules.timeline import FOREVER, Correction, Interval, Values, changed_from, instant_of

COLUMNS: Final = (
    "title",
    "scope",
    "service_code",
    "sub_activity_id",
    "target_group",
    "responsible",
    "evidence_rule",
    "conditions",
    "fiscal_year",
    "due_on",
    "ratio_percent",
    "ratio_base",
    "ratio_period",
    "ratio_base_amount",
    "execution",
    "stopped_on",
    "verdict",
    "shortfall",
    "version",
)
"""What of a pledge's own row can change."""
LISTS: Final[Mapping[str, object]] = {"areas": [], "partners": {}, "fundings": [], "milestones": []}
"""Its parts, as history writes them down, and what they are while nothing was said."""
DERIVED: Final = ("maturity", "missing", "sources", "regions", "posts")
"""What follows from the rest."""
_ENDLESS: ColumnElement[datetime] = literal_column("'infinity'::timestamptz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aimed:
    """What a target states for maturity, and from which day on."""

    effective_on: date
    target: KnownTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    id: uuid.UUID
    known_from: datetime
    interval: Interval


async def begin_span(session: WriteSession, pledge: Pledge, day: date, after: Mapping[str, object]) -> None:
    """The first row of a pledge that was just recorded with these parts, and exists from `day` on."""
    values = {name: getattr(pledge, name) for name in COLUMNS}
    values |= {name: plain(after.get(name, nothing)) for name, nothing in LISTS.items()}
    first = Interval(from_on=day, until_on=FOREVER, values=values | derived_now(pledge, values))
    await session.execute(insert(PledgeSpan).values(known_from=func.now(), **row_of(pledge.id, first)))


async def keep_span(
    session: WriteSession, pledge: Pledge, now: datetime, day: date, after: Mapping[str, object]
) -> None:
    """What was written to the pledge just now holds from `day` on; `after` says which parts changed too."""
    rows = await _known(session, pledge.id, day)
    last = rows[-1].interval.values
    changes = {name: getattr(pledge, name) for name in COLUMNS if getattr(pledge, name) != last[name]}
    changes |= {name: plain(after[name]) for name in LISTS if name in after}
    aims = await _aims(session, pledge.id) if len(rows) > 1 else None
    derive = _as_now(pledge) if aims is None else deriving(aims)
    correction = changed_from([row.interval for row in rows], day, changes, derive)
    instant = instant_of(now, [row.known_from for row in rows])
    await _correct(session, pledge.id, rows, correction, instant)


def row_of(pledge_id: uuid.UUID, interval: Interval) -> dict[str, object]:
    """The columns of an interval."""
    days = {"from_on": interval.from_on, "until_on": interval.until_on}
    return {"id": uuid7(), "pledge_id": pledge_id, **days, **interval.values}


def derived_now(pledge: Pledge, values: Values) -> dict[str, object]:
    """What follows from the rest, for a pledge whose maturity was assessed just now."""
    return {"maturity": pledge.maturity, "missing": list(pledge.missing), **_flattened(values)}


def deriving(aims: Sequence[Aimed]) -> Callable[[Interval], Values]:
    """What follows from the rest on any day; the targets of that day count for maturity."""

    def derive(interval: Interval) -> Values:
        there = tuple(aim.target for aim in aims if aim.effective_on <= interval.from_on)
        found = maturity(_known_of(interval.values, there))
        missing = [ingredient.value for ingredient in found.missing]
        return {"maturity": found.score, "missing": missing, **_flattened(interval.values)}

    return derive


def _as_now(pledge: Pledge) -> Callable[[Interval], Values]:
    return lambda interval: derived_now(pledge, interval.values)


def _flattened(values: Values) -> dict[str, object]:
    scope = values["scope"]
    named = None if scope is None else places(parse(scope))
    fundings = cast("Iterable[Mapping[str, object]]", values["fundings"])
    return {
        "sources": sorted({str(line["source"]) for line in fundings}),
        "regions": [] if named is None else sorted(named.regions | named.within),
        "posts": [] if named is None else [uuid.UUID(post) for post in sorted(named.posyandu)],
    }


def _known_of(values: Values, targets: tuple[KnownTarget, ...]) -> Known:
    fundings = cast("Iterable[Mapping[str, object]]", values["fundings"])
    scope = values["scope"]
    return Known(
        responsible=cast("str | None", values["responsible"]),
        due_on=cast("date | None", values["due_on"]),
        evidence_rule=cast("str | None", values["evidence_rule"]),
        scope_resolved=scope is not None and is_resolved(parse(scope)),
        budgeted=any(line["amount"] is not None for line in fundings),
        ratio_base_known=values["ratio_base_amount"] is not None,
        targets=targets,
    )


async def _known(session: WriteSession, pledge_id: uuid.UUID, day: date) -> list[_Row]:
    """The intervals that end after a day, as they are known now."""
    span = PledgeSpan.__table__
    found = (
        select(*span.c)
        .where(
            span.c.pledge_id == pledge_id,
            span.c.known_until == _ENDLESS,
        )
        .where(span.c.until_on > day)
        .order_by(span.c.from_on)
    )
    rows = (await session.execute(found)).mappings()
    names = (*COLUMNS, *LISTS, *DERIVED)
    return [
        _Row(
            id=row["id"],
            known_from=row["known_from"],
            interval=Interval(
                from_on=row["from_on"],
                until_on=row["until_on"],
                values={name: row[name] for name in names},
            ),
        )
        for row in rows
    ]


async def _aims(session: WriteSession, pledge_id: uuid.UUID) -> list[Aimed]:
    indicator, unit, quantity = (
        column.is_not(None) for column in (Target.indicator_id, Target.unit, Target.quantity)
    )
    found = select(Target.effective_on, indicator, unit, quantity).where(Target.pledge_id == pledge_id)
    return [
        Aimed(
            effective_on=day,
            target=KnownTarget(indicator=indicator, unit=unit, quantity=quantity, place=True),
        )
        for day, indicator, unit, quantity in (await session.execute(found.distinct())).all()
    ]


async def _correct(
    session: WriteSession,
    pledge_id: uuid.UUID,
    rows: Sequence[_Row],
    correction: Correction,
    instant: datetime,
) -> None:
    closed = [row.id for row in rows if row.interval in correction.closed]
    if closed:
        ended = update(PledgeSpan).where(PledgeSpan.id.in_(closed)).values(known_until=instant)
        await session.execute(ended.execution_options(synchronize_session=False))
    if correction.opened:
        opened = [{"known_from": instant, **row_of(pledge_id, each)} for each in correction.opened]
        await session.execute(insert(PledgeSpan), opened)
