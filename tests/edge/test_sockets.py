"""The edge over real sockets: slow, endless and broken bodies, as the production server hands them on."""

import json
from asyncio import open_connection

from tests.edge.sample import endpoint
from tests.edge.sockets import exchange, listening, request

HELLO = b'{"query":"{ hello }"}'
GREETING = {"data": {"hello": "salam, public"}}
CHUNKED = (
    b"POST /graphql HTTP/1.1\r\nhost: ikrar.test\r\ncontent-type: application/json\r\n"
    b"transfer-encoding: chunked\r\n\r\n"
)


def codes(body: bytes) -> list[str]:
    return [error["extensions"]["code"] for error in json.loads(body)["errors"]]


async def test_a_body_in_pieces_is_put_together() -> None:
    whole = request(HELLO)
    async with listening(endpoint()) as port:
        reply = await exchange(port, *(whole[start : start + 40] for start in range(0, len(whole), 40)))
    assert (reply.status, json.loads(reply.body)) == (200, GREETING)


async def test_a_chunked_body_is_put_together() -> None:
    async with listening(endpoint()) as port:
        reply = await exchange(
            port, CHUNKED, b"a\r\n" + HELLO[:10] + b"\r\n", b"b\r\n" + HELLO[10:] + b"\r\n0\r\n\r\n"
        )
    assert (reply.status, json.loads(reply.body)) == (200, GREETING)


async def test_a_slow_body_is_given_up_and_the_connection_ends() -> None:
    async with listening(endpoint(body_seconds=0.1)) as port:
        reply = await exchange(port, request(HELLO[:5], length=len(HELLO)))
    assert (reply.status, codes(reply.body), reply.is_closed) == (408, ["BAD_USER_INPUT"], True)


async def test_a_body_that_never_begins_is_given_up() -> None:
    async with listening(endpoint(body_seconds=0.1)) as port:
        reply = await exchange(port, request(b"", length=10))
    assert (reply.status, codes(reply.body), reply.is_closed) == (408, ["BAD_USER_INPUT"], True)


async def test_a_declared_flood_is_refused_unread() -> None:
    async with listening(endpoint()) as port:
        reply = await exchange(port, request(b"", length=10_000_000_000))
    assert (reply.status, codes(reply.body), reply.is_closed) == (413, ["BAD_USER_INPUT"], True)


async def test_an_endless_stream_is_cut_at_the_limit() -> None:
    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    async with listening(endpoint()) as port:
        reply = await exchange(port, CHUNKED, *[chunk] * 8)
    assert (reply.status, codes(reply.body), reply.is_closed) == (413, ["BAD_USER_INPUT"], True)


async def test_a_client_that_leaves_in_the_middle_harms_nobody() -> None:
    async with listening(endpoint()) as port:
        _, writer = await open_connection("127.0.0.1", port)
        writer.write(request(HELLO[:5], length=len(HELLO)))
        await writer.drain()
        writer.close()
        reply = await exchange(port, request(HELLO))
    assert (reply.status, json.loads(reply.body)) == (200, GREETING)


async def test_a_refusal_leaves_the_connection_open_for_the_next_request() -> None:
    async with listening(endpoint()) as port:
        reader, writer = await open_connection("127.0.0.1", port)
        for body, expected in ((b"5", 400), (b"\xff", 400), (HELLO, 200)):
            writer.write(request(body))
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            assert int(head.split()[1]) == expected
        writer.close()


async def test_a_header_of_bytes_beyond_ascii_is_no_token() -> None:
    async with listening(endpoint()) as port:
        reply = await exchange(port, request(HELLO, "authorization: Bearer tok\xe9n"))
    assert (reply.status, codes(reply.body)) == (401, ["UNAUTHENTICATED"])


async def test_head_is_refused_without_a_body() -> None:
    async with listening(endpoint()) as port:
        reader, writer = await open_connection("127.0.0.1", port)
        writer.write(b"HEAD /graphql HTTP/1.1\r\nhost: ikrar.test\r\nconnection: close\r\n\r\n")
        reply = await reader.read()
        writer.close()
    assert reply.startswith(b"HTTP/1.1 405 ")
    assert reply.endswith(b"\r\n\r\n")
