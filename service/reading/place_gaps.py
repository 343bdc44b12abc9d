"""Places where nothing is promised in an area, or nothing that is promised moves: set by set.

What pledges promise is counted once at each place that they name, and by area. A place then looks it up at
itself and at the regions around it. So a promise for a province is one row that all of its posts look up,
and no pledge is joined with the posts that it reaches. Marks are looked up in the same way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Text,
    and_,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import distinct_on

import models
from service.access.bare import bare, rows_of
from service.access.visibility import visible_areas
from service.reading.gap_question import GapQuestion, gap
from service.reading.places import EVERY_LENGTH, cut, holds, places_at
from service.reading.posts import is_there, was_there
from service.reading.said import standing_gap_marks, standing_mandates
from service.reading.sql import ONE, ZERO, Rows, chosen, word
from service.reading.standstill import live_pledges, stands_still
from service.rules.gaps import GapKind, PlaceLevel
from service.rules.region_code import LENGTHS, RegionLevel
from service.rules.vocabulary import SpmAreaCode

MOST_PLACES: Final = 60_000
"""At how many places one question may look for gaps; the posts of any province are fewer."""
_MOST: ColumnElement[int] = literal_column(str(MOST_PLACES))
_CROSS_CUTTING = word(SpmAreaCode.LINTAS_BIDANG)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """What is known of posts by `posyandu_id`, and of regions by `region_code`."""

    posts: FromClause
    regions: FromClause


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The places of a question, and whether they are too many for one."""

    rows: FromClause
    are_too_many: ColumnElement[bool]


def places_of(asked: GapQuestion) -> Places:
    """Where gaps are looked for."""
    places = asked.cte("places", _places(asked))
    count = select(func.count()).select_from(places).scalar_subquery()
    return Places(rows=places, are_too_many=count > _MOST)


def place_gaps(asked: GapQuestion, places: Places) -> Rows:
    """The gaps of places, marked or not."""
    cells = asked.cte("cells", _cells(asked, places))
    source, marks = _looked_up(asked, cells, _marks(asked), "kind", "area_code")
    place = (cells.c.code, cast(cells.c.posyandu_id, Text))
    return gap(
        kind=cells.c.kind,
        region_code=null() if asked.level is PlaceLevel.POSYANDU else cells.c.code,
        posyandu_id=cells.c.posyandu_id,
        area_code=cells.c.area_code,
        mark_id=func.coalesce(*(mark.c.id for mark in marks)),
        key=func.concat_ws(word(" "), word("1"), *place, cast(cells.c.position, Text), cells.c.kind),
    ).select_from(source)


def _cells(asked: GapQuestion, places: Places) -> Rows:
    """Each place with each area in which it has a gap, and of which kind."""
    heads = places.rows
    area = asked.cte("areas", _areas(asked))
    pairs = chosen(*heads.c, area.c.code.label("area_code"), area.c.position)
    every = pairs.select_from(heads.join(area, true()))
    pair = every.where(*_concerns_agency(asked, heads, area)).subquery()
    source, promised = _looked_up(asked, pair, _promised(asked), "area_code")
    still = func.least(*(each.c.still for each in promised))
    kind = case((still.is_(None), word(GapKind.NOTHING_PROMISED)), else_=word(GapKind.NOT_MOVING))
    wanted = [
        condition
        for name, condition in (
            (GapKind.NOTHING_PROMISED, still.is_(None)),
            (GapKind.NOT_MOVING, still == ONE),
        )
        if name in asked.kinds
    ]
    return chosen(*pair.c, kind.label("kind")).select_from(source).where(or_(*wanted))


def _areas(asked: GapQuestion) -> Rows:
    """The areas asked about. Read apart, lest their order tempt PostgreSQL to merge by area alone."""
    area = bare(models.SpmArea)
    rows = chosen(area.c.code, area.c.position)
    return rows.where(area.c.code != _CROSS_CUTTING, *asked.equals(area, area="code"))


def _places(asked: GapQuestion) -> Rows:
    """The places of the level inside `within`: `code` (of the village, for a post) and `posyandu_id`."""
    if asked.level is not PlaceLevel.POSYANDU:
        region = bare(models.Region)
        of_level = region.c.level == word(RegionLevel(asked.level.value))
        rows = chosen(region.c.code, _no_post().label("posyandu_id"))
        return rows.where(of_level, region.c.retired_at.is_(None), *asked.inside(region.c.code))
    post = bare(models.Posyandu)
    here = is_there(post) if asked.moment.day is None else was_there(post, asked.moment.day)
    rows = chosen(post.c.village_code.label("code"), post.c.id.label("posyandu_id"))
    return rows.where(here, *asked.inside(post.c.village_code), *asked.equals(post, synthetic="synthetic"))


