"""CPU seconds of processes, from /proc: a server with its threads, PostgreSQL with all of its processes."""

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_TICK = 1.0 / os.sysconf("SC_CLK_TCK")
_PARENT, _USER, _SYSTEM = 1, 11, 12
"""Fields of /proc/PID/stat, counted from the one after the name of the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """CPU seconds; those of PostgreSQL by process, since one may begin or end between two looks."""

    server: float
    database: Mapping[int, float]
    client: float

    def since(self, earlier: "Used") -> "Used":
        """What was used between the two."""
        spent = {pid: seconds - earlier.database.get(pid, 0.0) for pid, seconds in self.database.items()}
        return Used(
            server=self.server - earlier.server,
            database=spent,
            client=self.client - earlier.client,
        )


def used(server: int, postmaster: int) -> Used:
    """Now, for a server, a PostgreSQL by its postmaster, and ourselves."""
    own = os.times()
    return Used(
        server=_seconds(_fields(server)),
        database=_family(postmaster),
        client=own.user + own.system,
    )


def of_backends(postmaster: int) -> dict[int, float]:
    """The same for PostgreSQL alone, by process and to the nanosecond: each has a single thread."""
    found: dict[int, float] = {}
    for pid in _family(postmaster):
        with contextlib.suppress(OSError):
            found[pid] = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return found


def _family(postmaster: int) -> dict[int, float]:
    """The postmaster and its children."""
    found: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            pid, fields = int(entry.name), _fields(int(entry.name))
            if fields and postmaster in {pid, int(fields[_PARENT])}:
                found[pid] = _seconds(fields)
    return found


def _fields(pid: int) -> list[str]:
    """Empty when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _seconds(fields: list[str]) -> float:
    return (int(fields[_USER]) + int(fields[_SYSTEM])) * _TICK if fields else 0.0
