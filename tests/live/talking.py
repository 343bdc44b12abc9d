"""Leads an official client in a process of its own, and hears what it hears."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import orjson

from tests.live.conftest import Station
from tests.node import NODE, installed

PROJECT: Final = Path(__file__).parent / "clients"
PATIENCE: Final = 30.0
CELLS: Final = """
subscription Live($after: String, $filter: PledgeFilter) {
  matrixChanged(rows: AGENCY, columns: SPM_AREA, filter: $filter, after: $after) {
    eventId isComplete cells { rowKey columnKey counts { pledges targets } moved { reference execution } }
  }
}
"""
Said = dict[str, Any]


class Client:
    """A client that was started."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._into, self._from = process.stdin, process.stdout

    def do(self, deed: str, **values: object) -> None:
        """Have it do something."""
        self._into.write(orjson.dumps({"deed": deed, **values}) + b"\n")

    def subscribe(self, name: str, query: str = CELLS, **variables: object) -> None:
        """Have it subscribe."""
        self.do("subscribe", id=name, query=query, variables=variables)

    async def heard(self) -> Said:
        """What it says next."""
        async with asyncio.timeout(PATIENCE):
            said: Said = orjson.loads(await self._from.readline())
        return said

    async def event(self, name: str = "a") -> Said:
        """The change that it is told next."""
        said = await self.heard()
        assert said["id"] == name, said
        change: Said = said["next"]["data"]["matrixChanged"]
        return change

    async def change(self, name: str = "a") -> Said:
        """The next event, past those in which nothing moved."""
        while not (event := await self.event(name))["cells"]:
            pass
        return event


@asynccontextmanager
async def client_of(station: Station, kind: str, who: str = "public") -> AsyncGenerator[Client]:
    """A client over `sse` or `ws`, in somebody's name."""
    folder = await asyncio.to_thread(installed, PROJECT)
    address = station.http if kind == "sse" else station.socket
    process = await asyncio.create_subprocess_exec(
        NODE,
        folder / "client.mjs",
        kind,
        address,
        station.desk.tokens.get(who, ""),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**20,
    )
    try:
        client = Client(process)
        assert await client.heard() == {"ready": True}
        yield client
    finally:
        process.kill()
        await process.communicate()
