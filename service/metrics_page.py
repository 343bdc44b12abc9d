"""`/metrics`: on a port of its own, or on the public one for who shows the token; else it is not there."""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from service.metrics import Metrics

PATH: Final = "/metrics"
_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
Ask = Callable[[], Awaitable[Mapping[str, float] | None]]


async def _nobody() -> None:
    return None


class MetricsPage:
    """The ASGI application; `ask` says how the ledger stands, from when there is a database on."""

    def __init__(self, metrics: Metrics, ask: Ask = _nobody) -> None:
        self._metrics = metrics
        self.ask = ask

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a scrape."""
        if scope["type"] != "http":
            return
        if scope["path"] != PATH or scope["method"] != "GET":
            await Response(status_code=404)(scope, receive, send)
            return
        page = self._metrics.page(await self.ask())
        await Response(page, media_type=_TYPE, headers={"cache-control": "no-store"})(scope, receive, send)


class ForToken:
    """The page for who shows the token; for others there is none."""

    def __init__(self, page: MetricsPage, token: str) -> None:
        self._page = page
        self._shown = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a scrape on the public port."""
        shown = dict(scope["headers"]).get(b"authorization", b"")
        if hmac.compare_digest(shown, self._shown):
            await self._page(scope, receive, send)
        else:
            await Response(status_code=404)(scope, receive, send)
