"""`./run test`: the whole suite, or what the arguments to pytest say."""

import os
import sys

import typer

from service.settings import CHECKOUT

_MOST_WORKERS = 4


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(test)


def test(context: typer.Context) -> None:
    """Jalankan semua uji / Run all tests, each worker on a PostgreSQL of its own; arguments go to pytest."""
    os.chdir(CHECKOUT)
    command = [sys.executable, "-P", "-m", "pytest", *_workers(context.args), *context.args]
    os.execv(sys.executable, command)  # noqa: S606 - pytest takes over the process


def _workers(arguments: list[str]) -> tuple[str, ...]:
    """The whole suite on every processor; a part that somebody names is done before workers have started."""
    processors = min(len(os.sched_getaffinity(0)), _MOST_WORKERS)
    is_part = any((CHECKOUT / word.partition("::")[0]).exists() for word in arguments if word[:1] != "-")
    return () if is_part or processors == 1 else ("-n", str(processors), "--dist", "worksteal")
