"""Databases of several sizes: the province, which is seeded here, and others that `seed --synthetic` made."""

import contextlib
import statistics
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import orjson

from benchmarks.counting.questions import Question
from benchmarks.peers.floor import statement_of
from benchmarks.reading.province import connected
from seeds.reference import seed_reference
from seeds.synthetic.seeding import seed_synthetic
from seeds.synthetic.shape import PROVINCE
from service.database import Database
from service.embedded import embedded
from service.embedded_folder import Folder
from service.exchange.rebuilding import rebuild_spans
from service.ledger.rollup.building import ensure_built
from service.migrating import upgrade

_PEERS = Path(__file__).parent.parent / "peers/postgraphile"
_NAME = "SELECT version FROM reference_dataset WHERE name = 'synthetic'"
_LIVELIEST = "SELECT left(region_code, 2) FROM pledge GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
_TABLES = ("region", "agency", "posyandu", "pledge", "target", "progress_report")
_TIMES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """A running database of a size."""

    name: str
    url: str
    postmaster: int
    province: str
    """The one with the most pledges."""
    sizes: dict[str, int]
    postgresql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """What a statement takes in the database: planning and running, medians of some runs."""

    planning_ms: float
    running_ms: float

    @property
    def database_ms(self) -> float:
        """Both."""
        return self.planning_ms + self.running_ms


@contextlib.asynccontextmanager
async def sized(path: Path, progress: Callable[[str], None]) -> AsyncGenerator[Sized]:
    """The database of a folder for as long as the block runs; an empty folder is filled with the province."""
    folder = Folder(path)
    async with embedded(folder) as server:
        await upgrade(server.owner_url)
        await _fill(server.owner_url, progress)
        async with connected(server.owner_url) as connection:
            for functions in ("matrix.sql", "grouping.sql"):
                await connection.execute((_PEERS / functions).read_text())
            await connection.execute("VACUUM (ANALYZE)")
            await connection.execute("CHECKPOINT")
            found = Sized(
                name=str(await connection.fetchval(_NAME)),
                url=server.service_url,
                postmaster=folder.postmaster() or 0,
                province=str(await connection.fetchval(_LIVELIEST)),
                sizes={
                    table: int(await connection.fetchval(f"SELECT count(*) FROM {table}"))  # noqa: S608 - ours
                    for table in _TABLES
                },
                postgresql=str(await connection.fetchval("SHOW server_version")),
            )
        yield found


async def _fill(url: str, progress: Callable[[str], None]) -> None:
    database = await Database.open(url, size=1)
    try:
        async with connected(url) as connection:
            if await connection.fetchval(_NAME) is None:
                await seed_reference(database, progress)
                await seed_synthetic(database, PROVINCE, progress)
        await rebuild_spans(database, progress)
        await ensure_built(database, progress)
    finally:
        await database.close()


async def timed(database: Database, sql: str, values: tuple[object, ...] = ()) -> Timed:
    """The medians of EXPLAIN ANALYZE, over a connection by which the service counts."""
    found: list[dict[str, Any]] = []
    for _ in range(_TIMES):
        row = await database.row(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", *values, counts=True)
        found.append(orjson.loads(cast("tuple[str]", row)[0])[0])
    return Timed(
        planning_ms=statistics.median(each["Planning Time"] for each in found),
        running_ms=statistics.median(each["Execution Time"] for each in found),
    )


async def final_sql(question: Question, database: Database) -> tuple[str, tuple[object, ...]]:
    """The one statement by which the service answers, with its values."""
    _, sql, values = await statement_of(question, {}, database)
    return sql, values
