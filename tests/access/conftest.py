"""A database with one province, two agencies and an open door."""

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


@pytest.fixture
async def database(own_addresses: Addresses) -> AsyncGenerator[Database]:
    """The service's own connection to a database of the test's own."""
    opened = await Database.open(own_addresses.service, size=2)
    async with opened.writing() as session:
        await session.execute(insert(Region).values(_province("64")))
        await session.execute(insert(Agency).values(_agency(SECRETARIAT_AGENCY, "DPMPD")))
        await session.execute(insert(Agency).values(_agency(LIAISON_AGENCY, "DISKOMINFO")))
    yield opened
    await opened.close()


def _province(code: str) -> dict[str, object]:
    return {
        "code": code,
        "level": "PROVINCE",
        "name": "Kalimantan Timur",
        "parent_code": None,
        "time_zone": "Asia/Makassar",
        "dataset_version": "test",
    }


def _agency(key: uuid.UUID, code: str) -> dict[str, object]:
    kind = "PROVINCIAL_OPD"
    return {"id": key, "region_code": "64", "code": code, "name": code, "short_name": code, "kind": kind}
