"""The body of a request as it streams in: no more than is wanted, and no slower than a bad network."""

from asyncio import timeout
from collections.abc import AsyncGenerator
from typing import Final

from starlette.types import Receive

from graph.transport import CLOSE, GoneError, TransportError

SILENCE_SECONDS: Final = 20.0


async def pieces(receive: Receive, most: int, silence: float = SILENCE_SECONDS) -> AsyncGenerator[bytes]:
    """What comes, up to `most` bytes; 413 beyond them, 408 when nothing comes for a while.

    What has been handed on before stays handed on: a sender who breaks off goes on from there.
    """
    more = True
    while more:
        try:
            async with timeout(silence):
                message = await receive()
        except TimeoutError:
            text = "Kiriman terhenti; lanjutkan nanti. / Nothing more has come; go on later."
            raise TransportError(408, text, headers=CLOSE) from None
        if message["type"] == "http.disconnect":
            raise GoneError
        piece: bytes = message.get("body", b"")
        more = message.get("more_body", False)
        most -= len(piece)
        if most < 0:
            text = "Kiriman melebihi ukuran berkasnya. / More was sent than the file has."
            raise TransportError(413, text, headers=CLOSE)
        if piece:
            yield piece
