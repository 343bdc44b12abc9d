"""A database of the test's own, with the ground of these tests in it, with a rollup or without."""

from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest

from service.attaching import Addresses
from service.database import Database
from service.ledger.rollup.building import build
from tests.ledger.ground import NOON, WRITERS, Ground


@pytest.fixture
async def ground(settled_addresses: Addresses, settled: Ground) -> AsyncGenerator[Ground]:
    """A few regions, agencies and posts, and the database they are in."""
    database = await Database.open(settled_addresses.service, size=6)
    try:
        yield replace(settled, database=database)
    finally:
        await database.close()


@pytest.fixture
async def kept(settled_addresses: Addresses, settled: Ground) -> AsyncGenerator[Ground]:
    """The ground with a rollup, and room for many writers."""
    database = await Database.open(settled_addresses.service, size=WRITERS + 2)
    await build(database, lambda _: None, lambda: NOON)
    yield replace(settled, database=database)
    await database.close()
