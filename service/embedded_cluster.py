"""Makes the embedded cluster: initdb and the first roles, complete or not there at all."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from service.embedded_programs import Runner, spawn
from service.errors import DomainError, ErrorCode, wrong_state

_MAJOR = "18"

# One statement a line: the single-user server reads lines. The service logs in as a member of the group that
# the migrations grant to; it never owns a table.
_FIRST_STATEMENTS = b"""\
CREATE ROLE ikrar_app NOLOGIN
CREATE ROLE ikrar_service LOGIN IN ROLE ikrar_app
CREATE ROLE ikrar_public LOGIN
CREATE ROLE ikrar_liaison LOGIN
CREATE ROLE ikrar_secretariat LOGIN
CREATE ROLE ikrar_administrator LOGIN
CREATE DATABASE ikrar OWNER ikrar_owner
REVOKE CONNECT ON DATABASE ikrar FROM PUBLIC
GRANT CONNECT ON DATABASE ikrar TO ikrar_app
"""


async def create_cluster(cluster: Path, runner: Runner) -> None:
    """A cluster at `cluster`, made beside it and renamed, so that a crash leaves no half of one."""
    for leftover in cluster.parent.glob(f"{cluster.name}.new-*"):
        shutil.rmtree(leftover)
    scratch = Path(tempfile.mkdtemp(dir=cluster.parent, prefix=f"{cluster.name}.new-"))
    try:
        if runner.is_other:
            os.chown(scratch, runner.uid, runner.gid)
        await _fill(scratch, runner)
        _put_in_place(scratch, cluster)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise


async def _fill(scratch: Path, runner: Runner) -> None:
    await _run(
        "initdb",
        "--pgdata={folder}",
        "--username=ikrar_owner",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--auth=reject",  # who may come in is written anew at each start
        "--no-instructions",
        runner=runner,
        folder=scratch,
    )
    single = ("--single", "-D", "{folder}", "-c", "exit_on_error=on", "-c", "log_checkpoints=off", "postgres")
    await _run("postgres", *single, runner=runner, folder=scratch, feed=_FIRST_STATEMENTS)


def _put_in_place(scratch: Path, cluster: Path) -> None:
    scratch.rename(cluster)


async def _run(name: str, *arguments: str, runner: Runner, folder: Path, feed: bytes = b"") -> None:
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(feed)
        given.seek(0)
        process = spawn(
            name,
            *arguments,
            runner=runner,
            folder=folder,
            death=signal.SIGTERM,
            output=said,
            feed=given,
        )
        try:
            status = await asyncio.to_thread(process.wait)
        finally:
            _end(process)
        if status != 0:
            said.seek(0)
            raise _failed(name, said.read().decode(errors="replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Cancelled while it ran: it must not go on behind our back."""
    if process.poll() is None:
        process.terminate()
        process.wait()


def _failed(name: str, said: str) -> DomainError:
    tail = " | ".join(said.strip().splitlines()[-3:])
    message = f"PostgreSQL ({name}) gagal. / PostgreSQL ({name}) failed. {tail}"
    return DomainError(ErrorCode.UNAVAILABLE, message, ("DATA_DIR",))


def require_our_version(cluster: Path) -> None:
    """A cluster of another major version is left alone; operations.md says how to move it."""
    found = (cluster / "PG_VERSION").read_text().strip()
    if found != _MAJOR:
        message = (
            f"{cluster} dibuat PostgreSQL {found}, program ini membawa {_MAJOR}; lihat docs/operations.md. "
            f"/ {cluster} was made by PostgreSQL {found}, this program brings {_MAJOR}; "
            "see docs/operations.md."
        )
        raise wrong_state(message, "DATA_DIR")
