"""Villages that a file tells by name, within a region that it tells by code: found, or left to a person.

7,468 names of villages repeat over the nation, so a name counts only within a region, and only when it is one
village's there: its official name, another name that is known, or what a person said it means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from service.database import ReadSession
from service.errors import DomainError, ErrorCode
from service.exchange.bulk import with_arrays
from service.exchange.refusals import at, row_refused
from service.exchange.sheets import Row
from service.rules.region_code import checked_code

_MOST_TOLD: Final = 5
_FIND: Final = with_arrays(
    """
WITH given AS (SELECT DISTINCT within_code, words FROM unnest(:withins, :words) AS g (within_code, words)),
village AS (SELECT code, name FROM region WHERE level = 'VILLAGE' AND retired_at IS NULL),
called AS (
  SELECT given.*, village.code FROM given JOIN village ON lower(village.name) = lower(given.words)
  UNION
  SELECT given.*, village.code FROM given
  JOIN region_alias AS other ON other.system = 'NAME' AND lower(other.alias) = lower(given.words)
  JOIN village ON village.code = other.region_code
)
SELECT given.within_code, given.words, said.reason, coalesce(said.region_code, found.code) AS code
FROM given
LEFT JOIN place_name AS said
  ON said.within_code = given.within_code AND lower(said.words) = lower(given.words)
LEFT JOIN LATERAL (
  SELECT min(called.code) AS code FROM called
  WHERE called.within_code = given.within_code AND called.words = given.words
    AND starts_with(called.code, given.within_code || '.')
  HAVING count(*) = 1
) AS found ON true
""",
    "withins",
    "words",
)
_KNOWN: Final = with_arrays(
    "SELECT code FROM region WHERE code = ANY (:codes) AND level <> 'VILLAGE' AND retired_at IS NULL",
    "codes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A name that waits, and the region in which it is a village's."""

    within_code: str
    words: str


class UnknownNamesError(DomainError):
    """A file is not taken because of names in it that nobody knows."""

    def __init__(self, names: Sequence[Unknown]) -> None:
        """Told by the first of them."""
        listed = ", ".join(f"{name.words} ({name.within_code})" for name in names[:_MOST_TOLD])
        more = ", …" if len(names) > _MOST_TOLD else ""
        message = (
            f"{len(names)} nama desa belum dikenal: {listed}{more}. "
            f"/ {len(names)} names of villages are not known: {listed}{more}."
        )
        super().__init__(ErrorCode.CONFLICT, message, ("village",))
        self.names = tuple((name.within_code, name.words) for name in names)
        """The code of the region and the words, as they are kept while they wait."""


async def with_codes(
    session: ReadSession, rows: Sequence[Row], unknown: dict[tuple[str, str], Unknown]
) -> list[Row]:
    """The rows whose village is known, each with its `village_code`; names that are not go to `unknown`.

    There they are by region and words, whatever the case.
    """
    named = [row for row in rows if not row["village_code"]]
    for row in named:
        row.demanded("village")
        checked_code(row.demanded("within_code"), at(row.number, "within_code"))
    found = await _found(session, named) if named else {}
    known: list[Row] = []
    for row in rows:
        if row["village_code"]:
            known.append(row)
            continue
        name = Unknown(within_code=row["within_code"], words=row["village"])
        reason, code = found[name]
        if reason is not None:
            words = f"{name.words} ditandai bukan desa: {reason}. / {name.words} is no village: {reason}."
            raise row_refused(row.number, "village", words)
        if code is None:
            unknown.setdefault((name.within_code, name.words.lower()), name)
        else:
            known.append(Row(number=row.number, cells={**row.cells, "village_code": code}))
    return known


async def _found(session: ReadSession, rows: Sequence[Row]) -> dict[Unknown, tuple[str | None, str | None]]:
    """By name: why it is no village's, or the code of the one village that it means."""
    within = {row["within_code"] for row in rows}
    regions = set(await session.scalars(_KNOWN, {"codes": sorted(within)}))
    for row in rows:
        if row["within_code"] not in regions:
            code = row["within_code"]
            message = f"wilayah {code} tidak ada. / there is no region {code} with villages in it."
            raise row_refused(row.number, "within_code", message)
    asked = {"withins": [row["within_code"] for row in rows], "words": [row["village"] for row in rows]}
    return {
        Unknown(within_code=within_code, words=words): (reason, code)
        for within_code, words, reason, code in await session.execute(_FIND, asked)
    }
