"""Which pledges stand at the rows of a page by the regions around them: once a region, not once a row.

A pledge for a whole province stands at every post of it, so a page of a hundred posts would have a hundred
pairs for each. Here such a pledge is one pair, with the widest of its regions around some row; a region
counts for all rows in it. A pledge that stands at a row by itself is a pair of its own, unless a region of
it lies around that row, so that every pledge is counted once at each row.
"""

from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Integer, Text, cast, exists, null, select

from service.reading.axes import Placed
from service.reading.narrowing import Given
from service.reading.places import holds
from service.reading.sql import ONE, Rows, all_of, chosen
from service.reading.standing import Side, absent_from

_NOWHERE: ColumnElement[Any] = cast(null(), Text)
_NO_ROW: ColumnElement[Any] = cast(null(), Integer)


def regions_around(side: Side, axis: Placed) -> Rows:
    """`code` and `position`: the regions around the rows, and the rows in each."""
    around = axis.around(side.heads)
    return chosen(around.code.label("code"), side.heads.c.position).select_from(around.heads)


def spread_at(side: Side, axis: Placed, around: CTE, pledges: FromClause, given: Given) -> Rows:
    """`pledge_id` with the `code` of a region around rows, or with the `position` of one row; each once."""
    wide = _wide(axis, around).cte(f"{around.name}_wide")
    beyond = absent_from(side, pledges, axis.is_absent(pledges, given.get("within"))).subquery()
    nowhere = chosen(beyond.c.pledge_id, _NOWHERE.label("code"), beyond.c.position)
    by_regions = chosen(wide.c.pledge_id, wide.c.code, _NO_ROW.label("position"))
    return all_of([by_regions, _own(side, axis, wide), nowhere])


def _wide(axis: Placed, around: CTE) -> Rows:
    """Pledges with the widest of their regions around some row.

    What is around one of these regions is around the row too, so the wider ones are among those found.
    """
    place = axis.places()
    is_around = place.c.region_code.in_(select(around.c.code))
    pairs = chosen(place.c.pledge_id, place.c.region_code.label("code")).where(is_around).distinct()
    found = pairs.cte(f"{around.name}_found")
    other = found.alias()
    wider = select(ONE).where(
        other.c.pledge_id == found.c.pledge_id,
        holds(other.c.code, found.c.code),
        other.c.code != found.c.code,
    )
    return chosen(*found.c).where(~exists(wider.correlate(found)))


def _own(side: Side, axis: Placed, wide: CTE) -> Rows:
    """Pledges with the rows at which they stand by themselves, and not by a region around it as well."""
    place = axis.places()
    region = axis.code(side.heads).label("region")
    pairs = chosen(place.c.pledge_id, side.heads.c.position, region)
    once = all_of([pairs.select_from(joined) for joined in axis.own(place, side.heads)]).subquery()
    by_region = select(ONE).where(wide.c.pledge_id == once.c.pledge_id, holds(wide.c.code, once.c.region))
    found = chosen(once.c.pledge_id, _NOWHERE.label("code"), once.c.position)
    return found.where(~exists(by_region.correlate(once))).distinct()
