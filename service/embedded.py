"""The PostgreSQL that comes with the service: one cluster in one folder, reached by a socket, never by TCP.

The folder holds `lock` (who serves it), `postgres/` (the cluster, 0700) and `postgres.log`.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from pathlib import Path

from service.embedded_cluster import create_cluster, require_our_version
from service.embedded_folder import OWNER_ROLE, SERVICE_ROLE, Folder
from service.embedded_programs import Runner, runner_for, spawn
from service.errors import DomainError, ErrorCode

# Modest, for an office machine of two cores; fsync stays on, an acknowledged write is on the disk.
OPTIONS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_directories": ".",
    "unix_socket_permissions": "0700",
    "cluster_name": "ikrar",
    "timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_wal_size": "1GB",
    # Before it replays, a crashed server syncs its whole folder: one call instead of thousands of files'.
    "recovery_init_sync_method": "syncfs",
    "wal_compression": "on",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
}
_TICK = 0.01
_GIVE_UP_STARTING = 3
_GIVE_UP_STARTING_AGAIN = 12
_LONGEST_PAUSE = 2
_LARGEST_LOG = 10_000_000


class EmbeddedPostgres:
    """A running embedded server. `start` makes one; `stop` ends it cleanly; if we die it ends by itself."""

    def __init__(self, folder: Folder, options: Mapping[str, str]) -> None:
        self.folder = folder
        self.service_url = folder.url(SERVICE_ROLE)
        self.owner_url = folder.url(OWNER_ROLE)
        self.logins = folder.logins()
        self._options = {**OPTIONS, **options}
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    async def start(cls, folder: Folder, options: Mapping[str, str] | None = None) -> "EmbeddedPostgres":
        """Lock the folder, make the cluster if there is none, and wait until it takes connections."""
        folder.lock()
        try:
            server = cls(folder, options or {})
            runner = runner_for(folder.cluster)
            if not folder.cluster.exists():
                await create_cluster(folder.cluster, runner)
            require_our_version(folder.cluster)
            await server._launch(runner)
        except BaseException:
            folder.unlock()
            raise
        return server

    async def _launch(self, runner: Runner, tries: int = _GIVE_UP_STARTING) -> None:
        """Start the postmaster; tried again while the processes of a killed one let go of its memory."""
        await _await_predecessor(self.folder)
        self.folder.admit(runner)
        for attempt in range(tries):
            await asyncio.sleep(min(attempt, _LONGEST_PAUSE))
            self._process = self._spawn(runner)
            if await self._is_up(self._process):
                return
        raise _did_not_start(self.folder.log)

    def _spawn(self, runner: Runner) -> subprocess.Popen[bytes]:
        fresh = self.folder.log.exists() and self.folder.log.stat().st_size > _LARGEST_LOG
        mode = os.O_CREAT | os.O_WRONLY | os.O_APPEND | (os.O_TRUNC if fresh else 0)
        # For our eyes only: an error in the log may quote a row.
        with os.fdopen(os.open(self.folder.log, mode, 0o600), "ab") as log:
            return spawn(
                "postgres",
                "-D",
                "{folder}",
                self.folder.mark(),
                *(f"--{name}={value}" for name, value in self._options.items()),
                runner=runner,
                folder=self.folder.cluster,
                death=signal.SIGINT,
                output=log,
            )

    async def _is_up(self, process: subprocess.Popen[bytes]) -> bool:
        """Wait as long as it lives: after a crash it first replays what was acknowledged."""
        try:
            while process.poll() is None:
                if self.folder.postmaster() == process.pid and self.folder.is_ready():
                    return True
                await asyncio.sleep(_TICK)
        except asyncio.CancelledError:
            await _end(process)
            raise
        return False

    async def stop(self) -> None:
        """End it: sessions are cut, everything is written, the folder is free for the next one."""
        if self._process is not None:
            await _end(self._process)
        self.folder.unlock()

    async def keep_alive(self) -> None:
        """Start the postmaster again whenever it dies while we live; runs until cancelled."""
        while True:
            if self._process is not None and self._process.poll() is not None:
                # It ran before, so it will run: a process of the killed one may wait for the disk for long.
                await self._launch(runner_for(self.folder.cluster), _GIVE_UP_STARTING_AGAIN)
            await asyncio.sleep(10 * _TICK)


async def _await_predecessor(folder: Folder) -> None:
    """The postmaster of a killed service is shutting down: wait for it, then insist."""
    for sign, patience in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
        if await _within(patience, lambda: folder.postmaster() is None):
            break
        folder.tell(sign)
    folder.forget_dead_postmaster()


async def _end(process: subprocess.Popen[bytes]) -> None:
    """Fast shutdown; if it cannot, immediate (the log is replayed at the next start)."""
    for sign, patience in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
        process.send_signal(sign)
        if await _within(patience, lambda: process.poll() is not None):
            break


async def _within(seconds: float, is_so: Callable[[], bool]) -> bool:
    """Whether it became so in time. Processes and their files are watched by looking."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        await asyncio.sleep(_TICK)
    return True


def _did_not_start(log: Path) -> DomainError:
    tail = " | ".join(log.read_text(errors="replace").strip().splitlines()[-3:])
    message = f"PostgreSQL tidak mau mulai; lihat {log}. / PostgreSQL does not start; see {log}. {tail}"
    return DomainError(ErrorCode.UNAVAILABLE, message, ("DATA_DIR",))


@contextlib.asynccontextmanager
async def embedded(
    folder: Folder, options: Mapping[str, str] | None = None
) -> AsyncGenerator[EmbeddedPostgres]:
    """A server for as long as the block runs."""
    server = await EmbeddedPostgres.start(folder, options)
    try:
        yield server
    finally:
        await server.stop()
