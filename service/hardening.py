"""The headers that browsers obey, on every answer whatever made it; what an answer says itself stays."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CLOSED: Final = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
HEADERS: Final[dict[bytes, bytes]] = {
    b"content-security-policy": (
        b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": ", ".join(f"{feature}=()" for feature in _CLOSED).encode(),
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
}
HSTS: Final = (b"strict-transport-security", b"max-age=31536000")
"""Of this name alone: what else lives below it is not ours to say."""


class Hardened:
    """The ASGI application `inside`, with the headers. No answer allows another origin anything."""

    def __init__(self, inside: ASGIApp) -> None:
        self._inside = inside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and add to the beginning of an answer."""
        if scope["type"] != "http":
            await self._inside(scope, receive, send)
            return
        is_over_tls = scope["scheme"] == "https"

        async def harden(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}
                added = [header for header in HEADERS.items() if header[0] not in said]
                message["headers"] = [*message["headers"], *added, *([HSTS] if is_over_tls else [])]
            await send(message)

        await self._inside(scope, receive, harden)
