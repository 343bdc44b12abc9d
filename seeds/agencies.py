"""The agencies of East Kalimantan, and the other agencies and bodies that the meetings of 2025 name."""

import uuid
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from uuid_utils.compat import uuid7

from models import Agency, AgencyAlias
from models.agency import AGENCY_KINDS
from seeds.listing import DATA, Listing, edition_of
from service.database import WriteSession
from service.exchange.bulk import add_missing, upsert
from service.exchange.refusals import at, row_refused
from service.exchange.sheets import Row, rows_of
from service.rules.region_code import checked_code

# The nation has no region code: its guidance team is in agency_other.csv at Jakarta (31), where it sits.
_FILES = (DATA / "agency_kaltim.csv", DATA / "agency_other.csv")
_COLUMNS = ("region", "code", "name", "short_name", "kind", "aliases")


def agencies(files: tuple[Path, ...] = _FILES) -> Listing:
    """The agencies with their aliases."""
    content = b"\n".join(file.read_bytes() for file in files)

    async def load(session: WriteSession) -> int:
        rows = list(_read(files))
        await upsert(session, Agency, ["region_code", "code"], [_agency(row) for row in rows])
        await _load_aliases(session, rows)
        return len(rows)

    return Listing(edition=edition_of("agency", "1", content), load=load)


def _read(files: tuple[Path, ...]) -> Iterator[Row]:
    for file in files:
        yield from rows_of(file, _COLUMNS)


def _agency(row: Row) -> dict[str, object]:
    if row["kind"] not in AGENCY_KINDS:
        message = f"jenis {row['kind']} tidak dikenal. / kind {row['kind']} is not known."
        raise row_refused(row.number, "kind", message)
    return {
        "id": uuid7(),
        "region_code": checked_code(row["region"], at(row.number, "region")),
        "code": row.demanded("code"),
        "name": row.demanded("name"),
        "short_name": row.demanded("short_name"),
        "kind": row["kind"],
    }


async def _load_aliases(session: WriteSession, rows: list[Row]) -> None:
    """Add the names that are new; names that somebody added meanwhile stay."""
    stored = await session.execute(select(Agency.region_code, Agency.code, Agency.id))
    ids: dict[tuple[str, str], uuid.UUID] = {(region, code): agency for region, code, agency in stored}
    aliases = [
        {"id": uuid7(), "agency_id": ids[row["region"], row["code"]], "alias": alias}
        for row in rows
        for alias in filter(None, map(str.strip, row["aliases"].split(";")))
    ]
    await add_missing(session, AgencyAlias, aliases)
