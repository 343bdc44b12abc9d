"""What a service that has started may lack all the same: its database, the schema of its version, room."""

import asyncio
import contextlib
import shutil
from dataclasses import dataclass
from enum import StrEnum

import asyncpg

from service.database import Database
from service.errors import DomainError
from service.migrating import heads
from service.settings import Settings

_PATIENCE_SECONDS = 2.0


class Need(StrEnum):
    """What is needed."""

    DATABASE = "database"
    MIGRATIONS = "migrations"
    DISK = "disk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """What is lacking, and what to do about it."""

    need: Need
    message: str


_NO_DATABASE = Lack(
    need=Need.DATABASE,
    message="Basis data tidak menjawab; periksa DATABASE_URL dan PostgreSQL. "
    "/ The database does not answer; look at DATABASE_URL and at PostgreSQL.",
)
_OTHER_SCHEMA = Lack(
    need=Need.MIGRATIONS,
    message="Skema basis data bukan milik versi ini; jalankan ./run migrate. "
    "/ The database's schema is not this version's; run ./run migrate.",
)


async def lacking(database: Database, settings: Settings) -> tuple[Lack, ...]:
    """What is lacking right now; nothing when all is well."""
    of_database = await _lack_of_database(database)
    of_disk = lack_of_disk(settings)
    return tuple(lack for lack in (of_database, of_disk) if lack is not None)


async def _lack_of_database(database: Database) -> Lack | None:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS), database.reading() as session:
            rows = await session.driver.fetch("SELECT version_num FROM alembic_version")
    except asyncpg.UndefinedTableError:
        return _OTHER_SCHEMA
    except (DomainError, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return _NO_DATABASE
    there = frozenset(str(row["version_num"]) for row in rows)
    return None if there == heads() else _OTHER_SCHEMA


def lack_of_disk(settings: Settings) -> Lack | None:
    """Of the disk of our own folder, if there is one; a database elsewhere has its own watchman."""
    with contextlib.suppress(OSError):
        free = shutil.disk_usage(settings.data_dir).free
        if free < settings.least_free:
            left, least = free // 1_000_000, settings.least_free // 1_000_000
            message = (
                f"Ruang {settings.data_dir} tinggal {left} MB (paling sedikit {least}); kosongkan. "
                f"/ {settings.data_dir} has {left} MB left (at least {least}); make room."
            )
            return Lack(need=Need.DISK, message=message)
    return None
