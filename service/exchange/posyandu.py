"""Loads Posyandu from a CSV: name, village, registration number where one is known.

A village is told by its code, or by its name within a region that is told by its code. A name that is no
village's there, or several villages', waits for a person and is never guessed: the file is then not taken.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import ColumnElement, func, select
from uuid_utils.compat import uuid7

from models import Posyandu, Region
from service.database import ReadSession, WriteSession
from service.errors import invalid
from service.exchange.bulk import with_arrays
from service.exchange.refusals import at, row_refused
from service.exchange.sheets import Row, batches, rows_of
from service.exchange.village_names import Unknown, UnknownNamesError, with_codes
from service.rules.region_code import RegionLevel, checked_code, checked_registration_number

_BATCH = 2000
_OPTIONAL = ("village_code", "village", "within_code", "registration_number", "opened_on", "closed_on")
_WRITE = with_arrays(
    """
WITH different AS (
  SELECT given.* FROM unnest(
    CAST(:ids AS uuid[]), :villages, :names, :numbers, CAST(:openings AS date[]), CAST(:closings AS date[])
  ) AS given (id, village_code, name, number, opened_on, closed_on)
  LEFT JOIN posyandu AS stored
    ON stored.village_code = given.village_code AND lower(stored.name) = lower(given.name)
  WHERE stored.id IS NULL
    OR stored.registration_number IS DISTINCT FROM coalesce(given.number, stored.registration_number)
    OR stored.opened_on IS DISTINCT FROM coalesce(given.opened_on, stored.opened_on)
    OR stored.closed_on IS DISTINCT FROM coalesce(given.closed_on, stored.closed_on)
),
written AS (
  INSERT INTO posyandu AS stored
    (id, village_code, name, registration_number, opened_on, closed_on, synthetic)
  SELECT id, village_code, name, number, opened_on, closed_on, CAST(:synthetic AS boolean) FROM different
  ON CONFLICT (village_code, lower(name)) DO UPDATE SET
    registration_number = coalesce(excluded.registration_number, stored.registration_number),
    opened_on = coalesce(excluded.opened_on, stored.opened_on),
    closed_on = coalesce(excluded.closed_on, stored.closed_on)
)
SELECT count(*) FROM different
""",
    "ids",
    "villages",
    "names",
    "numbers",
    "openings",
    "closings",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPosts:
    """How many posts a file has, and how many of them were new or got their number."""

    rows: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Post:
    number: int
    id: uuid.UUID
    name: str
    village: str
    registration: str | None
    opened_on: str | None
    closed_on: str | None

    @property
    def place(self) -> tuple[str, str]:
        """What tells a post from another: the village, and its name whatever the case."""
        return (self.village, self.name.lower())


async def import_posyandu(session: WriteSession, file: Path, *, is_synthetic: bool = False) -> LoadedPosts:
    """Load a CSV with name, village_code and, where known, registration_number, opened_on, closed_on.

    Instead of village_code there may be village and within_code; UnknownNamesError when one is not known.
    A post is known by its village and name; what the file lacks is never taken away. Posts that are
    made up say so; they have no number, and one that is there already stays what it was.
    """
    rows, changed = 0, 0
    seen, unknown = _Seen(), dict[tuple[str, str], Unknown]()
    for batch in batches(rows_of(file, ("name",), _OPTIONAL), _BATCH):
        posts = seen.posts_of(await with_codes(session, batch, unknown))
        await _check_villages(session, posts)
        await _check_numbers(session, posts)
        if is_synthetic:
            _refuse_numbers(posts)
        rows += len(posts)
        changed += await _write(session, posts, is_synthetic=is_synthetic)
    if unknown:
        raise UnknownNamesError([*unknown.values()])
    if rows == 0:
        raise invalid("Berkas kosong. / The file is empty.", "FILE")
    return LoadedPosts(rows=rows, changed=changed)


async def _write(session: WriteSession, posts: Sequence[_Post], *, is_synthetic: bool) -> int:
    columns: dict[str, object] = {
        "synthetic": is_synthetic,
        "ids": [str(post.id) for post in posts],
        "villages": [post.village for post in posts],
        "names": [post.name for post in posts],
        "numbers": [post.registration for post in posts],
        "openings": [post.opened_on for post in posts],
        "closings": [post.closed_on for post in posts],
    }
    written: int = (await session.execute(_WRITE, columns)).scalar_one()
    return written


class _Seen:
    """What a file has told so far: no post and no number twice."""

    def __init__(self) -> None:
        self._places: set[tuple[str, str]] = set()
        self._numbers: set[str] = set()

    def posts_of(self, rows: Sequence[Row]) -> list[_Post]:
        return [self._first(_post(row)) for row in rows]

    def _first(self, post: _Post) -> _Post:
        if post.place in self._places:
            message = (
                f"{post.name} di {post.village} berulang. / {post.name} in {post.village} is there twice."
            )
            raise row_refused(post.number, "name", message)
        if post.registration in self._numbers:
            raise row_refused(post.number, "registration_number", _taken(post))
        self._places.add(post.place)
        self._numbers.update(filter(None, [post.registration]))
        return post


def _days(row: Row) -> tuple[str | None, str | None]:
    """When the post opened and closed, as far as the row tells."""
    opened, closed = _day(row, "opened_on"), _day(row, "closed_on")
    if opened and closed and closed < opened:
        message = "ditutup sebelum dibuka. / it closed before it opened."
        raise row_refused(row.number, "closed_on", message)
    return opened, closed


def _day(row: Row, name: str) -> str | None:
    """A day as YYYY-MM-DD; PostgreSQL would read other forms in its own way."""
    text = row[name]
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or str(day) != text:
        message = f"{text} bukan tanggal YYYY-MM-DD. / {text} is not a day, YYYY-MM-DD."
        raise row_refused(row.number, name, message)
    return text


def _post(row: Row) -> _Post:
    village = checked_code(row.demanded("village_code"), at(row.number, "village_code"), RegionLevel.VILLAGE)
    number = row["registration_number"]
    opened_on, closed_on = _days(row)
    return _Post(
        number=row.number,
        id=uuid7(),
        name=row.demanded("name"),
        village=village,
        registration=checked_registration_number(number, village, at(row.number, "registration_number"))
        if number
        else None,
        opened_on=opened_on,
        closed_on=closed_on,
    )


async def _check_villages(session: ReadSession, posts: Sequence[_Post]) -> None:
    wanted = {post.village for post in posts}
    known = set(
        await session.scalars(select(Region.code).where(Region.code.in_(wanted), Region.retired_at.is_(None)))
    )
    for post in posts:
        if post.village not in known:
            message = f"desa {post.village} tidak ada. / there is no village {post.village}."
            raise row_refused(post.number, "village_code", message)


async def _check_numbers(session: ReadSession, posts: Sequence[_Post]) -> None:
    """A number belongs to one post only."""
    by_number = {post.registration: post for post in posts if post.registration}
    name: ColumnElement[str] = func.lower(Posyandu.name)
    holders = await session.execute(
        select(Posyandu.registration_number, Posyandu.village_code, name).where(
            Posyandu.registration_number.in_(by_number)
        )
    )
    for number, village, holder in holders:
        post = by_number[str(number)]
        if post.place != (village, holder):
            raise row_refused(post.number, "registration_number", _taken(post))


def _refuse_numbers(posts: Sequence[_Post]) -> None:
    for post in posts:
        if post.registration is not None:
            message = (
                "Posyandu sintetis tidak bernomor registrasi. / A synthetic post has no registration number."
            )
            raise row_refused(post.number, "registration_number", message)


def _taken(post: _Post) -> str:
    return (
        f"nomor {post.registration} sudah milik Posyandu lain. "
        f"/ number {post.registration} belongs to another Posyandu."
    )
