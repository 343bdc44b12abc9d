"""`./run test`: the whole suite, or what the arguments to pytest say."""

import os
import sys

import typer

from service.settings import CHECKOUT


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(test)


def test(context: typer.Context) -> None:
    """Jalankan semua uji / Run all tests, each run on a PostgreSQL of its own; arguments go to pytest."""
    os.chdir(CHECKOUT)
    command = [sys.executable, "-P", "-m", "pytest", *context.args]
    os.execv(sys.executable, command)  # noqa: S606 - pytest takes over the process
