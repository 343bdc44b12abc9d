"""Starting, refusing to start, stopping and dying."""

import asyncio
import contextlib
import os
import signal
import socket
import time
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from service.database import Database
from service.embedded_folder import OWNER_ROLE, Folder
from service.errors import DomainError, ErrorCode
from service.listening import take_port
from tests.platform.conftest import Serve
from tests.platform.process import Served, is_alive, until

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
def test_all_is_told_and_nothing_is_asked_any_more_once_it_is_ready(serve: Serve) -> None:
    served = serve()
    served.await_listening()
    # Asked without a pause, so that it is looked at in the moment in which it becomes ready.
    deadline = time.monotonic() + 60
    while served.get("/readyz").status_code != 200:
        assert time.monotonic() < deadline
    assert "Ikrar siap" in served.said.read_text()


def test_a_killed_postgres_is_started_again(enduring: Served) -> None:
    enduring.await_ready()
    postmaster = enduring.postmaster()
    os.kill(postmaster, signal.SIGKILL)
    until(lambda: enduring.postmaster() not in {0, postmaster})
    enduring.await_ready()


def test_a_killed_postgres_is_started_again_though_one_of_its_processes_lingers(enduring: Served) -> None:
    enduring.await_ready()
    postmaster = enduring.postmaster()
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    lingering = next(
        int(pid) for pid in children if b"checkpointer" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    os.kill(lingering, signal.SIGSTOP)
    os.kill(postmaster, signal.SIGKILL)
    # Longer than a first start would be tried for.
    time.sleep(5)
    os.kill(lingering, signal.SIGKILL)
    enduring.await_ready()
    assert enduring.postmaster() != postmaster


async def test_a_postgres_killed_under_a_request_is_a_503_with_an_id_and_the_next_is_answered(
    enduring: Served,
) -> None:
    await asyncio.to_thread(enduring.await_ready)
    answer = await _answer_while_postgres_is_killed(enduring)
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"]["errorId"] in enduring.said.read_text()
    await asyncio.to_thread(until, lambda: _count_pledges(enduring).status_code == 200)
    assert _count_pledges(enduring).json()["data"] == {"pledges": {"totalCount": 20}}


async def _answer_while_postgres_is_killed(served: Served) -> httpx.Response:
    """Ask while a table is locked, and kill the postmaster as soon as the question waits for it."""
    owner = await Database.open(Folder(served.data_dir).url(OWNER_ROLE), size=1)
    answers: list[httpx.Response] = []
    # Whoever holds the lock is cut off as well.
    with contextlib.suppress(DomainError):
        async with owner.writing() as holder:
            await holder.execute(text("LOCK TABLE pledge IN ACCESS EXCLUSIVE MODE"))
            asked = asyncio.create_task(asyncio.to_thread(_count_pledges, served))
            while not await owner.row("SELECT 1 FROM pg_locks WHERE NOT granted"):
                await asyncio.sleep(0.01)
            os.kill(served.postmaster(), signal.SIGKILL)
            answers.append(await asked)
    await owner.close()
    return answers[0]


def _count_pledges(served: Served) -> httpx.Response:
    question = {"query": "{ pledges(first: 1) { totalCount } }"}
    return httpx.post(f"{served.address}/graphql", json=question, timeout=15)


def test_a_second_serve_on_the_same_folder_is_refused(enduring: Served, serve: Serve) -> None:
    enduring.await_listening()
    second = serve(DATA_DIR=str(enduring.data_dir), PORT="0")
    assert second.ended() == 3
    assert second.said.read_text().startswith("CONFLICT [DATA_DIR]: ")
    assert f"(pid {enduring.process.pid})" in second.said.read_text()
    enduring.await_ready()


def test_a_port_in_use_is_refused_and_makes_no_data(serve: Serve, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        served = serve()
        assert served.ended() == 3
    assert served.said.read_text().startswith("CONFLICT [PORT]: ")
    assert not (served.data_dir / "postgres").exists()


def test_a_setting_that_cannot_be_is_named(serve: Serve) -> None:
    served = serve(DATA_DIR="/dev/null/data")
    assert served.ended() == 2
    assert served.said.read_text().startswith("INVALID [DATA_DIR]: ")


@pytest.mark.parametrize("place", ["/dev/null/data", "/proc/data"])
def test_a_folder_that_cannot_be_made_is_named(place: str) -> None:
    with pytest.raises(DomainError) as refused:
        Folder(Path(place)).lock()
    assert (refused.value.code, refused.value.path) == (ErrorCode.INVALID, ("DATA_DIR",))


def test_an_address_that_cannot_be_is_named() -> None:
    with pytest.raises(DomainError) as refused:
        take_port("256.1.1.1", 0)
    assert (refused.value.code, refused.value.path) == (ErrorCode.INVALID, ("HOST",))


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(serve: Serve, data_dir: Path) -> None:
    (data_dir / "postgres").mkdir(parents=True)
    (data_dir / "postgres" / "PG_VERSION").write_text("14\n")
    served = serve()
    assert served.ended() != 0
    assert " [DATA_DIR]: " in served.said.read_text()
    assert [path.name for path in (data_dir / "postgres").iterdir()] == ["PG_VERSION"]


def test_a_path_too_long_for_a_socket_is_no_obstacle(serve: Serve, ready_dir: Path) -> None:
    long = ready_dir.rename(ready_dir.with_name("panjang" * 20))
    serve(DATA_DIR=str(long)).await_ready()


def test_a_stale_pid_file_that_names_a_stranger_is_no_obstacle(serve: Serve, ready_dir: Path) -> None:
    (ready_dir / "postgres" / "postmaster.pid").write_text("1\n/elsewhere\n0\n5432\n.\n\n0 0\nready\n")
    served = serve()
    served.await_ready()
    assert served.postmaster() not in {0, 1}
