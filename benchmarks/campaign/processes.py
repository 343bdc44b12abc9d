"""A real `serve` on a data folder of its own: started, killed, started again, and looked for afterwards."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from service.embedded_folder import OWNER_ROLE, Folder
from service.settings import CHECKOUT

SERVE = ("-m", "service", "serve")
SLOW_SERVE = ("-m", "benchmarks.campaign.mutants", "slow-commits")
"""The service as it is, whose transactions last: then what began earlier often commits later."""
PLENTY = {"PUBLIC_POINTS": "100000000", "SIGNED_IN_POINTS": "100000000"}
"""Points enough for any load: what is measured is the service, not how it holds clients back."""
_PATIENCE_SECONDS = 60.0
_TICK = 0.01
_READY = 200


class NotServingError(Exception):
    """The service ended by itself, or did not become ready; the message has the end of what it said."""


@dataclass(slots=True, kw_only=True)
class _Run:
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list[float])


class Serving:
    """One service: what it is started with never changes, which process it is does."""

    def __init__(self, data_dir: Path, entry: Sequence[str] = SERVE, *, is_counted: bool = False) -> None:
        """`is_counted` when clients have no more points than they would have anywhere."""
        self.data_dir = data_dir
        self._points = {} if is_counted else PLENTY
        self.folder = Folder(data_dir)
        self.port = _free_port()
        self.said = data_dir.with_name(f"{data_dir.name}.log")
        self._entry = entry
        self._run = _Run()

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def owner_url(self) -> str:
        """Where the database is, for whoever looks into it."""
        return self.folder.url(OWNER_ROLE)

    @property
    def starts(self) -> list[float]:
        """How many seconds each start took until requests were answered, the first one first."""
        return self._run.starts

    async def start(self) -> None:
        """Start it and wait until it answers."""
        began = time.monotonic()
        with self.said.open("ab") as output:
            self._run.process = subprocess.Popen(  # noqa: ASYNC220 - returns at once
                [sys.executable, "-P", *self._entry],
                env={**_environment(self.data_dir), **self._points, "PORT": str(self.port)},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        await self._ready()
        self._run.starts.append(time.monotonic() - began)

    async def _ready(self) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        async with httpx.AsyncClient(timeout=2) as client:
            while not await self._answers(client):
                if time.monotonic() > deadline or not self.is_alive:
                    raise NotServingError(self.said.read_text(errors="replace")[-2000:])
                await asyncio.sleep(_TICK)

    async def _answers(self, client: httpx.AsyncClient) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return (await client.get(f"{self.address}/readyz")).status_code == _READY
        return False

    @property
    def pid(self) -> int:
        """The process that was started last."""
        return self._started().pid

    @property
    def is_alive(self) -> bool:
        """Whether the process that was started last still runs."""
        return self._run.process is not None and self._run.process.poll() is None

    def kill(self) -> None:
        """Kill -9 its process group; its PostgreSQL has another, and is told by the kernel."""
        process = self._started()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    async def stop(self) -> int:
        """End it as an operator does; the exit status."""
        process = self._started()
        process.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(process.wait, _PATIENCE_SECONDS)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._run.process is None:
            raise NotServingError("not started")
        return self._run.process

    async def command(self, *arguments: str) -> tuple[int, str]:
        """A verb on the same data folder: its exit status and what it said."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "service",
            *arguments,
            env=_environment(self.data_dir),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        return process.returncode or 0, said.decode(errors="replace")

    def backends(self) -> list[int]:
        """The processes of PostgreSQL that work for the service right now."""
        postmaster = self.folder.postmaster()
        return [
            pid
            for pid, parent, command in _processes()
            if parent == postmaster and "ikrar_service" in command
        ]

    def leftovers(self) -> list[int]:
        """Processes that still have to do with the data folder."""
        place = str(self.data_dir.resolve())
        return [pid for pid, _, command in _processes() if place in command or _works_in(pid, place)]


def _environment(data_dir: Path) -> dict[str, str]:
    known = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return {**known, "HOME": str(data_dir.parent), "PYTHONPATH": str(CHECKOUT), "DATA_DIR": str(data_dir)}


def _processes() -> Iterator[tuple[int, int, str]]:
    """Every living process: its pid, its parent's, its command line."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError, IndexError):
                state, parent, *_ = (entry / "stat").read_text().rpartition(")")[2].split()
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if state != "Z":
                    yield int(entry.name), int(parent), command


def _works_in(pid: int, place: str) -> bool:
    with contextlib.suppress(OSError):
        return str(Path(f"/proc/{pid}/cwd").readlink()).startswith(place)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
