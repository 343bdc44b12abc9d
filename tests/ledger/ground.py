"""The ground that ledger tests stand on: a few regions, agencies and posts, and who acts there."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert

from models import Agency, Posyandu, Region, SpmArea
from models.service_standard import AREA_CODES
from service.access.actors import Actor, Role
from service.database import Database

REGIONS = (
    ("64", "PROVINCE", "Kalimantan Timur"),
    ("64.09", "REGENCY", "Penajam Paser Utara"),
    ("64.09.04", "DISTRICT", "Sepaku"),
    ("64.09.04.1005", "VILLAGE", "Sepaku"),
    ("21", "PROVINCE", "Kepulauan Riau"),
    ("21.01", "REGENCY", "Bintan"),
)
NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
"""When a rollup of it was built."""
WRITERS = 16
"""So many can write beside each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The database, and the ids of what stands in it."""

    database: Database
    diskominfo: uuid.UUID
    dinkes: uuid.UUID
    baznas: uuid.UUID
    dpmpd: uuid.UUID
    bintan: uuid.UUID
    posts: tuple[uuid.UUID, uuid.UUID, uuid.UUID]

    @property
    def secretariat(self) -> Actor:
        """The secretariat of East Kalimantan, at DPMPD."""
        return actor("secretariat", Role.SECRETARIAT, self.dpmpd, "64", "secretariat")

    @property
    def other_secretariat(self) -> Actor:
        """The secretariat of Bintan, which is not this region's."""
        return actor("bintan", Role.SECRETARIAT, self.bintan, "21.01", "secretariat")

    @property
    def lead(self) -> Actor:
        """The liaison of Diskominfo, which leads the pledges of these tests."""
        return actor("diskominfo", Role.LIAISON, self.diskominfo, None, "report")

    @property
    def partner(self) -> Actor:
        """The liaison of Dinas Kesehatan."""
        return actor("dinkes", Role.LIAISON, self.dinkes, None, "report")

    @property
    def stranger(self) -> Actor:
        """The liaison of an agency that has no part in it."""
        return actor("baznas", Role.LIAISON, self.baznas, None, "report")

    @property
    def integration(self) -> Actor:
        """A program that reads."""
        return actor("dashboard", Role.INTEGRATION, None, None, "read")


def actor(name: str, role: Role, agency: uuid.UUID | None, region: str | None, scope: str) -> Actor:
    """An actor with a token."""
    return Actor(
        kind="TOKEN",
        id=name,
        label=name,
        role=role,
        agency_id=agency,
        region_code=region,
        scopes=frozenset({"read", scope}),
    )


async def settle(database: Database) -> Ground:
    """Put the regions, areas, agencies and posts there."""
    names = ("diskominfo", "dinkes", "baznas", "dpmpd", "bintan")
    ids = {name: uuid.uuid4() for name in names}
    posts = (uuid.uuid4(), uuid.uuid4(), uuid.uuid4())
    async with database.writing() as session:
        await session.execute(insert(Region), [_region(*line) for line in REGIONS])
        areas = [
            {"code": code, "position": place, "name": code.title()} for place, code in enumerate(AREA_CODES)
        ]
        await session.execute(insert(SpmArea), areas)
        await session.execute(insert(Agency), [_agency(name, ids[name]) for name in names])
        village = "64.09.04.1005"
        await session.execute(
            insert(Posyandu),
            [{"id": post, "village_code": village, "name": f"Melati {n}"} for n, post in enumerate(posts, 1)],
        )
    return Ground(database=database, posts=posts, **ids)


def _region(code: str, level: str, name: str) -> dict[str, object]:
    parent = code.rpartition(".")[0] or None
    zone = "Asia/Makassar" if code.startswith("64") else "Asia/Jakarta"
    return {
        "code": code,
        "level": level,
        "name": name,
        "parent_code": parent,
        "time_zone": zone,
        "dataset_version": "test",
    }


def _agency(name: str, key: uuid.UUID) -> dict[str, object]:
    return {
        "id": key,
        "region_code": "21.01" if name == "bintan" else "64",
        "code": name,
        "name": f"Dinas {name}",
        "short_name": name.title(),
        "kind": "PROVINCIAL_OPD",
    }
