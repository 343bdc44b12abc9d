"""`./run seed`: loads the reference lists of this program where they differ, the first data when asked."""

import asyncio
from typing import Annotated

import typer

from seeds.demo import seed_demo
from seeds.reference import seed_reference
from service.attaching import opened, require_embedded
from service.settings import Settings, read_settings


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(seed)


def seed(
    demo: Annotated[
        bool,
        typer.Option("--demo", help="Juga rapat dan komitmen 2025. / The meetings and pledges of 2025 too."),
    ] = False,
) -> None:
    """Muat data rujukan / Load regions, areas, services, agencies and working days, where they differ."""
    settings = read_settings()
    if demo:
        require_embedded(settings, "--demo")
    asyncio.run(_seed(settings, is_demo=demo))
    typer.echo("Data rujukan terpasang. / The reference data is loaded.")


async def _seed(settings: Settings, *, is_demo: bool) -> None:
    async with opened(settings) as database:
        await seed_reference(database, typer.echo)
        if is_demo:
            await seed_demo(database, typer.echo)
