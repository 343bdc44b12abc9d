"""Who asks, at the endpoints beside the graph: by a token, or by the session of a browser."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request

from graph.http import shown_by
from graph.people.answering import over
from graph.people.asking import headers_of
from service.access.actors import Actor
from service.access.doorkeeper import Doorkeeper
from service.errors import DomainError, ErrorCode

WhoAsks = Callable[[Request], Awaitable[Actor]]


def asker(doorkeeper: Doorkeeper) -> WhoAsks:
    """Knows who asks by what a request shows; a browser whose session is over is told to forget it."""

    async def who_asks(request: Request) -> Actor:
        shown = shown_by(request.scope["headers"], headers_of(request))
        try:
            return await doorkeeper(shown)
        except DomainError as error:
            if error.code is ErrorCode.NOT_SIGNED_IN and shown.session is not None:
                raise over() from None
            raise

    return who_asks
