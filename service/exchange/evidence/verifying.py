"""Proves that every file that is kept is the one that was: its bytes against the SHA-256 that was recorded.

The digest is also what the report says that shows the file, so a file and its row cannot be changed together
without differing from what was reported.
"""

import hashlib
import uuid
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row, select

from models import Evidence, EvidenceFile
from service.database import Database
from service.exchange.evidence.store import Store

_BATCH: Final = 500
_FIRST: Final = uuid.UUID(int=0)


class Fault(StrEnum):
    """What may be wrong with a file."""

    MISSING = "MISSING"
    ALTERED = "ALTERED"
    """Other bytes, fewer or more than were recorded."""
    REPORTED_OTHERWISE = "REPORTED_OTHERWISE"
    """The report that shows it says another digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFinding:
    """A file and what is wrong with it."""

    id: uuid.UUID
    fault: Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesProof:
    """How many files were read, how many bytes they should have, and what was found."""

    files: int
    size_bytes: int
    findings: tuple[FileFinding, ...]


async def prove_files(database: Database, store: Store) -> FilesProof:
    """Read every file that is kept, in the order in which they were handed in."""
    files, size_bytes, findings = 0, 0, list[FileFinding]()
    async for row in _kept(database):
        fault = await _fault(store, row)
        if fault is Fault.MISSING and not await _is_kept(database, row.id):
            continue  # it was swept away meanwhile
        files, size_bytes = files + 1, size_bytes + row.size_bytes
        if fault is not None:
            findings.append(FileFinding(id=row.id, fault=fault))
    return FilesProof(files=files, size_bytes=size_bytes, findings=tuple(findings))


async def _kept(database: Database) -> AsyncGenerator[Row[*tuple[Any, ...]]]:
    """The rows of what is kept, some at a time: reading files takes longer than a connection is held."""
    file = (EvidenceFile.id, EvidenceFile.size_bytes, EvidenceFile.sha256)
    said = Evidence.sha256.label("reported")
    rows = select(*file, said).outerjoin(Evidence, Evidence.file_id == EvidenceFile.id)
    rows = rows.where(EvidenceFile.media_type.is_not(None)).order_by(EvidenceFile.id).limit(_BATCH)
    last = _FIRST
    while True:
        async with database.reading() as session:
            batch = (await session.execute(rows.where(EvidenceFile.id > last))).all()
        for row in batch:
            yield row
            last = row.id
        if len(batch) < _BATCH:
            return


async def _fault(store: Store, row: Row[*tuple[Any, ...]]) -> Fault | None:
    if row.reported is not None and row.reported != row.sha256:
        return Fault.REPORTED_OTHERWISE
    try:
        digest = await _sha256(store, row.id, row.size_bytes)
    except FileNotFoundError:
        return Fault.MISSING
    return None if digest == row.sha256 else Fault.ALTERED


async def _sha256(store: Store, key: uuid.UUID, size: int) -> str:
    """Of all its bytes, and of one more than there should be if it has more."""
    digest = hashlib.sha256()
    try:
        async for piece in await store.read(key, 0, size + 1):
            digest.update(piece)
    except EOFError:
        pass  # it has no more, as it should
    return digest.hexdigest()


async def _is_kept(database: Database, key: uuid.UUID) -> bool:
    async with database.reading() as session:
        return await session.scalar(select(EvidenceFile.id).where(EvidenceFile.id == key)) is not None
