"""Posts come and go: which were there on a day, in SQL."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, or_, select

import models
from service.access.bare import bare
from service.reading.pledge_facts import today_in


def was_there(post: FromClause, day: ColumnElement[Any]) -> ColumnElement[bool]:
    """A post whose beginning nobody knows was always there."""
    begun = or_(post.c.opened_on.is_(None), post.c.opened_on <= day)
    return and_(begun, or_(post.c.closed_on.is_(None), post.c.closed_on > day))


def is_there(post: FromClause) -> ColumnElement[bool]:
    """On the day that it is in the post's time zone; most posts need not ask for it."""
    region = bare(models.Region)
    zone = select(region.c.time_zone).where(region.c.code == post.c.village_code).correlate(post)
    known = post.c.opened_on.is_(None) & post.c.closed_on.is_(None)
    return or_(known, was_there(post, today_in(zone.scalar_subquery())))
