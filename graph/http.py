"""The endpoint `/graphql`: a strict edge in front of the executor, over plain ASGI.

It reads, decides and passes bytes on; all meaning is elsewhere. Cheap refusals come first: method, media
types, the form of the token, size, JSON; then who asks; then the document; then execution, within a wall
clock. The answer is one body, or events (graph/streaming.py); WebSockets have an endpoint of their own
(graph/socket.py).

The cookie of a session counts only without a token, and only from a page of this site: what `Sec-Fetch-Site`
and `Origin` say is looked at before the body is read.
"""

from dataclasses import replace
from typing import Generic

from starlette.types import Receive, Scope, Send

from graph.answers import Answer, kept_answer, send_answer
from graph.asked import Asked, asked_in_body, asked_in_query_string
from graph.bearer import bearer_token
from graph.body import BODY_SECONDS, read_body
from graph.cookies import ASSIGNMENT, session_cookie
from graph.edge import ActorT, Edge
from graph.negotiation import Media, accepted, is_json
from graph.streaming import KEEP_ALIVE_SECONDS, Request, stream
from graph.transport import GoneError, TransportError, address_of, bad_request, not_allowed
from service.access.credential import Credential


class GraphQLEndpoint(Generic[ActorT]):
    """The ASGI application behind one path. It holds no state of a request and no state of a client."""

    def __init__(
        self,
        edge: Edge[ActorT],
        *,
        body_seconds: float = BODY_SECONDS,
        keep_alive: float = KEEP_ALIVE_SECONDS,
    ) -> None:
        self._edge = edge
        self._body_seconds = body_seconds
        self._keep_alive = keep_alive

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        headers: dict[bytes, bytes] = dict(scope["headers"])
        media = accepted(headers.get(b"accept"))
        try:
            request = await self._request_of(scope, headers, receive, media)
            if media is Media.EVENTS:
                await stream(self._edge, request, receive, send, self._keep_alive)
                return
            answer = await self._edge.within(self._answered(request, headers, media))
        except GoneError:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged and never shown
            answer = self._edge.answer_to(error, media)
        await send_answer(send, answer, media)

    async def _request_of(
        self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, media: Media | None
    ) -> Request:
        """The request, if it is one; who sends what is none is refused at the pace of the address."""
        try:
            return await self._request(scope, headers, receive, media)
        except TransportError:
            await self._edge.hold_back(address_of(scope))
            raise

    async def _request(
        self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, media: Media | None
    ) -> Request:
        method: str = scope["method"]
        if method not in {"POST", "GET"}:
            raise not_allowed("Only GET and POST.", b"GET, POST")
        if media is None:
            raise TransportError(406, f"The answer comes as {', '.join(Media)}.")
        shown = shown_by(scope["headers"], headers)
        last = headers.get(b"last-event-id")
        return Request(
            asked=await self._asked(scope, headers, receive),
            shown=shown,
            address=address_of(scope),
            last=None if last is None else last.decode("latin-1"),
            only_reads=method == "GET",
        )

    async def _asked(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive) -> Asked:
        if scope["method"] == "GET":
            return asked_in_query_string(scope["query_string"])
        check_content(headers)
        return asked_in_body(await read_body(receive, headers.get(b"content-length"), self._body_seconds))

    async def _answered(self, request: Request, headers: dict[bytes, bytes], media: Media | None) -> Answer:
        """The answer to one operation; that of a trusted document, asked for by GET, may be kept."""
        caller = await self._edge.caller(request.shown, request.address)
        admitted = await self._edge.admit(request.asked, caller, only_reads=request.only_reads)
        if admitted.is_subscription:
            raise bad_request(f"Subscriptions are not served as a single answer: accept {Media.EVENTS}.")
        if not (request.only_reads and request.asked.query is None):
            return Answer(status=200, body=await self._edge.run(admitted))
        body = await self._edge.run(replace(admitted, bill=None))  # the bill is never the same
        is_public = not headers.keys() & {b"authorization", b"cookie"}
        known = headers.get(b"if-none-match")
        return kept_answer(body, media or Media.JSON, is_public=is_public, known=known)


def shown_by(lines: list[tuple[bytes, bytes]], headers: dict[bytes, bytes]) -> Credential:
    """Who the headers claim to be: by the token, or else by the session of the browser."""
    token = bearer_token([value for name, value in lines if name == b"authorization"])
    means = headers.get(ASSIGNMENT)
    return Credential(
        token=token,
        session=session_cookie(headers) if token is None else None,
        assignment=None if means is None else means.decode("latin-1"),
    )


def check_content(headers: dict[bytes, bytes]) -> None:
    """Refuse a body that is not plain JSON."""
    if not is_json(headers.get(b"content-type")):
        raise TransportError(415, f"The body must be {Media.JSON} in UTF-8.")
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise TransportError(415, "The body must not be compressed.")
