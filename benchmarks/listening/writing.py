"""Writers of reports over kept-alive sockets, who read of an answer no more than that it is one."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Final, TypeAlias

import orjson

from benchmarks.campaign.ground import UNIT, WORKED_ON, Ground

_REPORT: Final = (
    """mutation ($input: ReportProgressInput!) { reportProgress(input: $input) { __typename } }"""
)
_DONE: Final = b'"ReportProgressPayload"'
_HEAD_END: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length: "
_Socket: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_keys = itertools.count(1)


class RefusedError(Exception):
    """A report was not taken."""


class Writer:
    """One socket; every report is another, of one of its targets."""

    def __init__(self, port: int, ground: Ground, targets: Sequence[str]) -> None:
        self._port, self._ground = port, ground
        self._targets = itertools.cycle(targets)

    async def report(self, socket: _Socket) -> float:
        """Send one; the instant at which it was acknowledged."""
        reader, writer = socket
        writer.write(self._request())
        head = await reader.readuntil(_HEAD_END)
        length = int(head.lower().split(_LENGTH)[1].split(b"\r\n")[0])
        body = await reader.readexactly(length)
        if _DONE not in body:
            raise RefusedError(body.decode())
        return time.monotonic()

    async def report_until(self, is_over: Callable[[], bool]) -> int:
        """One after the other; how many."""
        count = 0
        async with self.connected() as socket:
            while not is_over():
                await self.report(socket)
                count += 1
        return count

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncGenerator[_Socket]:
        """A socket; the service hangs up on those that say nothing for five seconds."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            yield reader, writer
        finally:
            writer.close()

    def _request(self) -> bytes:
        key = f"live-{next(_keys)}"
        report = {
            "targetId": next(self._targets),
            "unit": UNIT,
            "quantity": "1",
            "effectiveOn": WORKED_ON,
            "clientKey": key,
            "idempotencyKey": key,
            "evidence": [{"title": "Foto", "url": f"https://example.go.id/{key}.jpg", "sha256": "0" * 64}],
        }
        body = orjson.dumps({"query": _REPORT, "variables": {"input": report}})
        head = (
            f"POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {self._ground.liaison}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body
