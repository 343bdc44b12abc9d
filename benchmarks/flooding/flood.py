"""`python -m benchmarks.flooding.flood PORT TOKEN KIND`: floods until it is killed; nobody measures here."""

import asyncio
import contextlib
import itertools
import sys
from collections.abc import Callable, Coroutine, Iterator
from typing import Final, TypeAlias

import orjson
import uvloop

SOCKETS: Final = 64
_HEAVY: Final = """{ pledges(first: 100) { nodes { reference title lead { name }
  targets(first: 40) { nodes { quantity posyandu { name } } } } } }"""
_STREAM: Final = "subscription { matrixChanged(rows: AGENCY, columns: SPM_AREA) { eventId } }"
_numbers = itertools.count()
_Ask: TypeAlias = Callable[
    [asyncio.StreamReader, asyncio.StreamWriter, str, Iterator[str]], Coroutine[object, object, None]
]


def _same() -> Iterator[str]:
    """The heaviest page that is allowed, again and again."""
    return itertools.repeat(_HEAVY)


def _new() -> Iterator[str]:
    """A text that was never seen before, each time."""
    fields = " ".join(["title", "execution", "reference", "timeliness"] * 2)
    while True:
        number = next(_numbers)
        pages = (f"a{number}x{n}: pledges(first: 1) {{ nodes {{ {fields} }} }}" for n in range(20))
        yield "{ " + " ".join(pages) + " }"


def _wrong() -> Iterator[str]:
    """A small text that is refused."""
    return itertools.repeat("{ nothing }")


KINDS: Final = {
    "heavy": _same,
    "new documents": _new,
    "refused": _wrong,
    "slow readers": _same,
    "streams": _same,
    "sign-ins": _wrong,
    "no JSON": _wrong,
}


async def _flood(port: int, token: str, kind: str) -> None:
    ask = _ASKS.get(kind, _ask)
    await asyncio.gather(*(_for_ever(ask, port, token, kind) for _ in range(SOCKETS)))


async def _for_ever(ask: _Ask, port: int, token: str, kind: str) -> None:
    while True:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, ValueError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                await ask(reader, writer, token, KINDS[kind]())
            finally:
                writer.close()
        await asyncio.sleep(0.01)


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str, documents: Iterator[str]
) -> None:
    for document in documents:
        writer.write(request(token, document))
        await _answer(reader)


async def _knock(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str, documents: Iterator[str]
) -> None:
    """Try passwords, without a token."""
    del token, documents
    body = orjson.dumps({"email": "siapa@example.go.id", "password": "tujuh sendok di atap"})
    while True:
        writer.write(_posted("/session", body))
        await _answer(reader)


async def _babble(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str, documents: Iterator[str]
) -> None:
    """Send what is no request."""
    del documents
    while True:
        writer.write(_posted("/graphql", b"no JSON", f"authorization: Bearer {token}"))
        await _answer(reader)


async def _answer(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    await reader.readexactly(length)


async def _ask_and_never_read(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str, documents: Iterator[str]
) -> None:
    del reader
    for document in documents:
        writer.write(request(token, document))
        await writer.drain()
        await asyncio.sleep(0.05)


async def _listen(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str, documents: Iterator[str]
) -> None:
    """Begin a stream, leave it at its first words, and come back."""
    del documents
    writer.write(request(token, _STREAM, accept="text/event-stream"))
    await reader.readuntil(b"\r\n\r\n")


def request(token: str, document: str, accept: str = "application/json") -> bytes:
    """A POST of a document."""
    body = orjson.dumps({"query": document})
    return _posted("/graphql", body, f"authorization: Bearer {token}", f"accept: {accept}")


def _posted(path: str, body: bytes, *headers: str) -> bytes:
    usual = ("host: 127.0.0.1", "content-type: application/json", f"content-length: {len(body)}")
    return "\r\n".join((f"POST {path} HTTP/1.1", *usual, *headers, "", "")).encode() + body


_ASKS: Final[dict[str, _Ask]] = {
    "slow readers": _ask_and_never_read,
    "streams": _listen,
    "sign-ins": _knock,
    "no JSON": _babble,
}

if __name__ == "__main__":
    uvloop.run(_flood(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
