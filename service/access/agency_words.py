"""An agency as an operator writes it: region and code, such as 64/DISKOMINFO."""

import uuid

from sqlalchemy import select

from models.agency import Agency
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
