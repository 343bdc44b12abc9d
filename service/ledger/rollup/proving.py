"""Proves the rollup: what pledges add is computed anew from the facts, and every count from what they add.

It reads in one snapshot, so that writers and folding may go on beside it. First each pledge: what the facts
say against what it has put into the rollup. Then each face: the sums of that against what is kept.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ARRAY, TextClause, Uuid, bindparam, select, text

from models import Pledge, RollupEdition
from service.database import ReadSession
from service.ledger.rollup.deltas import KEYS as OF_A_DELTA
from service.ledger.rollup.deltas import MEASURES, deltas
from service.ledger.rollup.faces import COUNTS, KEYS, arm
from service.ledger.rollup.rolling import COURSES, KNOWN, STAND
from service.rules.faces import FACES, Face

_BATCH: Final = 5_000
_MOST_NAMED: Final = 1_000
_PART: Final = ", ".join((*OF_A_DELTA, *MEASURES))
_KEYS_OF_A_DELTA: Final = ", ".join(OF_A_DELTA)
_SUMMED: Final = ", ".join(f"sum({name})" for name in MEASURES)
_ANY_PART: Final = " OR ".join(f"sum({name}) <> 0" for name in MEASURES)
_KEYS: Final = ", ".join(KEYS)
_COUNTS: Final = ", ".join(COUNTS)
_LESS: Final = ", ".join(f"-{name}" for name in COUNTS)
_ANY: Final = " OR ".join(f"sum({name}) <> 0" for name in COUNTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongCount:
    """A count that is not what the facts come to."""

    table: str
    axes: tuple[str, ...]
    place: str
    at: tuple[str, ...]
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollupProof:
    """What came out; `edition` is None when nothing is built."""

    edition: str | None
    pledges: int
    wrong_pledges: tuple[uuid.UUID, ...] = ()
    wrong_counts: tuple[WrongCount, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the rollup is there and says what the facts say."""
        return self.edition is not None and not self.wrong_pledges and not self.wrong_counts


async def prove_rollup(session: ReadSession) -> RollupProof:
    """Compute everything anew; a temporary table is all that it writes."""
    await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    edition = (await session.scalars(select(RollupEdition).where(RollupEdition.is_built))).one_or_none()
    pledges = list(await session.scalars(select(Pledge.id).order_by(Pledge.id)))
    if edition is None:
        return RollupProof(edition=None, pledges=len(pledges))
    await session.execute(text("SET LOCAL work_mem = '64MB'"))
    wrong: list[uuid.UUID] = []
    for start in range(0, len(pledges), _BATCH):
        batch = {"pledges": pledges[start : start + _BATCH]}
        wrong += await session.scalars(_WRONG_PLEDGES, batch)
    await session.execute(_PARTS)
    counts = [count for face in FACES for count in await _wrong_counts(session, face, edition)]
    return RollupProof(
        edition=edition.version,
        pledges=len(pledges),
        wrong_pledges=tuple(wrong[:_MOST_NAMED]),
        wrong_counts=tuple(counts[:_MOST_NAMED]),
    )


def _differing(said: str, known: str) -> str:
    """The pledges of which two tables do not say the same."""
    return f"""
SELECT pledge_id FROM ((SELECT * FROM {said} EXCEPT ALL SELECT * FROM {known}) UNION ALL
  (SELECT * FROM {known} EXCEPT ALL SELECT * FROM {said})) AS difference"""  # noqa: S608 - our own words


_WRONG_PLEDGES: Final = text(f"""
WITH {deltas("= ANY(:pledges)")},
known AS (
  SELECT pledge_id, {_KEYS_OF_A_DELTA}, {_SUMMED} FROM {KNOWN} WHERE pledge_id = ANY(:pledges)
  GROUP BY pledge_id, {_KEYS_OF_A_DELTA} HAVING {_ANY_PART}
),
said AS (SELECT pledge_id, {_PART} FROM delta),
kept_stand AS (SELECT {STAND} FROM rollup_stand WHERE pledge_id = ANY(:pledges)),
kept_course AS (SELECT {COURSES} FROM rollup_course WHERE pledge_id = ANY(:pledges))
{_differing("said", "known")} UNION {_differing(f"(SELECT {STAND} FROM stood) AS stood", "kept_stand")}
UNION {_differing(f"(SELECT {COURSES} FROM course) AS course", "kept_course")}
ORDER BY pledge_id
""").bindparams(bindparam("pledges", type_=ARRAY(Uuid)))  # noqa: S608 - made of our own words
_PARTS: Final = text(f"CREATE TEMPORARY TABLE part ON COMMIT DROP AS SELECT {_PART} FROM {KNOWN}")  # noqa: S608 - ours


async def _wrong_counts(session: ReadSession, face: Face, edition: RollupEdition) -> list[WrongCount]:
    """Where what is kept of a face, with what is fresh, is not the sum of the parts."""
    asked = {"base": edition.base, "months": edition.months}
    rows = (await session.execute(_wrong(face), asked)).all()
    axes = tuple(axis.value for axis in face.axes)
    return [
        WrongCount(table=table, axes=axes, place=place, at=tuple(at), day=day)
        for table, place, at, day in rows
    ]


def _wrong(face: Face) -> TextClause:
    """The keys at which a table differs; of months, what each adds to the one before it."""
    kept = "TRUE" if face.is_dated else "day > CAST(:base AS date)"
    by_month = "TRUE" if face.is_dated else "FALSE"
    return text(f"""
WITH month AS (
  SELECT day, lag(day) OVER (ORDER BY day) AS past, lead(day) OVER (ORDER BY day) AS following
  FROM unnest(CAST(:months AS date[])) AS day
),
said AS MATERIALIZED (
  {arm(face, "part")} UNION ALL SELECT {_KEYS}, day, {_LESS} FROM ({arm(face, "rollup_fresh")}) AS fresh
),
ended AS (
  SELECT following, counted.* FROM rollup_month AS counted JOIN month USING (day) WHERE face = {face.number}
),
difference AS (
  SELECT 'rollup_day' AS kept_in, {_KEYS}, day, {_COUNTS} FROM said WHERE {kept}
  UNION ALL SELECT 'rollup_day', {_KEYS}, day, {_LESS} FROM rollup_day WHERE face = {face.number}
  UNION ALL SELECT 'rollup_now', {_KEYS}, NULL, {_COUNTS} FROM said WHERE day <= CAST(:base AS date)
  UNION ALL SELECT 'rollup_now', {_KEYS}, NULL, {_LESS} FROM rollup_now WHERE face = {face.number}
  UNION ALL SELECT 'rollup_month', {_KEYS}, month.day, {_COUNTS} FROM said JOIN month
    ON said.day <= month.day AND (month.past IS NULL OR said.day > month.past) WHERE {by_month}
  UNION ALL SELECT 'rollup_month', {_KEYS}, day, {_LESS} FROM ended
  UNION ALL SELECT 'rollup_month', {_KEYS}, following, {_COUNTS} FROM ended WHERE following IS NOT NULL
)
SELECT kept_in, place, at, day FROM difference
GROUP BY kept_in, {_KEYS}, day HAVING {_ANY} ORDER BY kept_in, place, at, day LIMIT 100
""")  # noqa: S608 - made of our own words
