"""The second wall: a login role for each class of trust, and what PostgreSQL itself keeps from it."""

import asyncio

import asyncpg
import pytest
from sqlalchemy import text

from models import Base
from service.attaching import Addresses
from service.database import Database
from service.rules.policy import TRUST, Role
from service.trust import ASKERS, Trust

_HIDDEN = {
    *("account", "account_identity", "account_link", "account_role", "api_token", "idempotency", "password"),
    *("constraint_words", "deprecated_use", "evidence_file", "person", "person_session", "place_name"),
    *("rate_bucket", "second_factor", "sign_in_throttle"),
}
"""Whatever lets somebody in, whoever they are, what they sent, what is counted of them, internal words."""
_OF_OFFICIALS = {"constraint_words", "idempotency"}
_SHOWN_TO = {
    Trust.PUBLIC: set[str](),
    Trust.LIAISON: _OF_OFFICIALS,
    Trust.SECRETARIAT: _OF_OFFICIALS,
    Trust.ADMINISTRATOR: {"account", "account_role", "idempotency", "person", "place_name"},
}
"""Of those, what a class may read, as far as policies show it."""
_NAMELESS = {"pledge", "pledge_span"}
_IN_PART = {
    *(("account", "id"), ("account", "email"), ("api_token", "id"), ("api_token", "label")),
    *(("evidence_file", name) for name in ("id", "name", "media_type", "size_bytes", "sha256")),
}
_OF_FILES = {each for each in _IN_PART if each[0] == "evidence_file"}
_OF_REPORTERS = {("evidence_file", each) for each in ("actor_id", "actor_kind", "agency_id", "expires_at")}
_TOKEN = Base.metadata.tables["api_token"]
_AT_THE_DOOR = {
    *(("account_link", each) for each in ("account_id", "purpose", "expires_at")),
    *(
        ("api_token", each.name)
        for each in Base.metadata.tables["api_token"].columns
        if each.name != "digest"
    ),
    ("password", "account_id"),
    *(("person_session", "id"), ("person_session", "account_id")),
    *(("second_factor", "account_id"), ("second_factor", "confirmed_at")),
}
"""All but what opens it."""
_PARTS_OF = {
    Trust.PUBLIC: _IN_PART,
    Trust.LIAISON: _IN_PART | _OF_REPORTERS,
    Trust.SECRETARIAT: _IN_PART,
    Trust.ADMINISTRATOR: _OF_FILES | _AT_THE_DOOR,
}
_KEYS = {("idempotency", each.name) for each in Base.metadata.tables["idempotency"].columns}
_SHOWN = text("""
SELECT c.relname, has_table_privilege(:role, c.oid, 'SELECT') FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
""")
_COLUMNS = text("""
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relname = ANY(:hidden) AND has_column_privilege(:role, c.oid, a.attname, 'SELECT')
""")
_ALTERED = text("""
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND (has_table_privilege(:role, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
    OR has_any_column_privilege(:role, c.oid, 'INSERT, UPDATE'))
""")
_REMOVED = text("""
SELECT c.relname FROM pg_class c WHERE c.relname LIKE 'history%' AND c.relkind IN ('r', 'p')
  AND (has_table_privilege(:role, c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
    OR has_any_column_privilege(:role, c.oid, 'UPDATE'))
""")
_POWERS = text("""
SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication,
  EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid),
  ARRAY(SELECT other.rolname::text FROM pg_roles AS other
    WHERE other.oid <> pg_roles.oid AND pg_has_role(pg_roles.oid, other.oid, 'MEMBER'))
FROM pg_roles WHERE rolname = :role
""")
_CLASSES = [trust.role for trust in ASKERS]
_WRONG = (
    *("SELECT digest FROM api_token", "SELECT hash FROM password", "SELECT secret FROM second_factor"),
    *("SELECT digest FROM account_link", "SELECT digest FROM person_session"),
    *("SELECT latitude FROM evidence_file", "SELECT pg_read_file('/etc/hostname')"),
    *("DELETE FROM pledge RETURNING 1", "UPDATE pledge SET quote = '' RETURNING 1"),
    *("UPDATE history SET reason = '' RETURNING 1", "DELETE FROM outbox RETURNING 1"),
    *("UPDATE account SET email = '' RETURNING 1", "DELETE FROM account RETURNING 1"),
)
"""What PostgreSQL refuses everybody."""
_OF_ACCOUNTS = ("SELECT closed_at FROM account", "SELECT account FROM account")


