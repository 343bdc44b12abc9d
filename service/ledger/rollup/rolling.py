"""Appends what changed: the difference between what a pledge adds now and what it has added so far.

Called with the pledge locked. `roll` may be called as often as one likes, since what the rollup knows
already is no difference; `roll_verification` once, with the verification. Writers only insert (beside the
rows of their own pledge), so that none of them waits for another.
"""

import uuid
from collections.abc import Sequence
from typing import Final

from sqlalchemy import ARRAY, TextClause, Uuid, bindparam, text

from service.database import WriteSession
from service.ledger.rollup.deltas import COURSE, KEYS, MEASURES, deltas, deltas_of_verification
from service.statements import compiled
from service.units import rows

_KEYS: Final = ", ".join(KEYS)
_MEASURES: Final = ", ".join(MEASURES)
_TYPES: Final = {
    "day": "date",
    "synthetic": "boolean",
    "areas": "text[]",
    "sources": "text[]",
    "places": "text[]",
    **dict.fromkeys(MEASURES, "numeric"),
}
_COLUMNS: Final = ", ".join(f"{name} {_TYPES.get(name, 'text')}" for name in (*KEYS, *MEASURES))
KNOWN: Final = f"""(
  SELECT pledge_id, {_KEYS}, {_MEASURES} FROM rollup_pledge, jsonb_to_recordset(parts) AS part({_COLUMNS})
  UNION ALL
  SELECT pledge_id, {_KEYS}, 0, 0, 0, reached FROM rollup_reached
) AS known"""  # noqa: S608 - made of our own words
"""What pledges have added, as a table; the same key may come more than once."""
STAND: Final = "place, pledge_id, from_on, until_on"
"""Where pledges stood and on which days, as a table."""
COURSES: Final = ", ".join(("pledge_id", *COURSE))
"""What pledges were on which days, and how far they had come, as a table."""
_NEW_COURSE: Final = ", ".join(f"{name} = excluded.{name}" for name in COURSE)
_ANY: Final = " OR ".join(f"sum({name}) <> 0" for name in MEASURES)
_MORE: Final = ", ".join(f"sum({name})" for name in MEASURES)
_LESS: Final = ", ".join(f"-{name}" for name in MEASURES)


def _roll(which: str) -> TextClause:
    return text(f"""
WITH {deltas(which)},
appended AS (
  INSERT INTO rollup_fresh ({_KEYS}, {_MEASURES})
  SELECT {_KEYS}, {_MORE}
  FROM (
    SELECT {_KEYS}, {_MEASURES} FROM delta UNION ALL
    SELECT {_KEYS}, {_LESS} FROM {KNOWN} WHERE pledge_id {which}
  ) AS change
  GROUP BY {_KEYS} HAVING {_ANY}
),
summed_up AS (
  DELETE FROM rollup_reached WHERE pledge_id {which}
),
left_behind AS (
  DELETE FROM rollup_stand
  WHERE pledge_id {which} AND ({STAND}) NOT IN (SELECT {STAND} FROM stood)
),
arrived AS (
  INSERT INTO rollup_stand ({STAND}) SELECT {STAND} FROM stood ON CONFLICT DO NOTHING
),
went AS (
  INSERT INTO rollup_course ({COURSES}) SELECT {COURSES} FROM course
  ON CONFLICT (pledge_id) DO UPDATE SET {_NEW_COURSE}
)
INSERT INTO rollup_pledge (pledge_id, parts)
SELECT pledge_id, jsonb_agg(to_jsonb(delta) - 'pledge_id') FROM delta GROUP BY pledge_id
ON CONFLICT (pledge_id) DO UPDATE SET parts = excluded.parts
""")  # noqa: S608 - made of our own words


_VERIFICATION: Final = compiled(
    text(f"""
WITH {deltas_of_verification("= :pledge")},
appended AS (
  INSERT INTO rollup_fresh ({_KEYS}, {_MEASURES}) SELECT {_KEYS}, {_MEASURES} FROM delta
),
kept AS (
  INSERT INTO rollup_reached (pledge_id, {_KEYS}, reached) SELECT pledge_id, {_KEYS}, reached FROM delta
)
UPDATE rollup_course AS course SET days = reach.days, measurable = reach.measurable, reached = reach.reached
FROM reach WHERE course.pledge_id = reach.pledge_id
""").bindparams(bindparam("pledge", type_=Uuid), bindparam("verification", type_=Uuid))  # noqa: S608 - ours
)
_ONE: Final = compiled(_roll("= :pledges").bindparams(bindparam("pledges", type_=Uuid)))
"""By equality, so that PostgreSQL plans it once for all pledges."""
_SEVERAL: Final = compiled(_roll("= ANY(:pledges)").bindparams(bindparam("pledges", type_=ARRAY(Uuid))))


async def roll(session: WriteSession, pledge_id: uuid.UUID) -> None:
    """Make the rollup say of a locked pledge what the facts say now."""
    await rows(session, _ONE, pledges=pledge_id)


async def roll_all(session: WriteSession, pledges: Sequence[uuid.UUID]) -> None:
    """The same for many."""
    await rows(session, _SEVERAL, pledges=list(pledges))


async def roll_verification(session: WriteSession, pledge_id: uuid.UUID, verification_id: uuid.UUID) -> None:
    """Add what a verification of just now brings to a locked pledge of which nothing else has changed."""
    await rows(session, _VERIFICATION, pledge=pledge_id, verification=verification_id)
