"""Connections that are kept open, of any kind: the one that was given back last goes out first.

Nothing is asked of a connection when it is taken or given back, and no task is made for it: what the drivers'
own pools do there costs as much as a small statement.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, Protocol, TypeVar


class Keepable(Protocol):
    """What a pool asks of a connection."""

    def is_closed(self) -> bool:
        """Whether it is known to be dead."""
        ...

    def terminate(self) -> None:
        """Hang up without a word, perhaps in the middle of a statement."""
        ...

    async def close(self) -> None:
        """Say goodbye."""
        ...


Kept = TypeVar("Kept", bound=Keepable)


class Pool(Generic[Kept]):
    """At most `size` connections at once; whoever comes when all are taken waits."""

    def __init__(self, connect: Callable[[], Awaitable[Kept]], size: int) -> None:
        self._connect = connect
        self._size = size
        self._room = asyncio.Semaphore(size)
        self._idle: list[Kept] = []
        self._kept: set[Kept] = set()

    async def take(self) -> Kept:
        """One that nobody else has until it is given back; it may have died unnoticed meanwhile."""
        await self._room.acquire()
        try:
            while self._idle:
                taken = self._idle.pop()
                if not taken.is_closed():
                    return taken
                self._hang_up(taken)
            taken = await self._connect()
        except BaseException:
            self._room.release()
            raise
        self._kept.add(taken)
        return taken

    def give_back(self, taken: Kept) -> None:
        """Let the next one have it."""
        self._room.release()
        if taken in self._kept:
            self._idle.append(taken)
        else:
            taken.terminate()

    def drop(self, taken: Kept) -> None:
        """Instead of giving it back: PostgreSQL undoes what nobody will end."""
        self._room.release()
        self._hang_up(taken)

    def drop_all(self) -> None:
        """Keep none of those that are open, wherever they are now."""
        self._kept.clear()
        while self._idle:
            self._idle.pop().terminate()

    async def close(self) -> None:
        """Close all of them, after what they are doing."""
        for _ in range(self._size):
            await self._room.acquire()
        while self._idle:
            await self._idle.pop().close()

    def _hang_up(self, taken: Kept) -> None:
        self._kept.discard(taken)
        taken.terminate()
