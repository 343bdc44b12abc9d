"""What operations cost at the service itself: told with the answer, refused when nothing is left."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import orjson
import pytest
from httpx import ASGITransport, AsyncClient, Response
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from graph.documents import Prepared
from graph.plan.statement import Statement
from service.access import allowance, pace
from service.access.actors import Role
from service.access.allowance import Rates
from service.access.buckets import Rate
from service.access.pace import Pace
from service.access.tokens import NewToken, create_token
from service.app import Policy, create_app
from service.attaching import Addresses
from service.database import Database
from tests.edge.answers import RESPONSE, codes, post
from tests.edge.sockets import listening

PAGE = "{ regions(first: 50) { nodes { code } } }"
READING = 10 + len(PAGE) // 4
RUNNING = 10 + 50


@pytest.fixture(autouse=True)
def no_breath(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals come at once, and what is new needs no rest."""
    monkeypatch.setattr(allowance, "BREATH_SECONDS", 0.0)
    monkeypatch.setattr(pace, "REST", 0.0)
    monkeypatch.setattr(pace, "_PAUSE_SECONDS", 0.0)


@pytest.fixture
async def database(own_addresses: Addresses) -> AsyncGenerator[Database]:
    """A migrated database with nothing in it."""
    opened = await Database.open(own_addresses.service, size=2)
    yield opened
    await opened.close()


@asynccontextmanager
async def clients(database: Database, points: int, *addresses: str) -> AsyncGenerator[list[AsyncClient]]:
    """A service, and a client of it at each address; buckets hold twenty times the points."""
    rate = Rate(points=points)
    application = create_app(database, policy=Policy(rates=Rates(public=rate, known=rate)))
    async with AsyncExitStack() as stack:
        transports = [ASGITransport(application, client=(address, 1)) for address in addresses]
        yield [
            await stack.enter_async_context(AsyncClient(transport=transport, base_url="http://ikrar.test"))
            for transport in transports
        ]


def cost(response: Response) -> dict[str, Any]:
    """What is told of the cost."""
    assert list(response.json()) == ["data", "extensions"]
    found: dict[str, Any] = response.json()["extensions"]["cost"]
    return found


async def token_of(database: Database) -> str:
    """A token that reads."""
    async with database.writing() as session:
        return (await create_token(session, NewToken(label="Uji", role=Role.INTEGRATION))).text


async def test_an_answer_tells_what_it_cost_and_what_is_left(database: Database) -> None:
    async with clients(database, 100, "192.0.2.1") as (client,):
        first, second = [cost(await post(client, {"query": PAGE})) for _ in range(2)]
    assert {**first, "throttle": 0} == {"requested": RUNNING, "actual": 3, "limit": 5_000, "throttle": 0}
    throttle = first["throttle"]
    assert (throttle["max"], throttle["restoreRate"]) == (2_000, 100)
    assert 2_000 - READING - RUNNING <= throttle["available"] <= 2_000 - RUNNING
    # The document is known by now; some points have come back meanwhile.
    assert second["throttle"]["available"] >= throttle["available"] - RUNNING


async def test_a_field_of_a_mutation_costs_more_than_a_field(database: Database) -> None:
    wrong = '{pledgeId: "pledge_01900000-0000-7000-8000-000000000000"}'
    start = f"startPledge(input: {wrong}) {{ __typename }}"
    async with clients(database, 100, "192.0.2.1") as (client,):
        one = await post(client, {"query": f"mutation {{ {start} }}"})
        two = await post(
            client, {"query": f"mutation {{ ...F }} fragment F on Mutation {{ {start} b: {start} }}"}
        )
    assert (cost(one)["requested"], cost(two)["requested"]) == (30, 50)


