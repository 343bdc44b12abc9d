"""Agencies and regions as an operator writes them: 64/DISKOMINFO, 64.09."""

import uuid

from sqlalchemy import select

from models.agency import Agency
from models.place import Region
from service.database import ReadSession
from service.errors import invalid, not_found


async def agency_named(session: ReadSession, words: str) -> uuid.UUID:
    """The agency's key; INVALID when it is not written so, NOT_FOUND when nobody is called so."""
    region, divided, code = words.partition("/")
    if not divided:
        message = (
            "Instansi ditulis WILAYAH/KODE, misalnya 64/DISKOMINFO. "
            "/ An agency is written REGION/CODE, such as 64/DISKOMINFO."
        )
        raise invalid(message, "--agency")
    wanted = select(Agency.id).where(Agency.region_code == region, Agency.code == code.upper())
    found = await session.scalar(wanted)
    if found is None:
        what = f"Instansi {words}"
        raise not_found(what, "--agency")
    return found


async def region_named(session: ReadSession, code: str) -> str:
    """The code of a region that there is; NOT_FOUND for any other."""
    found = await session.scalar(select(Region.code).where(Region.code == code))
    if found is None:
        what = f"Wilayah {code}"
        raise not_found(what, "--region")
    return found
