"""A port that is free, a data folder that is ready, and a `serve` that is gone after the test in any case."""

import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.platform.process import Served, start


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    return _free_port()


@pytest.fixture
def metrics_port() -> int:
    """Another one."""
    return _free_port()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Where the test's `serve` keeps its data unless told; not there yet."""
    return tmp_path / "data"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as a first start leaves it, made once; tests work on copies."""
    served = start(tmp_path_factory.mktemp("prepared") / "data", _free_port())
    try:
        served.await_ready()
    finally:
        served.end(signal.SIGTERM)
    return served.data_dir


@pytest.fixture
def ready_dir(prepared: Path, data_dir: Path) -> Path:
    """A data folder of the test's own that has started before."""
    return _copied(prepared, data_dir)


@pytest.fixture(scope="session")
def enduring(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One service for all tests that leave its data as they are; its PostgreSQL dies, and it does not."""
    served = start(_copied(prepared, tmp_path_factory.mktemp("enduring") / "data"), _free_port())
    yield served
    served.process.kill()
    served.process.wait()


def _copied(prepared: Path, place: Path) -> Path:
    copy = [shutil.which("cp") or "cp", "-a", str(prepared), str(place)]
    subprocess.run(copy, check=True)  # noqa: S603 - keeps owners, which shutil does not
    return place


class Serve:
    """Starts `serve` on the test's port and remembers it."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self._data_dir = data_dir
        self._port = port
        self.started: list[Served] = []

    def __call__(self, *options: str, **environ: str) -> Served:
        """Start one; `environ` wins over what the test's folder and port say."""
        served = start(self._data_dir, self._port, *options, **environ)
        self.started.append(served)
        return served


@pytest.fixture
def serve(data_dir: Path, port: int) -> Iterator[Serve]:
    """Starts `serve` on the test's data folder; what still runs at the end is killed."""
    starter = Serve(data_dir, port)
    yield starter
    for served in starter.started:
        served.process.kill()
        served.process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
