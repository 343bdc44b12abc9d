"""Connections for writing, kept open: the one that was given back last goes out first.

Nothing is asked of one when it is taken or given back, and SQLAlchemy learns of it when somebody speaks to it
through SQLAlchemy. Readings have the driver's own pools, see service/database.py.
"""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

import asyncpg
import orjson
from sqlalchemy import Connection, NullPool
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from service.statements import Driver, as_json

_SETTINGS = {"lock_timeout": "2s"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Writer:
    """A connection, as the driver knows it and as SQLAlchemy does."""

    driver: Driver
    connection: AsyncConnection

    def hang_up(self) -> None:
        """End it without a word, perhaps in the middle of a statement."""
        self.driver.terminate()
        known = cast("Connection", self.connection.sync_connection)
        known.invalidate()
        known.close()


class Writers:
    """At most so many connections at once; whoever comes when all are taken waits."""

    def __init__(self, url: str, size: int) -> None:
        connect = cast("Callable[..., Awaitable[object]]", asyncpg.connect)  # pyright: ignore[reportUnknownMemberType] - untyped
        self._engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=functools.partial(connect, dsn=url, server_settings=_SETTINGS),
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",  # transactions begin and end in service/database.py
            json_serializer=as_json,
            json_deserializer=orjson.loads,
        )
        self._size = size
        self._room = asyncio.Semaphore(size)
        self._idle: list[Writer] = []
        self._kept: set[Writer] = set()

    async def take(self) -> Writer:
        """One that nobody else has until it is given back; it may have died since it was last used."""
        await self._room.acquire()
        try:
            return self._idle.pop() if self._idle else await self._new()
        except BaseException:
            self._room.release()
            raise

    async def _new(self) -> Writer:
        connection = await self._engine.connect()
        driver = cast("Any", connection.sync_connection).connection.driver_connection
        writer = Writer(driver=driver, connection=connection)
        self._kept.add(writer)
        return writer

    def give_back(self, writer: Writer) -> None:
        """Let the next one have it."""
        self._room.release()
        if writer in self._kept:
            self._idle.append(writer)
        else:
            writer.hang_up()

    def drop(self, writer: Writer) -> None:
        """Instead of giving it back: PostgreSQL rolls back what nobody will end."""
        self._kept.discard(writer)
        self.give_back(writer)

    def drop_all(self) -> None:
        """Keep none of those that are open, wherever they are now."""
        self._kept.clear()
        while self._idle:
            self._idle.pop().hang_up()

    async def close(self) -> None:
        """Say goodbye on all of them, after what they are doing."""
        for _ in range(self._size):
            await self._room.acquire()
        while self._idle:
            await self._idle.pop().connection.close()
