"""Brings the built files of GraphiQL from npm, pinned by hash."""

import gzip
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from graph.graphiql.files import INSTALLED, LOCKED, NPM, ROOM, THEIRS, is_installed
from graph.npm import install_packages
from service.clock import system_clock

RETRY_SECONDS: Final = 3_600
"""A machine that cannot reach npm should not wait for it at every start."""

FAILED: Final = ROOM / f"{LOCKED}.failed"


def install(*, is_forced: bool = False) -> bool:
    """Install what is missing; whether it is there now. A failure is told, and is no reason not to serve."""
    if is_installed():
        return True
    if not is_forced and _failed_lately():
        return False
    _tell("memasang GraphiQL / installing GraphiQL")
    try:
        ROOM.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=ROOM) as scratch:
            _fetch(Path(scratch))
    except (OSError, subprocess.SubprocessError) as error:
        _remember_failure(error)
    return is_installed()


def _fetch(scratch: Path) -> None:
    packages = install_packages(NPM, scratch / "project")
    built = scratch / "built"
    built.mkdir()
    for name, source in THEIRS.items():
        content = (packages / source).read_bytes()
        (built / name).write_bytes(content)
        (built / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
    if not is_installed():  # another process may have been quicker
        built.rename(INSTALLED)


def _failed_lately() -> bool:
    try:
        return system_clock().timestamp() - FAILED.stat().st_mtime < RETRY_SECONDS
    except OSError:
        return False


def _remember_failure(error: Exception) -> None:
    told = error.stderr if isinstance(error, subprocess.CalledProcessError) else str(error)
    reason = told.decode(errors="replace") if isinstance(told, bytes) else str(told)
    lines = [line for line in reason.splitlines() if line.strip()]
    _tell(
        f"GraphiQL tidak terpasang, API tetap melayani / GraphiQL is not installed, the API is: {lines[:3]}"
    )
    if ROOM.is_dir():
        FAILED.write_text(reason)


def _tell(line: str) -> None:
    sys.stderr.write(f"ikrar: {line}\n")
