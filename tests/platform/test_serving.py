"""Starting, refusing to start, stopping and dying."""

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.platform.conftest import Serve
from tests.platform.process import is_alive, until

ready = pytest.mark.usefixtures("ready_dir")


def test_it_answers_from_the_start_and_says_when_it_is_ready(serve: Serve) -> None:
    served = serve()
    served.await_listening()
    assert served.get("/readyz").status_code in {200, 503}
    assert served.get("/healthz").json() == {"status": "ok"}
    served.await_ready()
    assert served.get("/readyz").json() == {"status": "ok", "stage": "ready"}
    until(lambda: "Ikrar siap / is ready" in served.said.read_text())


@ready
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_and_its_postgres_in_order(serve: Serve, sign: signal.Signals) -> None:
    served = serve()
    served.await_ready()
    postmaster = served.postmaster()
    assert served.end(sign) == 0
    assert not is_alive(postmaster)
    assert "database system is shut down" in (served.data_dir / "postgres.log").read_text()
    assert not (served.data_dir / "postgres" / "postmaster.pid").exists()


def test_a_signal_during_the_first_start_leaves_nothing_half_made(serve: Serve) -> None:
    served = serve()
    served.await_listening()
    assert served.end(signal.SIGTERM) == 0
    assert list(served.data_dir.glob("postgres.new-*")) == []


@ready
def test_kill_9_takes_postgres_along_and_the_next_start_succeeds_at_once(serve: Serve) -> None:
    served = serve()
    served.await_ready()
    postmaster = served.postmaster()
    served.end(signal.SIGKILL)
    again = serve()
    again.await_ready()
    assert not is_alive(postmaster)
    assert again.postmaster() not in {0, postmaster}


@ready
def test_a_killed_postgres_is_started_again(serve: Serve) -> None:
    served = serve()
    served.await_ready()
    postmaster = served.postmaster()
    os.kill(postmaster, signal.SIGKILL)
    until(lambda: served.postmaster() not in {0, postmaster})
    served.await_ready()


@ready
def test_a_second_serve_on_the_same_folder_is_refused(serve: Serve) -> None:
    first = serve()
    first.await_listening()
    second = serve(PORT="0")
    assert second.process.wait(10) == 3
    assert second.said.read_text().startswith("CONFLICT [DATA_DIR]: ")
    assert f"(pid {first.process.pid})" in second.said.read_text()
    first.await_ready()


def test_a_port_in_use_is_refused_and_makes_no_data(serve: Serve, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        served = serve()
        assert served.process.wait(10) == 3
    assert served.said.read_text().startswith("CONFLICT [PORT]: ")
    assert not (served.data_dir / "postgres").exists()


def test_a_setting_that_cannot_be_is_named(serve: Serve) -> None:
    served = serve(PORT="http")
    assert served.process.wait(10) == 2
    assert served.said.read_text().startswith("INVALID [PORT]: ")


def test_a_path_too_long_for_a_socket_is_no_obstacle(serve: Serve, ready_dir: Path) -> None:
    long = ready_dir.rename(ready_dir.with_name("panjang" * 20))
    serve(DATA_DIR=str(long)).await_ready()


def test_a_stale_pid_file_that_names_a_stranger_is_no_obstacle(serve: Serve, ready_dir: Path) -> None:
    (ready_dir / "postgres" / "postmaster.pid").write_text("1\n/elsewhere\n0\n5432\n.\n\n0 0\nready\n")
    served = serve()
    served.await_ready()
    assert served.postmaster() not in {0, 1}
