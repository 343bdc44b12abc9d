"""What a person's browser asks: a small JSON object of texts, from a page of this site."""

import uuid
from collections.abc import Mapping
from typing import Final, cast

import orjson
from starlette.requests import Request

from graph.body import BODY_SECONDS, read_body
from graph.cookies import cross_site, session_cookie
from graph.http import check_content
from graph.origins import is_of_this_site
from service.errors import invalid, not_found
from service.ledger.reception import Arrival

_LONGEST: Final = 1_000


def headers_of(request: Request) -> dict[bytes, bytes]:
    """The headers, each once."""
    return dict(request.scope["headers"])


def session_of(request: Request) -> str | None:
    """The secret of the browser's session; refused when a page of another site asks.

    That is refused without a cookie as well: nobody is to be signed in as somebody else by a page elsewhere.
    """
    headers = headers_of(request)
    if not is_of_this_site(headers):
        raise cross_site()
    return session_cookie(headers)


def address_of(request: Request) -> str:
    """Where the request comes from, as far as the proxies that are trusted say."""
    return "" if request.client is None else request.client.host


def arrival_of(request: Request, assignment: str | None = None) -> Arrival:
    """From where somebody wants to come in, and as what."""
    wanted = None if assignment is None else key_of(assignment, "Penugasan / assignment", "assignment")
    agent = request.headers.get("user-agent")
    return Arrival(address=address_of(request), agent=agent, assignment_id=wanted)


async def texts_of(request: Request, needed: tuple[str, ...], may: tuple[str, ...] = ()) -> dict[str, str]:
    """The members of the body, all of them texts; what may be left out may be null too."""
    headers = headers_of(request)
    check_content(headers)
    body = await read_body(request.receive, headers.get(b"content-length"), BODY_SECONDS)
    members = _object(body)
    for name in members.keys() - {*needed, *may}:
        raise invalid(f"Isian {name[:40]!r} tidak dikenal. / There is no member {name[:40]!r}.", name[:40])
    found = {name: _text(name, value) for name, value in members.items() if value is not None}
    for name in needed:
        if name not in found:
            raise invalid(f"{name} belum diisi. / {name} is missing.", name)
    return found


def _object(body: bytes) -> Mapping[str, object]:
    try:
        members: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        members = None
    if not isinstance(members, dict):
        raise invalid("Isinya harus objek JSON dalam UTF-8. / The body must be a JSON object in UTF-8.")
    return cast("dict[str, object]", members)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value or len(value) > _LONGEST or "\0" in value:
        message = (
            f"{name} harus teks, paling panjang {_LONGEST}. / {name} must be a text of {_LONGEST} at most."
        )
        raise invalid(message, name)
    return value


def key_of(text: str, what: str, *path: str) -> uuid.UUID:
    """The key that a text names; NOT_FOUND for what cannot be one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise not_found(what, *path) from None
