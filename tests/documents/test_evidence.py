"""The page about files of evidence: its commands hand in a file, and it names every refusal."""

import asyncio
import os
import re
import shutil
from pathlib import Path

import orjson
import pytest

from service.attaching import Addresses
from service.exchange.evidence.disk import Disk
from service.rules.evidence_files import Flaw
from service.settings import CHECKOUT
from tests.edge.sockets import listening
from tests.evidence import samples
from tests.evidence.conftest import opened

PAGE = (CHECKOUT / "docs/evidence.md").read_text()


@pytest.mark.skipif(shutil.which("curl") is None, reason="the commands on the page are of curl")
async def test_the_commands_hand_in_a_photo(own_addresses: Addresses, tmp_path: Path) -> None:
    (commands,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "foto kami.jpg").write_bytes(samples.photo())
    folder = tmp_path / "evidence"
    async with opened(own_addresses, folder, Disk(folder)) as counter, listening(counter.application) as port:
        known = {"FILE": "foto kami.jpg", "TOKEN": counter.desk.tokens["lead"]}
        process = await asyncio.create_subprocess_exec(
            *("sh", "-eu", "-c", commands),
            stdout=asyncio.subprocess.PIPE,
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "SITE": f"http://127.0.0.1:{port}", **known},
        )
        told, _ = await process.communicate()
    found = orjson.loads(told)
    (sample,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert found.keys() == orjson.loads(sample).keys()
    assert (found["name"], found["coordinates"]) == (
        "foto kami.jpg",
        {"latitude": samples.PLACE[0], "longitude": samples.PLACE[1]},
    )


def test_every_flaw_is_explained() -> None:
    told = {word for row in re.findall(r"^\| (`[A-Z_]+`.*?) \|", PAGE, re.MULTILINE) for word in _words(row)}
    assert told >= {*Flaw}


def _words(row: str) -> list[str]:
    return re.findall(r"`([A-Z_]+)`", row)