def _no_post() -> ColumnElement[Any]:
    return cast(null(), models.Posyandu.__table__.c.id.type)


def _looked_up(
    asked: GapQuestion, heads: FromClause, at: _Table, *same: str
) -> tuple[FromClause, Sequence[FromClause]]:
    """The heads beside what there is at each and at the regions around it, the narrowest first."""
    lengths = [length for length in EVERY_LENGTH if length <= _length_of(asked.level)]
    posts = [at.posts.alias()] if asked.level is PlaceLevel.POSYANDU else []
    regions = [at.regions.alias() for _ in lengths]
    here = [post.c.posyandu_id == heads.c.posyandu_id for post in posts]
    here += [
        region.c.region_code == cut(heads.c.code, length)
        for region, length in zip(regions, reversed(lengths), strict=True)
    ]
    source, found = heads, [*posts, *regions]
    for there, is_here in zip(found, here, strict=True):
        source = source.outerjoin(there, and_(is_here, *(there.c[name] == heads.c[name] for name in same)))
    return source, found


def _length_of(level: PlaceLevel) -> int:
    """How long the codes of the narrowest regions are that a place of the level is, or lies in."""
    return EVERY_LENGTH[-1] if level is PlaceLevel.POSYANDU else LENGTHS[RegionLevel(level.value)]


def _promised(asked: GapQuestion) -> _Table:
    """Where something is promised in an area, and whether all of it stands `still` (1) or some moves (0)."""
    named = asked.cte("named", _named(asked))
    live = asked.cte("live", _live(asked, named))
    area = rows_of(visible_areas(asked.moment))
    source = named.join(live, live.c.id == named.c.pledge_id).join(area, area.c.pledge_id == live.c.id)

    def at(place: ColumnElement[Any]) -> Rows:
        rows = chosen(place, area.c.area_code, func.min(live.c.still).label("still")).select_from(source)
        asked_for = (place.is_not(None), area.c.area_code != _CROSS_CUTTING)
        return rows.where(*asked_for).group_by(place, area.c.area_code)

    return _Table(
        posts=asked.cte("promised_at_posts", at(named.c.posyandu_id)),
        regions=asked.cte("promised_in_regions", at(named.c.region_code)),
    )


def _live(asked: GapQuestion, named: CTE) -> Rows:
    row = live_pledges(asked.role, asked.moment, asked.given).subquery()
    still = stands_still(row, asked.role, asked.moment) if GapKind.NOT_MOVING in asked.kinds else ZERO
    return chosen(row.c.id, still.label("still")).where(row.c.id.in_(select(named.c.pledge_id)))


def _named(asked: GapQuestion) -> Rows:
    """The places that pledges name, as far as they stand at `within`: the post, or the region.

    Where regions are asked about, what lies in one of them counts for that region.
    """
    place = places_at(asked.given.get("within"), asked.moment).subquery()
    if asked.level is PlaceLevel.POSYANDU:
        return chosen(*place.c)
    region = cut(place.c.code, _length_of(asked.level)).label("region_code")
    return chosen(place.c.pledge_id, region, _no_post().label("posyandu_id"))


def _concerns_agency(asked: GapQuestion, heads: FromClause, area: FromClause) -> list[ColumnElement[bool]]:
    """What `agency` says of a place and an area: in its region, and an area that it answers for."""
    if "agency" not in asked.given:
        return []
    agency, mandate = bare(models.Agency), standing_mandates(asked.moment).subquery()
    region = select(agency.c.region_code).where(agency.c.id == asked.given["agency"]).scalar_subquery()
    its_own = select(mandate.c.area_code).where(mandate.c.agency_id == asked.given["agency"])
    return [holds(region, heads.c.code), area.c.code.in_(its_own)]


def _marks(asked: GapQuestion) -> _Table:
    """The marks on gaps of places, one for each."""
    mark = standing_gap_marks(asked.moment).subquery()

    def at(place: ColumnElement[Any]) -> Rows:
        what = [mark.c.kind, mark.c.area_code, place]
        rows = chosen(mark.c.id, *what).where(place.is_not(None), mark.c.area_code.is_not(None))
        return rows.ext(distinct_on(*what)).order_by(*what, mark.c.marked_on, mark.c.id)

    return _Table(
        posts=asked.cte("marks_at_posts", at(mark.c.posyandu_id)),
        regions=asked.cte("marks_in_regions", at(mark.c.region_code)),
    )
