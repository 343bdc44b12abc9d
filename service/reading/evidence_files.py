"""A file behind a report, for those who may see it."""

import functools
import uuid
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Uuid, bindparam, select

from service.access.actors import Actor, Role
from service.access.bare import rows_of
from service.access.visibility import values_of, visible_files
from service.database import Database
from service.errors import not_found
from service.statements import Statement, compiled
from service.trust import TOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """What is said of a file with its bytes."""

    id: uuid.UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str


async def shown_file(database: Database, actor: Actor, key: uuid.UUID) -> ShownFile:
    """The file of a key; NOT_FOUND for whoever may not see it, and while no report shows it."""
    question = _question(actor.role)
    values = question.bound({**values_of(actor), "key": key})
    found = await database.row(question.sql, *values, trust=actor.guise.trust)
    if found is None:
        raise not_found("Berkas / File")
    name, media_type, size_bytes, sha256 = (found[place] for place in range(1, 5))
    return ShownFile(
        id=key,
        name=cast("str", name),
        media_type=cast("str", media_type),
        size_bytes=cast("int", size_bytes),
        sha256=cast("str", sha256),
    )


@functools.cache
def _question(role: Role) -> Statement:
    file = rows_of(visible_files(role))
    is_it = file.c.id == bindparam("key", type_=Uuid(), required=True)
    return compiled(select(file).where(is_it, TOLD))
