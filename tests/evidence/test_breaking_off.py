"""Senders on bad networks break off, are slow, and come twice; nothing is lost by it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
from starlette.types import Message

from graph.evidence.pieces import pieces
from graph.transport import GoneError, TransportError
from tests.edge.sockets import listening
from tests.evidence import samples
from tests.evidence.conftest import PIECE, TUS, Counter

PHOTO = samples.painted("JPEG", size=(1200, 900), quality=100)


@asynccontextmanager
async def sending(
    counter: Counter, address: str, offset: int, length: int
) -> AsyncGenerator[asyncio.StreamWriter]:
    """A connection on which a piece of so many bytes is announced."""
    async with listening(counter.application) as place:
        _, writer = await asyncio.open_connection("127.0.0.1", place)
        said = {
            **PIECE,
            "host": "test",
            "authorization": f"Bearer {counter.desk.tokens['lead']}",
            "upload-offset": str(offset),
            "content-length": str(length),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        writer.write(f"PATCH {address} HTTP/1.1\r\n{lines}\r\n".encode())
        await writer.drain()
        yield writer
        writer.close()


async def there(counter: Counter, address: str) -> int:
    """How much has come."""
    answer = await counter.ask("lead", "HEAD", address, TUS)
    return int(answer.headers["upload-offset"])


async def has_come(counter: Counter, address: str, size: int) -> None:
    """Wait until so much has come."""
    for _ in range(500):
        if await there(counter, address) == size:
            return
        await asyncio.sleep(0.01)
    raise AssertionError


async def test_what_came_before_a_line_was_cut_stays_and_the_rest_follows(counter: Counter) -> None:
    address = await counter.announce(PHOTO)
    async with sending(counter, address, 0, len(PHOTO)) as writer:
        writer.write(PHOTO[:10_000])
        await has_come(counter, address, 10_000)
        writer.transport.abort()
        answer = await counter.send(address, PHOTO[10_000:], 10_000)
        while answer.status_code == 423:
            await asyncio.sleep(0.01)
            answer = await counter.send(address, PHOTO[10_000:], 10_000)
    assert answer.status_code == 204
    assert (await counter.finish(address)).json()["mediaType"] == "image/jpeg"


async def test_while_somebody_sends_a_file_nobody_else_does_nor_finishes_it(counter: Counter) -> None:
    address = await counter.announce(PHOTO)
    async with sending(counter, address, 0, len(PHOTO)) as writer:
        writer.write(PHOTO[:100])
        await has_come(counter, address, 100)
        for answer in (await counter.send(address, PHOTO[100:], 100), await counter.finish(address)):
            assert (answer.status_code, answer.headers["retry-after"]) == (423, "2")
        assert await there(counter, address) == 100


async def test_nobody_sends_more_than_four_files_at_once(counter: Counter) -> None:
    addresses = [await counter.announce(PHOTO) for _ in range(5)]
    release = asyncio.Event()

    async def slow() -> AsyncGenerator[bytes]:
        yield PHOTO[:100]
        await release.wait()
        yield PHOTO[100:]

    said = {**PIECE, "upload-offset": "0", "authorization": f"Bearer {counter.desk.tokens['lead']}"}
    async with listening(counter.application) as place, httpx.AsyncClient() as client:
        waiting = [
            asyncio.create_task(client.patch(f"http://127.0.0.1:{place}{one}", content=slow(), headers=said))
            for one in addresses[:4]
        ]
        for address in addresses[:4]:
            await has_come(counter, address, 100)
        refused = await counter.send(addresses[4], PHOTO)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        other = await counter.announce(PHOTO, who="partner")
        assert (await counter.send(other, PHOTO, who="partner")).status_code == 204
        release.set()
        assert [(await one).status_code for one in waiting] == [204] * 4
    assert (await counter.send(addresses[4], PHOTO)).status_code == 204


async def test_silence_ends_a_piece_and_what_came_counts() -> None:
    come, error = await _taken([{"type": "http.request", "body": b"abc", "more_body": True}], 10)
    assert isinstance(error, TransportError)
    assert (come, error.status) == ([b"abc"], 408)


async def test_who_leaves_is_gone_and_who_sends_too_much_is_stopped() -> None:
    messages: list[Message] = [
        {"type": "http.request", "body": b"abc", "more_body": True},
        {"type": "http.request", "body": b"d", "more_body": True},
        {"type": "http.disconnect"},
    ]
    come, error = await _taken(messages, 4)
    assert (come, type(error)) == ([b"abc", b"d"], GoneError)
    come, error = await _taken(messages, 3)
    assert isinstance(error, TransportError)
    assert (come, error.status) == ([b"abc"], 413)


async def _taken(messages: list[Message], most: int) -> tuple[list[bytes], Exception | None]:
    """What is handed on of a body, and what ends it; after the messages nothing more comes."""
    left, come = iter(messages), list[bytes]()

    async def receive() -> Message:
        message = next(left, None)
        if message is None:
            await asyncio.Event().wait()
        return message or {}

    try:
        async for piece in pieces(receive, most, silence=0.05):
            come.append(piece)
    except (TransportError, GoneError) as error:
        return come, error
    return come, None
