"""Sees every request from its first byte to its last, and tells of it once, when it is over."""

from collections.abc import Callable, Generator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.visit import VISIT, Visit, clock

GONE: Final = "GONE"
"""Of a request whose client did not wait for the answer."""
Teller: TypeAlias = Callable[[Visit], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Whom to tell of each request, and which statements are slow."""

    tellers: tuple[Teller, ...] = ()
    slow_after: float = float("inf")

    @contextmanager
    def visit(self, transport: str) -> Generator[Visit]:
        """The request that the block answers, for transports with many of them."""
        visit = Visit(transport, self.slow_after)
        VISIT.set(visit)
        try:
            yield visit
        finally:
            self.tell(visit)

    def tell(self, visit: Visit) -> None:
        """It is over."""
        visit.seconds = clock() - visit.began
        for teller in self.tellers:
            teller(visit)


class Witnessed:
    """The ASGI application `inside`, each HTTP request of which is told of."""

    def __init__(self, inside: ASGIApp, witness: Witness) -> None:
        self._inside = inside
        self._witness = witness

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and look at what is answered."""
        if scope["type"] != "http":
            await self._inside(scope, receive, send)
            return
        visit = Visit("http", self._witness.slow_after, _parent(scope))
        before = VISIT.set(visit)

        async def see(message: Message) -> None:
            if message["type"] == "http.response.start":
                visit.status = message["status"]
            await send(message)

        try:
            await self._inside(scope, receive, see)
        finally:
            VISIT.reset(before)
            _complete(visit, scope)
            self._witness.tell(visit)


def _parent(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"traceparent":
            return value.decode("latin-1")
    return None


def _complete(visit: Visit, scope: MutableMapping[str, Any]) -> None:
    """Say what no one else has said: which route it was, and that nobody waited."""
    if visit.status is None:
        visit.code = visit.code or GONE
    if visit.kind is None and scope["path"] != "/graphql":
        visit.kind = "route"
        visit.operation = f"{scope['method']} {_template(scope)}" if "endpoint" in scope else "unknown"


def _template(scope: MutableMapping[str, Any]) -> str:
    """The path as the route has it: what stands for somebody's session has the name of the place."""
    path: str = scope["path"]
    for name, value in scope.get("path_params", {}).items():
        path = path.replace(str(value), f"{{{name}}}")
    return path
