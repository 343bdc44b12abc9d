"""`./run import WHAT FILE`: reads a file into the database, as a whole or not at all."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from service.attaching import opened
from service.database import WriteSession
from service.exchange.posyandu import import_posyandu
from service.exchange.regions import import_regions
from service.exchange.sub_activities import import_sub_activities
from service.exchange.village_names import UnknownNamesError
from service.ledger.naming import keep_unknown
from service.ledger.violations import explained
from service.settings import Settings, read_settings

Result = TypeVar("Result")
_File = Annotated[Path, typer.Argument(metavar="FILE", help="Berkas CSV. / The CSV file.")]
_Version = Annotated[
    str, typer.Option("--version", help="Nama edisinya, misalnya tanggal ekspor. / What to call the edition.")
]


def register(app: typer.Typer) -> None:
    """Add the verb with what it can read."""
    group = typer.Typer(no_args_is_help=True, help="Muat berkas CSV / Read a CSV file, all of it or nothing.")
    group.command("regions")(regions)
    group.command("sub-activities")(sub_activities)
    group.command("posyandu")(posyandu)
    app.add_typer(group, name="import")


def regions(file: _File, version: _Version) -> None:
    """Wilayah: code, name, [time_zone] / Regions, whole for each province that is in the file."""
    done = _run(lambda session: import_regions(session, file, version))
    indonesian = f"{done.added} baru, {done.changed} berubah, {done.retired} dicabut"
    typer.echo(f"{indonesian}. / {done.added} new, {done.changed} changed, {done.retired} retired.")


def sub_activities(file: _File, version: _Version) -> None:
    """Sub kegiatan SIPD: code, level, name / Budget lines of one export."""
    done = _run(lambda session: import_sub_activities(session, file, version))
    typer.echo(f"{done.rows} baris, {done.changed} baru atau berubah. / {done.changed} new or changed.")


def posyandu(
    file: _File,
    is_synthetic: Annotated[
        bool, typer.Option("--synthetic", help="Posyandu contoh, bukan nyata. / Made up, and marked as such.")
    ] = False,
) -> None:
    """Posyandu: name, village_code (or village, within_code), [registration_number, opened_on, closed_on]."""
    try:
        done = _run(lambda session: import_posyandu(session, file, is_synthetic=is_synthetic))
    except UnknownNamesError as error:
        names = error.names
        _run(lambda session: keep_unknown(session, names, file.name))
        raise
    typer.echo(f"{done.rows} baris, {done.changed} baru atau berubah. / {done.changed} new or changed.")


def _run(work: Callable[[WriteSession], Awaitable[Result]]) -> Result:
    return asyncio.run(_write(read_settings(), work))


async def _write(settings: Settings, work: Callable[[WriteSession], Awaitable[Result]]) -> Result:
    async with opened(settings) as database:
        with explained():
            return await database.write(work)
