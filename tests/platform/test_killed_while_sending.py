"""The service is killed while a file is being sent to it; what had come is there, and the rest follows."""

import asyncio
import signal
from collections.abc import Generator
from pathlib import Path

import httpx
import pytest

from service.attaching import Addresses
from service.exchange.evidence.disk import Disk
from tests.evidence import samples
from tests.evidence.conftest import PIECE, TUS, opened
from tests.platform.conftest import Serve
from tests.platform.process import Served, until

PHOTO = samples.painted("JPEG", size=(1200, 900), quality=100)
HALF = len(PHOTO) // 2


async def test_what_came_before_the_service_was_killed_stays_and_the_rest_follows(
    serve: Serve, own_addresses: Addresses, tmp_path: Path
) -> None:
    folder = tmp_path / "evidence"
    async with opened(own_addresses, folder, Disk(folder / "kept")) as counter:
        address = await counter.announce(PHOTO)
        served = serve(DATABASE_URL=own_addresses.service, EVIDENCE_DIR=str(folder))
        shown = {"authorization": f"Bearer {counter.desk.tokens['lead']}"}
        await asyncio.to_thread(_sent_until_killed, served, address, shown)
        head = await counter.ask("lead", "HEAD", address, TUS)
        assert int(head.headers["upload-offset"]) == HALF
        assert (await counter.send(address, PHOTO[HALF:], HALF)).status_code == 204
        assert (await counter.finish(address)).json()["mediaType"] == "image/jpeg"


def _sent_until_killed(served: Served, address: str, shown: dict[str, str]) -> None:
    served.await_ready()
    said = {**shown, **PIECE, "upload-offset": "0", "content-length": str(len(PHOTO))}
    halves = _until_killed(served, address, shown)
    with pytest.raises(httpx.TransportError):
        httpx.patch(f"{served.address}{address}", content=halves, headers=said)


def _until_killed(served: Served, address: str, shown: dict[str, str]) -> Generator[bytes]:
    yield PHOTO[:HALF]
    until(lambda: _come(served, address, shown) == HALF)
    served.end(signal.SIGKILL)
    yield PHOTO[HALF:]


def _come(served: Served, address: str, shown: dict[str, str]) -> int:
    answer = httpx.head(f"{served.address}{address}", headers={**shown, **TUS})
    return int(answer.headers["upload-offset"])
