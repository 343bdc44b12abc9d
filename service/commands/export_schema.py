"""`./run export-schema`: the schema that clients rely on, and what changed in it since it was released."""

import re
from typing import Annotated, Final

import typer

from graph.evolution import changes, faults
from graph.schema import printed_schema
from service.clock import system_clock
from service.settings import CHECKOUT

SCHEMA: Final = CHECKOUT / "graph" / "schema.graphql"
RELEASED: Final = CHECKOUT / "graph" / "released.graphql"
CHANGELOG: Final = CHECKOUT / "docs" / "api-changelog.md"
_UNRELEASED: Final = re.compile(r"(?<=^## Unreleased\n\n).*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("export-schema")(export_schema)


def export_schema(
    is_check: Annotated[
        bool, typer.Option("--check", help="Hanya bandingkan dengan berkas. / Only compare with the files.")
    ] = False,
    is_release: Annotated[
        bool, typer.Option("--release", help="Yang sekarang dijanjikan. / Promise what is there now.")
    ] = False,
) -> None:
    """Tulis graph/schema.graphql dan docs/api-changelog.md / Write both, the contract with clients."""
    printed = printed_schema()
    broken = faults(RELEASED.read_text(encoding="utf-8"), printed, system_clock().date())
    for fault in broken:
        typer.echo(fault, err=True)
    if is_check:
        files = {SCHEMA: printed, CHANGELOG: changelog(printed)}
        stale = [file.name for file, text in files.items() if file.read_text(encoding="utf-8") != text]
        for name in stale:
            typer.echo(f"{name} usang; jalankan / is stale; run: ./run export-schema", err=True)
        broken += stale
    else:
        SCHEMA.write_text(printed, encoding="utf-8")
        CHANGELOG.write_text(changelog(printed), encoding="utf-8")
    if broken:
        raise typer.Exit(1)
    if is_release:
        release(printed)


def changelog(printed: str) -> str:
    """The page, with what is other in this schema than in the released one."""
    found = changes(RELEASED.read_text(encoding="utf-8"), printed)
    lines = [f"- {change.kind}: {change.words}\n" for change in found] or ["Nothing.\n"]
    section = "".join(lines) + "\n"
    return _UNRELEASED.sub(lambda _: section, CHANGELOG.read_text(encoding="utf-8"))


def release(printed: str) -> None:
    """From today on clients may rely on it: what was unreleased stands under today's date."""
    page, day = changelog(printed), system_clock().date()
    CHANGELOG.write_text(
        page.replace("## Unreleased\n\n", f"## Unreleased\n\nNothing.\n\n## {day}\n\n"), encoding="utf-8"
    )
    RELEASED.write_text(printed, encoding="utf-8")
