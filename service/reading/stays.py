"""Where pledges stood on a day gone by, as the rollup keeps it: in which provinces and regencies.

It is by what is known now. Of one province or regency it is a range of an index, whatever the rest of the
nation promised. A village or a district lies in a regency, so there it tells whom to look at more closely.
"""

from collections.abc import Sequence
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
from service.access.bare import bare
from service.access.moments import Moment
from service.reading.sql import ONE, ZERO, Rows, chosen, word
from service.rules.faces import ALL_OVER
from service.rules.region_code import LENGTHS, RegionLevel

KEPT: Final = frozenset({RegionLevel.PROVINCE, RegionLevel.REGENCY})
"""The levels of which it is known."""
_PROVINCE: Final[ColumnElement[Any]] = literal_column(str(LENGTHS[RegionLevel.PROVINCE]))
_REGENCY: Final[ColumnElement[Any]] = literal_column(str(LENGTHS[RegionLevel.REGENCY]))


def stays(moment: Moment) -> Rows:
    """`place` and `pledge_id` of that day, each pair once."""
    stand = bare(models.RollupStand)
    return chosen(stand.c.place, stand.c.pledge_id).where(*_holds(stand, moment, moment))


def stays_around(row: FromClause, code: ColumnElement[Any], moment: Moment) -> ColumnElement[bool]:
    """Whether a pledge stands in the province or the regency of this code, or in the one that it lies in."""
    stay = stays(moment).subquery()
    return row.c.id.in_(select(stay.c.pledge_id).where(stay.c.place == func.any(_places_around(code))))


def stood_around(code: ColumnElement[Any], moments: Sequence[Moment]) -> Rows:
    """`pledge_id` of all that stood there in between, and whether they did at each moment (`stood0` and on).

    They come in order (OFFSET 0 keeps it), so that whatever is looked up of them lies side by side.
    """
    stand = bare(models.RollupStand)
    stood = [
        func.bool_or(and_(*_holds(stand, each, each))).label(f"stood{number}")
        for number, each in enumerate(moments)
    ]
    there = [stand.c.place == func.any(_places_around(code)), *_holds(stand, moments[0], moments[-1])]
    found = chosen(stand.c.pledge_id, *stood).where(*there).group_by(stand.c.pledge_id)
    return found.order_by(stand.c.pledge_id).offset(ZERO)


def _places_around(code: ColumnElement[Any]) -> ColumnElement[Any]:
    return places_of(func.left(cast(code, Text), _REGENCY))


def _holds(stand: FromClause, first: Moment, last: Moment) -> list[ColumnElement[bool]]:
    """Whether it says something of a day from the first to the last."""
    return [stand.c.from_on <= last.day, stand.c.until_on > first.day]


def is_told_by_stays(code: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the code is of a province or a regency, so that nothing closer is to be looked at."""
    return func.length(cast(code, Text)) <= _REGENCY


def stays_at(heads: FromClause, pledges: FromClause | None, moment: Moment) -> Rows:
    """The pledges (of those given) with the positions of the regions at which they stand, each pair once."""
    stay = stays(moment).subquery()
    each = (
        func.unnest(places_of(heads.c.value)).table_valued(column("place", Text)).render_derived().lateral()
    )
    joined = heads.join(each, true()).join(stay, stay.c.place == each.c.place)
    if pledges is not None:
        joined = joined.join(pledges, pledges.c.id == stay.c.pledge_id)
    return chosen(stay.c.pledge_id, heads.c.position).select_from(joined)


def stays_at_none(
    row: FromClause, level: RegionLevel, within: ColumnElement[Any] | None, moment: Moment
) -> ColumnElement[bool]:
    """Whether a pledge stands at no province or at no regency (none that overlaps `within`)."""
    stay = stays(moment).subquery()
    place = stay.c.place
    sized = func.length(place) == _PROVINCE
    if level is RegionLevel.REGENCY:
        sized = or_(func.length(place) == _REGENCY, func.strpos(place, word(ALL_OVER)) > literal_column("0"))
    asked = [stay.c.pledge_id == row.c.id, sized]
    if within is not None:
        around = func.left(cast(within, Text), _PROVINCE if level is RegionLevel.PROVINCE else _REGENCY)
        asked.append(or_(func.starts_with(place, around), place == func.any(places_of(around))))
    return ~exists(select(ONE).select_from(stay).where(*asked).correlate(row))


def places_of(code: ColumnElement[Any]) -> ColumnElement[Any]:
    """The places that count as a province or a regency: itself, and all over the province around a regency.

    Whoever stands all over a province stands in it as well, and in none of its regencies besides.
    """
    one = cast(code, Text)
    return case((func.length(one) <= _PROVINCE, array([one])), else_=array([one, all_over(code)]))


def all_over(code: ColumnElement[Any]) -> ColumnElement[Any]:
    """The place of those that stand all over the province of a code."""
    return func.left(code, _PROVINCE).op("||")(word(ALL_OVER))
