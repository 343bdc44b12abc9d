"""The window over the first data."""

from collections.abc import AsyncGenerator, Awaitable, Callable

import httpx
import pytest

from service.app import create_app
from service.attaching import Addresses
from service.database import Database

Look = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def shown(demo_addresses: Addresses) -> AsyncGenerator[Database]:
    """The first data, the test's own."""
    database = await Database.open(demo_addresses.service, size=2)
    yield database
    await database.close()


@pytest.fixture
async def look(shown: Database) -> AsyncGenerator[Look]:
    """Asks for a page."""
    async with visitor(shown) as client:

        async def looking(path: str, **headers: str) -> httpx.Response:
            return await client.get(path, headers={name.replace("_", "-"): headers[name] for name in headers})

        yield looking


def visitor(database: Database) -> httpx.AsyncClient:
    """Somebody with a browser."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_app(database)), base_url="http://test")
