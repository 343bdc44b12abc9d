"""Brings a database to the schema of this program, and tells whether it is there; Alembic, built in code."""

import functools
import io
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from service.errors import DomainError, ErrorCode, invalid, wrong_state
from service.settings import CHECKOUT

_LOCK_NOT_AVAILABLE = "55P03"
Result = TypeVar("Result")
_Connect = Callable[..., Awaitable[object]]
_connect = cast("_Connect", asyncpg.connect)  # pyright: ignore[reportUnknownMemberType] - it has no types


async def upgrade(owner_url: str, revision: str = "head") -> None:
    """Run the migrations up to `revision`, those that are not in yet; safe to call from several at once."""
    await _on_connection(owner_url, functools.partial(_command, command.upgrade, revision))


async def downgrade(owner_url: str, revision: str) -> None:
    """Take back the migrations after `revision` (`base` takes back all)."""
    await _on_connection(owner_url, functools.partial(_command, command.downgrade, revision))


async def compare_with_models(owner_url: str) -> None:
    """Raise when the tables and the models differ."""
    await _on_connection(owner_url, lambda connection: command.check(_config(connection)))


async def is_current(url: str) -> bool:
    """Whether the schema is exactly the one of this program."""
    return frozenset(await _on_connection(url, _heads)) == heads()


@functools.cache
def heads() -> frozenset[str]:
    """The schema of this program."""
    return frozenset(ScriptDirectory.from_config(_config()).get_heads())


def wrong_schema() -> DomainError:
    """The database is of another version of this program, or of none."""
    message = (
        "Skema basis data bukan milik versi ini; jalankan ./run migrate. "
        "/ The database's schema is not this version's; run ./run migrate."
    )
    return wrong_state(message, "DATABASE_URL")


def _heads(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _command(act: Callable[[Config, str], None], revision: str, connection: Connection) -> None:
    try:
        act(_config(connection), revision)
    except CommandError as error:
        message = f"Revisi {revision!r} tidak dikenal. / Revision {revision!r} is not known. {error}"
        raise invalid(message, "--to") from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        message = (
            "Tabel sedang dipakai lama oleh pihak lain; jalankan lagi. "
            "/ Others hold a table for long; run it again."
        )
        raise DomainError(ErrorCode.UNAVAILABLE, message, ("DATABASE_URL",)) from error


def _config(connection: Connection | None = None) -> Config:
    """Alembic's configuration without a file; its chatter goes nowhere, errors are raised."""
    config = Config(stdout=io.StringIO(), output_buffer=io.StringIO())
    config.set_main_option("script_location", str(CHECKOUT / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def _on_connection(url: str, act: Callable[[Connection], Result]) -> Result:
    """Run synchronous work on a connection of its own; asyncpg reads the address, so `sslmode` counts."""
    creator = functools.partial(_dial, url)
    engine = create_async_engine("postgresql+asyncpg://", poolclass=NullPool, async_creator=creator)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(act)
    finally:
        await engine.dispose()


async def _dial(url: str) -> object:
    """A connection; UNAVAILABLE while nobody answers there, INVALID when we are refused for good."""
    try:
        return await _connect(dsn=url, statement_cache_size=0)
    except (OSError, TimeoutError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError) as error:
        message = f"Basis data tidak menjawab. / The database does not answer. {error}"
        raise DomainError(ErrorCode.UNAVAILABLE, message, ("DATABASE_URL",)) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        message = f"Basis data menolak. / The database refuses us. {error}"
        raise invalid(message, "DATABASE_URL") from error
