"""Loads budget lines (sub kegiatan, SIPD) of one export from a CSV of any size, in one unit of work."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from uuid_utils.compat import uuid7

from service.database import WriteSession
from service.errors import invalid
from service.exchange.bulk import with_arrays
from service.exchange.editions import Edition, note_edition, one_loader_at_a_time
from service.exchange.refusals import row_refused
from service.exchange.sheets import Row, batches, digest_of, rows_of

_CODE = re.compile(r"[0-9X]\.[0-9X]{2}\.[0-9]{2}\.[0-9]\.[0-9]{2}\.[0-9]{4}")
_LEVELS = {"PROVINCE": "PROVINCE", "PROV": "PROVINCE", "REGENCY": "REGENCY", "KABKOT": "REGENCY"}
_WRITE = with_arrays(
    """
WITH different AS (
  SELECT given.* FROM unnest(CAST(:ids AS uuid[]), :levels, :codes, :names) AS given (id, level, code, name)
  LEFT JOIN sub_activity AS stored
    ON stored.version = :version AND stored.level = given.level AND stored.code = given.code
  WHERE stored.name IS DISTINCT FROM given.name
),
written AS (
  INSERT INTO sub_activity (id, version, level, code, name)
  SELECT id, :version, level, code, name FROM different
  ON CONFLICT (version, level, code) DO UPDATE SET name = excluded.name
)
SELECT count(*) FROM different
""",
    "ids",
    "levels",
    "codes",
    "names",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How many rows a file has, and how many of them were new or different."""

    rows: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    level: str
    code: str
    name: str


async def import_sub_activities(session: WriteSession, file: Path, version: str) -> Loaded:
    """Load a CSV with the columns code, level (PROVINCE or REGENCY), name; lines of other versions stay."""
    if not version.strip():
        raise invalid("Versi kosong. / The version is empty.", "version")
    await one_loader_at_a_time(session)
    edition = Edition(name=f"sub_activity: {version}", version=version, digest=digest_of(file))
    loaded = await load_sub_activities(session, file, version)
    await note_edition(session, edition, loaded.rows)
    return loaded


async def load_sub_activities(session: WriteSession, file: Path, version: str) -> Loaded:
    """Write the lines of the file that are new or different, a batch at a time."""
    rows, changed = 0, 0
    for lines in batches(_read(file)):
        rows += len(lines)
        changed += await _write(session, lines, version)
    if rows == 0:
        raise invalid("Berkas kosong. / The file is empty.", "FILE")
    return Loaded(rows=rows, changed=changed)


async def _write(session: WriteSession, lines: Sequence[_Line], version: str) -> int:
    columns = {
        "ids": [str(uuid7()) for _ in lines],
        "levels": [line.level for line in lines],
        "codes": [line.code for line in lines],
        "names": [line.name for line in lines],
        "version": version,
    }
    written: int = (await session.execute(_WRITE, columns)).scalar_one()
    return written


def _read(file: Path) -> Iterator[_Line]:
    seen: set[tuple[str, str]] = set()
    for row in rows_of(file, ("code", "level", "name")):
        line = _line(row)
        if (line.level, line.code) in seen:
            message = f"kode {line.code} berulang. / code {line.code} is there twice."
            raise row_refused(row.number, "code", message)
        seen.add((line.level, line.code))
        yield line


def _line(row: Row) -> _Line:
    code = row.demanded("code").upper()
    if _CODE.fullmatch(code) is None:
        message = "kode berbentuk 2.16.03.1.02.0039. / a code looks like 2.16.03.1.02.0039."
        raise row_refused(row.number, "code", message)
    level = _LEVELS.get(row.demanded("level").upper())
    if level is None:
        message = "tingkat harus PROVINCE atau REGENCY. / the level must be PROVINCE or REGENCY."
        raise row_refused(row.number, "level", message)
    return _Line(level=level, code=code, name=row.demanded("name"))
