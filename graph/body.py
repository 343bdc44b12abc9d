"""Reads the body of a request from ASGI, as it streams in, up to a size and for a time."""

from asyncio import timeout
from typing import Final

from starlette.types import Receive

from graph.transport import CLOSE, GoneError, TransportError

MAX_BODY: Final = 100_000
BODY_SECONDS: Final = 10.0


async def read_body(receive: Receive, declared: bytes | None, seconds: float) -> bytes:
    """The whole body; 413 as soon as it is, or is declared, larger than MAX_BODY, 408 when it stays away."""
    if declared is not None and int(declared) > MAX_BODY:
        raise _too_large()
    try:
        async with timeout(seconds):
            return await _read(receive)
    except TimeoutError:
        message = "Kiriman tidak selesai dalam waktunya. / The body did not arrive in time."
        raise TransportError(408, message, headers=CLOSE) from None


async def _read(receive: Receive) -> bytes:
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BODY:
            raise _too_large()
    return body


def _too_large() -> TransportError:
    message = f"Kiriman melebihi {MAX_BODY} bita. / The body is larger than {MAX_BODY} bytes."
    return TransportError(413, message, headers=CLOSE)
