"""A reader of the outbox that runs beside the writers and must miss nothing, by the law of its cursor.

The law: in the order of (xid, id), and only below the oldest transaction that still runs. Ids alone are given
out before they are committed, so whoever reads by them passes over what commits late.
"""

import asyncio
from enum import StrEnum
from typing import Final

from sqlalchemy import text

from service.database import Database
from service.errors import DomainError, ErrorCode

_PAUSE_SECONDS: Final = 0.005


class Cursor(StrEnum):
    """How the reader goes on from the last event."""

    HORIZON = "horizon"
    ID = "id"


_NEXT: Final = {
    Cursor.HORIZON: """
SELECT event_id::text, xid::text AS at, id FROM outbox
WHERE (xid, id) > (CAST(CAST(:xid AS text) AS xid8), :id) AND xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY xid, id LIMIT 1000
""",
    Cursor.ID: """
SELECT event_id::text, xid::text AS at, id FROM outbox
WHERE id > :id AND CAST(:xid AS text) IS NOT NULL
ORDER BY id LIMIT 1000
""",
}


class Reader:
    """Reads the feed from its beginning until told to stop; what it got is in `read`."""

    def __init__(self, database: Database, cursor: Cursor) -> None:
        self.read: list[str] = []
        self._database = database
        self._cursor = cursor
        self._last = ("0", 0)

    async def follow(self, stopping: asyncio.Event) -> None:
        """Read on until told to stop, and then to the end."""
        while True:
            is_last = stopping.is_set()
            found = await self._next()
            if not found and is_last:
                return
            if not found:
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _next(self) -> int:
        xid, number = self._last
        try:
            async with self._database.reading() as session:
                values = {"xid": xid, "id": number}
                rows = (await session.execute(text(_NEXT[self._cursor]), values)).all()
        except DomainError as error:
            if error.code is not ErrorCode.UNAVAILABLE:
                raise
            await asyncio.sleep(10 * _PAUSE_SECONDS)
            return 1  # it was not asked: that is not the end
        for row in rows:
            self.read.append(row[0])
            self._last = (row[1], row[2])
        return len(rows)
