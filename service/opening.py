"""Opens the database for one command, with the schema of this program."""

import contextlib
from collections.abc import AsyncGenerator

from service.attaching import attached
from service.database import Database
from service.errors import wrong_state
from service.migrating import is_current, upgrade
from service.settings import Settings


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[Database]:
    """The embedded database is migrated first; one that others keep is only used as it is."""
    async with attached(settings) as addresses:
        if settings.database_url is None:
            await upgrade(addresses.owner)
        elif not await is_current(addresses.service):
            message = (
                "Skema basis data bukan milik versi ini; jalankan ./run migrate. "
                "/ The database's schema is not this version's; run ./run migrate."
            )
            raise wrong_state(message, "DATABASE_URL")
        database = await Database.open(addresses.service, size=1)
        try:
            yield database
        finally:
            await database.close()
