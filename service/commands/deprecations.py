"""`./run deprecations`: what of the API is to go and when, and who still uses it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

import typer

from graph.evolution import deprecations, goes_on
from graph.schema import core
from service.access.uses import uses_since
from service.attaching import opened
from service.clock import system_clock
from service.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("deprecations")(deprecations_verb)


def deprecations_verb(
    days: Annotated[int, typer.Option(min=1, help="Berapa hari terakhir / How many days back.")] = 30,
) -> None:
    """Apa yang akan hilang, dan siapa masih memakainya / What is to go, and who still uses it."""
    for name, reason in sorted(deprecations(core).items()):
        typer.echo(f"{goes_on(reason)}  {name}  {reason}")
    for coordinate, client, uses, last in asyncio.run(_uses(days)):
        typer.echo(f"{uses:>8}  {last}  {coordinate}  {client}")


async def _uses(days: int) -> Sequence[tuple[str, str, int, object]]:
    async with opened(read_settings()) as database, database.reading() as session:
        return await uses_since(session, system_clock().date() - timedelta(days=days))
