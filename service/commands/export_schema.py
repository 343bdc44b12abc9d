"""`./run export-schema`: write the schema that clients rely on, or compare it with the committed one."""

from typing import Annotated

import typer

from graph.schema import printed_schema
from service.settings import CHECKOUT

_FILE = CHECKOUT / "graph" / "schema.graphql"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("export-schema")(export_schema)


def export_schema(
    is_check: Annotated[
        bool, typer.Option("--check", help="Hanya bandingkan dengan berkas. / Only compare with the file.")
    ] = False,
) -> None:
    """Tulis graph/schema.graphql / Write graph/schema.graphql, the contract with clients."""
    printed = printed_schema()
    if not is_check:
        _FILE.write_text(printed, encoding="utf-8")
    elif not _FILE.exists() or _FILE.read_text(encoding="utf-8") != printed:
        typer.echo("graph/schema.graphql usang; jalankan / is stale; run: ./run export-schema", err=True)
        raise typer.Exit(1)
