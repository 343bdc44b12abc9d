"""What a pledge's row comes to in SQL: its timeliness and its progress. The rules say why."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Double,
    FromClause,
    Integer,
    Numeric,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)

import models
from service.access.actors import Role
from service.access.bare import bare, rows_of
from service.access.moments import Moment
from service.access.visibility import visible_targets
from service.reading.sql import NULL, ONE, ZERO, word
from service.rules.lifecycle import EXITS
from service.rules.timeliness import DAYS_OF_WARNING


def today_in(time_zone: ColumnElement[Any]) -> ColumnElement[Any]:
    """The calendar day in a time zone at the instant of the request."""
    now = bindparam("now", type_=DateTime(timezone=True))
    return cast(func.timezone(time_zone, now), Date)


def timeliness(row: FromClause) -> ColumnElement[Any]:
    """service/rules/timeliness.py in SQL, for the day of the request in the region's time zone.

    Rows that bring it along, or their time_zone, need not look it up one by one; those of a past moment bring
    the day.
    """
    if "timeliness" in row.c:
        return row.c.timeliness
    day = func.least(day_of(row), row.c.stopped_on)
    exits = [word(str(state)) for state in EXITS]
    days_left = cast(row.c.due_on - cast(day, Date), Integer)
    return case(
        (or_(row.c.due_on.is_(None), row.c.execution.in_(exits)), word("NO_DUE_DATE")),
        (
            and_(row.c.execution == word("COMPLETED"), row.c.stopped_on <= row.c.due_on),
            word("ON_TIME_DONE"),
        ),
        (row.c.execution == word("COMPLETED"), word("LATE_DONE")),
        (days_left < ZERO, word("OVERDUE")),
        (days_left <= literal_column(str(DAYS_OF_WARNING)), word("DUE_SOON")),
        else_=word("NOT_DUE"),
    )


def day_of(row: FromClause) -> ColumnElement[Any]:
    """The day for which a pledge is read: the one asked for, or today where it is."""
    if "on_day" in row.c:
        return row.c.on_day
    return today_in(row.c.time_zone if "time_zone" in row.c else _zone(row))


def _zone(row: FromClause) -> ColumnElement[Any]:
    region = bare(models.Region)
    found = select(region.c.time_zone).where(region.c.code == row.c.region_code)
    return found.correlate(row).scalar_subquery()


def ratio(target: FromClause, achieved: str) -> ColumnElement[Any]:
    """service/rules/progress.completion_ratio in SQL: null when nothing can be measured."""
    return _ratio(target, target.c[achieved], lambda share: share)


def capped_ratio(target: FromClause, achieved: str) -> ColumnElement[Any]:
    """The same in 0..1, as it goes into a mean."""
    return capped_share(target, target.c[achieved])


def capped_share(target: FromClause, value: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same of any value."""
    return _ratio(target, value, lambda share: func.least(func.greatest(share, ZERO), ONE))


def _ratio(
    target: FromClause,
    value: ColumnElement[Any],
    form: Callable[[ColumnElement[Any]], ColumnElement[Any]],
) -> ColumnElement[Any]:
    quantity = target.c.quantity
    start = func.coalesce(target.c.baseline, ZERO)
    arrived = case((value >= quantity, ONE), else_=ZERO)
    return case(
        (quantity.is_(None), NULL),
        (value.is_(None), ZERO),
        (quantity == start, arrived),
        else_=form((value - start) / func.nullif(quantity - start, ZERO)),
    )


def mean_progress(achieved: str) -> Callable[[FromClause, Moment], ColumnElement[Any]]:
    """The mean of the targets' ratios, each capped at 1; null when nothing is measurable."""

    def mean(row: FromClause, moment: Moment) -> ColumnElement[Any]:
        target = rows_of(visible_targets(Role.PUBLIC, moment))
        capped = func.avg(cast(capped_ratio(target, achieved), Numeric))
        found = select(capped).where(target.c.pledge_id == row.c.id).correlate(row)
        return cast(found.scalar_subquery(), Double)

    return mean
