"""`./run doctor`: looks at a deployment and says what to fix; exit status 1 when something has to be."""

import asyncio

import typer

from service.clock import system_clock
from service.doctor.examining import examined
from service.doctor.findings import Health
from service.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(doctor)


def doctor() -> None:
    """Periksa pemasangan / Examine a deployment, from its settings to its seals; exit status 1: mend it."""
    health = asyncio.run(_doctor())
    typer.echo(
        f"PERBAIKI / FIX: {health[Health.ILL]}; PERIKSA / LOOK AT: {health[Health.DOUBTFUL]}; "
        f"baik / well: {health[Health.WELL]}"
    )
    raise typer.Exit(1 if health[Health.ILL] else 0)


async def _doctor() -> dict[Health, int]:
    counts = dict.fromkeys(Health, 0)
    async for finding in examined(read_settings(), system_clock):
        counts[finding.health] += 1
        typer.echo(finding.line)
    return counts
