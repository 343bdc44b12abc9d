"""Takes foreign keys and indexes off tables that are loaded whole, and puts them back over all rows at once.

A check or an index entry for each row costs more than the row; a foreign key that is added afterwards checks
every row as well, and refuses the load if one is wrong. All of it is one transaction.
"""

import contextlib
from collections.abc import AsyncGenerator, Sequence

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text

from service.database import WriteSession

_KEYS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS lift,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
         AS restore
FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY (CAST(:tables AS regclass[])) ORDER BY conname
"""
_INDEXES = """
SELECT format('DROP INDEX %s', indexrelid::regclass) AS lift, pg_get_indexdef(indexrelid) AS restore
FROM pg_index
WHERE indrelid = ANY (CAST(:tables AS regclass[]))
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
ORDER BY indexrelid
"""
_ROOM = "SET LOCAL maintenance_work_mem = '512MB'"


@contextlib.asynccontextmanager
async def unhindered(session: WriteSession, tables: Sequence[str]) -> AsyncGenerator[None]:
    """Load while the block runs; indexes and then foreign keys are made anew at its end."""
    quoted = [f'"{table}"' for table in tables]
    lifted = [
        (row.lift, row.restore)
        for query in (_KEYS, _INDEXES)
        for row in await session.execute(
            text(query).bindparams(bindparam("tables", quoted, type_=ARRAY(Text)))
        )
    ]
    for lift, _ in lifted:
        await session.execute(text(lift))
    yield
    await session.execute(text(_ROOM))
    for _, restore in reversed(lifted):
        await session.execute(text(restore.replace(":", "\\:")))
