"""Fixtures that every test may ask for: a server for the run, a migrated template, a database of its own."""

from collections.abc import AsyncGenerator

import pytest

from service.attaching import Addresses
from service.embedded import embedded
from service.embedded_folder import Folder
from service.migrating import upgrade
from tests.databases import OPTIONS, TEMPLATE, Databases


@pytest.fixture(scope="session")
async def bare_databases(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Databases]:
    """The server of this run, its database still empty."""
    async with embedded(Folder(tmp_path_factory.mktemp("server")), OPTIONS) as server:
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
