"""One distinct subscription, however many listen: what has changed is read once, and told to all of them.

Nobody has a queue. A listener knows the place up to which it was told; whoever is slower than the others
asks for all that happened since, in one event, when it is ready again. So the slowest costs one reading more
and no memory, and holds nobody up.
"""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from service.errors import DomainError, ErrorCode
from service.exchange.feed import Feed, Place

EVERY_SECONDS: Final = 0.15
"""Between two readings of one subscription at least."""
SHARE: Final = 10
"""Reading and telling, of all watches together, take a tenth of the time at most: the more listen, the less
often they are told while others write, who do not notice. After a silence all hear at once."""
TELLING_SECONDS: Final = 0.00004
"""What it takes to tell one listener, about."""
_AGAIN_SECONDS: Final = 0.5
_SLOTS: Final = 32
_log = structlog.stdlib.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened after one place, up to another, as the payload of a response."""

    after: Place
    upto: Place
    payload: bytes

    @property
    def id(self) -> str:
        """What a client gives to go on from here."""
        return str(self.upto)


class Read(Protocol):
    """Reads what happened after a place, up to another: nothing when nothing did, unless it `opens`."""

    def __call__(self, after: Place, upto: Place, *, opens: bool) -> Awaitable[bytes | None]:
        """The payload of an event."""
        ...


class Pace:
    """How fast all watches of a process may go; `readings` bounds how many read at once."""

    def __init__(self, at_once: int) -> None:
        self.readings = asyncio.Semaphore(at_once)
        self._costs: dict[object, float] = {}

    def seconds(self, watch: object, cost: float) -> float:
        """How long a watch rests whose last event took so long."""
        self._costs[watch] = cost
        return max(EVERY_SECONDS, SHARE * sum(self._costs.values()))

    def forget(self, watch: object) -> None:
        """It is over."""
        self._costs.pop(watch, None)


class Watch:
    """Reads and tells for as long as `run` runs."""

    def __init__(self, feed: Feed, read: Read, pace: Pace) -> None:
        self.listeners = 0
        self._feed = feed
        self._read = read
        self._pace = pace
        self._told = feed.place
        self._ended: Exception | None = None
        self._latest: Event | None = None
        self._turns = [asyncio.Event() for _ in range(_SLOTS)]
        self._shared: dict[tuple[Place, Place], asyncio.Task[Event]] = {}
        self._joined = 0

    def listener(self, after: Place | None) -> "Listener":
        """Somebody more who listens, from a place on."""
        self._joined += 1
        return Listener(self, self._joined % _SLOTS, after)

    async def run(self) -> None:
        """Tell whatever happens, until cancelled."""
        since = self._told  # the place of the last event; what was read since then told nothing
        while self._ended is None:
            await self._feed.beyond(self._told)
            try:
                upto, payload, cost = await self._next()
            except DomainError as error:
                _log.warning("watch.interrupted", reason=error.message)
                await asyncio.sleep(_AGAIN_SECONDS)
                continue
            except Exception as error:  # noqa: BLE001 - whatever it is, the listeners hear of it, and are over
                await self.end(error)
                return
            self._told = upto
            if payload is not None:
                self._latest = Event(after=since, upto=upto, payload=payload)
                since = upto
                cost += self.listeners * TELLING_SECONDS
                await self._wake()
            await asyncio.sleep(self._pace.seconds(self, cost))

    async def _next(self) -> tuple[Place, bytes | None, float]:
        """Up to where it was read, what is told of it, and how long reading took."""
        async with self._pace.readings:
            upto, began = self._feed.place, time.monotonic()
            payload = await self._read(self._told, upto, opens=False)
            return upto, payload, time.monotonic() - began

    def forget(self) -> None:
        """Nobody listens any more: what is being read for those who left is read for nobody."""
        self._pace.forget(self)
        for task in self._shared.values():
            task.cancel()

    async def end(self, error: Exception) -> None:
        """Nothing more is told: the listeners hear why."""
        self._ended = error
        await self._wake()

    async def _wake(self) -> None:
        """Wake the listeners in turns, so that other work goes on between them."""
        for slot, turn in enumerate(self._turns):
            self._turns[slot] = asyncio.Event()
            turn.set()
            await asyncio.sleep(0)

    async def opening(self, after: Place | None) -> Event:
        """The first event of a listener: what happened since `after`, or nothing."""
        upto = self._told
        return await self._between(after or upto, max(after or upto, upto))

    async def later(self, slot: int, told: Place) -> Event:
        """The event that follows for somebody who was told up to a place."""
        while True:
            turn = self._turns[slot]
            if self._ended is not None:
                raise self._ended
            latest = self._latest
            if latest is not None and latest.upto > told:
                return latest if latest.after <= told else await self._between(told, latest.upto)
            await turn.wait()

    async def _between(self, after: Place, upto: Place) -> Event:
        """Read for one, and for all who ask the same meanwhile."""
        key = (after, upto)
        if key not in self._shared:
            self._shared = {each: task for each, task in self._shared.items() if each[1] == upto}
            self._shared[key] = asyncio.create_task(self._made(after, upto))
        try:
            return await asyncio.shield(self._shared[key])
        except Exception:
            self._shared.pop(key, None)
            raise

    async def _made(self, after: Place, upto: Place) -> Event:
        async with self._pace.readings:
            payload = await self._read(after, upto, opens=True)
        if payload is None:
            raise DomainError(ErrorCode.UNAVAILABLE, "Tidak terbaca. / It could not be read.")
        return Event(after=after, upto=upto, payload=payload)


class Listener:
    """One who listens; `next` may be cancelled and asked again."""

    def __init__(self, watch: Watch, slot: int, after: Place | None) -> None:
        self._watch = watch
        self._slot = slot
        self._after = after
        self._told: Place | None = None

    async def next(self) -> Event:
        """What happened since the event before; the first comes at once."""
        if self._told is None:
            event = await self._watch.opening(self._after)
        else:
            event = await self._watch.later(self._slot, self._told)
        self._told = event.upto
        return event
