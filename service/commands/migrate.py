"""`./run migrate`: brings the database to the schema of this program, or back."""

import asyncio
from typing import Annotated

import typer

from service.attaching import attached
from service.database import Database
from service.exchange.rebuilding import rebuild_spans
from service.ledger.rollup.building import ensure_built
from service.migrating import downgrade, is_current, upgrade
from service.settings import Settings, read_settings


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(migrate)


def migrate(
    to: Annotated[str, typer.Option(help="Revisi tujuan. / The revision to reach.")] = "head",
    down: Annotated[bool, typer.Option("--down", help="Mundur ke --to. / Go back to --to.")] = False,
) -> None:
    """Perbarui skema basis data / Bring the schema to this program's, as OWNER_DATABASE_URL."""
    asyncio.run(_migrate(read_settings(), to, is_down=down))
    typer.echo(f"Skema: {to}. / Schema: {to}.")


async def _migrate(settings: Settings, revision: str, *, is_down: bool) -> None:
    async with attached(settings) as addresses:
        act = downgrade if is_down else upgrade
        await act(addresses.owner, revision)
        if not is_down and await is_current(addresses.owner):
            await _rebuild(addresses.owner)


async def _rebuild(owner_url: str) -> None:
    database = await Database.open(owner_url, size=1)
    try:
        await rebuild_spans(database, typer.echo)
        await ensure_built(database, typer.echo)
    finally:
        await database.close()
