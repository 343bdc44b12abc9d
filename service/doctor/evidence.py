"""Whether files of evidence can arrive and be kept: the folder, room on its disk, and the bucket."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from service.doctor.findings import Finding, ill, judged, well
from service.errors import DomainError
from service.exchange.evidence.store import Store
from service.exchange.evidence.stores import store_of
from service.settings import Settings

_PROBE: Final = b"ikrar doctor"


async def of_evidence(settings: Settings) -> list[Finding]:
    """Of the folder, in which files arrive in any case, and of the bucket if they are kept in one."""
    found = [*_of_folder(settings.evidence_dir, settings.least_free)]
    if settings.evidence_s3_url is not None:
        found.append(await _of_bucket(settings))
    return found


def _of_folder(folder: Path, least: int) -> Iterator[Finding]:
    """Nothing is made here: who examines may be another user than who serves."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    words = (
        f"{there} tidak dapat ditulisi oleh pengguna ini / cannot be written to by this user: "
        f"chown {folder}, EVIDENCE_DIR"
    )
    yield judged("EVIDENCE_DIR", words, is_well=there.is_dir() and os.access(there, os.W_OK | os.X_OK))
    free = shutil.disk_usage(there).free
    words = (
        f"sisa {free // 1_000_000} MB di {there}, paling sedikit {least // 1_000_000}; kosongkan "
        "/ MB left there, at least; make room"
    )
    yield judged("EVIDENCE_DIR disk", words, is_well=free >= least)


async def _of_bucket(settings: Settings) -> Finding:
    """What the service does there, with a file of a few bytes under a key that nobody has."""
    subject = "EVIDENCE_S3_URL"
    try:
        await _try(store_of(settings))
    except (DomainError, OSError) as error:
        reason = f"{error.__cause__ or error}".strip().partition("\n")[0]
        return ill(subject, f"menyimpan, membaca, menghapus gagal / keep, read, remove failed: {reason}")
    return well(subject)


async def _try(store: Store) -> None:
    key = uuid.uuid4()
    with tempfile.NamedTemporaryFile() as source:
        source.write(_PROBE)
        source.flush()
        await store.keep(key, Path(source.name))
    try:
        found = b"".join([piece async for piece in await store.read(key, 0, len(_PROBE))])
    finally:
        await store.remove(key)
    if found != _PROBE:
        raise OSError("dibaca lain dari yang disimpan / read otherwise than kept")
