"""A database of the test's own, with the ground of these tests in it."""

from collections.abc import AsyncGenerator

import pytest

from service.attaching import Addresses
from service.database import Database
from tests.ledger.ground import Ground, settle


@pytest.fixture
async def ground(own_addresses: Addresses) -> AsyncGenerator[Ground]:
    """A few regions, agencies and posts, and the database they are in."""
    database = await Database.open(own_addresses.service, size=6)
    try:
        yield await settle(database)
    finally:
        await database.close()
