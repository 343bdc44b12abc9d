"""A service on a real socket, over the ground of the mutations' tests: a desk to write from, and a port."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace

import httpx
import pytest

from service.app import create_app
from service.attaching import Addresses
from service.database import Database
from tests.edge.sockets import listening
from tests.mutations.conftest import Desk
from tests.mutations.seats import Seats


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A desk whose service is reached over the network."""

    desk: Desk
    port: int

    @property
    def http(self) -> str:
        """Where it answers requests."""
        return f"http://127.0.0.1:{self.port}/graphql"

    @property
    def socket(self) -> str:
        """Where it talks."""
        return f"ws://127.0.0.1:{self.port}/graphql"


@pytest.fixture
async def station(seated_addresses: Addresses, seats: Seats) -> AsyncGenerator[Station]:
    """The service, with a database of the test's own."""
    database = await Database.open(seated_addresses.service, size=6)
    ground = replace(seats.ground, database=database)
    application = create_app(database)
    async with listening(application) as port:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            yield Station(desk=Desk(ground=ground, client=client, tokens={**seats.tokens}), port=port)
        await application.state.let_go()
    await database.close()
