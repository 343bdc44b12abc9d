"""What no report shows in time is swept away, with its bytes; what one shows stays for ever."""

import asyncio
import os
from datetime import timedelta

from service.clock import system_clock
from service.ledger.tending import tended
from tests.evidence import samples
from tests.evidence.conftest import Counter


async def test_orphans_go_when_their_time_is_over(counter: Counter, photo: bytes) -> None:
    address = await counter.announce(photo)
    await counter.send(address, photo[:-1])
    await counter.hand_in(samples.document(), "a.pdf")
    await counter.hand_in(samples.SVG)
    sweep = counter.files.handing_in.sweep
    assert await sweep(system_clock()) == 0
    await counter.age("1 day")
    assert await sweep(system_clock()) == 2
    assert counter.lying() == ["kept"]
    await counter.age("6 days")
    assert await sweep(system_clock()) == 1
    assert counter.lying() == []
    assert await counter.rows("id") == []


async def test_what_a_report_shows_stays(counter: Counter, photo: bytes) -> None:
    handed_in = await counter.reported(photo)
    await counter.age("4000 days")
    assert await counter.files.handing_in.sweep(system_clock()) == 0
    assert (await counter.ask("lead", "GET", handed_in["url"])).status_code == 200


async def test_pieces_that_nobody_knows_of_go_after_two_days(counter: Counter) -> None:
    incoming = counter.folder / "incoming"
    incoming.mkdir(parents=True)
    now = system_clock()
    for name, age in (("old", timedelta(days=2, minutes=1)), ("new", timedelta(days=2, minutes=-1))):
        (incoming / f"{name}.part").write_bytes(b"x")
        os.utime(incoming / f"{name}.part", (0, (now - age).timestamp()))
    await counter.files.handing_in.sweep(now)
    assert [path.name for path in incoming.iterdir()] == ["new.part"]


async def test_it_is_swept_behind_the_requests(counter: Counter, photo: bytes) -> None:
    await counter.hand_in(photo)
    await counter.age("7 days")
    async with tended(counter.database, None, system_clock, counter.files.handing_in.sweep):
        for _ in range(100):
            if not await counter.rows("id"):
                break
            await asyncio.sleep(0.02)
    assert await counter.rows("id") == []
    assert counter.lying() == []
