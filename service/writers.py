"""Connections for writing: the driver's, and SQLAlchemy's own idea of them."""

import functools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import asyncpg
import orjson
from sqlalchemy import Connection, Engine, NullPool, event
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from service.pool import Pool
from service.statements import as_json
from service.units import Driver, Row
from service.visit import clock, note_statement


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


class Timed:
    """The driver's connection, whose statements are counted for the request that sends them."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self.is_closed = driver.is_closed
        self.terminate = driver.terminate

    def __getattr__(self, name: str) -> object:
        """What else the driver has."""
        return getattr(self._driver, name)

    async def execute(self, query: str) -> str:
        """What became of a command: its tag."""
        began = clock()
        try:
            return await self._driver.execute(query)
        finally:
            # For whom a transaction begins is nobody's who reads the log.
            note_statement(query.partition(";")[0], began)

    async def fetch(self, query: str, *args: object) -> Sequence[Row]:
        """The rows of the answer."""
        began = clock()
        try:
            return await self._driver.fetch(query, *args)
        finally:
            note_statement(query, began)


def _time_sessions(engine: Engine) -> None:
    """The same for what SQLAlchemy's sessions send on the same connection."""

    # SQLAlchemy calls both with connection, cursor, statement, values, context, and whether there are many.
    def before(*said: Any) -> None:  # noqa: ANN401 - it has no types
        said[4].began = clock()

    def after(*said: Any) -> None:  # noqa: ANN401 - it has no types
        note_statement(said[2], said[4].began)

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)


def writers(url: str, size: int, settings: Mapping[str, str]) -> Pool[Writer]:
    """At most so many connections; transactions begin and end in service/database.py, not at SQLAlchemy's."""
    connect = cast("Callable[..., Awaitable[object]]", asyncpg.connect)  # pyright: ignore[reportUnknownMemberType] - untyped
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=functools.partial(connect, dsn=url, server_settings=dict(settings)),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        json_serializer=as_json,
        json_deserializer=orjson.loads,
    )

    _time_sessions(engine.sync_engine)

    async def open_one() -> Writer:
        connection = await engine.connect()
        driver = cast("Any", connection.sync_connection).connection.driver_connection
        return Writer(driver=Timed(driver), connection=connection)

    return Pool(open_one, size)
