"""`./run account create|list|close`: persons and what they may be. Signing in comes later."""

import asyncio
from typing import Annotated

import typer

from models.agency import Account, AccountRole, Person
from service.access.accounts import NewAccount, all_accounts, close_account, open_account
from service.access.actors import Role
from service.access.operator_words import agency_named, region_named
from service.attaching import opened
from service.clock import system_clock
from service.database import WriteSession
from service.errors import invalid
from service.settings import read_settings

_group = typer.Typer(help="Akun orang / Accounts of persons: create, list, close.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.add_typer(_group, name="account")


@_group.command()
def create(
    name: Annotated[str, typer.Argument(help="Nama orang. / The person's name.")],
    email: Annotated[str, typer.Argument(help="Surel dinas. / Work e-mail.")],
    role: Annotated[str, typer.Option(help="integration, liaison, secretariat")],
    agency: Annotated[str, typer.Option(help="Instansi / agency: 64/DISKOMINFO")] = "",
    region: Annotated[str, typer.Option(help="Wilayah / region: 64")] = "",
) -> None:
    """Buat akun / Make a person's account with its role."""
    if role.upper() not in set(Role):
        message = f"Peran {role!r} tidak dikenal. / The role {role!r} is not known."
        raise invalid(message, "--role")
    asyncio.run(_create(name, email, Role(role.upper()), agency, region))
    typer.echo("Akun dibuat. / The account is made.")


async def _create(name: str, email: str, role: Role, agency: str, region: str) -> None:
    async def work(session: WriteSession) -> None:
        asked = NewAccount(
            name=name,
            email=email,
            role=role,
            agency_id=await agency_named(session, agency) if agency else None,
            region_code=await region_named(session, region) if region else None,
        )
        await open_account(session, asked)

    async with opened(read_settings()) as database:
        await database.write(work)


@_group.command("list")
def list_accounts() -> None:
    """Daftar akun / List the accounts and their roles."""
    for line in asyncio.run(_list()):
        typer.echo(line)


async def _list() -> list[str]:
    async with opened(read_settings()) as database, database.reading() as session:
        return [_line(*found) for found in await all_accounts(session)]


def _line(account: Account, person: Person, role: AccountRole) -> str:
    state = "ditutup / closed" if account.closed_at else "-"
    return f"{account.email}  {role.role:<12}  {state:<16}  {person.name}"


@_group.command()
def close(email: Annotated[str, typer.Argument(help="Surel / e-mail")]) -> None:
    """Tutup akun / Close an account; its tokens are refused from then on."""
    asyncio.run(_close(email))
    typer.echo("Akun ditutup. / The account is closed.")


async def _close(email: str) -> None:
    async def work(session: WriteSession) -> None:
        await close_account(session, email, system_clock())

    async with opened(read_settings()) as database:
        await database.write(work)
