"""Where a pledge or a target stands, in SQL: one rule for filters and for the axes of the matrix.

It stands at a region when its place contains the region or lies within it, and at a post when its place is
the post or a region around it. So a promise for a whole regency stands at each village and post of it.
`placed` is a row with a posyandu_id or a region_code: a target, or a place of a pledge.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Text,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import array

import models
from service.access.bare import bare, rows_of
from service.access.moments import Moment
from service.access.visibility import visible_places
from service.reading.sql import ONE, Rows, all_of, chosen, word
from service.reading.stays import KEPT, is_told_by_stays, stays_around, stays_at_none
from service.rules.region_code import LENGTHS, RegionLevel

Stands = Callable[[FromClause], ColumnElement[bool]]
EVERY_LENGTH: Final = tuple(LENGTHS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Heads beside each region around them, and the code of that region."""

    heads: FromClause
    code: ColumnElement[Any]

    def joined(self, placed: FromClause) -> FromClause:
        """`placed` at such a region beside the heads in it."""
        return placed.join(self.heads, placed.c.region_code == self.code)


def holds(wide: ColumnElement[Any], narrow: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the region `narrow` is `wide` or lies within it: as a range, which an index can walk.

    What follows a code within it begins with a dot, and the next character of ASCII is the slash.
    """
    return and_(narrow >= wide, narrow < wide.op("||")(word("/")))


def in_region(placed: FromClause, code: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether it stands at the region of this code."""
    text = cast(code, Text)
    post = bare(models.Posyandu)
    inside = select(post.c.id).where(holds(text, post.c.village_code))
    region = placed.c.region_code
    return or_(holds(text, region), holds(region, text), placed.c.posyandu_id.in_(inside))


def at_post(placed: FromClause, key: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether it stands at the post with this key."""
    post = bare(models.Posyandu)
    village = select(post.c.village_code).where(post.c.id == key).scalar_subquery()
    return or_(placed.c.posyandu_id == key, holds(placed.c.region_code, village))


def has_place(row: FromClause, stands: Stands, moment: Moment) -> ColumnElement[bool]:
    """Whether one of the pledge's places stands as asked."""
    place = rows_of(visible_places(moment))
    found = select(ONE).select_from(place).where(place.c.pledge_id == row.c.id, stands(place))
    return exists(found.correlate(row))


def has_region(row: FromClause, code: ColumnElement[Any], moment: Moment) -> ColumnElement[bool]:
    """Whether a pledge stands at the region of this code."""
    looked_at = has_place(row, lambda placed: in_region(placed, code), moment)
    if not moment.is_rolled:
        return looked_at
    return and_(stays_around(row, code, moment), or_(is_told_by_stays(code), looked_at))


def is_within(row: FromClause, code: ColumnElement[Any], moment: Moment) -> ColumnElement[bool]:
    """The same of the one region that is looked into; rows may bring along whether they `stood` around it."""
    if "stood" not in row.c:
        return has_region(row, code, moment)
    looked_at = has_place(row, lambda placed: in_region(placed, code), moment)
    return and_(row.c.stood, or_(is_told_by_stays(code), looked_at))


def places_at(within: ColumnElement[Any] | None, moment: Moment) -> Rows:
    """The places of pledges that stand at a region, each with the `code` of the region that it is or lies in.

    One arm for each way to stand there, so that an index finds each.
    """
    place, post = rows_of(visible_places(moment)), bare(models.Posyandu)
    whose = (place.c.pledge_id, place.c.region_code, place.c.posyandu_id)
    by_region = chosen(*whose, place.c.region_code.label("code"))
    by_post = chosen(*whose, post.c.village_code.label("code"))
    by_post = by_post.select_from(place.join(post, post.c.id == place.c.posyandu_id))
    if within is None:
        return all_of([by_region.where(place.c.region_code.is_not(None)), by_post])
    text = cast(within, Text)
    wider = place.c.region_code == func.any(codes_around(text, EVERY_LENGTH))
    return all_of(
        [
            by_region.where(holds(text, place.c.region_code)),
            by_region.where(wider, place.c.region_code < text),
            by_post.where(holds(text, post.c.village_code)),
        ]
    )


def at_no_region(
    row: FromClause, level: RegionLevel, within: ColumnElement[Any] | None, moment: Moment
) -> ColumnElement[bool]:
    """Whether the pledge stands at no region of a level (none that overlaps `within`)."""
    if moment.is_rolled and level in KEPT:
        return stays_at_none(row, level, within, moment)
    place, post = rows_of(visible_places(moment)), bare(models.Posyandu)
    region, length = bare(models.Region), LENGTHS[level]
    here = func.coalesce(place.c.region_code, post.c.village_code)
    asked = [
        region.c.level == word(level),
        holds(here, region.c.code),
        *_in_sight(region.c.code, level, within),
    ]
    inside = exists(select(ONE).select_from(region).where(*asked).correlate(place, post))
    around = and_(true(), *_in_sight(cut(here, length), level, within))
    stands = case((func.length(here) >= literal_column(str(length)), around), else_=inside)
    joined = place.outerjoin(post, post.c.id == place.c.posyandu_id)
    found = select(ONE).select_from(joined).where(place.c.pledge_id == row.c.id, stands)
    return ~exists(found.correlate(row))


def _in_sight(
    code: ColumnElement[Any], level: RegionLevel, within: ColumnElement[Any] | None
) -> list[ColumnElement[bool]]:
    """What `within` says of a region of a level: it lies inside, or around where the level is wider."""
    return [] if within is None else [holds(cut(cast(within, Text), LENGTHS[level]), code)]


def at_no_post(row: FromClause, within: ColumnElement[Any] | None, moment: Moment) -> ColumnElement[bool]:
    """Whether the pledge stands at no post (none in `within`)."""

    def absent(meets: Callable[[FromClause, FromClause], ColumnElement[bool]]) -> ColumnElement[bool]:
        place, post = rows_of(visible_places(moment)), bare(models.Posyandu)
        asked = [meets(place, post)]
        asked += [] if within is None else [holds(cast(within, Text), post.c.village_code)]
        found = select(ONE).select_from(place).join(post, and_(*asked)).where(place.c.pledge_id == row.c.id)
        return ~exists(found.correlate(row))

    return and_(
        absent(lambda place, post: post.c.id == place.c.posyandu_id),
        absent(lambda place, post: holds(place.c.region_code, post.c.village_code)),
    )


def regions_of(level: RegionLevel, within: ColumnElement[Any] | None) -> Rows:
    """The regions of a level; inside `within`, or around it where the level is wider."""
    region = bare(models.Region)
    in_sight = _in_sight(region.c.code, level, within)
    return chosen(*region.c).where(region.c.level == word(level), *in_sight)


def inside_regions(placed: FromClause, heads: FromClause, level: RegionLevel) -> list[FromClause]:
    """`placed` beside the heads (regions of one level) in which it lies, each pair in one of the joins."""
    length = LENGTHS[level]
    post = bare(models.Posyandu)
    at_posts = placed.join(post, post.c.id == placed.c.posyandu_id)
    return [
        placed.join(heads, cut(placed.c.region_code, length) == heads.c.value),
        at_posts.join(heads, cut(post.c.village_code, length) == heads.c.value),
    ]


def wider_than(level: RegionLevel) -> tuple[int, ...]:
    """The lengths of the codes of wider regions."""
    return tuple(length for length in EVERY_LENGTH if length < LENGTHS[level])


def at_posts(placed: FromClause, heads: FromClause) -> list[FromClause]:
    """`placed` beside the heads (posts) that it is."""
    return [placed.join(heads, placed.c.posyandu_id == heads.c.value)]


def codes_around(code: ColumnElement[Any], lengths: Sequence[int]) -> ColumnElement[Any]:
    """The code cut to each of the lengths, so that equality finds the regions around it."""
    return array([cut(code, length) for length in lengths])


def around(heads: FromClause, code: ColumnElement[Any], lengths: Sequence[int]) -> Around:
    """The regions around the heads: their codes have these lengths."""
    cuts = func.unnest(codes_around(code, lengths))
    cut = cuts.table_valued(column("code", Text)).render_derived().lateral()
    return Around(heads=heads.join(cut, true()), code=cut.c.code)


def cut(code: ColumnElement[Any], length: int) -> ColumnElement[Any]:
    """A code cut to a length; the longest are whole, so that an index may find them."""
    return code if length == EVERY_LENGTH[-1] else func.left(code, literal_column(str(length)))
