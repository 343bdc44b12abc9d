"""One sample: a server under an operation for some seconds, and what it cost."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.reading.cpu import used
from benchmarks.reading.load import Target, loaded

CONNECTIONS = 16
Streams = Sequence[Iterator[Target]]
"""What each connection asks, one after the other."""
_AT_LEAST = 2 * CONNECTIONS
"""Answers in a sample: slow servers finish in waves, and a sample of two waves would be luck."""
_MOST = 4.0
"""Times the seconds asked for, in which also a slow server has to make do."""
_TICK = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Figures of one server, operation and round."""

    rate: float
    """Answers a second."""
    server_ms: float
    """CPU of the server's process for each answer."""
    database_ms: float
    """CPU of all of PostgreSQL's processes for each answer."""
    client_share: float
    """Of one core, what the client itself took."""
    p50_ms: float
    p95_ms: float


async def sample(streams: Streams, server: int, postmaster: int, seconds: float) -> Sample:
    """Load the server until it runs evenly, then watch it for a while; edges are cut at any moment."""
    async with loaded(streams) as answers:
        await _until(lambda: len(answers) >= CONNECTIONS, _MOST * seconds)
        first, before, start = len(answers), used(server, postmaster), time.perf_counter()
        await asyncio.sleep(seconds)
        await _until(lambda: len(answers) - first >= _AT_LEAST, (_MOST - 1) * seconds)
        span = time.perf_counter() - start
        cost, timed = used(server, postmaster).since(before), answers[first:]
    count = max(1, len(timed))
    ranked = sorted(timed) or [span]
    return Sample(
        rate=len(timed) / span,
        server_ms=1_000 * cost.server / count,
        database_ms=1_000 * sum(cost.database.values()) / count,
        client_share=cost.client / span,
        p50_ms=1_000 * ranked[len(ranked) // 2],
        p95_ms=1_000 * ranked[len(ranked) * 95 // 100],
    )


def again_and_again(target: Target) -> Streams:
    """The same request on every connection."""
    return [itertools.repeat(target) for _ in range(CONNECTIONS)]


async def _until(is_so: Callable[[], bool], seconds: float) -> None:
    """Wait until it is so, or long enough."""
    until = time.perf_counter() + seconds
    while not is_so() and time.perf_counter() < until:
        await asyncio.sleep(_TICK)


def middle(samples: Sequence[Sample]) -> Sample:
    """The median of each figure."""
    return Sample(**{name: statistics.median(getattr(each, name) for each in samples) for name in _FIGURES})


_FIGURES = tuple(Sample.__dataclass_fields__)
