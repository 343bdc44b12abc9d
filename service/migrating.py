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
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from service.settings import CHECKOUT

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
    return await _on_connection(url, _heads) == set(ScriptDirectory.from_config(_config()).get_heads())


def _heads(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _command(act: Callable[[Config, str], None], revision: str, connection: Connection) -> None:
    act(_config(connection), revision)


def _config(connection: Connection | None = None) -> Config:
    """Alembic's configuration without a file; its chatter goes nowhere, errors are raised."""
    config = Config(stdout=io.StringIO(), output_buffer=io.StringIO())
    config.set_main_option("script_location", str(CHECKOUT / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def _on_connection(url: str, act: Callable[[Connection], Result]) -> Result:
    """Run synchronous work on a connection of its own; asyncpg reads the address, so `sslmode` counts."""

    async def dial() -> object:
        return await _connect(dsn=url, statement_cache_size=0)

    engine = create_async_engine(
        "postgresql+asyncpg://",
        poolclass=NullPool,
        async_creator=dial,
    )
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(act)
    finally:
        await engine.dispose()
