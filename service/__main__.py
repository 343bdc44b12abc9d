"""The command line: `./run VERB`. Each verb is a module of service/commands with a `register(app)`."""

import importlib
import inspect
import pkgutil
import sys

import typer

import service.commands
from service.errors import DomainError, ErrorCode

_EXIT_STATUS = {ErrorCode.INVALID: 2, ErrorCode.CONFLICT: 3}


def command_line(arguments: list[str]) -> typer.Typer:
    """All verbs, or the one that is asked for: a verb need not wait for what only others import."""
    app = typer.Typer(name="run", no_args_is_help=True, add_completion=False, rich_markup_mode=None)
    app.callback(help="Ikrar: komitmen untuk Posyandu, dari ucapan sampai terbukti. / Pledges to Posyandu.")(
        _group
    )
    verbs = [module.name for module in pkgutil.iter_modules(service.commands.__path__)]
    asked = arguments[0].replace("-", "_") if arguments else ""
    for verb in [asked] if asked in verbs else verbs:
        importlib.import_module(f"service.commands.{verb}").register(app)
    _tell_in_full(app)
    return app


def _tell_in_full(app: typer.Typer) -> None:
    """A list of verbs cuts their sentences short unless each is given as the short one."""
    for command in app.registered_commands:
        command.short_help = inspect.getdoc(command.callback)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            group.short_help = group.typer_instance.info.help
            _tell_in_full(group.typer_instance)


def _group() -> None:
    """Only there so that one verb alone is still asked for by its name."""


def main() -> None:
    """Run the verb; a refusal is told in one line, with a status that scripts can read."""
    try:
        command_line(sys.argv[1:])(prog_name="./run")
    except DomainError as error:
        field = f" [{'.'.join(error.path)}]" if error.path else ""
        sys.stderr.write(f"{error.code}{field}: {error.message}\n")
        sys.exit(_EXIT_STATUS.get(error.code, 1))


if __name__ == "__main__":
    main()
