"""A database with a province, a regency, three agencies and an open door."""

import uuid
from collections.abc import AsyncGenerator

import pytest
from sqlalchemy import insert

from models.agency import Agency
from models.place import Region
from service.attaching import Addresses
from service.database import Database

SECRETARIAT_AGENCY = uuid.UUID(int=1)
LIAISON_AGENCY = uuid.UUID(int=2)
REGENCY_AGENCY = uuid.UUID(int=9)


@pytest.fixture
async def database(own_addresses: Addresses) -> AsyncGenerator[Database]:
    """The service's own connection to a database of the test's own."""
    opened = await Database.open(own_addresses.service, size=2)
    async with opened.writing() as session:
        await session.execute(insert(Region).values(_region("64")))
        await session.execute(insert(Region).values(_region("64.09", "64")))
        await session.execute(insert(Agency).values(_agency(SECRETARIAT_AGENCY, "DPMPD")))
        await session.execute(insert(Agency).values(_agency(LIAISON_AGENCY, "DISKOMINFO")))
        await session.execute(insert(Agency).values(_agency(REGENCY_AGENCY, "DPMD", "64.09")))
    yield opened
    await opened.close()


def _region(code: str, parent: str | None = None) -> dict[str, object]:
    return {
        "code": code,
        "level": "REGENCY" if parent else "PROVINCE",
        "name": "Penajam Paser Utara" if parent else "Kalimantan Timur",
        "parent_code": parent,
        "time_zone": "Asia/Makassar",
        "dataset_version": "test",
    }


def _agency(key: uuid.UUID, code: str, region: str = "64") -> dict[str, object]:
    kind = "PROVINCIAL_OPD" if region == "64" else "REGENCY_OPD"
    return {"id": key, "region_code": region, "code": code, "name": code, "short_name": code, "kind": kind}
