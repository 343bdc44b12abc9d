"""Sessions that stay: a stream and a socket of a browser end with the session, or with what it acts as."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import httpx
import orjson
import pytest
import websockets

from graph.messages import PROTOCOL
from tests.edge.sockets import listening
from tests.people.conftest import BOTH, PASSWORD, House

CELLS = "subscription { matrixChanged(rows: AGENCY, columns: EXECUTION) { eventId } }"
VIEWER = "{ viewer { role } }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A browser on a real socket, which is handed its cookie: HTTP libraries keep Secure ones from HTTP."""

    client: httpx.AsyncClient
    port: int
    cookie: str
    assignments: list[str]

    @property
    def headers(self) -> dict[str, str]:
        """What a browser sends along."""
        origin = f"http://127.0.0.1:{self.port}"
        return {"cookie": self.cookie, "origin": origin, "sec-fetch-site": "same-origin"}

    async def does(self, method: str, path: str, **body: object) -> httpx.Response:
        """One thing beside the listening."""
        answer = await self.client.request(method, path, json=body, headers=self.headers)
        assert answer.status_code < 300, answer.text
        return answer


@pytest.fixture
async def window(house: House) -> AsyncGenerator[Window]:
    """Somebody with two assignments, signed in."""
    application = house.application()
    async with listening(application) as port:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            answer = await client.post("/session", json={"email": BOTH, "password": PASSWORD})
            cookie = answer.headers["set-cookie"].partition(";")[0]
            held = [one["id"] for one in answer.json()["assignments"]]
            yield Window(client=client, port=port, cookie=cookie, assignments=held)
        await application.state.let_go()


async def _leave(window: Window, how: str) -> None:
    if how == "sign out":
        await window.does("DELETE", "/session")
    else:
        await window.does("POST", "/session/assignment", assignment=window.assignments[1])


@pytest.mark.parametrize("how", ["sign out", "act as another"])
async def test_a_stream_ends_with_its_session(window: Window, how: str) -> None:
    headers = {**window.headers, "accept": "text/event-stream"}
    async with (
        asyncio.timeout(60),
        window.client.stream("POST", "/graphql", json={"query": CELLS}, headers=headers) as stream,
    ):
        lines = stream.aiter_lines()
        while await anext(lines):
            pass
        await _leave(window, how)
        rest = [line async for line in lines if line.startswith(("event", "data: {"))]
    assert [rest[0], rest[-1]] == ["event: next", "event: complete"]
    assert orjson.loads(rest[1].removeprefix("data: "))["errors"][0]["extensions"] == {
        "code": "UNAUTHENTICATED"
    }


def _socket(window: Window, **headers: str) -> Any:  # noqa: ANN401 - websockets' own
    sent = {**window.headers, **headers}
    origin = sent.pop("origin")
    return websockets.connect(
        f"ws://127.0.0.1:{window.port}/graphql",
        subprotocols=[websockets.Subprotocol(PROTOCOL)],
        origin=websockets.Origin(origin),
        additional_headers=sent,
    )


@pytest.mark.parametrize("how", ["sign out", "act as another"])
async def test_a_socket_ends_with_its_session(window: Window, how: str) -> None:
    async with asyncio.timeout(60), _socket(window) as socket:
        await socket.send('{"type": "connection_init"}')
        assert orjson.loads(await socket.recv())["type"] == "connection_ack"
        await socket.send(
            orjson.dumps({"type": "subscribe", "id": "1", "payload": {"query": VIEWER}}).decode()
        )
        assert orjson.loads(await socket.recv())["payload"] == {"data": {"viewer": {"role": "LIAISON"}}}
        assert orjson.loads(await socket.recv())["type"] == "complete"
        await _leave(window, how)
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4403


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.test"}])
async def test_a_socket_of_another_site_is_not_opened(window: Window, headers: dict[str, str]) -> None:
    if "origin" in headers:
        headers = {**headers, "sec-fetch-site": "cross-site"}
    with pytest.raises(websockets.InvalidStatus):
        async with _socket(window, **headers):
            pass


async def test_a_socket_that_means_another_assignment_is_closed(window: Window) -> None:
    begin = {"type": "connection_init", "payload": {"assignment": window.assignments[1]}}
    async with asyncio.timeout(60), _socket(window) as socket:
        await socket.send(orjson.dumps(begin).decode())
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4403
