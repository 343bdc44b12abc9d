"""Databases of three sizes, each in a folder of its own: made once, kept between runs."""

import contextlib
import statistics
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import orjson

from benchmarks.counting.questions import Question, Spots
from benchmarks.peers.floor import statement_of
from benchmarks.reading.province import connected
from seeds.reference import seed_reference
from seeds.synthetic.seeding import seed_synthetic
from seeds.synthetic.shape import PROVINCE, Shape, national
from service.database import Database, WriteSession
from service.embedded import embedded
from service.embedded_folder import Folder
from service.exchange.rebuilding import rebuild_spans
from service.ledger.rollup.building import ensure_built
from service.ledger.sealing import seal
from service.migrating import upgrade

_PEERS = Path(__file__).parent.parent / "peers/postgraphile"
_IS_FILLED = "SELECT EXISTS (SELECT FROM reference_dataset WHERE name = 'synthetic')"
_LIVELIEST = """
SELECT left(region_code, {0}) FROM pledge WHERE length(region_code) >= {0}
GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
"""
_MEETINGS = "SELECT 'meeting_' || id FROM meeting WHERE region_code = '{0}' ORDER BY held_on DESC LIMIT 2"
_TABLES = ("region", "agency", "posyandu", "pledge", "target", "progress_report")
_TIMES = 5
_LINKS = 100_000
"""Links of the history's chain that are made at once."""


class Size(StrEnum):
    """How much of the nation."""

    PROVINCE = "province"
    TEN_PROVINCES = "ten-provinces"
    NATION = "nation"


_SHAPES: Final[dict[Size, Shape]] = {
    Size.PROVINCE: PROVINCE,
    Size.TEN_PROVINCES: national(0.175),
    Size.NATION: national(1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """A running database of a size."""

    size: Size
    url: str
    postmaster: int
    spots: Spots
    rows: dict[str, int]
    """By table."""
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
async def sized(size: Size, room: Path, progress: Callable[[str], None]) -> AsyncGenerator[Sized]:
    """The database of a size for as long as the block runs; what is not there yet is made."""
    folder = Folder(room / size)
    async with embedded(folder) as server:
        await upgrade(server.owner_url)
        await _fill(size, server.owner_url, progress)
        async with connected(server.owner_url) as connection:
            for functions in ("matrix.sql", "grouping.sql"):
                await connection.execute((_PEERS / functions).read_text())
            await connection.execute("CHECKPOINT")
            found = Sized(
                size=size,
                url=server.service_url,
                postmaster=folder.postmaster() or 0,
                spots=await _spots(connection),
                rows={table: await _count(connection, table) for table in _TABLES},
                postgresql=str(await connection.fetchval("SHOW server_version")),
            )
        yield found


async def _fill(size: Size, url: str, progress: Callable[[str], None]) -> None:
    database = await Database.open(url, size=1)
    try:
        async with connected(url) as connection:
            if not await connection.fetchval(_IS_FILLED):
                await seed_reference(database, progress)
                await seed_synthetic(database, _SHAPES[size], progress)
            await rebuild_spans(database, progress)
            await ensure_built(database, progress)
            while await database.write(_chain):
                progress("rantai riwayat / chaining the history")
            await connection.execute("VACUUM (ANALYZE)")
    finally:
        await database.close()


async def _chain(session: WriteSession) -> int:
    """What the service does behind its requests after a load: it would be timed with them."""
    return await seal(session, None, datetime.now(UTC), _LINKS)


async def _spots(connection: Any) -> Spots:  # noqa: ANN401 - asyncpg has no types
    province, regency = [str(await connection.fetchval(_LIVELIEST.format(length))) for length in (2, 5)]
    met, regency_met = [
        tuple(str(row[0]) for row in await connection.fetch(_MEETINGS.format(code)))
        for code in (province, regency)
    ]
    return Spots(
        province=province,
        regency=regency,
        meetings=(met[1], met[0]),
        regency_meetings=(regency_met[1], regency_met[0]),
    )


async def _count(connection: Any, table: str) -> int:  # noqa: ANN401 - asyncpg has no types
    return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))  # noqa: S608 - our own list


async def timed(url: str, sql: str, values: tuple[object, ...] = ()) -> Timed:
    """The medians of EXPLAIN ANALYZE, over a connection set up as those over which the service counts."""
    explained = f"EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) {sql}"
    async with connected(url) as connection:
        for setting in (
            "jit = off",
            "max_parallel_workers_per_gather = 0",
            "plan_cache_mode = force_custom_plan",
        ):
            await connection.execute(f"SET {setting}")
        answers = [await connection.fetch(explained, *values) for _ in range(_TIMES)]
    found: list[dict[str, Any]] = [orjson.loads(answer[0][0])[0] for answer in answers]
    return Timed(
        planning_ms=statistics.median(each["Planning Time"] for each in found),
        running_ms=statistics.median(each["Execution Time"] for each in found),
    )


async def final_sql(question: Question, database: Database) -> tuple[str, tuple[object, ...]]:
    """The one statement by which the service answers, with its values."""
    _, sql, values = await statement_of(question, {}, database)
    return sql, values
