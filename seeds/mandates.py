"""Which agencies of East Kalimantan answer for which SPM area: our mapping, until the secretariat says."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from uuid_utils.compat import uuid7

from models import Agency, AgencyMandate
from seeds.listing import DATA, Listing, edition_of
from service.database import WriteSession
from service.exchange.bulk import add_missing
from service.exchange.sheets import Row, rows_of

_FILE = DATA / "agency_mandate.csv"
_COLUMNS = ("region", "code", "area")
SOURCE = "Pemetaan Ikrar menurut urusan SPM (Permendagri 13/2024) / Ikrar's mapping by the usual lead agency"


def mandates() -> Listing:
    """The mandates that no one has set yet."""

    async def load(session: WriteSession) -> int:
        rows = list(rows_of(_FILE, _COLUMNS))
        await add_missing(session, AgencyMandate, await _fresh(session, rows))
        return len(rows)

    return Listing(edition=edition_of("agency_mandate", "1", _FILE.read_bytes()), load=load)


async def _fresh(session: WriteSession, rows: Iterable[Row]) -> list[dict[str, object]]:
    """Those of which nothing was ever said: a mandate that was ended does not come back."""
    stored = await session.execute(select(Agency.region_code, Agency.code, Agency.id))
    ids: dict[tuple[str, str], uuid.UUID] = {(region, code): agency for region, code, agency in stored}
    known = await session.execute(select(AgencyMandate.agency_id, AgencyMandate.area_code))
    said = {(agency, area) for agency, area in known}
    named = [(ids[row["region"], row["code"]], row["area"]) for row in rows]
    return [
        {"id": uuid7(), "agency_id": agency, "area_code": area, "source": SOURCE}
        for agency, area in named
        if (agency, area) not in said
    ]
