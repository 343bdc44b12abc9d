"""Who listens together is read for once; who is slow holds nobody up, and misses nothing."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from graph.listening import watch as watches
from graph.listening.watch import Pace, Watch
from service.errors import DomainError, ErrorCode
from service.exchange.feed import Feed, Place


class Told(Feed):
    """A feed that is told where it is."""

    def __init__(self) -> None:
        self._place = Place(xid=1, id=0)
        self._moved = asyncio.Event()

    def move(self, xid: int) -> None:
        """Something happened."""
        self._place = Place(xid=xid, id=0)
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()


class Scene:
    """A watch over such a feed, with the readings that it made."""

    def __init__(self) -> None:
        self.feed = Told()
        self.readings: list[tuple[int, int, bool]] = []
        self.fails = 0
        self.is_silent = False
        self.watch = Watch(self.feed, self._read, Pace(2))
        self.run = asyncio.create_task(self.watch.run())

    async def _read(self, after: Place, upto: Place, *, opens: bool) -> bytes | None:
        await asyncio.sleep(0)
        if self.fails:
            self.fails -= 1
            raise DomainError(ErrorCode.UNAVAILABLE, "away")
        self.readings.append((after.xid, upto.xid, opens))
        return None if self.is_silent and not opens else f"{after.xid}..{upto.xid}".encode()


@pytest.fixture
async def scene(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    """A watch that runs, at a quick pace."""
    monkeypatch.setattr(watches, "EVERY_SECONDS", 0.01)
    monkeypatch.setattr(watches, "SHARE", 0)
    monkeypatch.setattr(watches, "_AGAIN_SECONDS", 0.01)
    made = Scene()
    yield made
    made.run.cancel()


async def test_a_hundred_listeners_cost_one_reading_an_event(scene: Scene) -> None:
    listeners = [scene.watch.listener(None) for _ in range(100)]
    firsts = await asyncio.gather(*(each.next() for each in listeners))
    assert {event.payload for event in firsts} == {b"1..1"}
    scene.feed.move(2)
    events = await asyncio.gather(*(each.next() for each in listeners))
    assert {(event.payload, event.id) for event in events} == {(b"1..2", "2-0")}
    assert scene.readings == [(1, 1, True), (1, 2, False)]


async def test_who_is_slow_is_told_all_of_it_at_once(scene: Scene) -> None:
    quick, slow = scene.watch.listener(None), scene.watch.listener(None)
    await asyncio.gather(quick.next(), slow.next())
    for xid in (2, 3, 4):
        scene.feed.move(xid)
        assert (await quick.next()).id == f"{xid}-0"
    event = await slow.next()
    assert (event.payload, event.id) == (b"1..4", "4-0")
    scene.feed.move(5)
    assert (await slow.next()) is (await quick.next())


async def test_a_burst_is_one_event(scene: Scene) -> None:
    listener = scene.watch.listener(None)
    await listener.next()
    for xid in range(2, 50):
        scene.feed.move(xid)
    assert (await listener.next()).payload == b"1..49"


async def test_nothing_is_told_when_nothing_moved_and_nothing_is_lost_by_it(scene: Scene) -> None:
    listener = scene.watch.listener(None)
    await listener.next()
    scene.is_silent = True
    scene.feed.move(2)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(listener.next(), 0.1)
    scene.is_silent = False
    scene.feed.move(3)
    event = await listener.next()
    assert (event.after.xid, event.upto.xid, event.payload) == (1, 3, b"2..3")


async def test_whoever_comes_back_is_told_since_then(scene: Scene) -> None:
    ahead = scene.watch.listener(None)
    await ahead.next()
    scene.feed.move(9)
    await ahead.next()
    back = scene.watch.listener(Place(xid=4, id=0))
    assert (await back.next()).payload == b"4..9"


async def test_a_database_that_was_away_delays_and_loses_nothing(scene: Scene) -> None:
    listener = scene.watch.listener(None)
    await listener.next()
    scene.fails = 3
    scene.feed.move(2)
    assert (await listener.next()).payload == b"1..2"


async def test_listeners_hear_why_it_is_over(scene: Scene) -> None:
    listener = scene.watch.listener(None)
    await listener.next()
    waiting = asyncio.create_task(listener.next())
    await asyncio.sleep(0)
    await scene.watch.end(RuntimeError("over"))
    with pytest.raises(RuntimeError, match="over"):
        await waiting


async def test_all_watches_together_take_a_tenth_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watches, "EVERY_SECONDS", 0.1)
    pace = Pace(2)
    one, other = object(), object()
    assert pace.seconds(one, 0.001) == 0.1
    assert pace.seconds(one, 0.03) == pytest.approx(0.3)
    assert pace.seconds(other, 0.05) == pytest.approx(0.8)
    pace.forget(one)
    assert pace.seconds(other, 0.05) == pytest.approx(0.5)
