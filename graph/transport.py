"""What HTTP itself refuses, before anybody looks at the GraphQL in a request."""

import math
from typing import Final, TypeAlias

from starlette.types import Scope

from graph.errors import Code

Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]

CLOSE: Final[Headers] = ((b"connection", b"close"),)
"""For requests whose body is not read to its end: what follows on that connection would be its rest."""


class TransportError(Exception):
    """A refusal whose status is the same whatever the client accepts."""

    def __init__(
        self, status: int, message: str, *, code: Code = Code.BAD_USER_INPUT, headers: Headers = ()
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.headers = headers


class GoneError(Exception):
    """The client left before its request was complete; there is nobody to answer."""


def address_of(scope: Scope) -> str:
    """Where the client is; a proxy that is trusted has said so (service/listening.py)."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def bad_request(message: str) -> TransportError:
    """A request that is not well formed."""
    return TransportError(400, message)


def too_many(seconds: float) -> TransportError:
    """More than the client may ask for now; the same may be asked again after so many seconds."""
    wait = math.ceil(seconds)
    message = f"Terlalu banyak permintaan; coba lagi dalam {wait} detik. / Too much; try again in {wait} s."
    headers = ((b"retry-after", b"%d" % wait),)
    return TransportError(429, message, code=Code.RATE_LIMITED, headers=headers)


def not_allowed(message: str, allow: bytes) -> TransportError:
    """The wrong method; `allow` names the right ones."""
    return TransportError(405, message, headers=((b"allow", allow),))
