"""Appends what changed: the difference between what a pledge adds now and what it has added so far.

Called with the pledge locked, as often as one likes: what the rollup knows already is no difference. Writers
only insert (beside the rows of their own pledge), so that none of them waits for another.
"""

import uuid
from collections.abc import Sequence
from typing import Final

from sqlalchemy import ARRAY, TextClause, Uuid, bindparam, text

from service.database import WriteSession
from service.ledger.rollup.deltas import COURSE, KEYS, MEASURES, deltas

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
KNOWN: Final = f"rollup_pledge, jsonb_to_recordset(parts) AS part({_COLUMNS})"
"""What pledges have added, as a table."""
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
known AS (
  SELECT {_KEYS}, {_LESS} FROM {KNOWN}
  WHERE pledge_id {which}
),
appended AS (
  INSERT INTO rollup_fresh ({_KEYS}, {_MEASURES})
  SELECT {_KEYS}, {_MORE}
  FROM (SELECT {_KEYS}, {_MEASURES} FROM delta UNION ALL SELECT * FROM known) AS change
  GROUP BY {_KEYS} HAVING {_ANY}
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


_ONE: Final = _roll("= :pledges").bindparams(bindparam("pledges", type_=Uuid))
"""By equality, so that PostgreSQL plans it once for all pledges."""
_SEVERAL: Final = _roll("= ANY(:pledges)").bindparams(bindparam("pledges", type_=ARRAY(Uuid)))


async def roll(session: WriteSession, pledge_id: uuid.UUID) -> None:
    """Make the rollup say of a locked pledge what the facts say now."""
    await session.execute(_ONE, {"pledges": pledge_id})


async def roll_all(session: WriteSession, pledges: Sequence[uuid.UUID]) -> None:
    """The same for many."""
    await session.execute(_SEVERAL, {"pledges": list(pledges)})
