"""`./run check`: everything that can be judged without running the product."""

import os
import subprocess
import sys
import time
from pathlib import Path

import typer

from service.settings import CHECKOUT

_TOOLS = Path(sys.executable).parent
_PYTHON = (sys.executable, "-P", "-m")

_STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", (str(_TOOLS / "ruff"), "format", "--check", "--quiet", ".")),
    ("lint", (str(_TOOLS / "ruff"), "check", "--quiet", ".")),
    ("types", (str(_TOOLS / "basedpyright"), "--pythonpath", sys.executable)),
    ("architecture", (*_PYTHON, "pytest", "-q", "-p", "no:cacheprovider", "tests/test_architecture.py")),
    ("schema", (*_PYTHON, "service", "export-schema", "--check")),
    ("roles", (*_PYTHON, "service", "export-roles", "--check")),
    ("web", (*_PYTHON, "graph.client", "check")),
    ("docs", (*_PYTHON, "pytest", "-q", "-p", "no:cacheprovider", "tests/test_docs.py")),
)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(check)


def check() -> None:
    """Periksa bentuk, tipe, arsitektur, skema, dokumen / Check format, lint, types, rooms, schema, docs."""
    os.chdir(CHECKOUT)
    failed = [name for name, command in _STEPS if not _passes(name, command)]
    typer.echo(f"gagal / failed: {', '.join(failed)}" if failed else "semua baik / all is well")
    raise typer.Exit(1 if failed else 0)


def _passes(name: str, command: tuple[str, ...]) -> bool:
    """Run one step; its output is shown only when it has something to say."""
    started = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)  # noqa: S603 - our own list
    verdict = "baik / ok" if done.returncode == 0 else "GAGAL / FAILED"
    typer.echo(f"{name:<14}{verdict:<16}{time.monotonic() - started:6.1f} s")
    if done.returncode != 0:
        typer.echo(done.stdout.decode(errors="replace"))
    return done.returncode == 0
