"""`./run verify-rollup`: proves the counts behind the matrix from the facts, or builds them anew."""

import asyncio
from typing import Annotated

import typer

from service.attaching import opened
from service.ledger.rollup.building import build
from service.ledger.rollup.proving import RollupProof, WrongCount, prove_rollup
from service.settings import Settings, read_settings


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("verify-rollup")(verify_rollup)


def verify_rollup(
    is_rebuilding: Annotated[
        bool, typer.Option("--rebuild", help="Bangun ulang dari fakta dulu. / Build it anew first.")
    ] = False,
) -> None:
    """Buktikan rekapitulasi / Recompute the counts behind the matrix; exit status 1 when one differs."""
    proof = asyncio.run(_proven(read_settings(), is_rebuilding=is_rebuilding))
    if proof.edition is None:
        typer.echo("rekapitulasi belum dibangun / the rollup is not built: --rebuild", err=True)
    for pledge in proof.wrong_pledges:
        typer.echo(f"pledge {pledge}: tidak sama dengan fakta / differs from the facts", err=True)
    for count in proof.wrong_counts:
        typer.echo(_told(count), err=True)
    typer.echo(
        f"komitmen / pledges: {proof.pledges}; berbeda / differing: {len(proof.wrong_pledges)}; "
        f"hitungan salah / wrong counts: {len(proof.wrong_counts)}"
    )
    raise typer.Exit(0 if proof.is_whole else 1)


async def _proven(settings: Settings, *, is_rebuilding: bool) -> RollupProof:
    async with opened(settings) as database:
        if is_rebuilding:
            await build(database, typer.echo)
        async with database.reading() as session:
            return await prove_rollup(session)


def _told(count: WrongCount) -> str:
    values = ", ".join(f"{axis}={value or '-'}" for axis, value in zip(count.axes, count.at, strict=True))
    place = count.place or "Indonesia"
    day = f" {count.day}" if count.day else ""
    return (
        f"{count.table}{day}: {place}: {values or 'total'}: tidak sama dengan fakta / differs from the facts"
    )
