"""What stands behind a report: links to elsewhere, and files that were handed in, each for one report."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ARRAY, Uuid, bindparam, exists, func, select, update
from uuid_utils.compat import uuid7

from models import Evidence, EvidenceFile
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import invalid, not_found
from service.rules.wording import checked_optional_text, checked_text
from service.statements import Write, compiled, inserted_all
from service.trust import TOLD
from service.units import Row, look

NAME = 200
ADDRESS = 2000
MOST_EVIDENCE = 50
_ADDRESS_OF_FILE: Final = re.compile(
    r"/evidence/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", re.ASCII
)
_Files = Mapping[uuid.UUID, Row]


class EvidenceKind(StrEnum):
    """A file that was handed in, or a link to one elsewhere."""

    FILE = "FILE"
    LINK = "LINK"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """A file or link behind a report, with the SHA-256 (64 hexadecimal digits) of what was seen.

    A file is named by the address and the SHA-256 that it was given when it was handed in.
    """

    title: str
    url: str
    sha256: str
    kind: EvidenceKind = EvidenceKind.LINK
    media_type: str | None = None
    size_bytes: int | None = None


def address_of_file(key: uuid.UUID) -> str:
    """Where a file is read, on this service."""
    return f"/evidence/{key}"


_KEYS = bindparam("file_ids", type_=ARRAY(Uuid()), required=True)
_HANDED_IN = compiled(
    select(EvidenceFile.id, EvidenceFile.media_type, EvidenceFile.size_bytes, EvidenceFile.sha256).where(
        EvidenceFile.id == func.any(_KEYS),
        EvidenceFile.media_type.is_not(None),
        EvidenceFile.expires_at > func.clock_timestamp(),
        EvidenceFile.actor_kind == bindparam("actor_kind"),
        EvidenceFile.actor_id == bindparam("actor_id"),
        EvidenceFile.agency_id == bindparam("agency_id"),
        ~exists().where(Evidence.file_id == EvidenceFile.id),
        TOLD,
    )
)
_PLACELESS = (
    update(EvidenceFile).where(EvidenceFile.id == func.any(_KEYS)).values(latitude=None, longitude=None)
)


async def files_shown(session: WriteSession, actor: Actor, items: Sequence[EvidenceItem]) -> _Files:
    """Those that the actor handed in and shows now, unless a report shows them already.

    Whoever takes one in between is found by its being unique, and what was swept away by its reference.
    """
    keys = [key for key in map(_file_id, items) if key is not None]
    if not keys:
        return {}
    found = await look(
        session,
        _HANDED_IN,
        file_ids=keys,
        actor_kind=actor.kind,
        actor_id=actor.id,
        agency_id=actor.agency_id,
        **actor.guise.told,
    )
    return {row["id"]: row for row in found}


def evidence_writes(report_id: uuid.UUID, items: Sequence[EvidenceItem], files: _Files) -> list[Write]:
    """The rows of the evidence; where a photo was taken is forgotten with them."""
    if len(items) > MOST_EVIDENCE:
        message = f"Paling banyak {MOST_EVIDENCE} data dukung. / At most {MOST_EVIDENCE} pieces of evidence."
        raise invalid(message, "evidence")
    pieces = [_piece(report_id, item, files, ("evidence", str(place))) for place, item in enumerate(items)]
    _refuse_twice([piece["file_id"] for piece in pieces if piece["file_id"] is not None])
    writes = [inserted_all(Evidence, pieces)] if pieces else []
    return [*writes, Write(statement=_PLACELESS, given={"file_ids": [*files]})] if files else writes


def _piece(report_id: uuid.UUID, item: EvidenceItem, files: _Files, at: tuple[str, ...]) -> dict[str, Any]:
    if item.size_bytes is not None and not 0 <= item.size_bytes < 2**31:
        raise invalid("Ukuran berkas tidak mungkin. / The size is impossible.", *at, "sizeBytes")
    file = _file(item, files, at) if item.kind is EvidenceKind.FILE else None
    return {
        "id": uuid7(),
        "report_id": report_id,
        "file_id": file and file["id"],
        "kind": item.kind.value,
        "title": checked_text(item.title, (*at, "title"), NAME),
        "url": checked_text(item.url, (*at, "url"), ADDRESS),
        "media_type": checked_optional_text(item.media_type, (*at, "mediaType"), NAME),
        "size_bytes": item.size_bytes,
        "sha256": item.sha256,
        **({} if file is None else {name: file[name] for name in ("media_type", "size_bytes")}),
    }


def _file(item: EvidenceItem, files: _Files, at: tuple[str, ...]) -> Row:
    """What was handed in; of another's file it is not even said that it is there."""
    key = _file_id(item)
    if key is None or key not in files:
        raise not_found("Berkas / File", *at, "url")
    if item.sha256 != files[key]["sha256"]:
        message = "SHA-256 bukan milik berkas itu. / The SHA-256 is not that of the file."
        raise invalid(message, *at, "sha256")
    return files[key]


def _file_id(item: EvidenceItem) -> uuid.UUID | None:
    found = _ADDRESS_OF_FILE.fullmatch(item.url.strip()) if item.kind is EvidenceKind.FILE else None
    return found and uuid.UUID(found[1])


def _refuse_twice(keys: Sequence[uuid.UUID]) -> None:
    if len(set(keys)) < len(keys):
        message = "Berkas yang sama disebut dua kali. / The same file is named twice."
        raise invalid(message, "evidence")
