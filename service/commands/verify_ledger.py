"""`./run verify-ledger`: proves that nothing was altered, removed, inserted or moved since it was sealed."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from service.attaching import opened
from service.ledger.proving import Proof, all_seals, prove
from service.ledger.seal_key import retired_keys, seal_key
from service.ledger.seals import Seal, as_lines, from_lines
from service.ledger.walking import Fault, Finding
from service.settings import Settings, read_settings

_WORDS = {
    Fault.ALTERED: "isinya diubah / was altered",
    Fault.REMOVED: "dihapus / was removed",
    Fault.INSERTED: "disisipkan / was inserted",
    Fault.REORDERED: "tidak di tempatnya / is not in its place",
    Fault.LINK_REMOVED: "mata rantai hilang / the link is missing",
    Fault.BAD_SEAL: "segel tidak cocok / the seal does not fit",
}


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("verify-ledger")(verify_ledger)


def verify_ledger(
    export: Annotated[
        Path | None, typer.Option(help="Tulis segel ke berkas. / Write the seals to a file.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="Segel dari ekspor lama. / Seals of an earlier export.")
    ] = None,
) -> None:
    """Buktikan riwayat utuh / Recompute the chain of history; exit status 1 when something was done to it."""
    earlier = from_lines(against.read_bytes()) if against is not None else []
    proof, seals = asyncio.run(_proven(read_settings(), earlier))
    if export is not None:
        export.write_bytes(as_lines(seals))
    for finding in proof.findings:
        typer.echo(_told(finding), err=True)
    typer.echo(
        f"mata rantai / links: {proof.links}; segel / seals: {proof.seals}; "
        f"belum disegel / not sealed yet: {proof.unsealed}; temuan / findings: {len(proof.findings)}"
    )
    raise typer.Exit(0 if proof.is_whole else 1)


async def _proven(settings: Settings, earlier: list[Seal]) -> tuple[Proof, list[Seal]]:
    file = settings.seal_key_file
    is_known = file is not None and file.exists()
    public, retired = (seal_key(file).public, retired_keys(file)) if file and is_known else (None, {})
    async with opened(settings) as database, database.reading() as session:
        return await prove(session, public, earlier, retired), await all_seals(session)


def _told(finding: Finding) -> str:
    row = f"history {finding.history_id}" if finding.history_id is not None else ""
    link = f"history_link {finding.position}" if finding.position is not None else ""
    return f"{finding.fault}: {', '.join(filter(None, (row, link)))}: {_WORDS[finding.fault]}"
