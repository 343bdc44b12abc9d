"""The synthetic province in a data folder of the benchmark's own: seeded once, kept between runs."""

import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

import asyncpg

from seeds.reference import seed_reference
from seeds.synthetic.seeding import seed_synthetic
from seeds.synthetic.shape import PROVINCE
from service.database import Database
from service.embedded import embedded
from service.embedded_folder import Folder
from service.exchange.rebuilding import rebuild_spans
from service.migrating import upgrade

_FUNCTIONS = Path(__file__).parent.parent / "peers" / "postgraphile" / "matrix.sql"
# A pledge as it is commonly opened: of those with 20 reports or more, the one with the median of targets.
_TYPICAL = """
WITH reported AS (SELECT pledge_id FROM progress_report GROUP BY pledge_id HAVING count(*) >= 20),
sized AS (
  SELECT reference, count(*) AS targets FROM reported
  JOIN target USING (pledge_id) JOIN pledge ON pledge.id = pledge_id
  GROUP BY reference HAVING count(*) <= 100
)
SELECT reference FROM sized ORDER BY targets, reference
OFFSET (SELECT count(*) / 2 FROM sized) LIMIT 1
"""
_SIZES = ("region", "agency", "posyandu", "pledge", "target", "progress_report")


class _Connection(Protocol):
    """What is used of a connection of asyncpg, which has no types."""

    async def execute(self, statement: str) -> str:
        """Run statements."""
        ...

    async def fetchval(self, query: str) -> Any:  # noqa: ANN401 - a value of any type
        """The first value of the answer."""
        ...

    async def fetch(self, query: str, *values: object) -> list[Any]:
        """The rows of the answer."""
        ...

    async def close(self) -> None:
        """Hang up."""
        ...


_connect = cast("Callable[[str], Awaitable[_Connection]]", asyncpg.connect)  # pyright: ignore[reportUnknownMemberType] - untyped


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncGenerator[_Connection]:
    """A connection for as long as the block runs."""
    connection = await _connect(url)
    try:
        yield connection
    finally:
        await connection.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A running database with the province in it."""

    url: str
    postmaster: int
    reference: str
    """Of the pledge that is opened."""
    sizes: dict[str, int]
    postgresql: str


@contextlib.asynccontextmanager
async def province(path: Path, progress: Callable[[str], None]) -> AsyncGenerator[Province]:
    """The province for as long as the block runs; PostgreSQL is configured as it comes with the service."""
    folder = Folder(path)
    async with embedded(folder) as server:
        await upgrade(server.owner_url)
        await _seed(server.owner_url, progress)
        async with connected(server.owner_url) as connection:
            await connection.execute(_FUNCTIONS.read_text())
            await connection.execute("VACUUM (ANALYZE)")
            await connection.execute("CHECKPOINT")
            found = Province(
                url=server.service_url,
                postmaster=folder.postmaster() or 0,
                reference=await connection.fetchval(_TYPICAL),
                sizes={table: await _count(connection, table) for table in _SIZES},
                postgresql=await connection.fetchval("SHOW server_version"),
            )
        yield found


async def _seed(url: str, progress: Callable[[str], None]) -> None:
    database = await Database.open(url, size=1)
    try:
        await seed_reference(database, progress)
        await seed_synthetic(database, PROVINCE, progress)
        await rebuild_spans(database, progress)
    finally:
        await database.close()


async def _count(connection: _Connection, table: str) -> int:
    return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))  # noqa: S608 - our own list
