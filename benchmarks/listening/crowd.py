"""Listeners in a process of their own: raw sockets that read server-sent events and note when each came.

Led by lines on standard input: `open N`, `take`, `close`; each is answered by a line of JSON.
"""

import asyncio
import sys
import time
from typing import Any, Final, cast

import orjson
import uvloop

DOCUMENT: Final = """
subscription ($filter: PledgeFilter) {{ matrixChanged(rows: {rows}, columns: {columns}, filter: $filter) {{
  eventId at isComplete
  cells {{ rowKey columnKey counts {{ pledges completed overdue progress }} moved {{ reference execution }} }}
}} }}
"""
WITHIN: Final[tuple[dict[str, str], ...]] = ({}, {"within": "64"}, {"within": "64.72"}, {"region": "64"})
AXES: Final = (("AGENCY_KIND", "SPM_AREA"), ("REGENCY", "SPM_AREA"))
_MATRICES: Final = [(rows, columns, given) for given in WITHIN for rows, columns in AXES]
_FAVOURITE: Final = 2
"""Every second listener looks at the first matrix, the others at one of eight."""
_CONNECTING: Final = 50
_NEXT: Final = b"event: next"


def request_of(number: int, port: int) -> bytes:
    """The request of a listener."""
    chosen = 0 if number % _FAVOURITE else number // _FAVOURITE % len(_MATRICES)
    rows, columns, given = _MATRICES[chosen]
    document = DOCUMENT.format(rows=rows, columns=columns)
    body = orjson.dumps({"query": document, "variables": {"filter": given}})
    head = (
        f"POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept: text/event-stream\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Listener(asyncio.Protocol):
    """One socket; `arrivals` is shared by all."""

    def __init__(self, request: bytes, arrivals: list[float]) -> None:
        self.has_begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.WriteTransport | None = None
        self._request = request
        self._arrivals = arrivals

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Subscribe."""
        self.transport = cast("asyncio.WriteTransport", transport)
        self.transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """Note each event; the first only says that it listens."""
        events = data.count(_NEXT)
        if events and not self.has_begun.done():
            self.has_begun.set_result(None)
            events -= 1
        self._arrivals += [time.monotonic()] * events

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever is cut off before it listens is a failure."""
        if not self.has_begun.done():
            self.has_begun.set_exception(exc or ConnectionError("closed"))


class Crowd:
    """The listeners that are there."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listeners: list[Listener] = []
        self._arrivals: list[float] = []

    async def open(self, count: int) -> dict[str, Any]:
        """Let so many listen."""
        for start in range(0, count, _CONNECTING):
            numbers = range(start, min(start + _CONNECTING, count))
            await asyncio.gather(*(self._connect(number) for number in numbers))
        return {"listening": len(self._listeners)}

    async def _connect(self, number: int) -> None:
        request = request_of(number, self._port)
        loop = asyncio.get_running_loop()
        _, listener = await loop.create_connection(
            lambda: Listener(request, self._arrivals), "127.0.0.1", self._port
        )
        await listener.has_begun
        self._listeners.append(listener)

    def take(self) -> dict[str, Any]:
        """What came since the last time."""
        taken, self._arrivals[:] = [*self._arrivals], []
        return {"arrivals": taken}

    def close(self) -> dict[str, Any]:
        """Hang up."""
        for listener in self._listeners:
            if listener.transport is not None:
                listener.transport.close()
        self._listeners.clear()
        return {"listening": 0}


async def _led(port: int) -> None:
    crowd = Crowd(port)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).split():
        if line[0] == b"open":
            answer = await crowd.open(int(line[1]))
        else:
            answer = crowd.take() if line[0] == b"take" else crowd.close()
        sys.stdout.write(orjson.dumps(answer).decode() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(_led(int(sys.argv[1])))
