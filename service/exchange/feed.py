"""How far the outbox may be read, followed for as long as somebody listens.

The law of the cursor: events are read in the order of (xid, id), and only below the oldest transaction that
still runs. Ids alone are given out before they are committed, so whoever reads by them passes over what
commits late. So all that a listener needs is the last settled place; what happened between two of them, a
statement looks up by itself, and nobody keeps a queue.

Nothing notifies inside a transaction that writes: PostgreSQL would let all of them commit one by one. The
process that committed looks at once, and tells the others to look, many commits at a time. A notification
only wakes; when one is lost, the next look comes within a second.
"""

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final, cast

import structlog

from service.database import Database, Direct
from service.errors import DomainError

_CHANNEL: Final = "ikrar_outbox"
_LOOK: Final = """
SELECT CAST(CAST(last.xid AS text) AS bigint), last.id,
  CAST(CAST(pg_snapshot_xmin(snapshot) AS text) AS bigint),
  pg_snapshot_xmin(snapshot) < pg_snapshot_xmax(snapshot),
  EXISTS (SELECT FROM outbox WHERE xid >= pg_snapshot_xmin(snapshot))
FROM pg_current_snapshot() AS snapshot LEFT JOIN LATERAL (
  SELECT xid, id FROM outbox WHERE xid < pg_snapshot_xmin(snapshot) ORDER BY xid DESC, id DESC LIMIT 1
) AS last ON true
"""
_KNOWS: Final = "SELECT 1 FROM outbox WHERE xid = CAST(CAST($1 AS text) AS xid8) AND id = $2"
_TELL: Final = f"SELECT pg_notify('{_CHANNEL}', ''), set_config('synchronous_commit', 'off', true)"
"""Nothing is lost with a notification, so nobody waits until it is on the disk."""
_SLOW_SECONDS: Final = 1.0
"""Between two looks when nobody notifies."""
_SOON_SECONDS: Final = 0.02
"""Between two looks at least; and while something committed waits for an older transaction to end."""
_TOLD_SECONDS: Final = 0.05
"""Between two notifications at least."""
_AGAIN_SECONDS: Final = 0.5
_HELD_SECONDS: Final = 60.0
_PLACE: Final = re.compile(r"([0-9]{1,18})-([0-9]{1,18})\Z", re.ASCII)
_log = structlog.stdlib.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A place in the outbox: an event, and all before it."""

    xid: int
    id: int

    def __str__(self) -> str:
        return f"{self.xid}-{self.id}"


BEGINNING: Final = Place(xid=0, id=0)


def place_of(text: str) -> Place | None:
    """The place that an event id says; None for what is none."""
    found = _PLACE.match(text)
    return None if found is None else Place(xid=int(found[1]), id=int(found[2]))


class Feed:
    """Knows the last settled place. One for a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._place = BEGINNING
        self._moved = asyncio.Event()
        self._bell = asyncio.Event()
        self._followers = 0
        self._entering = asyncio.Lock()
        self._looking: asyncio.Task[None] | None = None
        self._telling: asyncio.Task[None] | None = None
        self._is_untold = False
        self._held = _Held()

    @property
    def place(self) -> Place:
        """The last settled event; good while somebody follows."""
        return self._place

    @contextlib.asynccontextmanager
    async def followed(self) -> AsyncGenerator[None]:
        """Follow the outbox while the block runs; raises UNAVAILABLE when it cannot be read."""
        async with self._entering:
            if not self._followers:
                await self._look(self._database)
                self._looking = asyncio.create_task(self._follow())
            self._followers += 1
        try:
            yield
        finally:
            self._followers -= 1
            if not self._followers and self._looking is not None:
                self._looking.cancel()
                self._looking = None

    async def beyond(self, place: Place) -> Place:
        """Wait until something has happened after `place`; how far it is settled then."""
        while self._place <= place:
            await self._moved.wait()
        return self._place

    async def knows(self, place: Place) -> bool:
        """Whether this is an event of this outbox, still kept and not beyond what is settled."""
        if place == BEGINNING:
            return True
        found = await self._database.row(_KNOWS, str(place.xid), place.id)
        return found is not None and place <= self._place

    def wake(self) -> None:
        """Something was committed here: look at once, and let the others look."""
        self._bell.set()
        self._is_untold = True
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        # Whoever cannot be told looks within a second.
        with contextlib.suppress(DomainError):
            while self._is_untold:
                self._is_untold = False
                await self._database.row(_TELL)
                await asyncio.sleep(_TOLD_SECONDS)

    async def _follow(self) -> None:
        """Look on for ever, on a new connection after each that broke; the place is kept, nothing is lost."""
        while True:
            try:
                async with self._database.listening(_CHANNEL, self._bell.set) as connection:
                    while True:
                        await self._look_when_told(connection)
            except DomainError as error:
                _log.warning("feed.interrupted", reason=error.message)
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _look_when_told(self, connection: Direct) -> None:
        self._bell.clear()
        has_more = await self._look(connection)
        await asyncio.sleep(_SOON_SECONDS)
        if not has_more:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), _SLOW_SECONDS)

    async def _look(self, connection: Direct | Database) -> bool:
        """Learn how far it is settled; whether something waits behind a transaction that still runs."""
        row = await (connection.row if isinstance(connection, Database) else connection.fetchrow)(_LOOK)
        xid, number, oldest, runs, waits = cast("tuple[int | None, int, int, bool, bool]", row)
        self._held.look(oldest if runs else None)
        found = BEGINNING if xid is None else Place(xid=xid, id=number)
        if found > self._place:
            self._place = found
            moved, self._moved = self._moved, asyncio.Event()
            moved.set()
        return waits


class _Held:
    """Watches for a transaction that runs so long that nothing after it can be told."""

    def __init__(self) -> None:
        self._oldest: int | None = None
        self._since = 0.0

    def look(self, oldest: int | None) -> None:
        """Note the oldest running transaction; say so, once a minute, when it stays the same."""
        now = time.monotonic()
        if oldest is None or oldest != self._oldest:
            self._oldest, self._since, self._said = oldest, now, now
        elif now - self._said >= _HELD_SECONDS:
            self._said = now
            _log.warning("feed.held_back", transaction=oldest, seconds=round(now - self._since))
