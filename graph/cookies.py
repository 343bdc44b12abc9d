"""The cookie of a person's session, and under which of their assignments a request means to act.

Its prefix makes browsers refuse it without Secure, for other paths, and from other hosts, so no neighbour can
plant one. Secure also means HTTPS; only the loopback interface does without (docs/operations.md).
"""

from typing import Final

from graph.errors import Code
from graph.origins import is_of_this_site
from graph.transport import Headers, TransportError

COOKIE: Final = b"__Host-ikrar"
DEPARTURE: Final = b"__Host-ikrar-identity"
ASSIGNMENT: Final = b"ikrar-assignment"
_ATTRIBUTES: Final = b"; Path=/; Secure; HttpOnly; SameSite=Lax"
_FORGOTTEN: Final = COOKIE + b"=; Max-Age=0" + _ATTRIBUTES
FORGET: Final[Headers] = ((b"set-cookie", _FORGOTTEN),)
"""Tells a browser that its session is over."""


def session_cookie(headers: dict[bytes, bytes]) -> str | None:
    """The secret of a session that the request shows; 403 when another site made the browser show it."""
    found = cookie_called(COOKIE, headers)
    if found is not None and not is_of_this_site(headers):
        raise cross_site()
    return found


def cookie_called(wanted: bytes, headers: dict[bytes, bytes]) -> str | None:
    """What a cookie holds, wherever the request comes from."""
    pairs = (pair.strip().partition(b"=") for pair in headers.get(b"cookie", b"").split(b";"))
    return next((value.decode("latin-1") for name, _, value in pairs if name == wanted), None)


def remember(secret: str, seconds: int) -> Headers:
    """Gives a browser the secret of its session."""
    value = b"=%s; Max-Age=%d" % (secret.encode(), seconds)
    return ((b"set-cookie", COOKIE + value + _ATTRIBUTES),)


def keep_departure(kept: str, seconds: int) -> Headers:
    """Gives a browser what it has to bring back from the identity provider, for so long."""
    return ((b"set-cookie", DEPARTURE + b"=%s; Max-Age=%d" % (kept.encode(), seconds) + _ATTRIBUTES),)


def cross_site() -> TransportError:
    """What a page of another site hears, had it been allowed to read answers."""
    message = "Permintaan ini datang dari situs lain. / This request comes from another site."
    return TransportError(403, message, code=Code.FORBIDDEN)
