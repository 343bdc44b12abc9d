"""`./run export-documents FOLDER FILE`: the manifest of the documents that a client is built with."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from graph.documents import Documents
from graph.schema import core
from graph.trusted import manifest_of
from service.errors import not_found


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("export-documents")(export_documents)


def export_documents(
    folder: Annotated[Path, typer.Argument(help="Folder berisi *.graphql. / A folder of *.graphql.")],
    file: Annotated[Path, typer.Argument(help="Manifes yang ditulis. / The manifest to write.")],
) -> None:
    """Tulis manifes dokumen tepercaya / Write the manifest for TRUSTED_DOCUMENTS."""
    sources = [source.read_text(encoding="utf-8") for source in sorted(folder.rglob("*.graphql"))]
    if not sources:
        what = f"{folder}/*.graphql"
        raise not_found(what, "FOLDER")
    manifest = manifest_of(sources, Documents(core))
    file.write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2) + b"\n")
    typer.echo(f"{len(manifest)} dokumen / documents: {file}")
