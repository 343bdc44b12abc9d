"""How fast one client goes on: requests at an even pace, and what is new to us one at a time, with rests.

All clients share one event loop, so what one of them has it compute the others wait for. A request takes half
a millisecond of it and a document that was never seen up to eighty: who sends many is not refused, but waits
between them, and the others find the loop free.
"""

import asyncio
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final, TypeVar

from service.access.buckets import Rate

REQUEST: Final = 10
"""Points of a request, whatever it asks."""
AHEAD: Final = 10
"""Requests that may come together before the pace begins."""
_MOST_SECONDS: Final = 2.0
"""Nobody waits longer than this for a turn."""
REST: Final = 80_000
"""Points of a second of the event loop that was spent on what is new: at 2,000 a second, forty of rest."""
_MOST_NEW: Final = 8
"""New things of one client that wait for their turn."""
_PAUSE_SECONDS: Final = 1.0

Made = TypeVar("Made")


class ExhaustedError(Exception):
    """Too much was asked; the same may be asked again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"exhausted for {seconds:.1f} s")
        self.seconds = seconds


class Pace:
    """That of one client at one process."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._due = 0.0
        self._rested_at = 0.0
        self._waiting = 0
        self._new = asyncio.Lock()

    async def step(self) -> None:
        """Wait for one's turn to ask; ExhaustedError, after a breath, when it is too far away."""
        now = time.monotonic()
        each = REQUEST / self._rate.points
        due = max(self._due, now - AHEAD * each)
        if due - now > _MOST_SECONDS:
            await asyncio.sleep(_PAUSE_SECONDS)
            raise ExhaustedError(due - now - _PAUSE_SECONDS)
        self._due = due + each
        if due > now:
            await asyncio.sleep(due - now)

    def owe(self, points: int) -> None:
        """Let the next turn come later, for what takes longer than others."""
        self._due += points / self._rate.points

    async def new(self, make: Callable[[], Made]) -> Made:
        """What `make` makes, when it is its turn."""
        if self._waiting >= _MOST_NEW:
            raise ExhaustedError(_PAUSE_SECONDS)
        self._waiting += 1
        try:
            async with self._new:
                await asyncio.sleep(max(0.0, self._rested_at - time.monotonic()))
                return self._timed(make)
        finally:
            self._waiting -= 1

    def _timed(self, make: Callable[[], Made]) -> Made:
        began = time.thread_time()
        try:
            return make()
        finally:
            spent = time.thread_time() - began
            self._rested_at = time.monotonic() + spent * REST / self._rate.points


PACE: ContextVar[Pace | None] = ContextVar("pace", default=None)
"""Of the client whose request this task answers: what is new to us is found deep in its plan."""


async def paced(make: Callable[[], Made]) -> Made:
    """What `make` makes, when it is the client's turn to have something made."""
    pace = PACE.get()
    return make() if pace is None else await pace.new(make)
