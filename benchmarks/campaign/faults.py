"""What goes wrong, and when: kill -9 at random moments while reports are being written."""

import asyncio
import contextlib
import os
import random
import signal
import time
from typing import Final

from benchmarks.campaign.loads import Load
from benchmarks.campaign.processes import NotServingError, Serving

BUDGET_SECONDS: Final = 15.0
"""After a fault a new request is acknowledged within this time."""
_GIVE_UP_SECONDS: Final = 40.0
_TICK: Final = 0.01


async def kill_services(serving: Serving, load: Load, kills: int) -> None:
    """The service dies and is started again; one time in four PostgreSQL is killed with it."""
    chance = load.chance("faults")
    for _ in range(kills):
        await _at_a_random_moment(load, chance)
        if load.stopping.is_set():
            return
        postmaster = serving.folder.postmaster()
        takes_both = chance.random() < 0.25  # noqa: PLR2004 - one in four
        serving.kill()
        if takes_both and postmaster is not None:
            _kill(postmaster)
        load.journal.faults.append(time.monotonic())
        await serving.start()
        await _recovered(serving, load)


async def kill_databases(serving: Serving, load: Load, kills: int) -> None:
    """The postmaster dies, or one of its processes, whereupon it starts all of them anew."""
    chance = load.chance("faults")
    for _ in range(kills):
        await _at_a_random_moment(load, chance)
        if load.stopping.is_set():
            return
        takes_postmaster = chance.random() < 0.5  # noqa: PLR2004 - one in two
        _kill_in_database(serving, chance, takes_postmaster=takes_postmaster)
        load.journal.faults.append(time.monotonic())
        await _recovered(serving, load)


async def kill_backends(serving: Serving, load: Load, kills: int) -> None:
    """One of PostgreSQL's processes dies while the service lives."""
    chance = load.chance("faults")
    for _ in range(kills):
        await _at_a_random_moment(load, chance)
        if load.stopping.is_set():
            return
        _kill_in_database(serving, chance, takes_postmaster=False)
        load.journal.faults.append(time.monotonic())
        await _recovered(serving, load)


def _kill_in_database(serving: Serving, chance: random.Random, *, takes_postmaster: bool) -> None:
    backends = sorted(serving.backends())
    postmaster = serving.folder.postmaster()
    if takes_postmaster or not backends:
        if postmaster is not None:
            _kill(postmaster)
    else:
        _kill(chance.choice(backends))


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


async def _at_a_random_moment(load: Load, chance: random.Random) -> None:
    """Soon, while reports are being acknowledged."""
    before = len(load.journal.acks)
    await asyncio.sleep(chance.uniform(0.2, 1.2))
    while len(load.journal.acks) == before and not load.stopping.is_set():
        await asyncio.sleep(_TICK)


async def _recovered(serving: Serving, load: Load) -> None:
    """Until a request that was sent after the fault is acknowledged; a service that ended is a finding."""
    fault = load.journal.faults[-1]
    while not load.stopping.is_set() and not _told_since(load, fault):
        if not serving.is_alive:
            load.journal.wrong.append("the service ended by itself")
            await serving.start()
        if time.monotonic() - fault > _GIVE_UP_SECONDS:
            message = f"nothing was acknowledged for {_GIVE_UP_SECONDS} s after a fault"
            raise NotServingError(message)
        await asyncio.sleep(_TICK)


def _told_since(load: Load, fault: float) -> bool:
    return any(ack.asked_at >= fault for ack in load.journal.acks[-2 * load.writers :])
