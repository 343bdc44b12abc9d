"""The endpoint `/graphql`: a strict edge in front of the executor, over plain ASGI.

It reads, decides and passes bytes on; all meaning is elsewhere. Cheap refusals come first: method, media
types, the form of the token, size, JSON; then who asks; then the document; then execution, within a wall
clock.

Subscriptions have no transport here yet: server-sent events will be a branch where `check_operation` refuses
them now, a WebSocket a route of its own. Cookies are not read; with them comes the check of `Sec-Fetch-Site`
and `Origin`, before the body is read.
"""

from asyncio import timeout
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeAlias, TypeVar
from uuid import uuid4

import structlog
from graphql.language import OperationType
from starlette.types import Receive, Scope, Send

from graph.answers import (
    Answer,
    internal_failure,
    request_refusal,
    send_answer,
    transport_refusal,
    unavailable,
)
from graph.asked import Asked, asked_in_body, asked_in_query_string
from graph.bearer import bearer_token, unauthenticated
from graph.body import BODY_SECONDS, read_body
from graph.documents import Documents, Prepared
from graph.errors import Code, RequestError, refusal
from graph.guard import check_sizes
from graph.negotiation import Media, accepted, is_json
from graph.transport import GoneError, TransportError, bad_request, not_allowed
from service.errors import DomainError, ErrorCode

WALL_CLOCK: Final = 10.0
"""Seconds from a complete request to its answer."""

OVERDUE: Final = (
    "Permintaan terlalu lama dan hasilnya tidak diketahui; kirim lagi dengan kunci idempotensi yang sama. "
    "/ The request took too long and its outcome is unknown; send it again with the same idempotency key."
)

log: structlog.stdlib.BoundLogger = structlog.get_logger("graph.http")

ActorT = TypeVar("ActorT")

Authenticate: TypeAlias = Callable[[str | None], Awaitable[ActorT]]
"""Says who asks: the public without a token; a DomainError NOT_SIGNED_IN for one that nobody holds."""

Execute: TypeAlias = Callable[[Prepared, dict[str, object], ActorT], Awaitable[bytes]]
"""Executes an operation: the bytes of the complete response, or a RequestError when there is no data."""


class OverdueError(Exception):
    """The wall clock ran out; what became of a mutation is not known."""


class GraphQLEndpoint(Generic[ActorT]):
    """The ASGI application behind one path. It holds no state of a request and no state of a client."""

    def __init__(
        self,
        documents: Documents,
        *,
        authenticate: Authenticate[ActorT],
        execute: Execute[ActorT],
        wall_clock: float = WALL_CLOCK,
        body_seconds: float = BODY_SECONDS,
    ) -> None:
        self._documents = documents
        self._authenticate = authenticate
        self._execute = execute
        self._wall_clock = wall_clock
        self._body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        headers: dict[bytes, bytes] = dict(scope["headers"])
        media = accepted(headers.get(b"accept"))
        try:
            answer = await self._answer(scope, headers, receive, media)
        except GoneError:
            return
        except TransportError as error:
            answer = transport_refusal(error)
        except RequestError as error:
            answer = request_refusal(error, media or Media.JSON)
        except OverdueError:
            answer = overdue()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged and never shown
            answer = failed(error)
        await send_answer(send, answer, media or Media.JSON)

    async def _answer(
        self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, media: Media | None
    ) -> Answer:
        method: str = scope["method"]
        if method not in ("POST", "GET"):
            raise not_allowed("Only GET and POST.", b"GET, POST")
        if media is None:
            raise TransportError(406, f"The answer comes as {Media.RESPONSE} or {Media.JSON}.")
        token = bearer_token([value for name, value in scope["headers"] if name == b"authorization"])
        if method == "GET":
            asked = asked_in_query_string(scope["query_string"])
        else:
            check_content(headers)
            body = await read_body(receive, headers.get(b"content-length"), self._body_seconds)
            asked = asked_in_body(body)
        return Answer(status=200, body=await self._within_wall_clock(asked, method, token))

    async def _within_wall_clock(self, asked: Asked, method: str, token: str | None) -> bytes:
        clock = timeout(self._wall_clock)
        try:
            async with clock:
                return await self._executed(asked, method, token)
        except TimeoutError:
            if clock.expired():
                raise OverdueError from None
            raise

    async def _executed(self, asked: Asked, method: str, token: str | None) -> bytes:
        actor = await self._actor(token)
        if asked.query is None:
            raise refusal(Code.PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound")
        prepared = self._documents.prepare(asked.query, asked.operation_name)
        check_operation(prepared, method)
        check_sizes(prepared.sizes, asked.variables)
        return await self._execute(prepared, asked.variables, actor)

    async def _actor(self, token: str | None) -> ActorT:
        try:
            return await self._authenticate(token)
        except DomainError as error:
            if error.code is ErrorCode.NOT_SIGNED_IN:
                raise unauthenticated(error.message) from None
            if error.code is ErrorCode.NOT_ALLOWED:
                raise TransportError(403, error.message, code=Code.FORBIDDEN) from None
            raise


def check_content(headers: dict[bytes, bytes]) -> None:
    """Refuse a body that is not plain JSON."""
    if not is_json(headers.get(b"content-type")):
        raise TransportError(415, f"The body must be {Media.JSON} in UTF-8.")
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise TransportError(415, "The body must not be compressed.")


def check_operation(prepared: Prepared, method: str) -> None:
    """Refuse an operation that `method` does not carry."""
    operation = prepared.operation.operation
    if operation is OperationType.SUBSCRIPTION:
        raise bad_request("Subscriptions are not served as a single answer.")
    if method == "GET" and operation is not OperationType.QUERY:
        raise not_allowed("GET runs queries only; send a mutation by POST.", b"POST")


def overdue() -> Answer:
    """Log a request that took too long, and say that nobody knows what became of it."""
    error_id = str(uuid4())
    log.warning("request_overdue", error_id=error_id)
    return unavailable(OVERDUE, error_id)


def failed(error: Exception) -> Answer:
    """Log a fault of ours and answer with nothing but its id."""
    error_id = str(uuid4())
    log.error("request_failed", error_id=error_id, exc_info=error)
    if isinstance(error, DomainError) and error.code is ErrorCode.UNAVAILABLE:
        return unavailable(error.message, error_id)
    return internal_failure(error_id)
