"""A WebSocket that ends when frames come faster than anybody talks.

uvicorn reads whatever has come, 256 kB at once, and answers pings by itself, before the application hears of
anything: 43,000 empty pings held the event loop for 0.4 s, again and again, and were no request that anybody
could count. Messages are paced by the application too, which leaves the socket unread meanwhile.
"""

from typing import Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request, Response

_AT_ONCE: Final = 4_096
"""Bytes that are read before it is asked whether there were too many frames: 700 of the smallest, 5 ms."""
_MOST: Final = 1_000.0
_EACH_SECOND: Final = 500.0
_OF_NO_MESSAGE: Final = 50
"""What a frame counts that is no message: twenty come together, then ten a second. Others count one."""


class Frames(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which counts; it is closed with 1008 (policy violation)."""

    _left = _MOST
    _counted_at = 0.0

    def data_received(self, data: bytes) -> None:
        """Read a little of it at a time; nothing more of whoever is shown out."""
        for start in range(0, len(data), _AT_ONCE):
            if self.transport.is_closing():
                return
            super().data_received(data[start : start + _AT_ONCE])

    def handle_events(self) -> None:
        """Pass on what has come, unless it is too much."""
        now = self.loop.time()
        self._left = min(_MOST, self._left + (now - self._counted_at) * _EACH_SECOND)
        self._counted_at = now
        self._left -= sum(map(_count, self.conn.events))
        if self._left >= 0:
            super().handle_events()
            return
        self.stop_keepalive()
        self.conn.fail(CloseCode.POLICY_VIOLATION, "Too many frames")
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.transport.close()


def _count(event: Frame | Request | Response) -> int:
    if not isinstance(event, Frame):
        return 0
    return _OF_NO_MESSAGE if event.opcode in {Opcode.PING, Opcode.PONG, Opcode.CONT} else 1
