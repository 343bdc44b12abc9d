"""Which edition of each reference list is loaded, so that loading it again changes nothing."""

from dataclasses import dataclass

from sqlalchemy import select, text

from models import ReferenceDataset
from service.database import ReadSession, WriteSession
from service.exchange.bulk import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An edition of a list: `version` is for people, `digest` says whether it is the same."""

    name: str
    version: str
    digest: str


async def one_loader_at_a_time(session: WriteSession) -> None:
    """Wait until nobody else loads reference lists; let go at the end of the unit of work."""
    await session.execute(text("SET LOCAL lock_timeout = '60s'"))
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtext('ikrar.reference'))"))


async def loaded_editions(session: ReadSession) -> dict[str, Edition]:
    """The edition that is loaded of each list, by its name."""
    rows = await session.execute(
        select(ReferenceDataset.name, ReferenceDataset.version, ReferenceDataset.digest)
    )
    return {name: Edition(name=name, version=version, digest=digest) for name, version, digest in rows}


async def note_edition(session: WriteSession, edition: Edition, rows: int) -> None:
    """Remember that the edition is loaded."""
    noted = {"name": edition.name, "version": edition.version, "digest": edition.digest, "rows": rows}
    await upsert(session, ReferenceDataset, ["name"], [noted])
