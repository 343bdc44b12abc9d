"""`./run token create|list|rotate|revoke`: the ways in of programs."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from models.agency import ApiToken
from service.access.actors import OPERATOR, Role
from service.access.operator_words import agency_named, region_named
from service.access.token_text import Token
from service.access.tokens import ROLE_OF_SCOPE, NewToken, all_tokens, token_of_prefix
from service.attaching import opened
from service.clock import system_clock
from service.database import WriteSession
from service.errors import invalid
from service.ledger.programs import Renewal, give_token, renew_token, take_token
from service.settings import read_settings

_group = typer.Typer(
    help="Token untuk program / Tokens of programs: create, list, rotate, revoke.", no_args_is_help=True
)
_CREATE = """Buat token; teksnya tampil sekali ini saja. / Make a token; its text is shown once, here.

\b
  read         membaca saja / only reads
  report       narahubung: melapor untuk --agency / liaison: reports for --agency
  secretariat  sekretariat --agency di --region: mencatat, memverifikasi
               / secretariat --agency in --region: records, verifies

\b
  ./run token create "Dasbor provinsi"
  ./run token create "Aplikasi Diskominfo" --scope report --agency 64/DISKOMINFO
  ./run token create "Sekretariat" --scope secretariat --agency 64/DPMPD --region 64

Program mengirimnya sebagai / Programs send it as: Authorization: Bearer ikrar_…
"""


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.add_typer(_group, name="token")


@_group.command(help=_CREATE)
def create(
    label: Annotated[str, typer.Argument(help="Nama pemakai. / What it is for.")],
    scope: Annotated[str, typer.Option(help="read, report, secretariat")] = "read",
    agency: Annotated[str, typer.Option(help="Instansi / agency: 64/DISKOMINFO")] = "",
    region: Annotated[str, typer.Option(help="Wilayah / region: 64")] = "",
    expires: Annotated[
        datetime | None, typer.Option(help="Berlaku sampai (UTC). / Good until (UTC).")
    ] = None,
) -> None:
    """Make a token."""
    token = asyncio.run(_create(label, scope, agency, region, expires))
    typer.echo(token.text)


async def _create(label: str, scope: str, agency: str, region: str, expires: datetime | None) -> Token:
    async def work(session: WriteSession) -> Token:
        asked = NewToken(
            label=label,
            role=_role(scope),
            agency_id=await agency_named(session, agency) if agency else None,
            region_code=await region_named(session, region) if region else None,
            expires_at=expires.replace(tzinfo=UTC) if expires else None,
        )
        return (await give_token(session, OPERATOR, asked, system_clock)).token

    async with opened(read_settings()) as database:
        return await database.write(work)


def _role(scope: str) -> Role:
    if scope not in ROLE_OF_SCOPE:
        known = ", ".join(ROLE_OF_SCOPE)
        message = (
            f"Cakupan {scope!r} tidak dikenal; pilih: {known}. "
            f"/ The scope {scope!r} is not known; choose from: {known}."
        )
        raise invalid(message, "--scope")
    return ROLE_OF_SCOPE[scope]


@_group.command("list")
def list_tokens() -> None:
    """Daftar token / List the tokens, without what opens the door."""
    for line in asyncio.run(_list()):
        typer.echo(line)


async def _list() -> list[str]:
    async with opened(read_settings()) as database, database.reading() as session:
        return [_line(row) for row in await all_tokens(session)]


def _line(row: ApiToken) -> str:
    state = "dicabut / revoked" if row.revoked_at else "berlaku / valid"
    if not row.revoked_at and row.expires_at and row.expires_at <= system_clock():
        state = "kedaluwarsa / expired"
    used = row.last_used_at.isoformat(timespec="minutes") if row.last_used_at else "-"
    until = row.expires_at.isoformat(timespec="minutes") if row.expires_at else "-"
    return f"{row.prefix}  {'+'.join(row.scopes):<16}  {state:<22}  {used:<22}  {until:<22}  {row.label}"


@_group.command()
def rotate(
    prefix: Annotated[str, typer.Argument(help="ikrar_<prefix>_…")],
    overlap_days: Annotated[
        int, typer.Option(help="Hari token lama masih berlaku. / Days for which the old one stays good.")
    ] = 7,
    expires: Annotated[
        datetime | None, typer.Option(help="Yang baru berlaku sampai (UTC). / The new one is good until.")
    ] = None,
) -> None:
    """Ganti token / A new token for the same; the old one stays good for some days. Shown once."""
    renewal = Renewal(
        overlap=timedelta(days=overlap_days), expires_at=expires.replace(tzinfo=UTC) if expires else None
    )
    token = asyncio.run(_rotate(_prefix(prefix), renewal))
    typer.echo(token.text)


async def _rotate(prefix: str, renewal: Renewal) -> Token:
    async def work(session: WriteSession) -> Token:
        old = await token_of_prefix(session, prefix)
        return (await renew_token(session, OPERATOR, old, renewal, system_clock)).token

    async with opened(read_settings()) as database:
        return await database.write(work)


def _prefix(words: str) -> str:
    return words.removeprefix("ikrar_").partition("_")[0]


@_group.command()
def revoke(prefix: Annotated[str, typer.Argument(help="ikrar_<prefix>_…")]) -> None:
    """Cabut token / Revoke a token: nobody gets in with it a second later."""
    asyncio.run(_revoke(_prefix(prefix)))
    typer.echo("Token dicabut. / The token is revoked.")


async def _revoke(prefix: str) -> None:
    async def work(session: WriteSession) -> None:
        await take_token(session, OPERATOR, await token_of_prefix(session, prefix), system_clock)

    async with opened(read_settings()) as database:
        await database.write(work)
