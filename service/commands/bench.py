"""`./run bench NAME`: hands over to benchmarks/NAME.py."""

import os
import sys
from typing import Annotated

import typer

from service.errors import not_found
from service.settings import CHECKOUT

_FOLDER = CHECKOUT / "benchmarks"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    # What follows the name belongs to the benchmark, --help too.
    app.command(context_settings={"allow_extra_args": True, "allow_interspersed_args": False})(bench)


def bench(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Kosong: daftar. / Empty: the list.")] = "",
) -> None:
    """Jalankan satu pengukuran / Run one benchmark; further arguments are its own."""
    names = sorted(file.stem for file in _FOLDER.glob("[!_]*.py"))
    if not name:
        for known in names:
            typer.echo(known)
        return
    if name not in names:
        what = f"benchmarks/{name}.py"
        raise not_found(what, "NAME")
    command = [sys.executable, "-P", str(_FOLDER / f"{name}.py"), *context.args]
    os.execv(sys.executable, command)  # noqa: S606 - the benchmark takes over the process
