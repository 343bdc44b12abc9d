"""What PostgreSQL says of itself: version, durability, roles and grants, clock, schema."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from typing import Any, Final, cast

import asyncpg

from service.clock import Clock
from service.doctor.findings import Finding, ill, judged, well
from service.migrating import heads
from service.trust import ASKERS
from service.units import Driver, Row

_OLDEST: Final = 150_000
_MOST_SECONDS: Final = 2.0
_ITSELF: Final = """
SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS named,
  current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on' AS survives,
  current_setting('synchronous_commit') <> 'off' AS waits, clock_timestamp() AS now
"""
_ROLE: Final = """
SELECT current_user AS name, rolsuper OR rolbypassrls AS is_mighty,
  EXISTS (SELECT FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relowner = pg_roles.oid) AS owns,
  coalesce(pg_has_role(to_regrole('ikrar_app'), 'MEMBER'), false) AS is_app,
  ARRAY(SELECT class FROM unnest($1::text[]) AS class
    WHERE NOT coalesce(pg_has_role(to_regrole(class), 'MEMBER'), false)) AS is_not
FROM pg_roles WHERE rolname = current_user
"""
_CLASSES: Final = [trust.role for trust in ASKERS]
_GRANTS: Final = """
SELECT relname AS name, has_table_privilege(oid, 'SELECT') AS is_read,
  relname = 'history' AND EXISTS (SELECT FROM unnest($1::text[] || current_user::text) AS who
    WHERE has_table_privilege(who, oid, 'UPDATE, DELETE, TRUNCATE')
      OR has_any_column_privilege(who, oid, 'UPDATE')) AS is_alterable,
  EXISTS (SELECT FROM unnest($1::text[]) AS who, (VALUES ('password', 'hash'), ('second_factor', 'secret'),
      ('person_session', 'digest'), ('account_link', 'digest'), ('api_token', 'digest')) AS key (kept, opens)
    WHERE relname = kept AND has_column_privilege(who, oid, opens, 'SELECT')) AS is_shown,
  NOT relrowsecurity AND relname <> 'alembic_version' AS is_open,
  has_table_privilege('ikrar_public', oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
    OR has_any_column_privilege('ikrar_public', oid, 'INSERT, UPDATE') AS is_written
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname
"""


async def connected(url: str, subject: str = "DATABASE_URL") -> Driver | Finding:
    """A connection as the service makes it, or why there is none."""
    connect = cast("Callable[..., Awaitable[Driver]]", asyncpg.connect)  # pyright: ignore[reportUnknownMemberType] - untyped
    try:
        return await connect(dsn=url, timeout=5)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        words = f"tidak dapat masuk: {error} / cannot log in: {error}"
        return ill(subject, words.replace("\n", " "))


async def of_server(driver: Driver, clock: Clock) -> list[Finding]:
    """Of the server as a whole."""
    (row,) = await driver.fetch(_ITSELF)
    return [*_itself(row, clock())]


def _itself(row: Row, here: datetime) -> Iterator[Finding]:
    yield judged(
        "PostgreSQL",
        f"versi {row['named']} terlalu tua; perlu 15 / version {row['named']} is too old; 15 is needed",
        is_well=row["version"] >= _OLDEST,
    )
    yield judged(
        "fsync, full_page_writes",
        "mati: listrik padam menghapus data; nyalakan / off: a power cut loses data; turn them on",
        is_well=row["survives"],
    )
    yield judged(
        "synchronous_commit",
        "mati: yang sudah diakui dapat hilang; nyalakan / off: what was acknowledged may be lost; turn it on",
        is_well=row["waits"],
    )
    apart = abs((row["now"] - here).total_seconds())
    yield judged(
        "clock",
        f"berbeda {apart:.1f} detik dari basis data; jalankan NTP / is {apart:.1f} s off; run NTP",
        is_well=apart <= _MOST_SECONDS,
    )


async def of_role(driver: Driver) -> list[Finding]:
    """Of the role that the service logs in as."""
    (row,) = await driver.fetch(_ROLE, _CLASSES)
    name = row["name"]
    return [
        judged(
            "role",
            f"{name} terlalu berkuasa / may do too much: ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS",
            is_well=not row["is_mighty"],
        ),
        judged(
            "role owns",
            f"{name} memiliki tabel; serahkan ke ikrar_owner / owns tables; give them to ikrar_owner",
            is_well=not row["owns"],
        ),
        judged("role ikrar_app", f"GRANT ikrar_app TO {name}", is_well=row["is_app"]),
        judged("role classes", f"GRANT {', '.join(row['is_not'])} TO ikrar_app", is_well=not row["is_not"]),
    ]


async def of_schema(driver: Driver) -> list[Finding]:
    """Of the tables: their version, and who may do what to them."""
    words = "bukan milik versi ini; jalankan ./run migrate / is not this version's; run ./run migrate"
    try:
        found = frozenset(
            str(row["version_num"]) for row in await driver.fetch("SELECT * FROM alembic_version")
        )
    except asyncpg.PostgresError as error:
        return [ill("migrations", f"{words} ({error})")]
    if found != heads():
        return [ill("migrations", words)]
    return [well("migrations", ", ".join(sorted(found))), *_grants(await driver.fetch(_GRANTS, _CLASSES))]


def _grants(rows: Any) -> Iterator[Finding]:  # noqa: ANN401 - rows of the driver, which has no types
    for trait, subject, words in (
        (
            "is_alterable",
            "history",
            "riwayat dapat diubah: REVOKE UPDATE, DELETE / can be altered: REVOKE them",
        ),
        ("is_shown", "secrets", "terlihat; REVOKE SELECT ON / are seen; REVOKE SELECT ON"),
        ("is_open", "row-level security", "mati: ENABLE / is off: ALTER TABLE … ENABLE ROW LEVEL SECURITY:"),
        ("is_written", "ikrar_public", "boleh menulis: REVOKE / may write: REVOKE"),
    ):
        names = [str(row["name"]) for row in rows if row[trait]]
        yield judged(subject, f"{words} {', '.join(names)}", is_well=not names)
    unread = [str(row["name"]) for row in rows if not row["is_read"]]
    words = (
        f"tidak terbaca; ./run migrate atau GRANT ke ikrar_app / cannot be read; GRANT to ikrar_app: {unread}"
    )
    yield judged("grants", words, is_well=not unread)
