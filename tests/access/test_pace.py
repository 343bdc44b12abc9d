"""Requests go on evenly, and what is new one at a time with rests in between; nobody else waits for that."""

import asyncio
import time
from collections.abc import Awaitable

import pytest

from service.access.buckets import Rate
from service.access.pace import AHEAD, PACE, ExhaustedError, Pace, paced

RATE = Rate(points=1_000)
EACH = 0.01
"""Seconds between two requests at that rate."""


async def seconds(work: Awaitable[object]) -> float:
    """How long it takes."""
    began = time.monotonic()
    await work
    return time.monotonic() - began


async def steps(pace: Pace, count: int) -> None:
    """So many requests, one after the other."""
    for _ in range(count):
        await pace.step()


def compute(least: float = 0.005) -> float:
    """Take so many seconds of this thread."""
    began = time.thread_time()
    while time.thread_time() - began < least:
        pass
    return time.monotonic()


async def test_some_requests_come_together_and_the_others_evenly() -> None:
    pace = Pace(RATE)
    assert await seconds(steps(pace, AHEAD)) < EACH
    assert await seconds(steps(pace, 20)) > 18 * EACH


async def test_whoever_was_quiet_may_be_quick_again_but_no_quicker() -> None:
    pace = Pace(RATE)
    await steps(pace, 2 * AHEAD)
    await asyncio.sleep(3 * AHEAD * EACH)
    assert await seconds(steps(pace, 2 * AHEAD)) > (AHEAD - 2) * EACH


async def test_what_takes_longer_lets_the_next_request_wait() -> None:
    pace = Pace(RATE)
    await steps(pace, AHEAD)
    pace.owe(100)
    assert await seconds(pace.step()) > 0.09


async def test_nobody_waits_for_a_turn_that_is_far_away_longer_than_a_breath() -> None:
    pace = Pace(Rate(points=1))
    await steps(pace, AHEAD + 1)
    began = time.monotonic()
    with pytest.raises(ExhaustedError) as refused:
        await pace.step()
    assert refused.value.seconds > 2
    assert 0.9 < time.monotonic() - began < 2


async def test_who_had_something_made_rests_before_the_next() -> None:
    pace = Pace(Rate(points=2_000))
    first, second = await asyncio.gather(pace.new(compute), pace.new(compute))
    assert second - first > 40 * 0.005


async def test_another_client_does_not_wait_for_that() -> None:
    busy, other = Pace(Rate(points=2_000)), Pace(Rate(points=2_000))
    waiting = [asyncio.create_task(busy.new(compute)) for _ in range(5)]
    await asyncio.sleep(0)
    await other.new(compute)
    assert sum(task.done() for task in waiting) <= 1
    for task in waiting:
        task.cancel()
    await asyncio.wait(waiting)


async def test_what_fails_is_rested_for_as_well() -> None:
    pace = Pace(Rate(points=2_000))

    def fail() -> None:
        compute()
        raise LookupError

    with pytest.raises(LookupError):
        await pace.new(fail)
    assert await seconds(pace.new(lambda: None)) > 0.15


async def test_few_new_things_of_a_client_wait_and_more_are_refused() -> None:
    pace = Pace(RATE)
    waiting = [asyncio.create_task(pace.new(compute)) for _ in range(8)]
    await asyncio.sleep(0)
    with pytest.raises(ExhaustedError):
        await pace.new(compute)
    for task in waiting:
        task.cancel()
    await asyncio.wait(waiting)
    await pace.new(lambda: None)


async def test_what_nobody_asked_for_is_made_at_once() -> None:
    assert PACE.get() is None
    assert await paced(lambda: 5) == 5
