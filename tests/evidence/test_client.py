"""The official client of tus hands in a file over the network, breaking off on the way."""

import asyncio
import hashlib
from pathlib import Path
from typing import Final

import orjson

from tests.edge.sockets import listening
from tests.evidence import samples
from tests.evidence.conftest import Counter
from tests.node import NODE, installed

PROJECT: Final = Path(__file__).parent / "client"


async def test_the_official_client_hands_in_a_file_and_goes_on_after_breaking_off(counter: Counter) -> None:
    content = samples.document()
    folder = await asyncio.to_thread(installed, PROJECT)
    async with listening(counter.application) as port:
        process = await asyncio.create_subprocess_exec(
            *(NODE, folder / "client.mjs", f"http://127.0.0.1:{port}/evidence"),
            *(counter.desk.tokens["lead"], "Berita Acara.pdf"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(60):
            told, _ = await process.communicate(content)
    found = orjson.loads(told)
    third = -(-len(content) // 3)
    assert found["status"] == 200, found
    assert found["said"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert found["said"]["name"] == "Berita Acara.pdf"
    assert found["offsets"] == [
        ["PATCH", third],
        ["HEAD", third],
        ["PATCH", 2 * third],
        ["PATCH", len(content)],
    ]
