"""The bytes and the status of an answer, and of a refusal in place of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import orjson
from graphql import GraphQLError
from starlette.types import Send

from graph.bearer import CHALLENGE
from graph.errors import Code, RequestError, shortened
from graph.negotiation import Media
from graph.transport import Headers, TransportError

STATUS: Final = {
    Code.UNAUTHENTICATED: 401,
    Code.FORBIDDEN: 403,
    Code.RATE_LIMITED: 429,
    Code.OPERATION_RESOLUTION_FAILURE: 400,
    Code.INTERNAL_SERVER_ERROR: 500,
}
"""Codes with one status for every client. Other request errors are 400, or 200 in plain JSON, whose clients
take another status for a fault of the network."""

NOT_MODIFIED: Final = 304
_NOT_KEPT: Final[Headers] = ((b"vary", b"Accept"), (b"cache-control", b"no-store"))
_TYPES: Final[dict[Media, Headers]] = {
    media: ((b"content-type", f"{media}; charset=utf-8".encode()), (b"x-content-type-options", b"nosniff"))
    for media in Media
}
MEDIA_HEADERS: Final[dict[Media, Headers]] = {media: (*_TYPES[media], *_NOT_KEPT) for media in Media}
"""By what is answered in; a refusal by HTTP itself is never told as an event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status, the bytes of a GraphQL response, and headers that only this answer has."""

    status: int
    body: bytes
    headers: Headers = ()
    caching: Headers = ()
    """What caches may do with it; nothing unless it is said."""


async def send_answer(send: Send, answer: Answer, media: Media | None) -> None:
    """Send `answer` as the two messages of ASGI; in plain JSON to those who take no other answer."""
    if media is None or media is Media.EVENTS:
        media = Media.JSON
    headers = [*_TYPES[media], *answer.caching] if answer.caching else [*MEDIA_HEADERS[media]]
    if answer.status != NOT_MODIFIED:
        headers.append((b"content-length", b"%d" % len(answer.body)))
    headers += answer.headers
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


def kept_answer(body: bytes, media: Media, *, is_public: bool, known: bytes | None) -> Answer:
    """An answer that caches may keep and must ask for again; 304 without a body to who `known` it.

    All that decides the answer is named, so that nobody is told what is meant for another.
    """
    tag = b'"%s"' % sha256(media.encode() + body).hexdigest()[:32].encode()
    caching = (
        (b"etag", tag),
        (b"cache-control", b"public, no-cache" if is_public else b"private, no-cache"),
        (b"vary", b"Accept, Authorization, Cookie, Ikrar-Assignment"),
    )
    if tag in tags_of(known or b""):
        return Answer(status=NOT_MODIFIED, body=b"", caching=caching)
    return Answer(status=200, body=body, caching=caching)


def tags_of(header: bytes) -> set[bytes]:
    """The tags of If-None-Match; weak ones count as well, since bodies are compared whole."""
    return {tag.strip().removeprefix(b"W/") for tag in header.split(b",")}


def transport_refusal(error: TransportError) -> Answer:
    """The answer to a request that HTTP refuses."""
    body = body_of([GraphQLError(error.message, extensions={"code": error.code})])
    return Answer(status=error.status, body=body, headers=error.headers)


def request_refusal(error: RequestError, media: Media) -> Answer:
    """The answer to a request that is well formed and cannot be executed; it has no `data`."""
    usual = 400 if media is Media.RESPONSE else 200
    status = STATUS.get(Code(error.code), usual)
    headers = CHALLENGE if status == STATUS[Code.UNAUTHENTICATED] else ()
    return Answer(status=status, body=body_of(error.errors), headers=headers)


def internal_failure(error_id: str) -> Answer:
    """The answer to a fault of ours, which only the log knows by `error_id`."""
    message = f"Terjadi kesalahan pada layanan ({error_id}). / The service failed ({error_id})."
    extensions = {"code": Code.INTERNAL_SERVER_ERROR, "errorId": error_id}
    return Answer(status=500, body=body_of([GraphQLError(message, extensions=extensions)]))


def unavailable(message: str, error_id: str) -> Answer:
    """The answer when the service cannot say what became of the request, or cannot take it now."""
    extensions = {"code": Code.INTERNAL_SERVER_ERROR, "errorId": error_id}
    error = GraphQLError(message, extensions=extensions)
    return Answer(status=503, body=body_of([error]), headers=((b"retry-after", b"1"),))


def body_of(errors: Iterable[GraphQLError]) -> bytes:
    """A response that has nothing but errors."""
    return orjson.dumps({"errors": [formatted(error) for error in errors]})


def formatted(error: GraphQLError) -> dict[str, object]:
    """An error as it stands in a response."""
    found: dict[str, object] = {"message": shortened(error.message)}
    if error.locations:
        found["locations"] = [location.formatted for location in error.locations]
    if error.path:
        found["path"] = error.path
    return found | {"extensions": error.extensions}
