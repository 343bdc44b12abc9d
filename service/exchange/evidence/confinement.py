"""A process in which one file that nobody trusts is read: whatever it does to its decoder, it does it here.

The file is standard input, an open descriptor for what may be kept of it is the only argument, and what was
found goes to standard output as one JSON object. After the start nothing more can be opened, and memory, time
and what is written end.
"""

import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from typing import IO, Final

from service.rules.evidence_files import Flaw

Finding = Mapping[str, str | tuple[float, float] | None]
Examine = Callable[[IO[bytes], IO[bytes]], Finding]
LIMITS: Final = (
    (resource.RLIMIT_AS, 1_000_000_000),
    (resource.RLIMIT_CPU, 20),
    (resource.RLIMIT_FSIZE, 60_000_000),
    (resource.RLIMIT_NOFILE, 0),
    (resource.RLIMIT_NPROC, 0),
    (resource.RLIMIT_CORE, 0),
)


class FlawError(Exception):
    """The file is not to be kept."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


def confine() -> None:
    """From here on; the process cannot take it back unless it is root's."""
    for what, most in LIMITS:
        resource.setrlimit(what, (most, most))


def run(examine: Examine) -> None:
    """Say what `examine` finds in standard input; what it cannot read is a flaw like others."""
    with os.fdopen(0, "rb") as source, os.fdopen(int(sys.argv[1]), "wb") as kept:
        confine()
        try:
            found = examine(source, kept)
        except FlawError as error:
            found = {"flaw": error.flaw}
        except MemoryError:
            found = {"flaw": Flaw.TOO_COSTLY}
        except Exception:  # noqa: BLE001 - decoders raise anything over a file that is made to upset them
            found = {"flaw": Flaw.UNREADABLE}
    sys.stdout.write(json.dumps(found))