async def test_what_is_new_is_made_at_the_pace_of_the_client(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    at_once = Pace.new

    async def noted(self: Pace, make: Callable[[], object]) -> object:
        made.append(await at_once(self, make))
        return made[-1]

    monkeypatch.setattr(Pace, "new", noted)
    page = "query ($first: Int) { regions(first: $first) { totalCount } }"
    told: list[int] = []
    async with clients(database, 1_000, "192.0.2.1") as (client,):
        for first in (5, 5, 6):
            assert (await post(client, {"query": page, "variables": {"first": first}})).status_code == 200
            told.append(len(made))
        await post(client, {"query": "{ nothing }"})
    # A document and its statement; nothing; a statement of another size. What is wrong is never made.
    assert told == [2, 2, 3]
    assert [type(each) for each in made] == [Prepared, Statement, Statement]


@pytest.mark.parametrize("accept", ["application/json", RESPONSE])
async def test_who_has_no_points_left_is_told_when_to_come_back(database: Database, accept: str) -> None:
    async with clients(database, 4, "192.0.2.1") as (client,):
        assert (await post(client, {"query": PAGE}, accept=accept)).status_code == 200
        response = await post(client, {"query": PAGE}, accept=accept)
    assert (response.status_code, codes(response)) == (429, ["RATE_LIMITED"])
    assert 1 <= int(response.headers["retry-after"]) <= 20
    assert response.headers["cache-control"] == "no-store"


async def test_another_address_and_a_token_have_points_of_their_own(database: Database) -> None:
    token = await token_of(database)
    async with clients(database, 4, "192.0.2.1", "192.0.2.2") as (one, other):
        bearer = {"authorization": f"Bearer {token}"}
        asked = [
            await post(client, {"query": PAGE}, headers=headers)
            for client, headers in ((one, {}), (one, {}), (other, {}), (one, bearer), (other, bearer))
        ]
    assert [response.status_code for response in asked] == [200, 429, 200, 200, 429]


async def test_documents_that_are_refused_cost_as_well(database: Database) -> None:
    async with clients(database, 4, "192.0.2.1") as (client,):
        refused = [
            await post(client, {"query": "{ " + f"unknown{number} " * 10 + "}"}) for number in range(5)
        ]
    told = [codes(response)[0] for response in refused]
    assert (told[0], told[-1]) == ("GRAPHQL_VALIDATION_FAILED", "RATE_LIMITED")


async def test_whoever_tries_tokens_pays_as_the_public_there(database: Database) -> None:
    async with clients(database, 1, "192.0.2.1") as (client,):
        tried = [
            await post(client, {"query": "{ __typename }"}, headers={"authorization": f"Bearer ikrar_{n}"})
            for n in range(3)
        ]
        public = await post(client, {"query": "{ __typename }"})
    assert [response.status_code for response in (*tried, public)] == [401, 401, 429, 429]


async def test_a_header_that_anybody_can_write_makes_nobody_another_client(database: Database) -> None:
    async with clients(database, 4, "192.0.2.1") as (client,):
        asked = [
            await post(client, {"query": PAGE}, headers={"x-forwarded-for": f"203.0.113.{number}"})
            for number in range(2)
        ]
    assert [response.status_code for response in asked] == [200, 429]


async def test_events_are_refused_with_a_status_while_nothing_was_told(database: Database) -> None:
    async with clients(database, 4, "192.0.2.1") as (client,):
        asked = [await post(client, {"query": PAGE}, accept="text/event-stream") for _ in range(2)]
    assert [response.status_code for response in asked] == [200, 429]
    assert '"requested":60' in asked[0].text
    assert codes(asked[1]) == ["RATE_LIMITED"]


async def test_a_socket_stays_when_one_of_its_operations_is_refused(database: Database) -> None:
    rate = Rate(points=4)
    application = create_app(database, policy=Policy(rates=Rates(public=rate, known=rate)))
    subscribe = [{"type": "subscribe", "id": str(number), "payload": {"query": PAGE}} for number in range(2)]
    async with (
        listening(application) as port,
        connect(
            f"ws://127.0.0.1:{port}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]
        ) as socket,
    ):
        await socket.send('{"type":"connection_init"}')
        heard = [orjson.loads(await socket.recv())]
        for message in subscribe:
            await socket.send(orjson.dumps(message).decode())
            heard.append(orjson.loads(await socket.recv()))
            if heard[-1]["type"] == "next":
                heard.append(orjson.loads(await socket.recv()))
        await socket.send('{"type":"ping"}')
        heard.append(orjson.loads(await socket.recv()))
    assert [message["type"] for message in heard] == ["connection_ack", "next", "complete", "error", "pong"]
    assert heard[1]["payload"]["extensions"]["cost"]["requested"] == RUNNING
    assert heard[3]["payload"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_sockets_are_opened_at_the_pace_of_their_address(database: Database) -> None:
    rate = Rate(points=1)
    application = create_app(database, policy=Policy(rates=Rates(public=rate, known=rate)))
    async with listening(application) as port:
        where, spoken = f"ws://127.0.0.1:{port}/graphql", [Subprotocol("graphql-transport-ws")]
        opened = [await connect(where, subprotocols=spoken) for _ in range(pace.AHEAD + 1)]
        with pytest.raises(InvalidStatus) as refused:
            await connect(where, subprotocols=spoken)
        for socket in opened:
            await socket.close()
    assert refused.value.response.status_code == 403


async def test_what_is_no_request_is_refused_at_the_pace_of_its_address(database: Database) -> None:
    async with clients(database, 1, "192.0.2.1", "192.0.2.2") as (client, other):
        answers = [await client.post("/graphql", content=b"no JSON") for _ in range(pace.AHEAD + 2)]
        elsewhere = await other.post("/graphql", content=b"no JSON")
    assert [answer.status_code for answer in answers] == [415] * (pace.AHEAD + 1) + [429]
    assert elsewhere.status_code == 415
