"""`./run person …`: what is held of somebody, for themselves; and the end of it."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from service.access.actors import OPERATOR
from service.access.dossier import dossier
from service.attaching import opened
from service.clock import system_clock
from service.database import WriteSession
from service.errors import invalid
from service.exchange.evidence.handing_in import HandingIn
from service.exchange.evidence.stores import INCOMING, store_of
from service.ledger.erasing import Erasure, erase
from service.settings import read_settings

_group = typer.Typer(
    help="Data pribadi seseorang (UU 27/2022) / Somebody's personal data: export, erase.",
    no_args_is_help=True,
)
_Email = Annotated[str, typer.Argument(help="Surel akunnya. / The e-mail of the account.")]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.add_typer(_group, name="person")


@_group.command()
def export(
    email: _Email,
    to: Annotated[Path | None, typer.Option(help="Tulis ke berkas. / Write to a file.")] = None,
) -> None:
    """Semua data seseorang sebagai JSON / All that is held of a person, as JSON."""
    text = orjson.dumps(asyncio.run(_export(email)), default=str, option=orjson.OPT_INDENT_2) + b"\n"
    if to is None:
        sys.stdout.write(text.decode())
        return
    to.touch(0o600)
    to.write_bytes(text)


async def _export(email: str) -> dict[str, object]:
    async with opened(read_settings()) as database, database.reading() as session:
        return {"email": email, "told_at": system_clock(), **await dossier(session, email)}


@_group.command("erase")
def erase_verb(
    email: _Email,
    is_sure: Annotated[
        bool,
        typer.Option("--yes", help="Jangan tanya; tidak dapat dibatalkan. / Do not ask; it is for good."),
    ] = False,
) -> None:
    """Lupakan seseorang; riwayat tetap utuh / Forget who somebody is; history stays whole and proven."""
    if not is_sure:
        message = (
            f"{email} dihapus untuk selamanya; ulangi dengan --yes bila yakin. "
            f"/ This erases {email} for good; say --yes when you are sure."
        )
        raise invalid(message, "--yes")
    erased = asyncio.run(_erase(email))
    gone = ", ".join(f"{table} {count}" for table, count in erased.gone.items() if count)
    for place, count in erased.named.items():
        typer.echo(f"{place}: {count} kali masih disebut dalam catatan / still named in the record", err=True)
    typer.echo(
        f"Dihapus; akun {erased.account_id} tidak lagi bernama ({gone}). "
        f"/ Erased; the account {erased.account_id} has no name any more ({gone})."
    )


async def _erase(email: str) -> Erasure:
    settings = read_settings()
    async with opened(settings) as database:
        files = HandingIn(database, settings.evidence_dir / INCOMING, store_of(settings))

        async def work(session: WriteSession) -> Erasure:
            return await erase(session, OPERATOR, email, system_clock, files.remove)

        return await database.write(work)
