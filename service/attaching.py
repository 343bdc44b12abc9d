"""Finds the database for a command: the one it is told, the one that `serve` runs, or one started for it."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from service.database import Database, Logins
from service.embedded import embedded
from service.embedded_folder import OWNER_ROLE, SERVICE_ROLE, Folder
from service.errors import DomainError, ErrorCode, invalid
from service.migrating import is_current, upgrade, wrong_schema
from service.settings import Settings

_PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the database is, for the service's role, for the owner of the tables, and for who asks."""

    service: str
    owner: str
    logins: Logins | None = None


@contextlib.asynccontextmanager
async def attached(settings: Settings) -> AsyncGenerator[Addresses]:
    """The addresses, good for as long as the block runs."""
    if settings.database_url is not None:
        owner = settings.owner_database_url or settings.database_url
        yield Addresses(service=settings.database_url, owner=owner, logins=settings.logins)
        return
    folder = Folder(settings.data_dir)
    try:
        folder.lock()
    except DomainError as error:
        if error.code is not ErrorCode.CONFLICT:
            raise
        await _until_ready(folder, error)
        yield Addresses(
            service=folder.url(SERVICE_ROLE), owner=folder.url(OWNER_ROLE), logins=folder.logins()
        )
        return
    async with embedded(folder) as server:
        yield Addresses(service=server.service_url, owner=server.owner_url, logins=server.logins)


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[Database]:
    """The service's connection for as long as the block runs; the embedded schema is brought up to date."""
    async with attached(settings) as addresses:
        if settings.database_url is None:
            await upgrade(addresses.owner)
        elif not await is_current(addresses.service):
            raise wrong_schema()
        database = await Database.open(addresses.service, size=1)
        try:
            yield database
        finally:
            await database.close()


@contextlib.asynccontextmanager
async def owned(settings: Settings) -> AsyncGenerator[Database]:
    """The owner's connection to the embedded database, for loading by COPY with statistics afterwards."""
    async with attached(settings) as addresses:
        await upgrade(addresses.owner)
        database = await Database.open(addresses.owner, size=1)
        try:
            yield database
        finally:
            await database.close()


async def _until_ready(folder: Folder, in_use: DomainError) -> None:
    """`serve` holds the folder: its PostgreSQL is ours too, as soon as it takes connections."""
    for _ in range(_PATIENCE_SECONDS * 20):
        if folder.postmaster() is not None and folder.is_ready():
            return
        await asyncio.sleep(0.05)
    raise in_use


def require_embedded(settings: Settings, what: str) -> None:
    """Refuse what belongs to a trial only, wherever a real database is told."""
    if settings.database_url is not None:
        message = f"{what} hanya untuk basis data bawaan. / {what} is for the embedded database only."
        raise invalid(message, "DATABASE_URL")
