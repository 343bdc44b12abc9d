"""Fixtures that every test may ask for: a server for the run, a migrated template, a database of its own."""

from collections.abc import AsyncGenerator

import pytest

from seeds.demo import seed_demo
from seeds.reference import seed_reference
from service.attaching import Addresses
from service.database import Database
from service.embedded import embedded
from service.migrating import upgrade
from service.serving import settle
from tests.databases import OPTIONS, REFERENCE, TEMPLATE, Databases, server_folder
from tests.ledger import ground
from tests.mutations.seats import Seats, seated

_SETTLED, _SEATED, _DEMO = "ikrar_settled", "ikrar_seated", "ikrar_demo"


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
    await databases.template(REFERENCE, _refer)
    return databases


async def _refer(database: Database) -> None:
    await seed_reference(database, lambda _: None)


@pytest.fixture(scope="session")
async def settled(databases: Databases) -> ground.Ground:
    """The ids of the ground of the ledger's tests, in a template of its own."""
    return await databases.template(_SETTLED, ground.settle)


@pytest.fixture
async def settled_addresses(databases: Databases, settled: ground.Ground) -> AsyncGenerator[Addresses]:
    """A database of the test's own with that ground in it."""
    del settled
    async with databases.clone(_SETTLED) as addresses:
        yield addresses


@pytest.fixture(scope="session")
async def seats(databases: Databases) -> Seats:
    """The same ground and a way in for everybody on it, in a template of its own."""
    return await databases.template(_SEATED, seated)


@pytest.fixture
async def seated_addresses(databases: Databases, seats: Seats) -> AsyncGenerator[Addresses]:
    """A database of the test's own in which everybody has a way in."""
    del seats
    async with databases.clone(_SEATED) as addresses:
        yield addresses


@pytest.fixture
async def demo_addresses(reference_databases: Databases) -> AsyncGenerator[Addresses]:
    """A database of the test's own with the reference lists and the first data."""
    await reference_databases.template(_DEMO, _enter, REFERENCE)
    async with reference_databases.clone(_DEMO) as addresses:
        yield addresses


async def _enter(database: Database) -> None:
    await seed_demo(database, lambda _: None)


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
