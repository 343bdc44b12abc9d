"""The bucket of points of each client, in PostgreSQL, for all processes. Who takes from it: allowance.py."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Double,
    Integer,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    literal_column,
)
from sqlalchemy.dialects.postgresql import insert

from models.allowance import RateBucket
from service.database import WriteSession
from service.statements import compiled
from service.units import rows

_SECONDS_TO_FILL: Final = 20
FORGOTTEN_AFTER: Final = timedelta(minutes=10)
"""A bucket that nobody took from for so long is full, and need not be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many points come back each second; a bucket holds those of twenty."""

    points: int

    @property
    def most(self) -> int:
        """What a full bucket holds."""
        return self.points * _SECONDS_TO_FILL


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a take was given, none when there was not enough; and what is left."""

    granted: int
    left: float


_most: ColumnElement[float] = bindparam("most", type_=Double)
_rate: ColumnElement[float] = bindparam("rate", type_=Double)
_needed: ColumnElement[float] = bindparam("needed", type_=Double)
_wanted: ColumnElement[float] = bindparam("wanted", type_=Double)
_NONE: ColumnElement[int] = literal_column("0")
_now: ColumnElement[Any] = func.clock_timestamp()


def _granted(held: ColumnElement[float]) -> ColumnElement[int]:
    """All that is wanted if it is there, what is there if that is enough, or nothing."""
    given = func.least(func.floor(held), _wanted)
    return cast(case((given >= _needed, given), else_=_NONE), Integer)


_held: ColumnElement[Any] = func.least(
    _most, RateBucket.points + func.extract("epoch", _now - RateBucket.taken_at) * _rate, type_=Double
)
_first = insert(RateBucket).values(
    key=bindparam("bucket"), points=_most - _granted(_most), granted=_granted(_most), taken_at=_now
)
_TAKE = compiled(
    _first.on_conflict_do_update(
        index_elements=[RateBucket.key],
        set_={"points": _held - _granted(_held), "granted": _granted(_held), "taken_at": _now},
    ).returning(RateBucket.granted, RateBucket.points)
)


async def take(session: WriteSession, key: str, rate: Rate, needed: int, wanted: int) -> Taken:
    """Take `wanted` points, or at least `needed`, or none, in one statement: no two takes lose one."""
    (bucket,) = await rows(
        session, _TAKE, bucket=key, most=rate.most, rate=rate.points, needed=needed, wanted=wanted
    )
    return Taken(granted=bucket["granted"], left=bucket["points"])


async def forget_full_ones(session: WriteSession) -> None:
    """Drop the buckets that are full again."""
    await session.execute(delete(RateBucket).where(RateBucket.taken_at < _now - literal(FORGOTTEN_AFTER)))
