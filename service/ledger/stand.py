"""How the ledger stands behind its writers: what is not chained, not sealed, or not told yet."""

from dataclasses import dataclass
from typing import Final

import asyncpg

from service.database import Database
from service.errors import DomainError

_STAND: Final = """
SELECT count(*), coalesce(extract(epoch FROM now() - min(recorded_at)), 0),
  (SELECT coalesce(max(position), 0) FROM history_link)
    - (SELECT coalesce(max(position), 0) FROM history_seal),
  (SELECT count(*) FROM outbox WHERE xid >= pg_snapshot_xmin(pg_current_snapshot()))
FROM (SELECT recorded_at FROM history
  WHERE id > (SELECT coalesce(max(history_id), 0) FROM history_link) LIMIT 100000) AS waiting
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """All zero when nothing waits."""

    history_unlinked_rows: int
    history_unlinked_seconds: float
    history_unsealed_links: int
    outbox_held_back_events: int


async def stand_of(database: Database) -> Stand | None:
    """How it stands now; nothing when the database does not say."""
    try:
        row = await database.row(_STAND)
    except (DomainError, asyncpg.PostgresError):
        return None
    if row is None:
        return None
    rows, seconds, links, events = (float(str(row[place])) for place in range(4))
    return Stand(
        history_unlinked_rows=int(rows),
        history_unlinked_seconds=seconds,
        history_unsealed_links=int(links),
        outbox_held_back_events=int(events),
    )
