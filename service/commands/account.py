"""`./run account …`: persons, how they come in, and what they may act as."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from models.agency import Account, Person
from service.access.accounts import NewAccount, Office, account_named, all_accounts
from service.access.actors import OPERATOR, Role
from service.access.assignments import Assignment, assignments_of
from service.access.links import Purpose
from service.access.operator_words import agency_named, region_named
from service.app import front_of
from service.attaching import opened
from service.clock import system_clock
from service.database import WriteSession
from service.errors import invalid
from service.ledger import appointing
from service.ledger.inviting import new_link
from service.settings import Settings, read_settings

_group = typer.Typer(
    help="Akun orang / Accounts of persons: create, invite, assign, list, close …", no_args_is_help=True
)
Result = TypeVar("Result")
_Email = Annotated[str, typer.Argument(help="Surel dinas. / Work e-mail.")]
_Role = Annotated[str, typer.Option(help="administrator, secretariat, leadership, liaison, integration")]
_Agency = Annotated[str, typer.Option(help="Instansi / agency: 64/DISKOMINFO")]
_Region = Annotated[str, typer.Option(help="Wilayah / region: 64")]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.add_typer(_group, name="account")


@_group.command()
def create(
    name: Annotated[str, typer.Argument(help="Nama orang. / The person's name.")],
    email: _Email,
    role: _Role,
    agency: _Agency = "",
    region: _Region = "",
) -> None:
    """Buat akun dan undang orangnya / Make a person's account and invite them by a link."""

    async def work(session: WriteSession) -> None:
        office = await _office(session, role, agency, region)
        asked = NewAccount(name=name, email=email, office=office)
        await appointing.open_for(session, OPERATOR, asked, system_clock)

    asyncio.run(_written(work))
    asyncio.run(_invited(email))


@_group.command()
def invite(email: _Email) -> None:
    """Kirim tautan kata sandi yang baru / Send a new link by which the person sets a password."""
    asyncio.run(_invited(email))


@_group.command()
def assign(email: _Email, role: _Role, agency: _Agency = "", region: _Region = "") -> None:
    """Tambah penugasan / Let the person act as something more."""

    async def work(session: WriteSession) -> None:
        office = await _office(session, role, agency, region)
        account = await account_named(session, email)
        await appointing.appoint(session, OPERATOR, account, office, system_clock)

    asyncio.run(_written(work))
    typer.echo("Penugasan ditambah. / The assignment is added.")


@_group.command()
def withdraw(email: _Email, role: _Role, agency: _Agency = "", region: _Region = "") -> None:
    """Cabut penugasan / Take an assignment away; sessions that act under it are over."""

    async def work(session: WriteSession) -> None:
        office = await _office(session, role, agency, region)
        account = await account_named(session, email)
        await appointing.dismiss(session, OPERATOR, account, office, system_clock)

    asyncio.run(_written(work))
    typer.echo("Penugasan dicabut. / The assignment is taken away.")


@_group.command("list")
def list_accounts() -> None:
    """Daftar akun / List the accounts and what they may act as."""
    for line in asyncio.run(_list()):
        typer.echo(line)


async def _list() -> list[str]:
    async with opened(read_settings()) as database, database.reading() as session:
        return [
            _line(account, person, await assignments_of(session, account.id))
            for account, person in await all_accounts(session)
        ]


def _line(account: Account, person: Person, held: tuple[Assignment, ...]) -> str:
    state = "ditutup / closed" if account.closed_at else "-"
    offices = ", ".join(one.label for one in held) or "-"
    return f"{account.email}  {state:<16}  {person.name}  {offices}"


@_group.command()
def close(email: _Email) -> None:
    """Tutup akun / Close an account; its tokens and sessions are refused from then on."""

    async def work(session: WriteSession) -> None:
        await appointing.close(session, OPERATOR, await account_named(session, email), system_clock)

    asyncio.run(_written(work))
    typer.echo("Akun ditutup. / The account is closed.")


@_group.command()
def drop_second_factor(email: _Email) -> None:
    """Lepas faktor kedua / Take the second factor away from somebody who lost theirs."""

    async def work(session: WriteSession) -> None:
        account = await account_named(session, email)
        await appointing.drop_second_factor(session, OPERATOR, account, system_clock)

    asyncio.run(_written(work))
    typer.echo("Faktor kedua dilepas. / The second factor is taken away.")


async def _office(session: WriteSession, role: str, agency: str, region: str) -> Office:
    if role.upper() not in set(Role):
        message = f"Peran {role!r} tidak dikenal. / The role {role!r} is not known."
        raise invalid(message, "--role")
    return Office(
        role=Role(role.upper()),
        agency_id=await agency_named(session, agency) if agency else None,
        region_code=await region_named(session, region) if region else None,
    )


async def _invited(email: str) -> None:
    settings = read_settings()
    link = await _written(
        lambda session: new_link(session, OPERATOR, email, Purpose.INVITATION, system_clock), settings
    )
    await front_of(settings, f"http://{settings.host}:{settings.port}", typer.echo).deliver(link)
    typer.echo("Orangnya diundang. / The person is invited.")


async def _written(
    work: Callable[[WriteSession], Awaitable[Result]], settings: Settings | None = None
) -> Result:
    async with opened(settings or read_settings()) as database:
        return await database.write(work)
