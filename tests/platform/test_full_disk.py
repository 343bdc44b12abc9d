"""A full disk: what cannot be written is refused and told, what was acknowledged stays, room heals it.

The disk is a small file system in memory, mounted for the test: only root may do that, and the tests are left
out for others. They cover the running service and the first start, not a disk that breaks.
"""

import os
import random
import re
import shutil
import signal
import string
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.platform.conftest import Serve
from tests.platform.process import Served, until

_MOUNT = shutil.which("mount") or "mount"
_UMOUNT = shutil.which("umount") or "umount"
_RECORD = """mutation ($input: RecordPledgeInput!) { recordPledge(input: $input) { __typename } }"""
_TOKEN = re.compile(r"Sekretariat.* (ikrar_\S+)")
_LEAD = '{ agency(by: {code: {region: "64", code: "DISKOMINFO"}}) { id } pledges(first: 1) { totalCount } }'


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, 40 MB; `mount -o remount` makes it larger."""
    place = tmp_path / "disk"
    place.mkdir()
    command = [_MOUNT, "-t", "tmpfs", "-o", "size=40m,mode=0755", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:  # noqa: S603 - our own words
        pytest.skip("only root may mount a small disk")
    try:
        yield place
    finally:
        subprocess.run([_UMOUNT, "-l", str(place)], check=True)  # noqa: S603 - our own words


def test_a_first_start_without_room_says_so_and_leaves_nothing_half_made(
    serve: Serve, small_disk: Path
) -> None:
    served = serve(DATA_DIR=str(small_disk / "data"))
    assert served.ended() == 1
    assert "UNAVAILABLE [DATA_DIR]: " in served.said.read_text()
    assert "No space left on device" in served.said.read_text()
    assert sorted(path.name for path in (small_disk / "data").iterdir()) == ["lock"]


def test_a_full_disk_refuses_writes_with_an_id_and_loses_nothing(
    serve: Serve, small_disk: Path, prepared: Path
) -> None:
    _enlarge(small_disk, "600m")
    subprocess.run(["/bin/cp", "-a", str(prepared), str(small_disk / "data")], check=True)  # noqa: S603 - see ready_dir
    served = serve(DATA_DIR=str(small_disk / "data"))
    served.await_ready()
    desk = _Desk(served)
    _fill(small_disk / "fill")
    acknowledged = 0
    while (answer := desk.record(acknowledged)).status_code == 200:
        assert answer.json()["data"]["recordPledge"]["__typename"] == "RecordPledgePayload"
        acknowledged += 1
        assert acknowledged < 2_000
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"]["errorId"] in served.said.read_text()
    (small_disk / "fill").unlink()
    if served.process.poll() is not None:
        served = serve(DATA_DIR=str(small_disk / "data"))
    served.await_ready()
    desk = _Desk(served)
    assert desk.pledges - 20 == acknowledged
    assert desk.record(acknowledged).status_code == 200
    assert _Desk(served).pledges - 20 == acknowledged + 1
    assert served.end(signal.SIGTERM) == 0


class _Desk:
    """Records pledges as the secretariat of the trial."""

    def __init__(self, served: Served) -> None:
        self._address = f"{served.address}/graphql"
        until(lambda: _TOKEN.search(served.said.read_text()) is not None)
        self._token: str = _TOKEN.findall(served.said.read_text())[0]
        found = self._post({"query": _LEAD}).json()["data"]
        self._lead: str = found["agency"]["id"]
        self.pledges: int = found["pledges"]["totalCount"]

    def record(self, number: int) -> httpx.Response:
        """Record a pledge of many words, once for a number."""
        given = {
            "leadAgencyId": self._lead,
            # Letters that do not compress, the same for the same number.
            "quote": "".join(random.Random(number).choices(string.ascii_letters, k=3_900)),  # noqa: S311 - no secret
            "source": "uji",
            "pledgedOn": "2025-06-19",
            "idempotencyKey": str(number),
        }
        return self._post({"query": _RECORD, "variables": {"input": given}})

    def _post(self, body: dict[str, Any]) -> httpx.Response:
        headers = {"authorization": f"Bearer {self._token}"}
        return httpx.post(self._address, json=body, headers=headers, timeout=20)


def _enlarge(place: Path, size: str) -> None:
    subprocess.run([_MOUNT, "-o", f"remount,size={size}", str(place)], check=True)  # noqa: S603 - our own words


def _fill(file: Path) -> None:
    """Take all the room that is left."""
    chunk = bytes(1_000_000)
    with file.open("wb", buffering=0) as taken:
        try:
            while taken.write(chunk) == len(chunk):
                pass
        except OSError:
            pass
