"""`./run export-roles`: write the page of who may do what, or compare it with the committed one."""

from typing import Annotated

import typer

from service.access.roles_page import roles_page
from service.settings import CHECKOUT

_FILE = CHECKOUT / "docs" / "roles.md"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("export-roles")(export_roles)


def export_roles(
    is_check: Annotated[
        bool, typer.Option("--check", help="Hanya bandingkan dengan berkas. / Only compare with the file.")
    ] = False,
) -> None:
    """Tulis docs/roles.md / Write docs/roles.md from the table of policy."""
    page = roles_page()
    if not is_check:
        _FILE.write_text(page, encoding="utf-8")
    elif _FILE.read_text(encoding="utf-8") != page:
        typer.echo("docs/roles.md usang; jalankan / is stale; run: ./run export-roles", err=True)
        raise typer.Exit(1)
