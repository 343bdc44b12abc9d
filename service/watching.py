"""What watches the requests of one process, as the settings have it: log, counters and traces."""

import contextlib
import importlib
import sys
from asyncio import create_task
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp

from service.listening import Quiet, take_port
from service.metrics import Metrics
from service.metrics_page import PATH, ForToken, MetricsPage
from service.request_log import Lines, RequestLog, show_line
from service.settings import Settings
from service.witness import Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who hears of requests, and the page on which their numbers are read."""

    witness: Witness
    metrics: Metrics
    page: MetricsPage
    beside: dict[str, ASGIApp]
    """What the public port answers beside the application."""


@contextlib.asynccontextmanager
async def watching(settings: Settings) -> AsyncGenerator[Watch]:
    """Watch while the block runs; the page has its own port for as long, where that is set."""
    metrics = Metrics(settings.metrics_operations)
    lines, page = Lines(), MetricsPage(metrics)
    log = RequestLog(show_line if sys.stderr.isatty() else lines.write)
    tellers = [log.tell, metrics.tell]
    traces: Any = importlib.import_module("service.traces").Traces() if settings.sends_traces else None
    if traces is not None:
        tellers.append(traces.tell)
    token = settings.metrics_token
    watch = Watch(
        witness=Witness(tellers=tuple(tellers), slow_after=settings.slow_query.total_seconds()),
        metrics=metrics,
        page=page,
        beside={PATH: ForToken(page, token)} if token else {},
    )
    async with _served(settings, page):
        try:
            yield watch
        finally:
            lines.flush()
            if traces is not None:
                traces.close()


@contextlib.asynccontextmanager
async def _served(settings: Settings, page: MetricsPage) -> AsyncGenerator[None]:
    if settings.metrics_port is None:
        yield
        return
    with take_port(settings.metrics_host, settings.metrics_port, "METRICS_") as port:
        listener = Quiet(page)
        serving = create_task(listener.serve(sockets=[port]))
        try:
            yield
        finally:
            listener.should_exit = True
            await serving
