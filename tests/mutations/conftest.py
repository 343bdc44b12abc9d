"""A desk to send mutations from: the ground of the ledger's tests, and a token for everybody on it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import orjson
import pytest

from service.app import create_app
from service.attaching import Addresses
from service.database import Database
from tests.ledger.counting import Counts, counts, difference
from tests.ledger.ground import Ground
from tests.mutations.seats import PERSONS, PROGRAMS, Seats

ROLES = ("public", *PROGRAMS, *PERSONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Sends documents in somebody's name; `ground` has the ids of what stands there."""

    ground: Ground
    client: httpx.AsyncClient
    tokens: dict[str, str]
    cookies: dict[str, str] = field(default_factory=dict[str, str])
    region: str = "64"
    """Where meetings are held."""

    async def ask(self, who: str, document: str, **variables: object) -> dict[str, Any]:
        """The whole answer."""
        token, cookie = self.tokens.get(who), self.cookies.get(who)
        answer = await self.client.post(
            "/graphql",
            content=orjson.dumps({"query": document, "variables": variables}),
            headers={
                "content-type": "application/json",
                **({"authorization": f"Bearer {token}"} if token else {}),
                **({"cookie": f"__Host-ikrar={cookie}"} if cookie else {}),
            },
        )
        found: dict[str, Any] = orjson.loads(answer.content)
        return found

    async def send(self, who: str, name: str, selection: str, /, **values: object) -> dict[str, Any]:
        """What the mutation called `name` gives back for an input of these values."""
        title = name[0].upper() + name[1:]
        document = (
            f"mutation ($input: {title}Input!) {{ {name}(input: $input) {{ __typename "
            f"... on {title}Payload {{ {selection} }} "
            "... on Problem { code message path } ... on Stale { currentVersion current { version } } } }"
        )
        answer = await self.ask(who, document, input=values)
        assert "errors" not in answer, answer
        found: dict[str, Any] = answer["data"][name]
        return found

    async def refused(self, who: str, name: str, /, **values: object) -> dict[str, Any]:
        """The Problem that the mutation meets, after proving that it changed no row."""
        before = await self.rows()
        found = await self.send(who, name, "isReplay", **values)
        assert "code" in found, found
        assert difference(before, await self.rows()) == {}
        return found

    async def rows(self) -> Counts:
        """How many rows every table holds."""
        return await counts(self.ground.database)

    def agency(self, name: str) -> str:
        """The id of an agency in the graph."""
        return f"agency_{getattr(self.ground, name)}"

    def post(self, place: int = 0) -> str:
        """The id of a post in the graph."""
        return f"posyandu_{self.ground.posts[place]}"


@pytest.fixture
async def desk(seated_addresses: Addresses, seats: Seats) -> AsyncGenerator[Desk]:
    """The desk, over a database of the test's own."""
    database = await Database.open(seated_addresses.service, size=6)
    ground = replace(seats.ground, database=database)
    transport = httpx.ASGITransport(create_app(database))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Desk(ground=ground, client=client, tokens={**seats.tokens}, cookies={**seats.cookies})
    await database.close()
