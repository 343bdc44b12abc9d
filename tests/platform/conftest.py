"""A port that is free, and a `serve` that is gone after the test whatever happened."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.platform.process import Served, start


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


Serve = Callable[..., Served]


@pytest.fixture
def serve(tmp_path: Path, port: int) -> Iterator[Serve]:
    """Starts `serve` on the test's data folder; what still runs at the end is killed."""
    started: list[Served] = []

    def serve_here(data_dir: Path | None = None, **environ: str) -> Served:
        served = start(data_dir or tmp_path / "data", port, **environ)
        started.append(served)
        return served

    yield serve_here
    for served in started:
        served.process.kill()
        served.process.wait()
