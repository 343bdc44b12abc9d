"""Loads an edition of the regions: what differs is changed, what it no longer lists is retired.

An edition is taken as whole for the provinces whose own row it has: what it lacks there is retired, never
deleted, since pledges may stand on it. Rows of other provinces are corrections and retire nothing.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from models import Region
from service.database import ReadSession, WriteSession
from service.errors import DomainError, invalid
from service.exchange.bulk import with_arrays
from service.exchange.editions import Edition, note_edition, one_loader_at_a_time
from service.exchange.refusals import at, row_refused
from service.exchange.sheets import digest_of, rows_of
from service.exchange.time_zones import TIME_ZONES, zone_of_province
from service.rules.region_code import checked_code, parent_of

_MOST_ROWS = 500_000
_PROVINCE = 2
_WRITE = with_arrays(
    """
WITH different AS (
  SELECT given.*, region.code IS NULL AS is_new
  FROM unnest(:codes, :names, :zones) AS given (code, name, time_zone) LEFT JOIN region USING (code)
  WHERE region.code IS NULL OR region.retired_at IS NOT NULL
     OR region.name <> given.name OR region.time_zone <> given.time_zone
),
written AS (
  INSERT INTO region (code, level, name, parent_code, time_zone, dataset_version)
  SELECT code,
         CASE length(code) WHEN 2 THEN 'PROVINCE' WHEN 5 THEN 'REGENCY' WHEN 8 THEN 'DISTRICT'
         ELSE 'VILLAGE' END,
         name, CASE length(code) WHEN 2 THEN NULL WHEN 5 THEN left(code, 2) WHEN 8 THEN left(code, 5)
         ELSE left(code, 8) END,
         time_zone, :version
  FROM different ORDER BY code
  ON CONFLICT (code) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone,
    dataset_version = excluded.dataset_version, retired_at = NULL
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM different
""",
    "codes",
    "names",
    "zones",
)
_RETIRE = with_arrays(
    """
WITH retired AS (
  UPDATE region SET retired_at = now(), dataset_version = :version
  WHERE retired_at IS NULL AND left(code, 2) = ANY (:provinces)
    AND NOT EXISTS (SELECT FROM unnest(:codes) AS given (code) WHERE given.code = region.code)
  RETURNING 1
)
SELECT count(*) FROM retired
""",
    "codes",
    "provinces",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """A region as a file says it; the time zone is that of its province."""

    number: int
    code: str
    name: str
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionChanges:
    """What an edition changed."""

    added: int
    changed: int
    retired: int


async def import_regions(session: WriteSession, file: Path, version: str) -> RegionChanges:
    """Load a CSV with the columns code, name and, for a province that we do not know, time_zone."""
    await one_loader_at_a_time(session)
    edition = Edition(name="region", version=version, digest=digest_of(file))
    # A nation takes most of a second to read: others are served meanwhile.
    return await load_regions(session, edition, await asyncio.to_thread(_read, file))


async def load_regions(session: WriteSession, edition: Edition, rows: Sequence[RegionRow]) -> RegionChanges:
    """Change what the edition changes, and note it; or refuse the first row that cannot be."""
    await _check(session, rows)
    codes = [row.code for row in rows]
    columns = {
        "codes": codes,
        "names": [row.name for row in rows],
        "zones": [row.time_zone for row in rows],
        "version": edition.version,
    }
    added, changed = (await session.execute(_WRITE, columns)).one()
    scope = {"codes": codes, "provinces": _whole_provinces(codes), "version": edition.version}
    retired = (await session.execute(_RETIRE, scope)).scalar_one()
    await note_edition(session, edition, len(rows))
    return RegionChanges(added=added, changed=changed, retired=retired)


def region_row(number: int, code: str, name: str, time_zone: str = "") -> RegionRow:
    """A row that is right in itself: code of the right shape, a name, a time zone."""
    checked = checked_code(code, at(number, "code"))
    if not name:
        raise row_refused(number, "name", "nama kosong. / the name is empty.")
    zone = time_zone or zone_of_province(checked[:_PROVINCE])
    if zone not in TIME_ZONES:
        message = (
            f"zona waktu harus salah satu dari {', '.join(TIME_ZONES)}. "
            f"/ the time zone must be one of {', '.join(TIME_ZONES)}."
        )
        raise row_refused(number, "time_zone", message)
    return RegionRow(number=number, code=checked, name=name, time_zone=zone)


def _read(file: Path) -> list[RegionRow]:
    rows = list(_read_rows(file))
    if not rows:
        raise invalid("Berkas tidak berisi wilayah. / The file holds no regions.", "FILE")
    return rows


def _read_rows(file: Path) -> Iterator[RegionRow]:
    for count, row in enumerate(rows_of(file, ("code", "name"), ("time_zone",)), start=1):
        if count > _MOST_ROWS:
            message = f"lebih dari {_MOST_ROWS} baris. / more than {_MOST_ROWS} rows."
            raise row_refused(row.number, "row", message)
        yield region_row(row.number, row.demanded("code"), row.demanded("name"), row["time_zone"])


async def _check(session: ReadSession, rows: Sequence[RegionRow]) -> None:
    """No code twice, and every parent in the edition or standing outside of what it replaces."""
    seen: set[str] = set()
    for row in rows:
        if row.code in seen:
            message = f"kode {row.code} berulang. / code {row.code} is there twice."
            raise row_refused(row.number, "code", message)
        seen.add(row.code)
    orphans = [row for row in rows if (parent := parent_of(row.code)) and parent not in seen]
    if orphans:
        standing = await _standing_parents(session, orphans, _whole_provinces(seen))
        for row in orphans:
            if parent_of(row.code) not in standing:
                raise _orphan(row)


async def _standing_parents(
    session: ReadSession, orphans: Iterable[RegionRow], replaced: Iterable[str]
) -> set[str]:
    gone = set(replaced)
    wanted = {parent for row in orphans if (parent := parent_of(row.code))}
    kept = [code for code in wanted if code[:_PROVINCE] not in gone]
    found = await session.scalars(
        select(Region.code).where(Region.code.in_(kept), Region.retired_at.is_(None))
    )
    return set(found)


def _orphan(row: RegionRow) -> DomainError:
    parent = parent_of(row.code)
    message = (
        f"wilayah {row.code} tanpa induknya {parent}. / region {row.code} comes without its parent {parent}."
    )
    return row_refused(row.number, "code", message)


def _whole_provinces(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if len(code) == _PROVINCE]
