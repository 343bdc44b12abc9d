"""A real `serve` in a process of its own, on a free port and a data folder of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from service.embedded_folder import Folder
from service.settings import CHECKOUT

_PATIENCE_SECONDS = 60.0  # a first start on a machine that others use too


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A started `serve`: its process, its address, and where it writes what it says."""

    process: subprocess.Popen[bytes]
    address: str
    data_dir: Path
    said: Path

    def get(self, path: str) -> httpx.Response:
        """One request."""
        return httpx.get(f"{self.address}{path}", timeout=5)

    def await_listening(self) -> None:
        """Wait until the port answers at all."""
        until(lambda: self._status("/healthz") == 200)

    def await_ready(self) -> None:
        """Wait until requests are served."""
        until(lambda: self._status("/readyz") == 200)

    def _status(self, path: str) -> int:
        assert self.process.poll() is None, self.said.read_text()
        try:
            return self.get(path).status_code
        except httpx.TransportError:
            return 0

    def end(self, sign: signal.Signals) -> int:
        """Send a signal and wait for the exit status."""
        self.process.send_signal(sign)
        return self.ended()

    def ended(self) -> int:
        """Wait for the exit status."""
        return self.process.wait(_PATIENCE_SECONDS)

    def postmaster(self) -> int:
        """The pid of the PostgreSQL that serves the folder; 0 between two."""
        return Folder(self.data_dir).postmaster() or 0


def start(data_dir: Path, port: int, *options: str, **environ: str) -> Served:
    """Start `serve`; the caller ends it."""
    said = data_dir.with_name(f"{data_dir.name}-{time.monotonic_ns()}.said")
    known = {"PATH": os.environ["PATH"], "HOME": str(data_dir.parent), "PYTHONPATH": str(CHECKOUT)}
    with said.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", "service", "serve", *options],
            env={**known, "DATA_DIR": str(data_dir), "PORT": str(port), **environ},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    return Served(process=process, address=f"http://127.0.0.1:{port}", data_dir=data_dir, said=said)


def until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so; fail when it does not become so in time."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether a process is there and more than a remainder."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
