"""Every layer is made to throw: what clients read has a code and an id, and nothing from inside."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

import graph.documents
import graph.edge
import graph.execution
import graph.http
import graph.mutations.running
import service.access.doorkeeper
from graph.cost import Bill
from graph.guard import Guard
from graph.plan.composing import Composer
from graph.plan.plans import Plans
from graph.plan.statement import Statement
from service.access.allowance import Allowance, Rates
from service.access.buckets import Rate
from service.access.doorkeeper import Doorkeeper
from service.app import Policy, create_app
from service.attaching import Addresses
from service.database import Database
from service.exchange.feed import Feed
from tests.edge.answers import JSON, RESPONSE
from tests.edge.sockets import listening
from tests.mutations.seats import Seats

EVENTS = "text/event-stream"
WORDS = "password=hunter2 in SELECT secret FROM pledge, /srv/ikrar/service/database.py"
INSIDE = re.compile(
    r"hunter2|secret|\bselect\b|\bfrom pledge\b|traceback|/srv|\.py\b|asyncpg|sqlalchemy|starlette|uvicorn"
    r"|error:|exception|postgres|undefined|relation|column|line \d|clone_\d",
    re.IGNORECASE,
)
READ = "{ pledges(first: 1) { totalCount } }"
UNSEEN = "{ pledges(first: 1) { nobodyAskedSo: totalCount } }"
"""Of a shape that nothing else in this process has composed."""
SCHEMA = "{ __schema { queryType { name } } }"
NO_PLEDGE = '{pledgeId: "pledge_01900000-0000-7000-8000-000000000000"}'
WRITE = f"mutation {{ startPledge(input: {NO_PLEDGE}) {{ __typename }} }}"
LISTEN = "subscription { matrixChanged(rows: AGENCY, columns: SPM_AREA) { at } }"

LAYERS: dict[str, tuple[object, str, str]] = {
    "who asks": (Doorkeeper, "__call__", READ),
    "whose token it is": (service.access.doorkeeper, "recognise", READ),
    "what they may still ask for": (Allowance, "take", READ),
    "whose turn it is": (Allowance, "turn", READ),
    "reading the body": (graph.http, "asked_in_body", READ),
    "parsing": (graph.documents, "parse", READ),
    "the guard": (Guard, "inspect", READ),
    "validation": (graph.documents, "validate", READ),
    "what it costs": (graph.edge, "effort_of", READ),
    "arguments": (Plans, "asking", READ),
    "composing": (Composer, "object", UNSEEN),
    "binding": (Statement, "bound", READ),
    "the pool": (Database, "row", READ),
    "the bill": (Bill, "beside", READ),
    "introspection": (graph.execution, "introspected", SCHEMA),
    "a transaction": (Database, "write", WRITE),
    "a key": (graph.mutations.running, "once", WRITE),
    "reading the payload": (Plans, "read", WRITE),
    "the feed": (Feed, "followed", LISTEN),
    "an event": (Plans, "read", LISTEN),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The service on a socket, with somebody's token."""

    port: int
    token: str

    async def asked(self, query: str, accept: str) -> str:
        """Everything that comes back over HTTP."""
        headers = {"accept": accept, "authorization": f"Bearer {self.token}"}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=60) as client:
            response = await client.post("/graphql", json={"query": query}, headers=headers)
        return f"{response.status_code} {dict(response.headers)} {response.text}"

    async def told(self, query: str) -> str:
        """Everything that is said over a WebSocket until the operation, or the socket, is over."""
        said: list[str] = []
        address = f"ws://127.0.0.1:{self.port}/graphql"
        async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
            init = {"type": "connection_init", "payload": {"authorization": f"Bearer {self.token}"}}
            subscribe = {"type": "subscribe", "id": "1", "payload": {"query": query}}
            for message in (init, subscribe):
                await socket.send(orjson.dumps(message).decode())
            with suppress(ConnectionClosed):
                while not said or '"id":"1"' not in said[-1]:
                    said.append(str(await socket.recv()))
        return f"{said} {socket.close_code} {socket.close_reason}"


@pytest.fixture
async def house(seated_addresses: Addresses, seats: Seats) -> AsyncGenerator[House]:
    """A service over a database of the test's own, that counts what is asked."""
    database = await Database.open(seated_addresses.service, size=2)
    rate = Rate(points=100_000)
    application = create_app(database, policy=Policy(rates=Rates(public=rate, known=rate)))
    async with listening(application) as port:
        yield House(port=port, token=seats.tokens["lead"])
        await application.state.let_go()
    await database.close()


def throwing(*_given: object, **_named: object) -> Any:  # noqa: ANN401 - in place of anything
    """Fail with words that nobody may read."""
    raise RuntimeError(WORDS)


def assert_nothing_leaks(answers: list[str], logged: set[str]) -> None:
    """No word from inside, and every id is one that the log knows."""
    for answer in answers:
        assert INSIDE.findall(answer) == [], answer
        ids = re.findall(r'"errorId\\*":\\*"([0-9a-f-]{36})', answer)
        assert set(ids) <= logged
        assert ids or "1011" in answer or "Try again later" in answer or "500" in answer[:3], answer


@pytest.mark.parametrize("layer", LAYERS)
async def test_whatever_layer_throws_nothing_of_it_is_told(
    house: House, layer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, name, query = LAYERS[layer]
    monkeypatch.setattr(owner, name, throwing)
    with capture_logs() as logs:
        forms = [EVENTS] if query is LISTEN else [JSON, RESPONSE, EVENTS]
        answers = [await house.asked(query, accept) for accept in forms]
        answers.append(await house.told(query))
        await asyncio.sleep(0)
    logged = {str(line["error_id"]) for line in logs if "error_id" in line}
    assert_nothing_leaks([answer for answer in answers if '"data"' not in answer], logged)
    assert any("INTERNAL_SERVER_ERROR" in answer for answer in answers)


async def test_what_postgresql_says_stays_inside(house: House, seated_addresses: Addresses) -> None:
    owner = await Database.open(seated_addresses.owner, size=1)
    async with owner.writing() as session:
        await session.execute(text("ALTER TABLE pledge RENAME COLUMN lead_agency_id TO hunter2"))
    await owner.close()
    read = "{ pledges(first: 1) { totalCount nodes { lead { name } } } }"
    with capture_logs() as logs:
        answers = [await house.asked(read, accept) for accept in (JSON, RESPONSE, EVENTS)]
        answers.append(await house.told(read))
    logged = {str(line["error_id"]) for line in logs if "error_id" in line}
    assert len(logged) == 4
    assert_nothing_leaks(answers, logged)
