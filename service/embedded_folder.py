"""The folder of the embedded PostgreSQL: who holds it, what still runs in it, how its socket is reached.

Starting and stopping live in embedded.py; how the cluster is made in embedded_cluster.py.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import signal
import stat
import tempfile
from pathlib import Path
from typing import IO
from urllib.parse import quote

from service.embedded_programs import Runner
from service.errors import DomainError, conflict, invalid
from service.trust import ASKERS, Trust

_SOCKET = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 107
SERVICE_ROLE = "ikrar_service"
OWNER_ROLE = "ikrar_owner"
LOGINS = (OWNER_ROLE, SERVICE_ROLE, *(trust.role for trust in ASKERS))
"""Everybody who may come in."""


class Folder:
    """Paths and questions about one data folder. Holds no resource until `lock`."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.cluster = self.path / "postgres"
        self.log = self.path / "postgres.log"
        self._lock: IO[str] | None = None

    def lock(self) -> None:
        """Make this process the one that serves the folder; refused while another does."""
        if self._lock is not None:
            return
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            held = (self.path / "lock").open("a+")
        except OSError as error:
            raise _unusable(self.path, error) from error
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with held:
                held.seek(0)
                raise _in_use(self.path, held.read().strip()) from None
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        self._lock = held

    def unlock(self) -> None:
        """Let the next one serve it."""
        if self._lock is not None:
            self._lock.truncate(0)
            self._lock.close()
            self._lock = None

    def postmaster(self) -> int | None:
        """The pid of a living postmaster of this cluster; the file alone proves nothing after a kill -9."""
        with contextlib.suppress(OSError):
            pid = self._recorded_pid()
            # The command line of a process is for everybody to read, unlike its working folder.
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if os.fsencode(self.mark()) in words:
                return pid
        return None

    def forget_dead_postmaster(self) -> None:
        """Drop a pid file whose pid is nobody or, after a reboot, a stranger, whom PostgreSQL would fear.

        Another postgres is left for PostgreSQL itself to judge.
        """
        try:
            if Path(f"/proc/{self._recorded_pid()}/comm").read_text().strip() == "postgres":
                return
        except OSError:
            pass
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _recorded_pid(self) -> int:
        first, *_ = (self.cluster / "postmaster.pid").read_text().splitlines() or [""]
        return int(first) if first.isdigit() else -1

    def tell(self, sign: signal.Signals) -> None:
        """Tell the postmaster, if one lives."""
        pid = self.postmaster()
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)

    def mark(self) -> str:
        """What a postmaster of this cluster carries in its command line, for us and for people who look."""
        return f"--ikrar.folder={self.cluster}"

    def is_ready(self) -> bool:
        """Whether the postmaster in the folder takes connections."""
        with contextlib.suppress(OSError, IndexError):
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
            return lines[7].strip() == "ready"
        return False

    def admit(self, runner: Runner) -> None:
        """Let in us and whoever runs PostgreSQL, as either of our roles; nobody else."""
        people = {pwd.getpwuid(uid).pw_name for uid in (os.geteuid(), runner.uid)}
        lines = [f'ikrar "{name}" {role}' for name in sorted(people) for role in LOGINS]
        for name, text in (
            ("pg_hba.conf", "local all,replication all peer map=ikrar"),
            ("pg_ident.conf", "\n".join(lines)),
        ):
            file = self.cluster / name
            file.write_text(f"# Written at every start.\n{text}\n")

    def url(self, role: str, database: str = "ikrar") -> str:
        """The address of a database of the cluster, for a role."""
        return f"postgresql://{role}@/{database}?host={quote(str(self._socket_folder()), safe='/')}"

    def logins(self, database: str = "ikrar") -> dict[Trust, str]:
        """The addresses of a database of the cluster for those for whom somebody asks."""
        return {trust: self.url(trust.role, database) for trust in ASKERS}

    def _socket_folder(self) -> Path:
        """Where clients find the socket: the cluster, or a short link to it when its path is too long."""
        if len(os.fsencode(self.cluster / _SOCKET)) <= _LONGEST_SOCKET_PATH:
            return self.cluster
        digest = hashlib.sha256(os.fsencode(self.cluster)).hexdigest()[:12]
        place = Path(tempfile.gettempdir(), f"ikrar-{os.geteuid()}-{digest}")
        place.mkdir(mode=0o700, exist_ok=True)
        found = place.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
            raise _unusable(place, PermissionError("not ours"))
        link = place / "s"
        if not link.is_symlink():
            link.symlink_to(self.cluster)
        return link


def _in_use(path: Path, holder: str) -> DomainError:
    who = f" (pid {holder})" if holder else ""
    message = (
        f"Folder data {path} sedang dipakai proses lain{who}; hentikan dulu atau pilih DATA_DIR lain. "
        f"/ The data folder {path} is in use by another process{who}; "
        "stop it first or choose another DATA_DIR."
    )
    return conflict(message, "DATA_DIR")


def _unusable(path: Path, error: OSError) -> DomainError:
    why = error.strerror or str(error)
    message = (
        f"Folder {path} tidak dapat dipakai ({why}); pilih DATA_DIR lain. "
        f"/ The folder {path} cannot be used ({why}); choose another DATA_DIR."
    )
    return invalid(message, "DATA_DIR")
