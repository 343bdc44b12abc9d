"""graphql-transport-ws by hand: how each kind of bad message, and each kind of end, is answered."""

import asyncio
import time
from contextlib import suppress
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from graph.edge import Edge
from graph.socket import MOST_OPERATIONS, GraphQLSocket
from tests.edge.sample import SAMPLE
from tests.edge.sockets import listening
from tests.live.conftest import Station
from tests.live.talking import CELLS

PROTOCOL = Subprotocol("graphql-transport-ws")
INIT = '{"type":"connection_init"}'
ACK = {"type": "connection_ack"}
FAIL = "query ($how: String!) { fail(how: $how) }"


def subscribe(key: str, query: str) -> str:
    """The message that begins an operation."""
    return orjson.dumps({"type": "subscribe", "id": key, "payload": {"query": query}}).decode()


async def said(socket: ClientConnection) -> dict[str, Any]:
    """The next message, which is text."""
    text = await asyncio.wait_for(socket.recv(), 30)
    assert isinstance(text, str)
    message: dict[str, Any] = orjson.loads(text)
    return message


async def closed(socket: ClientConnection) -> int:
    """The code with which the service closes it next."""
    with pytest.raises(ConnectionClosed) as raised:
        await asyncio.wait_for(socket.recv(), 30)
    assert raised.value.rcvd is not None
    return raised.value.rcvd.code


@pytest.mark.parametrize(
    "messages, code",
    [
        ([subscribe("1", "{ hello }")], 4401),
        ([INIT, INIT], 4429),
        ([INIT, subscribe("1", CELLS), subscribe("1", CELLS)], 4409),
        (['{"type":"connection_init","payload":{"authorization":"Bearer ikrar_unknown"}}'], 4403),
        (['{"type":"connection_init","payload":{"authorization":7}}'], 4403),
        *[
            ([INIT, text], 4400)
            for text in (
                "5",
                "null",
                '"a"',
                "[]",
                "{",
                "",
                "[" * 2_000,
                "{}",
                '{"type":"start"}',
                '{"type":"subscribe","id":"1"}',
                '{"type":"subscribe","id":"","payload":{"query":"{ hello }"}}',
                '{"type":"subscribe","id":1,"payload":{"query":"{ hello }"}}',
                '{"type":"subscribe","id":"1","payload":{}}',
                '{"type":"ping","payload":5}',
            )
        ],
    ],
)
async def test_a_bad_message_closes_the_socket_with_its_code(
    station: Station, messages: list[str], code: int
) -> None:
    async with connect(station.socket, subprotocols=[PROTOCOL]) as socket:
        for message in messages:
            await socket.send(message)
        while socket.close_code is None:
            with suppress(ConnectionClosed):
                await asyncio.wait_for(socket.recv(), 30)
    assert socket.close_code == code


async def test_a_frame_of_bytes_is_no_message(station: Station) -> None:
    async with connect(station.socket, subprotocols=[PROTOCOL]) as socket:
        await socket.send(INIT.encode())
        assert await closed(socket) == 4400


async def test_a_message_of_more_than_64_kilobytes_is_too_big(station: Station) -> None:
    async with connect(station.socket, subprotocols=[PROTOCOL]) as socket:
        await socket.send(subscribe("1", "{ hello } #" + "x" * 65_536))
        assert await closed(socket) == 1009


async def test_another_protocol_is_not_acceptable(station: Station) -> None:
    async with connect(station.socket, subprotocols=[Subprotocol("graphql-ws")]) as socket:
        assert await closed(socket) == 4406


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1"])
async def test_a_page_of_another_site_gets_no_socket(station: Station, origin: str) -> None:
    with pytest.raises(InvalidStatus) as raised:
        await connect(station.socket, subprotocols=[PROTOCOL], origin=Origin(origin))
    assert raised.value.response.status_code == 403


async def test_a_page_of_our_own_gets_one(station: Station) -> None:
    origin = Origin(f"http://127.0.0.1:{station.port}")
    async with connect(station.socket, subprotocols=[PROTOCOL], origin=origin) as socket:
        await socket.send(INIT)
        assert await said(socket) == ACK


async def test_who_does_not_begin_is_not_waited_for() -> None:
    edge: Edge[str] = SAMPLE
    async with (
        listening(GraphQLSocket(edge, init_seconds=0.05)) as port,
        connect(f"ws://127.0.0.1:{port}/graphql", subprotocols=[PROTOCOL]) as socket,
    ):
        assert await closed(socket) == 4408


@pytest.mark.parametrize(
    "payload, code",
    [
        ({"query": "{ hello(name: 1) }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
        ({"query": "{ hello }", "other": 1}, "BAD_USER_INPUT"),
        ({"query": "{ hello }", "variables": {"a": "\0"}}, "BAD_USER_INPUT"),
        ({"query": "{ hello }", "variables": {"a": 2**64 - 1}}, "BAD_USER_INPUT"),
        ({"query": "query A { hello } query B { hello }"}, "OPERATION_RESOLUTION_FAILURE"),
        ({"query": FAIL, "variables": {"how": "crash"}}, "INTERNAL_SERVER_ERROR"),
    ],
)
async def test_a_fault_of_one_operation_ends_that_one(payload: dict[str, object], code: str) -> None:
    async with (
        listening(GraphQLSocket(SAMPLE)) as port,
        connect(f"ws://127.0.0.1:{port}/graphql", subprotocols=[PROTOCOL]) as socket,
    ):
        await socket.send(INIT)
        assert await said(socket) == ACK
        await socket.send(orjson.dumps({"type": "subscribe", "id": "1", "payload": payload}).decode())
        error = await said(socket)
        assert (error["type"], error["id"]) == ("error", "1")
        assert [each["extensions"]["code"] for each in error["payload"]] == [code]
        assert "secret" not in str(error)
        await socket.send(subscribe("1", "{ hello }"))
        assert await said(socket) == {
            "type": "next",
            "id": "1",
            "payload": {"data": {"hello": "salam, public"}},
        }
        assert await said(socket) == {"type": "complete", "id": "1"}


async def test_pings_are_answered_ten_a_second(station: Station) -> None:
    async with connect(station.socket, subprotocols=[PROTOCOL]) as socket:
        await socket.send(INIT)
        assert await said(socket) == ACK
        began = time.monotonic()
        for _ in range(20):
            await socket.send('{"type":"ping"}')
        assert [(await said(socket))["type"] for _ in range(20)] == ["pong"] * 20
    assert time.monotonic() - began > 0.8


async def test_a_socket_has_so_many_operations_at_once_and_no_more(station: Station) -> None:
    async with connect(station.socket, subprotocols=[PROTOCOL]) as socket:
        await socket.send(INIT)
        assert await said(socket) == ACK
        for number in range(MOST_OPERATIONS + 1):
            await socket.send(subscribe(str(number), CELLS))
        messages = [await said(socket) for _ in range(MOST_OPERATIONS + 1)]
        (refused,) = [message for message in messages if message["type"] != "next"]
        assert (refused["type"], refused["id"]) == ("error", str(MOST_OPERATIONS))
        assert refused["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
        await socket.send('{"type":"complete","id":"0"}')
        await socket.send(subscribe("again", CELLS))
        assert (await said(socket))["id"] == "again"
