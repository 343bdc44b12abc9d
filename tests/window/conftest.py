"""The window over the first data, changed by nobody but a test that says so."""

from collections.abc import AsyncGenerator, Awaitable, Callable

import httpx
import pytest

from seeds.demo import seed_demo
from service.app import create_app
from service.attaching import Addresses
from service.database import Database
from tests.databases import REFERENCE, Databases

Look = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture(scope="module")
async def shown(reference_databases: Databases) -> AsyncGenerator[Database]:
    """The first data."""
    async with reference_databases.clone(REFERENCE) as addresses:
        database = await Database.open(addresses.service, size=2)
        await seed_demo(database, lambda _: None)
        yield database
        await database.close()


@pytest.fixture(scope="module")
async def look(shown: Database) -> AsyncGenerator[Look]:
    """Asks for a page."""
    async with visitor(shown) as client:

        async def looking(path: str, **headers: str) -> httpx.Response:
            return await client.get(path, headers={name.replace("_", "-"): headers[name] for name in headers})

        yield looking


def visitor(database: Database) -> httpx.AsyncClient:
    """Somebody with a browser."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_app(database)), base_url="http://test")


@pytest.fixture
async def own(reference_addresses: Addresses) -> AsyncGenerator[Database]:
    """The same of the test's own."""
    database = await Database.open(reference_addresses.service, size=2)
    await seed_demo(database, lambda _: None)
    yield database
    await database.close()
