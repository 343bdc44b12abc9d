"""A database of the test's own, with the ground of these tests in it, with a rollup or without."""

from collections.abc import AsyncGenerator

import pytest

from service.attaching import Addresses
from service.database import Database
from service.ledger.rollup.building import build
from tests.ledger.ground import NOON, WRITERS, Ground, settle


@pytest.fixture
async def ground(own_addresses: Addresses) -> AsyncGenerator[Ground]:
    """A few regions, agencies and posts, and the database they are in."""
    database = await Database.open(own_addresses.service, size=6)
    try:
        yield await settle(database)
    finally:
        await database.close()


@pytest.fixture
async def kept(own_addresses: Addresses) -> AsyncGenerator[Ground]:
    """The ground with a rollup, and room for many writers."""
    database = await Database.open(own_addresses.service, size=WRITERS + 2)
    ground = await settle(database)
    await build(database, lambda _: None, lambda: NOON)
    yield ground
    await database.close()
