"""`./run seed`: loads the reference lists of this program where they differ, and other rows when asked."""

import asyncio
from enum import StrEnum
from typing import Annotated

import typer

from seeds.demo import seed_demo
from seeds.reference import seed_reference
from seeds.synthetic.seeding import seed_synthetic
from seeds.synthetic.shape import PROVINCE, SMALLEST, Shape, national
from service.attaching import opened, owned, require_embedded
from service.errors import invalid
from service.ledger.rollup.building import ensure_built
from service.settings import SYNTHETIC, Settings, apart, read_settings


class Extent(StrEnum):
    """How much is synthetic."""

    PROVINCE = "province"
    NATIONAL = "national"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(seed)


def seed(
    extent: Annotated[
        Extent, typer.Argument(help="Untuk --synthetic: berapa banyak. / For --synthetic: how much.")
    ] = Extent.PROVINCE,
    demo: Annotated[
        bool,
        typer.Option("--demo", help="Juga rapat dan komitmen 2025. / The meetings and pledges of 2025 too."),
    ] = False,
    synthetic: Annotated[
        bool,
        typer.Option(
            "--synthetic",
            help="Data buatan, dalam folder tersendiri. / Invented rows, in a folder of their own.",
        ),
    ] = False,
    scale: Annotated[
        float,
        typer.Option(
            min=SMALLEST, max=1, help="Bagian dari nasional. / How much of the nation; 1 is all of it."
        ),
    ] = 1.0,
) -> None:
    """Muat data rujukan / Load regions, areas, services, agencies and working days, where they differ."""
    settings = read_settings()
    if demo and synthetic:
        message = "--demo dan --synthetic tidak bersama. / --demo and --synthetic do not mix."
        raise invalid(message, "--synthetic")
    if synthetic:
        require_embedded(settings, "--synthetic")
        asyncio.run(_seed_synthetic(settings, PROVINCE if extent is Extent.PROVINCE else national(scale)))
        return
    if demo:
        require_embedded(settings, "--demo")
    asyncio.run(_seed(settings, is_demo=demo))
    typer.echo("Data rujukan terpasang. / The reference data is loaded.")


async def _seed(settings: Settings, *, is_demo: bool) -> None:
    async with opened(settings) as database:
        await seed_reference(database, typer.echo)
        await ensure_built(database, typer.echo)
        if is_demo:
            await seed_demo(database, typer.echo)


async def _seed_synthetic(settings: Settings, shape: Shape) -> None:
    """Each shape has a folder of its own; that of the province is the one that is served."""
    folder = SYNTHETIC if shape is PROVINCE else f"{SYNTHETIC}-{shape.name.replace(' ', '-')}"
    own = apart(settings, folder)
    async with owned(own) as database:
        await seed_reference(database, typer.echo)
        await seed_synthetic(database, shape, typer.echo)
    typer.echo(f"Data sintetis terpasang di / The synthetic data is loaded in {own.data_dir}")
