"""One database for all tests of this folder, which only read."""

from collections.abc import AsyncGenerator
from itertools import chain

import pytest
from sqlalchemy import insert

from service.database import Database
from service.ledger.rollup.building import build
from tests.databases import Databases
from tests.oracle import lacks, measures, places, promises
from tests.oracle.comparing import Both


@pytest.fixture(scope="session")
async def rich(databases: Databases) -> AsyncGenerator[Database]:
    """The small, rich database."""
    async with databases.clone() as addresses:
        database = await Database.open(addresses.service, size=1)
        async with database.writing() as session:
            for table, rows in chain(places.rows(), promises.rows(), measures.rows(), lacks.rows()):
                await session.execute(insert(table), rows)
        await build(database, lambda _: None)
        yield database
        await database.close()


@pytest.fixture(scope="session")
async def both(rich: Database) -> AsyncGenerator[Both]:
    """The two executors over it."""
    async with rich.reading() as session:
        yield Both.over(rich, session)
