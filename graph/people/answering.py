"""What persons are answered, each address at its pace: JSON, and refusals as Problems."""

from asyncio import timeout
from collections.abc import Awaitable, Callable
from functools import wraps
from math import ceil
from typing import Final
from uuid import uuid4

import orjson
from starlette.requests import Request
from starlette.responses import Response

from graph.bearer import CHALLENGE
from graph.cookies import FORGET
from graph.edge import WALL_CLOCK, log
from graph.errors import Code
from graph.people.asking import address_of
from graph.transport import GoneError, Headers, TransportError
from service.access.allowance import Allowance
from service.access.pace import ExhaustedError
from service.errors import DomainError, ErrorCode, RateLimitedError
from service.visit import note_refusal

STATUS: Final = {
    ErrorCode.NOT_SIGNED_IN: 401,
    ErrorCode.NOT_ALLOWED: 403,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.INVALID: 400,
    ErrorCode.WRONG_STATE: 409,
    ErrorCode.CONFLICT: 409,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.UNAVAILABLE: 503,
}
_CODES: Final = {
    Code.FORBIDDEN: ErrorCode.NOT_ALLOWED,
    Code.UNAUTHENTICATED: ErrorCode.NOT_SIGNED_IN,
}
_HEADERS: Final[Headers] = (
    (b"content-type", b"application/json; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"vary", b"Cookie"),
    (b"x-content-type-options", b"nosniff"),
)
_OVERDUE: Final = "Permintaan terlalu lama; coba lagi. / The request took too long; try again."
_EFFORT: Final = {"POST": 240}
"""Points beside those of a request: what is posted may be a password, which takes 40 ms to look at."""
_USUAL_EFFORT: Final = 40
Endpoint = Callable[[Request], Awaitable[Response]]
Allowing = Callable[[None, str], Awaitable[Allowance]]
"""What whoever is at an address may ask for."""


def json(status: int, content: object, *headers: tuple[bytes, bytes]) -> Response:
    """An answer that nobody keeps."""
    response = Response(orjson.dumps(content), status)
    response.raw_headers = [(b"content-length", b"%d" % len(response.body)), *_HEADERS, *headers]
    return response


def done(*headers: tuple[bytes, bytes]) -> Response:
    """The answer when there is nothing to say but that it was done."""
    response = Response(status_code=204)
    response.raw_headers = [*_HEADERS[1:], *headers]
    return response


def gone_to(url: str, *headers: tuple[bytes, bytes]) -> Response:
    """Sends a browser elsewhere."""
    response = Response(status_code=303)
    response.raw_headers = [(b"content-length", b"0"), (b"location", url.encode()), *_HEADERS[1:], *headers]
    return response


def answered(endpoint: Endpoint, allowing: Allowing | None = None, seconds: float = WALL_CLOCK) -> Endpoint:
    """The endpoint, whose refusals are told as Problems, and whose faults only to the log."""

    @wraps(endpoint)
    async def answering(request: Request) -> Response:
        try:
            async with timeout(seconds):
                if allowing is not None:
                    await _take_turn(await allowing(None, address_of(request)), request.method)
                return await endpoint(request)
        except GoneError:
            return done()
        except TransportError as error:
            code = _CODES.get(error.code, ErrorCode.INVALID)
            return _problem(error.status, code, error.message, (), *error.headers)
        except DomainError as error:
            return _refusal(error)
        except TimeoutError:
            return _problem(503, ErrorCode.UNAVAILABLE, _OVERDUE, (), (b"retry-after", b"1"))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged and never shown
            return _failure(error)

    return answering


async def _take_turn(client: Allowance, method: str) -> None:
    try:
        await client.pace.step()
    except ExhaustedError as error:
        raise RateLimitedError(error.seconds) from None
    client.pace.owe(_EFFORT.get(method, _USUAL_EFFORT))


def _refusal(error: DomainError) -> Response:
    headers: Headers = ()
    if isinstance(error, RateLimitedError):
        headers = ((b"retry-after", b"%d" % ceil(error.seconds)),)
    elif error.code is ErrorCode.NOT_SIGNED_IN:
        headers = CHALLENGE
    elif error.code is ErrorCode.UNAVAILABLE:
        headers = ((b"retry-after", b"1"),)
    return _problem(STATUS.get(error.code, 400), error.code, error.message, error.path, *headers)


def _problem(
    status: int, code: ErrorCode, message: str, path: tuple[str, ...], *headers: tuple[bytes, bytes]
) -> Response:
    note_refusal(code)
    return json(status, {"code": code, "message": message, "path": list(path) or None}, *headers)


def _failure(error: Exception) -> Response:
    error_id = str(uuid4())
    note_refusal(Code.INTERNAL_SERVER_ERROR, error_id)
    log.error("request_failed", error_id=error_id, exc_info=error)
    message = f"Terjadi kesalahan pada layanan ({error_id}). / The service failed ({error_id})."
    return json(500, {"code": Code.INTERNAL_SERVER_ERROR, "message": message, "path": None})


def over() -> TransportError:
    """The session that a browser shows is over: it is told to forget it."""
    message = "Sesi sudah berakhir. / The session is over."
    return TransportError(401, message, code=Code.UNAUTHENTICATED, headers=(*CHALLENGE, *FORGET))
