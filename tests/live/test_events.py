"""Server-sent events by hand: headers, ids, resuming, silence, and who may not have them."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import orjson
import pytest

from graph.http import GraphQLEndpoint
from graph.listening import subscriptions
from graph.listening.watch import Event
from service.app import create_app
from service.database import Database
from service.exchange.feed import BEGINNING, Place
from tests.edge.sample import SAMPLE
from tests.edge.sockets import listening
from tests.live.conftest import Station
from tests.live.talking import CELLS
from tests.mutations.staging import recorded

EVENTS = {"accept": "text/event-stream"}
Lines = AsyncIterator[str]


@asynccontextmanager
async def streamed(
    url: str,
    *,
    query: str = CELLS,
    headers: dict[str, str] = EVENTS,
    method: str = "POST",
) -> AsyncGenerator[tuple[httpx.Response, Lines]]:
    """The answer to a subscription, and its lines as they come."""
    asked: Any = {"json": {"query": query}} if method == "POST" else {"params": {"query": query}}
    async with (
        httpx.AsyncClient(timeout=30) as client,
        client.stream(method, url, headers=headers, **asked) as response,
    ):
        yield response, response.aiter_lines()


async def event(lines: Lines) -> dict[str, str]:
    """The fields of the next event."""
    fields: dict[str, str] = {}
    while line := await asyncio.wait_for(anext(lines), 30):
        name, _, value = line.partition(":")
        fields[name] = value.strip()
    return fields


async def connections(database: Database) -> int:
    """How many connections the service has to its database."""
    row = await database.row("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
    assert row is not None
    return int(str(row[0]))


async def test_each_event_has_an_id_from_which_another_connection_goes_on(station: Station) -> None:
    async with streamed(station.http) as (response, lines):
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-accel-buffering"] == "no"
        first = await event(lines)
        assert first["event"] == "next"
    await recorded(station.desk)
    async with streamed(station.http, headers={**EVENTS, "last-event-id": first["id"]}) as (_, lines):
        again = await event(lines)
    assert again["id"] != first["id"]
    change = orjson.loads(again["data"])["data"]["matrixChanged"]
    assert (change["eventId"], len(change["cells"])) == (again["id"], 1)


async def test_get_carries_a_subscription_as_the_browser_asks_for_it(station: Station) -> None:
    async with streamed(station.http, method="GET") as (_, lines):
        assert (await event(lines))["event"] == "next"


async def test_get_carries_no_mutation(station: Station) -> None:
    query = 'mutation { startPledge(input: {pledgeId: "x"}) { __typename } }'
    async with streamed(station.http, method="GET", query=query) as (response, _):
        assert (response.status_code, response.headers["allow"]) == (405, "POST")


async def test_without_the_media_type_it_is_refused(station: Station) -> None:
    async with streamed(station.http, headers={}) as (response, _):
        assert response.status_code == 400
        await response.aread()
        assert response.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
        assert "text/event-stream" in response.text


async def test_a_token_that_nobody_holds_is_a_status(station: Station) -> None:
    headers = {**EVENTS, "authorization": "Bearer ikrar_unknown"}
    async with streamed(station.http, headers=headers) as (response, _):
        assert response.status_code == 401
        assert response.headers["content-type"] == "application/json; charset=utf-8"


class Silent:
    """Tells once, and then nothing more."""

    def __init__(self) -> None:
        self._has_told = False

    async def next(self) -> Event:
        """The first event; there is no second."""
        if self._has_told:
            await asyncio.Event().wait()
        self._has_told = True
        return Event(after=BEGINNING, upto=Place(xid=1, id=1), payload=b"{}")


@asynccontextmanager
async def silence(*_asked: object) -> AsyncGenerator[Silent]:
    """Listen to it."""
    yield Silent()


async def test_silence_is_kept_alive() -> None:
    async with (
        listening(GraphQLEndpoint(replace(SAMPLE, listen=silence), keep_alive=0.05)) as port,
        streamed(f"http://127.0.0.1:{port}/graphql", query="subscription { renamed }") as (
            _,
            lines,
        ),
    ):
        assert await event(lines) == {"id": "1-1", "event": "next", "data": "{}"}
        for _ in range(3):
            assert await asyncio.wait_for(anext(lines), 5) == ":"
            assert await asyncio.wait_for(anext(lines), 5) == ""


async def test_who_leaves_takes_everything_along(station: Station) -> None:
    database = station.desk.ground.database
    before = await connections(database)
    async with streamed(station.http) as (_, lines):
        await event(lines)
        await asyncio.sleep(0.1)
        assert await connections(database) > before
    async with asyncio.timeout(10):
        while await connections(database) > before + 1:  # the reading that this listener took may stay open
            await asyncio.sleep(0.05)


async def test_a_service_that_stops_ends_streams_without_saying_that_they_are_complete(
    station: Station,
) -> None:
    database = station.desk.ground.database
    application = create_app(database)
    async with (
        listening(application) as port,
        streamed(f"http://127.0.0.1:{port}/graphql") as (_, lines),
    ):
        await event(lines)
        await application.state.let_go()
        assert [line async for line in lines] == []


async def test_a_worker_takes_so_many_listeners_and_no_more(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "MOST_LISTENERS", 1)
    async with streamed(station.http) as (_, lines):
        await event(lines)
        async with streamed(station.http) as (_, others):
            refused = orjson.loads((await event(others))["data"])
            assert (await event(others))["event"] == "complete"
    assert refused["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    async with asyncio.timeout(10):
        while True:
            async with streamed(station.http) as (_, lines):
                if "data" in orjson.loads((await event(lines))["data"]):
                    break
