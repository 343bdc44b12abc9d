"""`./run verify-files`: proves that the files of evidence are those that were handed in."""

import asyncio
from typing import Final

import typer

from service.attaching import opened
from service.exchange.evidence.stores import store_of
from service.exchange.evidence.verifying import Fault, FilesProof, prove_files
from service.settings import Settings, read_settings

_WORDS: Final = {
    Fault.MISSING: "tidak ada / is not there",
    Fault.ALTERED: "isinya diubah / was altered",
    Fault.REPORTED_OTHERWISE: "bukan yang dilaporkan / is not what was reported",
}


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("verify-files")(verify_files)


def verify_files() -> None:
    """Buktikan berkas data dukung / Compare every file of evidence with its digest; status 1 on a finding."""
    proof = asyncio.run(_proven(read_settings()))
    for finding in proof.findings:
        typer.echo(f"{finding.fault}: evidence_file {finding.id}: {_WORDS[finding.fault]}", err=True)
    megabytes = -(-proof.size_bytes // 1_000_000)
    typer.echo(f"berkas / files: {proof.files} ({megabytes} MB); temuan / findings: {len(proof.findings)}")
    raise typer.Exit(1 if proof.findings else 0)


async def _proven(settings: Settings) -> FilesProof:
    store = store_of(settings)
    async with opened(settings) as database:
        return await prove_files(database, store)
