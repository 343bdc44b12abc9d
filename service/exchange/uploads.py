"""A file that an administrator sends: tried out or taken, as a whole or not at all, and on record."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from service.access.actors import Actor
from service.database import Database, WriteSession
from service.exchange.posyandu import import_posyandu
from service.exchange.regions import import_regions
from service.exchange.sub_activities import import_sub_activities
from service.exchange.village_names import UnknownNamesError
from service.ledger.door import Doing, note, now_at
from service.ledger.naming import keep_unknown
from service.ledger.violations import explained


class Kind(StrEnum):
    """What a file may hold."""

    REGIONS = "regions"
    SUB_ACTIVITIES = "sub-activities"
    POSYANDU = "posyandu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it was sent: `name` is what its sender calls it, `version` its edition."""

    kind: Kind
    file: Path
    name: str
    version: str
    is_trial: bool


async def take(database: Database, actor: Actor, upload: Upload) -> Mapping[str, int]:
    """How many rows of what came of it; of a trial, what would have. Names that nobody knows wait then."""

    async def work(session: WriteSession) -> Mapping[str, int]:
        with explained():
            counts = await _loaded(session, upload)
        if not upload.is_trial:
            after = {"kind": upload.kind, "file": upload.name, "version": upload.version, **counts}
            whose, now = uuid.UUID(actor.id), await now_at(session)
            await note(session, actor, whose, Doing.IMPORTED, now, after=after)
        return counts

    try:
        if upload.is_trial:
            return await database.try_out(work, actor.guise)
        return await database.write(work, actor.guise)
    except UnknownNamesError as error:
        names = error.names

        async def keep(session: WriteSession) -> None:
            await keep_unknown(session, names, upload.name)

        await database.write(keep, actor.guise)
        raise


async def _loaded(session: WriteSession, upload: Upload) -> Mapping[str, int]:
    if upload.kind is Kind.REGIONS:
        return asdict(await import_regions(session, upload.file, upload.version))
    if upload.kind is Kind.SUB_ACTIVITIES:
        return asdict(await import_sub_activities(session, upload.file, upload.version))
    return asdict(await import_posyandu(session, upload.file))
