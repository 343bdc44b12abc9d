"""Fills what is derived from history for pledges that have it not: of older versions, and loaded by COPY."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Final

import orjson
from sqlalchemy import text
from uuid_utils.compat import uuid7

from service.database import Database, WriteSession
from service.exchange.bulk import copy_rows
from service.ledger.replaying import NAMES, Span, entries_of, pledges_without_spans, replayed

_BATCH: Final = 2_000
_COLUMNS: Final = ("id", "pledge_id", "from_on", "until_on", "known_from", "known_until", *NAMES)
_JSON: Final = {"scope", "partners", "fundings", "milestones"}
_TOLD_EVERY: Final = 20_000
_FORMER: Final = """
INSERT INTO pledge_place (id, pledge_id, source, posyandu_id, region_code)
SELECT gen_random_uuid(), pledge_id, 'FORMER', post, code
FROM (
  SELECT pledge_id, unnest(posts) AS post, NULL AS code FROM pledge_span WHERE pledge_id = ANY (:pledges)
  UNION SELECT pledge_id, NULL, unnest(regions) FROM pledge_span WHERE pledge_id = ANY (:pledges)
) AS named
WHERE NOT EXISTS (
  SELECT FROM pledge_place
  WHERE pledge_place.pledge_id = named.pledge_id AND source <> 'TARGET'
    AND (posyandu_id = post OR region_code = code)
)
"""
"""Places that a scope named once, and that the program forgot before it kept the past."""


async def rebuild_spans(database: Database, progress: Callable[[str], None]) -> int:
    """Replay the history of every pledge without spans; how many there were.

    Each batch is a transaction of its own, so that it goes on where it was interrupted.
    """
    last: uuid.UUID | None = None
    done = 0
    while True:

        async def work(session: WriteSession, after: uuid.UUID | None = last) -> list[uuid.UUID]:
            return await _batch(session, after)

        pledges = await database.write(work)
        if not pledges:
            return done
        last, before, done = pledges[-1], done, done + len(pledges)
        if before // _TOLD_EVERY < done // _TOLD_EVERY:
            progress(f"memutar ulang riwayat / replaying history: {done:,} komitmen / pledges")


async def _batch(session: WriteSession, after: uuid.UUID | None) -> list[uuid.UUID]:
    pledges = list(await pledges_without_spans(session, after, _BATCH))
    told = await entries_of(session, pledges) if pledges else {}
    rows = [_row(pledge, span) for pledge, entries in told.items() if entries for span in replayed(entries)]
    if rows:
        await copy_rows(session, "pledge_span", _COLUMNS, rows)
        await session.execute(text(_FORMER), {"pledges": pledges})
    return pledges


def _row(pledge_id: uuid.UUID, span: Span) -> tuple[object, ...]:
    interval = span.interval
    return (
        uuid7(),
        pledge_id,
        interval.from_on,
        interval.until_on,
        span.known_from,
        span.known_until or datetime.max,  # noqa: DTZ901 - what asyncpg writes as infinity
        *(_written(name, interval.values[name]) for name in NAMES),
    )


def _written(name: str, value: object) -> object:
    return orjson.dumps(value).decode() if name in _JSON and value is not None else value
