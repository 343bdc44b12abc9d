"""One database for all tests of this folder, each of which takes back what it tries."""

from collections.abc import AsyncGenerator
from itertools import chain

import pytest
from sqlalchemy import insert, text

from service.attaching import Addresses
from service.database import Database
from service.ledger.rollup.building import build
from tests.databases import Databases
from tests.oracle import lacks, measures, places, promises
from tests.walls.ground import fill


@pytest.fixture(scope="session")
async def walled(databases: Databases) -> AsyncGenerator[Addresses]:
    """The rich database with something in every table."""
    async with databases.clone() as addresses:
        database = await Database.open(addresses.service, size=1)
        async with database.writing() as session:
            for table, rows in chain(places.rows(), promises.rows(), measures.rows(), lacks.rows()):
                await session.execute(insert(table), rows)
        await build(database, lambda _: None)
        async with database.writing() as session:
            await fill(session)
        await database.close()
        owner = await Database.open(addresses.owner, size=1)
        async with owner.writing() as session:
            await session.execute(text("ANALYZE"))
        await owner.close()
        yield addresses


@pytest.fixture
async def itself(walled: Addresses) -> AsyncGenerator[Database]:
    """Where each class logs in as itself."""
    database = await Database.open(walled.service, size=1, logins=walled.logins)
    yield database
    await database.close()
