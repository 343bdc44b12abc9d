"""Appends what changed: the difference between what a pledge adds now and what it has added so far.

Called with the pledge locked. `roll` may be called as often as one likes, since what the rollup knows
already is no difference; `roll_verification` once, with the verification. Writers only insert (beside the
rows of their own pledge), so that none of them waits for another.
"""

import uuid
from collections.abc import Sequence
from typing import Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Date,
    Integer,
    Numeric,
    TextClause,
    Uuid,
    bindparam,
    column,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from models import RollupCourse, RollupFresh, RollupReached
from service.database import WriteSession
from service.ledger.rollup.deltas import COURSE, KEYS, MEASURES, deltas
from service.ledger.rollup.verified import Aim, Judged, deltas_of, moved, moves_of
from service.statements import Write, compiled
from service.units import row, rows, send

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


_AIM: Final = compiled(
    text("""
SELECT t.area_code, left(coalesce(t.region_code, p.village_code), 5) AS place, t.effective_on, t.quantity,
  coalesce(t.baseline, 0) AS baseline, known.parts, course.days, course.measurable, course.reached
FROM target t LEFT JOIN posyandu p ON p.id = t.posyandu_id
  JOIN rollup_pledge known ON known.pledge_id = t.pledge_id
  JOIN rollup_course course ON course.pledge_id = t.pledge_id
WHERE t.id = :target
""").bindparams(bindparam("target", type_=Uuid))
)
_NONE: Final = literal_column("0", Integer)
_DELTAS: Final = (
    func.jsonb_to_recordset(bindparam("rollup_deltas", type_=JSONB))
    .table_valued(
        *(column(name, RollupFresh.__table__.c[name].type) for name in (*KEYS, "reached")), name="delta"
    )
    .render_derived(with_types=True)
)
_FRESH: Final = insert(RollupFresh).from_select(
    (*KEYS, *MEASURES),
    select(*(_DELTAS.c[name] for name in KEYS), *(_NONE for _ in MEASURES[:-1]), _DELTAS.c.reached),
)
_REACHED: Final = insert(RollupReached).from_select(
    ("pledge_id", *KEYS, "reached"),
    select(bindparam("rolled_pledge_id", type_=Uuid), *(_DELTAS.c[name] for name in KEYS), _DELTAS.c.reached),
)
_COURSE: Final = (
    update(RollupCourse)
    .where(RollupCourse.pledge_id == bindparam("rolled_pledge_id", type_=Uuid))
    .values(
        days=bindparam("course_days", type_=ARRAY(Date)),
        measurable=bindparam("course_measurable", type_=ARRAY(BigInteger)),
        reached=bindparam("course_reached", type_=ARRAY(Numeric)),
    )
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


async def roll_verification(session: WriteSession, pledge_id: uuid.UUID, judged: Judged) -> None:
    """Add what a verification of just now brings to a locked pledge of which nothing else has changed."""
    found = await row(session, _AIM, target=judged.target.id)
    if found is None:
        await roll(session, pledge_id)
        return
    aim = Aim(
        area=found["area_code"],
        place=found["place"],
        effective_on=found["effective_on"],
        quantity=found["quantity"],
        baseline=found["baseline"],
    )
    moves = moves_of(judged, aim)
    if not moves:
        return
    days, measurable, reached = moved((found["days"], found["measurable"], found["reached"]), moves)
    given = {
        "rolled_pledge_id": pledge_id,
        "rollup_deltas": deltas_of(moves, aim, found["parts"]),
    }
    course = {"course_days": days, "course_measurable": measurable, "course_reached": reached}
    await send(
        session,
        Write(statement=_FRESH, given=given),
        Write(statement=_REACHED, given=given),
        Write(statement=_COURSE, given={**given, **course}),
    )
