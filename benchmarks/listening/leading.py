"""Leads the crowd from the process that measures."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncGenerator
from typing import Any

import orjson

from service.settings import CHECKOUT

_LONGEST_LINE = 2**28


class Crowd:
    """The listeners, behind two pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def do(self, deed: str) -> dict[str, Any]:
        """Have it done."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError(deed)
        self._process.stdin.write(f"{deed}\n".encode())
        answer: dict[str, Any] = orjson.loads(await self._process.stdout.readline())
        return answer

    async def arrivals(self) -> list[float]:
        """When the events came since the last time."""
        found: list[float] = (await self.do("take"))["arrivals"]
        return found


@contextlib.asynccontextmanager
async def crowd_at(port: int) -> AsyncGenerator[Crowd]:
    """The crowd of a service for as long as the block runs; nobody listens yet."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "benchmarks.listening.crowd",
        str(port),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_LONGEST_LINE,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    try:
        yield Crowd(process)
    finally:
        process.kill()
        await process.communicate()
