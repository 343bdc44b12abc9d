"""Tries every verb on a row of every table as somebody, no rule of ours in between, and takes it back."""

from typing import Any, Final

import asyncpg
import pytest
from sqlalchemy import text

import models
from service.access.actors import Actor
from service.database import Database, WriteSession
from service.errors import DomainError, conflict
from service.statements import compiled
from service.units import rows
from tests.oracle.ground import DISKOMINFO, MEETINGS, REPORTS
from tests.walls.ground import PLEDGE

TABLES: Final = sorted(table.name for table in models.Base.metadata.sorted_tables)
_POPULATED: Final = "SELECT * FROM jsonb_populate_record"
_BEGIN: Final = compiled(text("SELECT 1"))
_OF_PLEDGE: Final = f"pledge_id = '{PLEDGE}'"
_OF_REPORT: Final = f"report_id = '{REPORTS[1]}'"
_SPECIAL: Final = {
    "pledge": f"id = '{PLEDGE}'",
    "progress_report": f"id = '{REPORTS[1]}'",
    "evidence": f"report_id = '{REPORTS[0]}'",
    "verification": f"report_id = '{REPORTS[1]}'",
    "history": f"{_OF_PLEDGE} AND actor_id = 'lead'",
    "pledge_constraint": f"{_OF_PLEDGE} AND internal",
    "pledge_request": f"agency_id = '{DISKOMINFO}'",
    "rollup_fresh": "true",
    "meeting": f"id = '{MEETINGS[0]}'",
    "attendance": f"meeting_id = '{MEETINGS[0]}'",
    "directive": f"meeting_id = '{MEETINGS[0]}'",
    "agency": f"id = '{DISKOMINFO}'",
}


def _which(table: str) -> str:
    """The row: one of the pledge's, where the table has such."""
    has_pledge = "pledge_id" in models.Base.metadata.tables[table].columns
    return _SPECIAL.get(table, _OF_PLEDGE if has_pledge else "true")


async def a_row_of_each(database: Database) -> dict[str, str]:
    """By table: such a row, as JSON."""
    found: dict[str, str] = {}
    async with database.reading() as session:
        for table in TABLES:
            asked = f"SELECT to_jsonb(t)::text AS row FROM {table} AS t WHERE {_which(table)} LIMIT 1"  # noqa: S608 - ours
            for row in await session.driver.fetch(asked):
                found[table] = row["row"]
    return found


async def tried(database: Database, actor: Actor, examples: dict[str, str]) -> dict[str, str]:
    """By table: the letters of what could be done (SIUD); tables of which nothing can are left out."""
    found: dict[str, str] = {}

    async def work(session: WriteSession) -> None:
        await rows(session, _BEGIN)
        for table in TABLES:
            statements = await _statements(session, table)
            letters = [
                verb for verb, said in statements.items() if await _goes(session, said, examples[table])
            ]
            found[table] = "".join(letters)
        raise conflict("all of it is taken back", "test")

    with pytest.raises(DomainError, match="taken back"):
        await database.write(work, actor.guise)
    return {table: letters for table, letters in found.items() if letters}


async def _statements(session: WriteSession, table: str) -> dict[str, str]:
    """What is tried; an update sets a column to what it is, one that the class may set if there is any."""
    which = _which(table)
    (row,) = await session.driver.fetch(
        "SELECT coalesce(min(attname::text) FILTER (WHERE has_column_privilege($1, attname, 'UPDATE')), "
        "min(attname::text)) AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 "
        "AND NOT attisdropped",
        table,
    )
    seen = models.Base.metadata.tables[table].columns.keys()[0]
    return {
        "S": f"SELECT {seen} FROM {table} WHERE {which}",  # noqa: S608 - our own words
        "I": f"INSERT INTO {table} OVERRIDING SYSTEM VALUE {_POPULATED}(NULL::{table}, $1)",
        "U": f"UPDATE {table} SET {row['name']} = {row['name']} WHERE {which}",  # noqa: S608 - our own words
        "D": f"DELETE FROM {table} WHERE {which}",  # noqa: S608 - our own words
    }


async def _goes(session: WriteSession, statement: str, example: str) -> bool:
    """Whether PostgreSQL lets it; what fails for another reason was let through the wall."""
    driver: Any = session.driver
    await driver.execute("SAVEPOINT tried")
    try:
        if statement.startswith("INSERT"):
            await driver.fetch(statement, example)
            return True
        if statement.startswith("SELECT"):
            return bool(await driver.fetch(statement))
        return not (await driver.execute(statement)).endswith(" 0")
    except asyncpg.InsufficientPrivilegeError:
        return False
    except asyncpg.IntegrityConstraintViolationError:
        return True
    finally:
        await driver.execute("ROLLBACK TO tried")
