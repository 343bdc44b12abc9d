"""Which pledges stand at the rows of a page by the regions around them: once a region, not once a row.

A pledge for a whole province stands at every post of it, so a page of a hundred posts would have a hundred
pairs for each. Here such a pledge is one pair, with the widest of its regions around some row; a region
counts for all rows in it. A pledge that stands at a row by itself is a pair of its own, unless a region of
it lies around that row, so that every pledge is counted once at each row.
"""

from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Integer, Text, cast, exists, func, null, select

import models
from service.reading.axes import Placed
from service.reading.narrowing import Given
from service.reading.places import codes_around
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
    beyond = absent_from(side, pledges, axis.is_absent(pledges, given.get("within"))).subquery()
    nowhere = chosen(beyond.c.pledge_id, _NOWHERE.label("code"), beyond.c.position)
    return all_of([_wide(axis, around), _own(side, axis), nowhere])


def _wide(axis: Placed, around: CTE) -> Rows:
    place = models.PledgePlace.__table__.alias()
    code = place.c.region_code
    pairs = chosen(place.c.pledge_id, code.label("code"), _NO_ROW.label("position"))
    wider = _is_at(place, codes_around(code, axis.around_lengths), beyond=code)
    return pairs.where(code.in_(select(around.c.code)), ~wider).distinct()


def _own(side: Side, axis: Placed) -> Rows:
    place = models.PledgePlace.__table__.alias()
    pairs = chosen(place.c.pledge_id, _NOWHERE.label("code"), side.heads.c.position)
    around = _is_at(place, codes_around(axis.code(side.heads), axis.around_lengths))
    every = all_of([pairs.select_from(joined).where(~around) for joined in axis.own(place, side.heads)])
    once = every.subquery()
    return chosen(*once.c).distinct()


def _is_at(
    place: FromClause, codes: ColumnElement[Any], beyond: ColumnElement[Any] | None = None
) -> ColumnElement[bool]:
    """Whether the pledge of a place has another place at one of these regions (other than `beyond`)."""
    other = models.PledgePlace.__table__.alias()
    asked = [other.c.pledge_id == place.c.pledge_id, other.c.region_code == func.any(codes)]
    asked += [] if beyond is None else [other.c.region_code != beyond]
    return exists(select(ONE).select_from(other).where(*asked).correlate_except(other))
