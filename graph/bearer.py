"""The token of a request, read from its Authorization header. Whose it is, service/access knows."""

import re
from typing import Final

import orjson

from graph.errors import Code
from graph.transport import TransportError

BEARER: Final = re.compile(rb"bearer +([a-z0-9._~+/-]{1,200}=*) *", re.ASCII | re.IGNORECASE)
CHALLENGE: Final = ((b"www-authenticate", b'Bearer realm="ikrar"'),)


def bearer_token(headers: list[bytes]) -> str | None:
    """The token of the Authorization `headers`; none without one. Anything malformed is refused unseen."""
    if not headers:
        return None
    found = BEARER.fullmatch(headers[0]) if len(headers) == 1 else None
    if found is None:
        raise unauthenticated("Token tidak terbaca. / The Authorization header holds no bearer token.")
    return found[1].decode()


def signed_out() -> bytes:
    """What is said to those who listen when their token, or their session, is good no more."""
    message = "Token atau sesi tidak berlaku lagi. / The token or the session is good no more."
    return orjson.dumps({"errors": [{"message": message, "extensions": {"code": Code.UNAUTHENTICATED}}]})


def unauthenticated(message: str, *headers: tuple[bytes, bytes]) -> TransportError:
    """Who asks is not known, though they claim to be somebody."""
    return TransportError(401, message, code=Code.UNAUTHENTICATED, headers=(*CHALLENGE, *headers))
