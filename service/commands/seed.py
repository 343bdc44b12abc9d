"""`./run seed`: loads the reference lists of this program, where they differ."""

import asyncio

import typer

from seeds.reference import seed_reference
from service.attaching import attached
from service.database import Database
from service.settings import Settings, read_settings


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(seed)


def seed() -> None:
    """Muat data rujukan / Load regions, areas, services, agencies and working days, where they differ."""
    asyncio.run(_seed(read_settings()))
    typer.echo("Data rujukan terpasang. / The reference data is loaded.")


async def _seed(settings: Settings) -> None:
    async with attached(settings) as addresses:
        database = await Database.open(addresses.service, size=1)
        try:
            await seed_reference(database, typer.echo)
        finally:
            await database.close()
