"""Logs what is a fault of ours: in full while they are few, in one line each when they come in a flood."""

import time
import traceback
from typing import Final

import structlog

IN_FULL: Final = 10
"""Faults that are logged with their traceback in one window."""
WINDOW_SECONDS: Final = 10.0

log: structlog.stdlib.BoundLogger = structlog.get_logger("graph.edge")


class Faults:
    """Knows how many there were lately. Each has its id in the log, however many there are."""

    def __init__(self) -> None:
        self._since = 0.0
        self._told = 0

    def tell(self, error: Exception, error_id: str) -> None:
        """Log a fault under its id."""
        now = time.monotonic()
        if now - self._since > WINDOW_SECONDS:
            self._since, self._told = now, 0
        self._told += 1
        if self._told <= IN_FULL:
            log.error("request_failed", error_id=error_id, exc_info=error)
            return
        place = traceback.extract_tb(error.__traceback__)[-1:]
        where = [f"{frame.filename}:{frame.lineno}" for frame in place]
        log.error("request_failed", error_id=error_id, error=type(error).__qualname__, at=where)
