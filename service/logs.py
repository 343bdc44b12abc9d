"""How the service logs: structured events on standard error, for people on a terminal, JSON anywhere else."""

import logging
import sys
import time
from collections import Counter
from typing import Final, TextIO

import structlog

MOST_LINES: Final = 10
"""What one place in a library may say in one window."""
WINDOW_SECONDS: Final = 10.0


class FewOfEach(logging.Filter):
    """Lets each place in the code of a library say a few lines; a flood of bad requests fills no disk."""

    def __init__(self) -> None:
        super().__init__()
        self._since = 0.0
        self._said: Counter[tuple[str, int]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is told."""
        now = time.monotonic()
        if now - self._since > WINDOW_SECONDS:
            self._since, self._said = now, Counter()
        place = (record.pathname, record.lineno)
        self._said[place] += 1
        return self._said[place] <= MOST_LINES


def configure_logs() -> None:
    """Once, at the start of a process that serves."""
    on_terminal = sys.stderr.isatty()
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer = structlog.dev.ConsoleRenderer() if on_terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # What libraries have to say (uvicorn, asyncio) goes to the same place, warnings and worse only.
    logging.basicConfig(level=logging.WARNING, handlers=[heard_of_libraries(sys.stderr)])


def heard_of_libraries(stream: TextIO) -> logging.Handler:
    """Writes down what libraries say, a few lines of each place."""
    heard = logging.StreamHandler(stream)
    heard.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    heard.addFilter(FewOfEach())
    return heard
