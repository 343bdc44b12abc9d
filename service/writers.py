"""Connections for writing: the driver's, and SQLAlchemy's own idea of them."""

import functools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

import asyncpg
import orjson
from sqlalchemy import Connection, NullPool
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from service.pool import Pool
from service.statements import as_json
from service.units import Driver

_SETTINGS = {"lock_timeout": "2s"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Writer:
    """One of them."""

    driver: Driver
    connection: AsyncConnection

    def is_closed(self) -> bool:
        """Whether it is known to be dead."""
        return self.driver.is_closed()

    def terminate(self) -> None:
        """Hang up; neither the driver nor SQLAlchemy asks PostgreSQL any more."""
        self.driver.terminate()
        known = cast("Connection", self.connection.sync_connection)
        known.invalidate()
        known.close()

    async def close(self) -> None:
        """Say goodbye."""
        await self.connection.close()


def writers(url: str, size: int) -> Pool[Writer]:
    """At most so many connections; transactions begin and end in service/database.py, not at SQLAlchemy's."""
    connect = cast("Callable[..., Awaitable[object]]", asyncpg.connect)  # pyright: ignore[reportUnknownMemberType] - untyped
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=functools.partial(connect, dsn=url, server_settings=_SETTINGS),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        json_serializer=as_json,
        json_deserializer=orjson.loads,
    )

    async def open_one() -> Writer:
        connection = await engine.connect()
        driver = cast("Any", connection.sync_connection).connection.driver_connection
        return Writer(driver=driver, connection=connection)

    return Pool(open_one, size)
