"""The endpoint of the small schema, reached without a socket."""

from collections.abc import AsyncIterator

import pytest
from httpx import ASGITransport, AsyncClient

from tests.edge.sample import endpoint


@pytest.fixture
async def edge() -> AsyncIterator[AsyncClient]:
    """A client of an endpoint that nothing has asked anything yet."""
    async with AsyncClient(transport=ASGITransport(endpoint()), base_url="http://ikrar.test") as client:
        yield client
