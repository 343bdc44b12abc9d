"""The endpoint on a real socket, by the server that production uses, and a client that speaks raw HTTP."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from service.frames import Frames
from service.listening import Listener, nobody


class UnsignalledServer(uvicorn.Server):
    """A server that leaves the signals to the test runner."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Capture none."""
        yield


class UnsignalledListener(Listener):
    """The server of production, which leaves the signals to the test runner."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Capture none."""
        yield


@asynccontextmanager
async def listening(application: ASGIApp) -> AsyncGenerator[int]:
    """Serve `application` on a port of the loopback interface; the port."""
    config = uvicorn.Config(
        application,
        http="httptools",
        ws=Frames,
        ws_max_size=65_536,
        lifespan="off",
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    async with served(UnsignalledServer(config)) as port:
        yield port


@asynccontextmanager
async def in_production(application: ASGIApp, trusted: tuple[str, ...] = ()) -> AsyncGenerator[int]:
    """Serve `application` as production does, behind these proxies; the port."""
    async with served(UnsignalledListener(application, nobody, trusted)) as port:
        yield port


@asynccontextmanager
async def served(server: uvicorn.Server) -> AsyncGenerator[int]:
    """Let `server` serve on a port of the loopback interface; the port."""
    with socket.create_server(("127.0.0.1", 0)) as port:
        serving = asyncio.create_task(server.serve(sockets=[port]))
        while not (server.started or serving.done()):
            await asyncio.sleep(0.01)
        try:
            yield port.getsockname()[1]
        finally:
            server.should_exit = True
            await serving


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes
    is_closed: bool
    """Whether the server ended the connection after it."""


async def exchange(port: int, *parts: bytes) -> Reply:
    """Send `parts` one after another on one connection, and read the reply to the first request."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.01)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        body = await reader.readexactly(int(headers["content-length"]))
        return Reply(
            status=int(status.split()[1]),
            headers=headers,
            body=body,
            is_closed=headers.get("connection") == "close",
        )
    finally:
        writer.close()


def request(body: bytes, *extra: str, length: int | None = None) -> bytes:
    """A POST of JSON; `length` when it should declare another than it has."""
    lines = (
        "POST /graphql HTTP/1.1",
        "host: ikrar.test",
        "content-type: application/json",
        f"content-length: {len(body) if length is None else length}",
        *extra,
    )
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
