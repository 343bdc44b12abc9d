"""Fixtures that every test may ask for: a server for the run, a migrated template, a database of its own."""

from collections.abc import AsyncGenerator

import pytest

from seeds.reference import seed_reference
from service.attaching import Addresses
from service.database import Database
from service.embedded import embedded
from service.migrating import upgrade
from service.serving import settle
from tests.databases import OPTIONS, REFERENCE, TEMPLATE, Databases, server_folder


def pytest_collection_finish() -> None:
    """What was imported stays, as in a service: it took a sixth of the time to see that it is no garbage."""
    settle()


@pytest.fixture(scope="session")
async def bare_databases() -> AsyncGenerator[Databases]:
    """The server of this run, its database still empty."""
    with server_folder() as folder:
        async with embedded(folder, OPTIONS) as server:
            yield Databases(server)


@pytest.fixture(scope="session")
async def databases(bare_databases: Databases) -> Databases:
    """The server of this run, its template migrated."""
    await upgrade(bare_databases.addresses(TEMPLATE).owner)
    return bare_databases


@pytest.fixture
async def own_addresses(databases: Databases) -> AsyncGenerator[Addresses]:
    """A migrated database of the test's own, gone afterwards."""
    async with databases.clone() as addresses:
        yield addresses


@pytest.fixture(scope="session")
async def reference_databases(databases: Databases) -> Databases:
    """The server of this run, with a second template that holds the reference lists."""
    await databases.copy(REFERENCE)
    database = await Database.open(databases.addresses(REFERENCE).service, size=1)
    await seed_reference(database, lambda _: None)
    await database.close()
    return databases


@pytest.fixture
async def reference_addresses(reference_databases: Databases) -> AsyncGenerator[Addresses]:
    """A database of the test's own with regions, areas, services, agencies and the calendar."""
    async with reference_databases.clone(REFERENCE) as addresses:
        yield addresses


@pytest.fixture
async def reference(reference_addresses: Addresses) -> AsyncGenerator[Database]:
    """The same, opened as the service opens it."""
    database = await Database.open(reference_addresses.service, size=2)
    yield database
    await database.close()
