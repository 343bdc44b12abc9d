"""A lean HTTP/1.1 client: kept-alive sockets, each sending its next request when the answer is whole.

Parsing stops at what a benchmark needs (status, length or chunks), so that the client leaves the cores to the
servers; what it takes itself is measured too.
"""

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

_HEAD_END = b"\r\n\r\n"
_LAST_CHUNK = b"0\r\n\r\n"
_LENGTH = b"content-length:"


class BadAnswerError(Exception):
    """A server answered with something else than 200, or hung up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a request goes, and its bytes."""

    host: str
    port: int
    request: bytes

    @classmethod
    def of(cls, address: str, path: str, body: bytes, token: str = "") -> "Target":
        """A POST of JSON to an address such as http://127.0.0.1:8000, for whoever has the token."""
        host, _, port = address.removeprefix("http://").partition(":")
        who = f"authorization: Bearer {token}\r\n" if token else ""
        head = (
            f"POST {path} HTTP/1.1\r\nhost: {host}:{port}\r\naccept: application/json\r\n{who}"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        return cls(host=host, port=int(port), request=head.encode() + body)


class Sender(asyncio.Protocol):
    """One socket that asks again as soon as it is answered, until told to stop."""

    def __init__(self, requests: Iterator[bytes], seconds: list[float]) -> None:
        """`seconds` takes the time of every answer, in the order of their ends; senders may share it."""
        self.answer = b""
        self.is_stopping = False
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._requests = requests
        self._seconds = seconds
        self._transport: asyncio.WriteTransport | None = None
        self._buffer = bytearray()
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self._transport = cast("asyncio.WriteTransport", transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Collect; when the answer is whole, note it and ask again."""
        self._buffer += data
        try:
            answer = whole_answer(self._buffer)
        except BadAnswerError as error:
            self._finish(error)
            return
        if answer is None:
            return
        self._seconds.append(time.perf_counter() - self._sent_at)
        self.answer = answer
        if self.is_stopping:
            self._finish(None)
        else:
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        """Servers keep connections alive: one that hangs up has failed."""
        self._finish(exc or BadAnswerError("the server hung up"))

    def _ask(self) -> None:
        self._buffer.clear()
        request = next(self._requests)
        self._sent_at = time.perf_counter()
        if self._transport is not None:
            self._transport.write(request)

    def _finish(self, error: Exception | None) -> None:
        if not self.finished.done():
            if error is None:
                self.finished.set_result(None)
            else:
                self.finished.set_exception(error)
        if self._transport is not None:
            self._transport.close()


def whole_answer(buffer: bytearray) -> bytes | None:
    """The body, when all of it has come; BadAnswerError for another status than 200."""
    end = buffer.find(_HEAD_END)
    if end < 0:
        return None
    start = end + len(_HEAD_END)
    head = bytes(buffer[:end]).lower()
    if not head.startswith(b"http/1.1 200"):
        raise BadAnswerError(bytes(buffer[:2_000]).decode(errors="replace"))
    place = head.find(_LENGTH)
    if place < 0:
        return _unchunked(bytes(buffer[start:])) if buffer.endswith(_LAST_CHUNK) else None
    length = int(head[place + len(_LENGTH) :].split(b"\r\n", 1)[0])
    return bytes(buffer[start : start + length]) if len(buffer) - start >= length else None


def _unchunked(body: bytes) -> bytes:
    parts: list[bytes] = []
    while (size := int(body.partition(b"\r\n")[0], 16)) > 0:
        start = body.index(b"\r\n") + 2
        parts.append(body[start : start + size])
        body = body[start + size + 2 :]
    return b"".join(parts)


@contextlib.asynccontextmanager
async def loaded(streams: Sequence[Iterator[Target]]) -> AsyncGenerator[list[float]]:
    """Keep a request of each stream in flight while the block runs; the seconds of the answers grow in it."""
    seconds: list[float] = []
    senders = [await _connected(stream, seconds) for stream in streams]
    try:
        yield seconds
    finally:
        for sender in senders:
            sender.is_stopping = True
        await asyncio.gather(*(sender.finished for sender in senders))


async def answer_of(target: Target) -> bytes:
    """The body of one answer."""
    sender = await _connected(iter((target,)), [])
    sender.is_stopping = True
    await sender.finished
    return sender.answer


async def _connected(stream: Iterator[Target], seconds: list[float]) -> Sender:
    loop = asyncio.get_running_loop()
    first = next(stream)
    requests = (each.request for each in itertools.chain((first,), stream))
    _, sender = await loop.create_connection(lambda: Sender(requests, seconds), first.host, first.port)
    return sender
