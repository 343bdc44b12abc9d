"""A service that is watched: a client of it, and what was told of its requests."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

import httpx
import pytest

from service.access.actors import Role
from service.access.allowance import Rates
from service.access.buckets import Rate
from service.access.tokens import NewToken, create_token
from service.app import Policy, create_app
from service.attaching import Addresses
from service.database import Database
from service.metrics import Metrics
from service.request_log import RequestLog
from service.visit import Visit
from service.witness import Witness

PLENTY = Rate(points=100_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A client, and all that its requests left behind."""

    client: httpx.AsyncClient
    database: Database
    lines: list[dict[str, object]]
    metrics: Metrics
    tokens: list[str] = field(default_factory=list[str])

    async def token(self) -> tuple[str, str]:
        """A token that reads, and its id."""
        async with self.database.writing() as session:
            made = await create_token(session, NewToken(label="Dasbor Ibu Sari", role=Role.INTEGRATION))
        row = await self.database.row("SELECT id::text FROM api_token ORDER BY id DESC LIMIT 1")
        assert row is not None
        return made.text, str(row[0])

    async def ask(self, query: str, token: str | None = None, **more: object) -> httpx.Response:
        """One operation by POST."""
        headers = {} if token is None else {"authorization": f"Bearer {token}"}
        return await self.client.post("/graphql", json={"query": query, **more}, headers=headers)

    def counted(self, name: str) -> dict[str, float]:
        """The samples of a metric by their labels."""
        page = self.metrics.page(None).decode()
        samples = [line.rpartition(" ") for line in page.splitlines() if line.startswith(name)]
        return {sample.removeprefix(name): float(value) for sample, _, value in samples}


def visit(**known: object) -> Visit:
    """A request of which this is known."""
    made = Visit("http")
    for name, value in known.items():
        setattr(made, name, value)
    return made


@pytest.fixture
async def watched(own_addresses: Addresses) -> AsyncGenerator[Watched]:
    """A migrated database with nothing in it, served; every statement is slow."""
    database = await Database.open(own_addresses.service, size=2)
    lines: list[dict[str, object]] = []
    metrics = Metrics(frozenset({"Regions"}))
    witness = Witness(tellers=(RequestLog(lines.append).tell, metrics.tell), slow_after=0.0)
    application = create_app(
        database, policy=Policy(rates=Rates(public=PLENTY, known=PLENTY)), witness=witness
    )
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://ikrar.test") as client:
        yield Watched(client=client, database=database, lines=lines, metrics=metrics)
    await application.state.let_go()
    await database.close()
