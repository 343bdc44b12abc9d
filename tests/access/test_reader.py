"""The second wall of reading: PostgreSQL itself keeps a wrong question from the door's tables."""

import asyncio
from collections.abc import AsyncGenerator

import asyncpg
import pytest
from sqlalchemy import text

from models import Base
from service.attaching import Addresses
from service.database import Database
from tests.databases import Databases

_HIDDEN = {
    *("account", "account_identity", "account_link", "account_role", "api_token", "idempotency", "password"),
    *("deprecated_use", "person", "person_session", "rate_bucket", "second_factor", "sign_in_throttle"),
    "evidence_file",
}
"""Whatever lets somebody in, whoever they are, what they have sent, and what is counted of them."""
_IN_PART = {
    *(("account", "id"), ("account", "email"), ("api_token", "id"), ("api_token", "label")),
    *(("evidence_file", name) for name in ("id", "name", "media_type", "size_bytes", "sha256")),
}
_CATALOGUE = text("""
SELECT c.relname, has_table_privilege('ikrar_reader', c.oid, 'SELECT'),
  has_table_privilege('ikrar_reader', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
    OR has_any_column_privilege('ikrar_reader', c.oid, 'INSERT, UPDATE')
    OR pg_has_role('ikrar_reader', c.relowner, 'MEMBER')
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
""")
_COLUMNS = text("""
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relname = ANY(:hidden) AND has_column_privilege('ikrar_reader', c.oid, a.attname, 'SELECT')
""")


@pytest.fixture(scope="module")
async def database(databases: Databases) -> AsyncGenerator[Database]:
    """One for all of these tests: whatever they try is refused, or only looks."""
    async with databases.clone() as addresses:
        opened = await Database.open(addresses.service, size=2)
        yield opened
        await opened.close()


async def test_every_table_is_shown_to_the_reader_or_on_the_list_of_those_that_are_not(
    database: Database,
) -> None:
    async with database.reading() as session:
        found = (await session.execute(_CATALOGUE)).all()
        columns = (await session.execute(_COLUMNS, {"hidden": [*_HIDDEN]})).all()
    tables = {name for name, _, _ in found}
    assert tables >= {table.name for table in Base.metadata.sorted_tables}
    assert tables - {name for name, may_read, _ in found if may_read} - {"alembic_version"} == _HIDDEN
    assert [name for name, _, may_write in found if may_write] == []
    assert {(table, column) for table, column in columns} == _IN_PART


@pytest.mark.parametrize("counts", [False, True])
@pytest.mark.parametrize(
    "wrong",
    [
        *(f"TABLE {table}" for table in sorted(_HIDDEN)),
        *("SELECT digest FROM api_token", "SELECT closed_at FROM account", "SELECT account FROM account"),
        "SELECT latitude FROM evidence_file",
        *("DELETE FROM pledge RETURNING 1", "UPDATE pledge SET title = '' RETURNING 1"),
        *(
            "INSERT INTO outbox (topic) VALUES ('a') RETURNING 1",
            "UPDATE history SET reason = '' RETURNING 1",
        ),
        "SELECT pg_read_file('/etc/hostname')",
    ],
)
async def test_a_wrong_question_is_refused_by_postgresql(
    database: Database, wrong: str, *, counts: bool
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await database.row(wrong, counts=counts)


@pytest.mark.parametrize("counts", [False, True])
async def test_who_reads_stays_the_reader_whatever_happens_to_connections(
    own_addresses: Addresses, *, counts: bool
) -> None:
    opened = await Database.open(own_addresses.service, size=2)
    for _ in range(20):
        slow = asyncio.create_task(opened.row("SELECT pg_sleep(5)", counts=counts))
        await asyncio.sleep(0.01)
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)
        found = await asyncio.gather(*(opened.row("SELECT current_user", counts=counts) for _ in range(4)))
        assert {row[0] for row in found if row} == {"ikrar_reader"}
    await opened.close()


async def test_who_writes_is_the_service_and_cannot_alter_what_was(database: Database) -> None:
    for wrong in ("UPDATE history SET reason = ''", "DELETE FROM history", "TRUNCATE history_link"):
        with pytest.raises(Exception, match=r"permission denied"):
            async with database.writing() as session:
                await session.execute(text(wrong))
