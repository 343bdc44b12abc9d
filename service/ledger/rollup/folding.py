"""Folds fresh deltas into sums, and moves the base along with the days; behind the writes, one at a time.

Whoever reads takes one statement, and folding is one transaction: each delta is seen once, fresh or folded.
It goes over one snapshot face by face, so that millions of deltas take no more memory than one face of them.
"""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ARRAY, Date, TextClause, bindparam, func, select, text

from models import RollupDay, RollupEdition
from service.clock import today_in
from service.database import WriteSession
from service.ledger.rollup.faces import COUNTS, DATED, KEYS, arm
from service.rules.faces import FACES, Face

_LOCK: Final = 0x696B_7261_7202
"""Of PostgreSQL's advisory locks ours: one folder at a time, however many workers."""
FIRST_ZONE: Final = "Asia/Jakarta"
"""The last of the country's time zones in which a day begins."""
_KEYS: Final = ", ".join(KEYS)
_COUNTS: Final = ", ".join(COUNTS)
_SUMS: Final = ", ".join(f"sum({name}) AS {name}" for name in COUNTS)
_ANY: Final = " OR ".join(f"{name} <> 0" for name in COUNTS)
_ANY_SUM: Final = " OR ".join(f"sum({name}) <> 0" for name in COUNTS)


def _added_to(table: str, *more: str) -> str:
    keys = ", ".join((*KEYS, *more))
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in COUNTS)
    return f"ON CONFLICT ({keys}) DO UPDATE SET {sums}"


def _folded(face: Face) -> TextClause:
    """What is fresh, added to the counts of a face."""
    parts = [f"counted AS MATERIALIZED ({arm(face, 'rollup_fresh')})"]
    if face.is_dated:
        parts.append(f"""
by_month AS (
  INSERT INTO rollup_month ({_KEYS}, day, {_COUNTS})
  SELECT {_KEYS}, month, {_SUMS} FROM counted, unnest(:months) AS month
  WHERE counted.day <= month GROUP BY {_KEYS}, month
  {_added_to("rollup_month", "day")}
)""")  # noqa: S608 - made of our own words
    parts.append(f"""
by_day AS (
  INSERT INTO rollup_day ({_KEYS}, day, {_COUNTS})
  SELECT {_KEYS}, day, {_COUNTS} FROM counted {"" if face.is_dated else "WHERE day > :base"}
  {_added_to("rollup_day", "day")}
)""")  # noqa: S608 - made of our own words
    parts.append(f"""
by_now AS (
  INSERT INTO rollup_now ({_KEYS}, {_COUNTS})
  SELECT {_KEYS}, {_SUMS} FROM counted WHERE day <= :base GROUP BY {_KEYS}
  {_added_to("rollup_now")}
)""")  # noqa: S608 - made of our own words
    statement = text(f"WITH {', '.join(parts)} SELECT 1").bindparams(bindparam("base", type_=Date))
    return statement.bindparams(bindparam("months", type_=ARRAY(Date))) if face.is_dated else statement


_FOLDED: Final = tuple((face, _folded(face)) for face in FACES)
_ADVANCE: Final = (
    text(f"""
INSERT INTO rollup_now ({_KEYS}, {_COUNTS})
SELECT {_KEYS}, {_SUMS} FROM rollup_day WHERE day > :base AND day <= :today GROUP BY {_KEYS}
{_added_to("rollup_now")}
"""),  # noqa: S608 - made of our own words
    text(f"DELETE FROM rollup_day WHERE day > :base AND day <= :today AND face NOT IN ({DATED})"),  # noqa: S608 - ours
    text(f"DELETE FROM rollup_now WHERE NOT ({_ANY})"),  # noqa: S608 - ours
)
_NEW_MONTH: Final = text(f"""
INSERT INTO rollup_month ({_KEYS}, day, {_COUNTS})
SELECT {_KEYS}, :month, {_SUMS} FROM (
  SELECT {_KEYS}, {_COUNTS} FROM rollup_month WHERE day = :last
  UNION ALL
  SELECT {_KEYS}, {_COUNTS} FROM rollup_day WHERE face IN ({DATED}) AND day > :last AND day <= :month
) AS part GROUP BY {_KEYS}
HAVING {_ANY_SUM}
""")  # noqa: S608 - made of our own words


async def fold(session: WriteSession, now: datetime) -> int | None:
    """Fold what is there and move on to today; how many deltas were fresh. None while another does.

    To be called first in its transaction: all of it is one snapshot.
    """
    await one_snapshot(session)
    return await fold_snapshot(session, now)


async def one_snapshot(session: WriteSession) -> None:
    """Let every statement of a transaction that has only begun see the same."""
    await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


async def fold_snapshot(session: WriteSession, now: datetime) -> int | None:
    """`fold` in a transaction that keeps to one snapshot already."""
    if not await session.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": _LOCK}):
        return None
    edition = (await session.scalars(select(RollupEdition))).one_or_none()
    if edition is None:
        return None
    found = await session.scalar(text("SELECT count(*) FROM rollup_fresh"))
    if found:
        await session.execute(text("SET LOCAL work_mem = '64MB'"))
        for face, statement in _FOLDED:
            months = {"months": edition.months} if face.is_dated else {}
            await session.execute(statement, {"base": edition.base, **months})
        await session.execute(text("DELETE FROM rollup_fresh"))
    await _advance(session, edition, today_in(FIRST_ZONE, now))
    return found or 0


async def _advance(session: WriteSession, edition: RollupEdition, today: date) -> None:
    """Move the base to today, and sum up the months that have ended since."""
    if today > edition.base:
        for step in _ADVANCE:
            await session.execute(step, {"base": edition.base, "today": today})
        edition.base = today
    if not edition.is_built:
        return
    months = list(edition.months)
    last = months[-1] if months else await session.scalar(select(func.min(RollupDay.day)))
    while last is not None and (month := _end_after(last)) < today:
        await session.execute(_NEW_MONTH, {"last": last if months else date.min, "month": month})
        months.append(month)
        last = month
    edition.months = months


def _end_after(day: date) -> date:
    """The first end of a month after a day."""
    following = (day + timedelta(days=1)).replace(day=1)
    return (following + timedelta(days=31)).replace(day=1) - timedelta(days=1)