def test_every_role_has_its_class_and_only_the_system_is_the_worker() -> None:
    assert set(TRUST) == set(Role)
    assert [role for role, trust in TRUST.items() if trust is Trust.WORKER] == [Role.SYSTEM]
    assert [role for role, trust in TRUST.items() if trust is Trust.PUBLIC] == [Role.PUBLIC]


@pytest.mark.parametrize("trust", ASKERS)
async def test_every_table_is_shown_to_a_class_or_on_the_list_of_those_that_are_not(
    database: Database, trust: Trust
) -> None:
    role, is_public = trust.role, trust is Trust.PUBLIC
    async with database.reading() as session:
        shown = {row[0]: row[1] for row in await session.execute(_SHOWN, {"role": role})}
        hidden = {name for name, is_shown in shown.items() if not is_shown} - {"alembic_version"}
        found = await session.execute(_COLUMNS, {"role": role, "hidden": [*_HIDDEN, *_NAMELESS]})
        columns = {(table, column) for table, column in found}
    assert {*shown} >= {table.name for table in Base.metadata.sorted_tables}
    assert hidden == (_HIDDEN - _SHOWN_TO[trust]) | (_NAMELESS if is_public else set())
    assert {each for each in columns if each[0] in hidden - _NAMELESS} == _PARTS_OF[trust]
    assert is_public is (("pledge", "responsible") not in columns)
    assert is_public is (("pledge_span", "responsible") not in columns)
    assert is_public is not ({*columns} >= _KEYS)


@pytest.mark.parametrize("role", _CLASSES)
async def test_a_class_owns_nothing_becomes_nobody_else_and_cannot_alter_history(
    database: Database, role: str
) -> None:
    async with database.reading() as session:
        assert (await session.execute(_POWERS, {"role": role})).one() == (False, False, [])
        assert (await session.execute(_REMOVED, {"role": role})).all() == []


async def test_the_public_writes_no_table_at_all(database: Database) -> None:
    async with database.reading() as session:
        assert (await session.execute(_ALTERED, {"role": Trust.PUBLIC.role})).all() == []


@pytest.mark.parametrize("counts", [False, True])
@pytest.mark.parametrize(
    "trust, wrong",
    [
        *((trust, f"TABLE {each}") for trust in ASKERS for each in sorted(_HIDDEN - _SHOWN_TO[trust])),
        *((trust, each) for trust in ASKERS for each in _WRONG),
        *((trust, each) for trust in ASKERS if trust is not Trust.ADMINISTRATOR for each in _OF_ACCOUNTS),
    ],
)
async def test_a_wrong_question_is_refused_by_postgresql(
    database: Database, wrong: str, trust: Trust, *, counts: bool
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await database.row(wrong, trust=trust, counts=counts)


@pytest.mark.parametrize("wrong", ["SELECT responsible FROM pledge", "TABLE pledge_span"])
async def test_the_public_is_not_told_who_is_responsible(database: Database, wrong: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await database.row(wrong, trust=Trust.PUBLIC)


@pytest.mark.parametrize("trust", ASKERS)
@pytest.mark.parametrize("is_itself", [True, False], ids=["own-login", "role-taken"])
async def test_a_class_stays_itself_whatever_happens_to_connections(
    own_addresses: Addresses, trust: Trust, *, is_itself: bool
) -> None:
    logins = own_addresses.logins if is_itself else None
    opened = await Database.open(own_addresses.service, size=2, logins=logins)
    asked = "SELECT current_user, session_user"
    for _ in range(10):
        slow = asyncio.create_task(opened.row("SELECT pg_sleep(5)", trust=trust))
        await asyncio.sleep(0.01)
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)
        found = await asyncio.gather(*(opened.row(asked, trust=trust) for _ in range(4)))
        login = trust.role if is_itself else "ikrar_service"
        assert {(row[0], row[1]) for row in found if row} == {(trust.role, login)}
    await opened.close()


@pytest.mark.parametrize("trust", ASKERS)
@pytest.mark.parametrize("other", ["ikrar_app", "ikrar_service", "ikrar_owner", *_CLASSES])
async def test_a_class_that_logs_in_as_itself_cannot_become_another(
    own_addresses: Addresses, trust: Trust, other: str
) -> None:
    opened = await Database.open(own_addresses.service, size=1, logins=own_addresses.logins)
    became = opened.row(f"SELECT set_config('role', '{other}', false)", trust=trust)
    if other == trust.role:
        await became
    else:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await became
    await opened.close()


async def test_the_worker_cannot_alter_what_was_either(database: Database) -> None:
    for wrong in ("UPDATE history SET reason = ''", "DELETE FROM history", "TRUNCATE history_link"):
        with pytest.raises(Exception, match=r"permission denied"):
            async with database.writing() as session:
                await session.execute(text(wrong))
