"""How much each client may ask of the service: points from a bucket, and a few operations at once.

The bucket stands in PostgreSQL for all processes; each process draws a cup from it and serves from that, so
most requests ask the database nothing. Who has nothing left is refused without asking it either, and hears so
only after a breath: whoever asks again at once, on however many sockets, is slowed and slows nobody. How fast
one goes on until then stands in pace.py.
"""

import asyncio
import contextlib
import math
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from service.access.actors import Actor
from service.access.buckets import FORGOTTEN_AFTER, Rate, Taken, forget_full_ones, take
from service.access.pace import ExhaustedError, Pace
from service.database import Database, WriteSession
from service.errors import DomainError

_CUP: Final = 20
"""The part of a bucket that a process draws at once."""
_REMEMBERED: Final = 10_000
BREATH_SECONDS: Final = 1.0
_MOST_HELD: Final = 1_000
"""Refusals of one client that wait for their breath; more are told at once."""
AT_ONCE: Final = 4
"""Operations of one client that run together: half of the connections of a process."""
_MOST_WAITING: Final = 100
MOST_LISTENING: Final = 500
"""Subscriptions of one client at a process: a tenth of what it takes."""
_HOUSEHOLD: Final = 64
"""Bits that the IPv6 addresses of one household have in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What the public has at one address, and what everybody has who is known."""

    public: Rate
    known: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttle:
    """How a bucket stands: `available` of `most`, and how many points come back each second."""

    most: int
    available: int
    restored: int


class Allowance:
    """What one client has left, as one process knows it."""

    def __init__(self, database: Database, key: str, rate: Rate) -> None:
        self._database = database
        self._key = key
        self._rate = rate
        self.pace = Pace(rate)
        self._cup = 0
        self._left = float(rate.most)
        self._drawn_at = time.monotonic()
        self._closed_until = 0.0
        self._drawing = asyncio.Lock()
        self._running = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._held = 0
        self._listening = 0

    async def take(self, points: int) -> Throttle:
        """Take points; ExhaustedError, after a breath, when there are not so many."""
        if self._cup < points:
            async with self._drawing:
                if self._cup < points:
                    await self._draw(points)
        if self._cup < points:
            await self._breathe()
            raise ExhaustedError(max(1.0, self._closed_until - time.monotonic()))
        self._cup -= points
        return self._throttle()

    async def _draw(self, points: int) -> None:
        if time.monotonic() < self._closed_until:
            return
        needed = points - self._cup
        taken = await self._taken(needed, max(needed, self._rate.most // _CUP))
        self._cup += taken.granted
        self._left, self._drawn_at = taken.left, time.monotonic()
        if taken.granted < needed:
            self._closed_until = self._drawn_at + (needed - taken.left) / self._rate.points

    async def _taken(self, needed: int, wanted: int) -> Taken:
        async def work(session: WriteSession) -> Taken:
            return await take(session, self._key, self._rate, needed, wanted)

        try:
            return await self._database.write(work)
        except DomainError:
            # The database is away: what needs it fails by itself, what does not may be had.
            return Taken(granted=wanted, left=self._left)

    async def _breathe(self) -> None:
        if self._held < _MOST_HELD:
            self._held += 1
            try:
                await asyncio.sleep(BREATH_SECONDS)
            finally:
                self._held -= 1

    def _throttle(self) -> Throttle:
        back = (time.monotonic() - self._drawn_at) * self._rate.points
        available = min(self._rate.most, self._left + back + self._cup)
        return Throttle(most=self._rate.most, available=math.floor(available), restored=self._rate.points)

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """One of the few operations that may run together; others of the same client wait."""
        if self._waiting >= _MOST_WAITING:
            raise ExhaustedError(BREATH_SECONDS)
        self._waiting += 1
        try:
            async with self._running:
                yield
        finally:
            self._waiting -= 1

    @contextlib.contextmanager
    def listening(self) -> Generator[None]:
        """One of the subscriptions that a client may have at once."""
        if self._listening >= MOST_LISTENING:
            raise ExhaustedError(BREATH_SECONDS)
        self._listening += 1
        try:
            yield
        finally:
            self._listening -= 1


class Allowances:
    """The allowance of each client, those who asked lately. One for a process."""

    def __init__(self, database: Database, rates: Rates) -> None:
        self._database = database
        self._rates = rates
        self._known: OrderedDict[str, Allowance] = OrderedDict()
        self._swept_at = time.monotonic()

    async def of(self, actor: Actor | None, address: str) -> Allowance:
        """That of an actor; the public, and whoever is not known yet, has one at each address."""
        await self._sweep()
        if actor is None or actor.is_public:
            key, rate = f"address {household(address)}", self._rates.public
        else:
            key, rate = f"{actor.kind} {actor.id}", self._rates.known
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Allowance(self._database, key, rate)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return found

    async def _sweep(self) -> None:
        now = time.monotonic()
        if now - self._swept_at > FORGOTTEN_AFTER.total_seconds():
            self._swept_at = now
            with contextlib.suppress(DomainError):
                await self._database.write(forget_full_ones)


def household(address: str) -> str:
    """The addresses that one client has for the asking: an IPv4 address, or a network of IPv6."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, _HOUSEHOLD), strict=False))
    return str(found)
