"""What the log says of each request: one line when it is over, and one for each statement that took long.

Of what is refused a few lines are told for each code, and then their number: a flood fills no disk.
"""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

import orjson
import structlog

from service.clock import system_clock
from service.logs import MOST_LINES, WINDOW_SECONDS
from service.visit import Slow, Visit

_MOST_SQL: Final = 1_000
"""Characters of a statement that are told."""
_SLOW: Final = "slow"
_MOMENT_SECONDS: Final = 0.1
_FORM: Final = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
Write = Callable[[dict[str, object]], None]


class Lines:
    """Writes lines as structlog writes others, some together: there is one for every request.

    They wait a moment, so `kill -9` loses those of the last; each has its own time.
    """

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, entry: dict[str, object]) -> None:
        """Write it soon."""
        if not self._waiting:
            asyncio.get_running_loop().call_later(_MOMENT_SECONDS, self.flush)
        entry["level"], entry["timestamp"] = "info", system_clock()
        self._waiting.append(orjson.dumps(entry, option=_FORM))

    def flush(self) -> None:
        """Write what waits."""
        waiting, self._waiting = self._waiting, []
        sys.stderr.write(b"".join(waiting).decode())
        sys.stderr.flush()


def show_line(entry: dict[str, object]) -> None:
    """The line for a person at a terminal."""
    event, *rest = entry.items()
    structlog.stdlib.get_logger().info(str(event[1]), **dict(rest))


class RequestLog:
    """Tells of each request. One for a process."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._since = 0.0
        self._told: Counter[str] = Counter()

    def tell(self, visit: Visit) -> None:
        """Write what there is to be said."""
        if visit.code is None or self._may_tell(visit.code):
            self._write(described(visit))
        for slow in visit.slow:
            if self._may_tell(_SLOW):
                self._write(_told_of(slow, visit))

    def _may_tell(self, code: str) -> bool:
        now = time.monotonic()
        if now - self._since > WINDOW_SECONDS:
            self._tell_untold()
            self._since, self._told = now, Counter()
        self._told[code] += 1
        return self._told[code] <= MOST_LINES

    def _tell_untold(self) -> None:
        for code, count in self._told.items():
            if count > MOST_LINES:
                self._write({"event": "requests.untold", "code": code, "count": count - MOST_LINES})


def described(visit: Visit) -> dict[str, object]:
    """A request in the words of the log."""
    told: dict[str, object] = {
        "event": "request",
        "transport": visit.transport,
        "operation": visit.operation,
        "kind": visit.kind,
        "document": visit.document,
        "actor": visit.actor,
        "cost": visit.cost,
        "ms": _ms(visit.seconds),
        "sql_ms": _ms(visit.sql_seconds),
        "statements": visit.statements,
        "status": visit.status,
    }
    if visit.code is not None:
        told |= {"code": visit.code, "error_id": visit.error_id}
    return told


def _told_of(slow: Slow, visit: Visit) -> dict[str, object]:
    return {
        "event": "query.slow",
        "operation": visit.operation,
        "document": visit.document,
        "actor": visit.actor,
        "ms": _ms(slow.seconds),
        "sql": slow.sql[:_MOST_SQL],
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1_000, 2)
