"""Starts what is measured, each one process over the same database, and ends it again."""

import asyncio
import contextlib
import os
import re
import subprocess
import sys
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from benchmarks.campaign.processes import PLENTY
from benchmarks.peers import postgraphile
from benchmarks.reading.load import Target
from benchmarks.reading.operations import Operation
from service.settings import CHECKOUT

POOL = 8
"""Connections of each server: as many as the service opens by itself."""
_ADDRESS = re.compile(rb"(?:^|is ready: )(http://127\.0\.0\.1:\d+)", re.MULTILINE)
_PATIENCE = 60.0
_TICK = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A kind of server."""

    name: str
    title: str
    speaks_theirs: bool = False
    """Whether it takes PostGraphile's document."""
    has_paths: bool = False
    """Whether a path stands for an operation, as at the floor."""


OURS = Peer(name="ikrar", title="Ikrar")
FLOOR = Peer(name="floor", title="floor", has_paths=True)
POSTGRAPHILE = Peer(name="postgraphile", title="PostGraphile", speaks_theirs=True)
ORM = Peer(name="orm", title="ORM")
PEERS = (OURS, FLOOR, POSTGRAPHILE, ORM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running one."""

    peer: Peer
    address: str
    pid: int

    def target(self, operation: Operation, variables: Mapping[str, str]) -> Target:
        """The request by which this server is asked."""
        document = operation.their_document if self.peer.speaks_theirs else operation.document
        path = f"/{operation.name}" if self.peer.has_paths else "/graphql"
        return Target.of(self.address, path, operation.body(document, variables))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the servers find the database, and where their words and packages go."""

    url: str
    room: Path


def our_environment(url: str) -> dict[str, str]:
    """How the service is told of the database."""
    return {"DATABASE_URL": url, "HOST": "127.0.0.1", "PORT": "0", **PLENTY}


@contextlib.asynccontextmanager
async def running(place: Place, variables: Mapping[str, str]) -> AsyncGenerator[list[Server]]:
    """All of them for as long as the block runs."""
    packages = await asyncio.to_thread(postgraphile.install, place.room)
    told = orjson.dumps(dict(variables)).decode()
    starts: dict[Peer, tuple[list[str], dict[str, str]]] = {
        OURS: (python("benchmarks.peers.ours"), our_environment(place.url)),
        FLOOR: ([*python("benchmarks.peers.floor"), place.url, told], {}),
        POSTGRAPHILE: postgraphile.command(packages, place.url, POOL),
        ORM: ([*python("benchmarks.peers.orm"), place.url, str(POOL)], {}),
    }
    async with contextlib.AsyncExitStack() as stack:
        yield [await stack.enter_async_context(started(peer, *starts[peer], place.room)) for peer in PEERS]


def python(module: str) -> list[str]:
    """The command that runs a module."""
    return [sys.executable, "-P", "-m", module]


@contextlib.asynccontextmanager
async def started(
    peer: Peer, command: list[str], environment: Mapping[str, str], room: Path
) -> AsyncGenerator[Server]:
    """One of them for as long as the block runs; of this checkout, unless the environment names another."""
    log = room / f"{peer.name}.log"
    with log.open("wb") as words:
        process = subprocess.Popen(  # noqa: ASYNC220 - starting takes a millisecond, and nothing is measured yet
            command,
            stdin=subprocess.PIPE,
            stdout=words,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT), **environment},
        )
    try:
        yield Server(peer=peer, address=await _address(process, log), pid=process.pid)
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait)


async def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """What it says when it is ready."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            while process.poll() is None:
                if found := _ADDRESS.search(log.read_bytes()):  # noqa: ASYNC240 - a few lines
                    return found[1].decode()
                await asyncio.sleep(_TICK)
    message = f"Tidak mau mulai, lihat {log}. / It does not start, see {log}."
    raise RuntimeError(message)
