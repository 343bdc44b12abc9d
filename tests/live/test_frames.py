"""Frames below the messages: a few are answered, and whoever floods with them is shown out unread."""

import asyncio

import pytest
from websockets.asyncio.client import connect
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri

from graph.socket import GraphQLSocket
from tests.edge.sample import SAMPLE
from tests.edge.sockets import in_production
from tests.live.test_socket import ACK, INIT, PROTOCOL, said

FLOOD = 40_000
SMALLEST_AT_ONCE = 4_096 // 6
"""Pings of six bytes in what is read before they are counted."""
BEFORE = 20


def _sent(opcode: Opcode, data: bytes = b"", *, is_last: bool = True) -> bytes:
    return Frame(opcode, data, is_last).serialize(mask=True)


async def _after(flood: bytes) -> list[Frame]:
    """What the service says to somebody who sends this behind the handshake, until it hangs up."""
    async with in_production(GraphQLSocket(SAMPLE)) as port:
        client = ClientProtocol(parse_uri(f"ws://127.0.0.1:{port}/"), subprotocols=[PROTOCOL])
        client.send_request(client.connect())
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.writelines(client.data_to_send())
        try:
            async with asyncio.timeout(30):
                client.receive_data(await reader.readuntil(b"\r\n\r\n"))
                writer.write(flood)
                while data := await reader.read(65_536):
                    client.receive_data(data)
        except ConnectionResetError:
            pass  # it hung up before it had read all of it
        finally:
            writer.close()
    return [event for event in client.events_received() if isinstance(event, Frame)]


async def test_a_few_pings_together_are_answered_and_disturb_nothing() -> None:
    async with (
        in_production(GraphQLSocket(SAMPLE)) as port,
        connect(f"ws://127.0.0.1:{port}/", subprotocols=[PROTOCOL]) as socket,
    ):
        pongs = [await socket.ping() for _ in range(BEFORE - 1)]
        await asyncio.wait_for(asyncio.gather(*pongs), 30)
        await socket.send(INIT)
        assert await said(socket) == ACK


@pytest.mark.parametrize(
    "flood",
    [
        _sent(Opcode.PING) * FLOOD,
        _sent(Opcode.PONG) * FLOOD,
        _sent(Opcode.TEXT, b"{", is_last=False) + _sent(Opcode.CONT, is_last=False) * FLOOD,
        _sent(Opcode.TEXT, b'{"type":"pong"}') * FLOOD,
    ],
    ids=["pings", "pongs", "pieces of nothing", "messages of nothing"],
)
async def test_a_flood_of_frames_ends_the_socket_and_is_not_read(flood: bytes) -> None:
    *others, last = await _after(flood)
    assert (last.opcode, last.data) == (Opcode.CLOSE, b"\x03\xf0Too many frames")
    assert [frame.opcode for frame in others] == [Opcode.PONG] * len(others)
    assert len(others) <= SMALLEST_AT_ONCE + BEFORE
