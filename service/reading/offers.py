"""What pledges offer where, in SQL: a service or an indicator, at a post or a region.

A pledge offers the service and the indicator of each of its targets at the target's place, and its own
service at the places of its scope, and wherever a target names no other.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Text, and_, case, cast, func, null, or_

import models
from service.access.actors import Role
from service.access.bare import bare, rows_of
from service.access.moments import Moment
from service.access.visibility import visible_places, visible_pledges, visible_targets
from service.reading.places import holds, in_region
from service.reading.sql import Rows, all_of, chosen, word

_NO_CODE: ColumnElement[Any] = cast(null(), Text)
_NO_KEY: ColumnElement[Any] = cast(null(), models.Indicator.__table__.c.id.type)


def offers_of(pledges: FromClause, role: Role, moment: Moment, within: ColumnElement[Any] | None) -> Rows:
    """What `pledges` (with an id and a service_code) offer, as far as it stands at `within`.

    `what` is one text for each service and indicator, beside `service_code` or `indicator_id`; the place is a
    `region_code` or a `posyandu_id`, and `code` is the region that it is or lies in.
    """
    target, scope = rows_of(visible_targets(role, moment)), rows_of(visible_places(moment))
    of_targets = target.join(pledges, pledges.c.id == target.c.pledge_id)
    of_scope = scope.join(pledges, pledges.c.id == scope.c.pledge_id)
    service = func.coalesce(target.c.service_code, pledges.c.service_code)
    rows = all_of(
        [
            _offered(target, service=service).select_from(of_targets).where(service.is_not(None)),
            _offered(target, indicator=target.c.indicator_id)
            .select_from(of_targets)
            .where(target.c.indicator_id.is_not(None)),
            _offered(scope, service=pledges.c.service_code)
            .select_from(of_scope)
            .where(scope.c.source == word("SCOPE"), pledges.c.service_code.is_not(None)),
        ]
    ).subquery()
    post = bare(models.Posyandu)
    code = func.coalesce(rows.c.region_code, post.c.village_code).label("code")
    found = chosen(*rows.c, code).select_from(rows.outerjoin(post, post.c.id == rows.c.posyandu_id))
    return found if within is None else found.where(in_region(rows, within))


def shared_by(pair: FromClause, what: str, role: Role, moment: Moment) -> Rows:
    """A column of what two pledges (`one_id`, `other_id`) both offer; of two places, the narrower."""
    pledge = rows_of(visible_pledges(role, moment))
    offers = offers_of(pledge, role, moment, None)
    one, other = offers.subquery(), offers.subquery()
    same = and_(one.c.what == other.c.what, or_(*_same_place(one, other)))
    post = func.coalesce(one.c.posyandu_id, other.c.posyandu_id)
    columns: dict[str, ColumnElement[Any]] = {
        "service_code": one.c.service_code,
        "indicator_id": one.c.indicator_id,
        "region_code": case((post.is_(None), func.greatest(one.c.code, other.c.code))),
        "posyandu_id": post,
    }
    theirs = (one.c.pledge_id == pair.c.one_id, other.c.pledge_id == pair.c.other_id)
    return chosen(columns[what]).select_from(one.join(other, same)).where(*theirs).correlate(pair)


def _same_place(one: FromClause, other: FromClause) -> Sequence[ColumnElement[bool]]:
    return (
        one.c.posyandu_id == other.c.posyandu_id,
        and_(one.c.posyandu_id.is_(None), holds(one.c.code, other.c.code)),
        and_(other.c.posyandu_id.is_(None), holds(other.c.code, one.c.code)),
    )


def _offered(
    place: FromClause,
    *,
    service: ColumnElement[Any] | None = None,
    indicator: ColumnElement[Any] | None = None,
) -> Rows:
    what = word("I ").op("||")(cast(indicator, Text)) if service is None else word("S ").op("||")(service)
    return chosen(
        place.c.pledge_id,
        what.label("what"),
        (_NO_CODE if service is None else service).label("service_code"),
        (_NO_KEY if indicator is None else indicator).label("indicator_id"),
        place.c.region_code,
        place.c.posyandu_id,
    )
