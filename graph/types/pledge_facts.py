"""What a pledge's row comes to in SQL: timeliness, progress, and where it stands. The rules say why."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Double,
    FromClause,
    Integer,
    Numeric,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
)

import models
from graph.types.node import today_in
from service.rules.lifecycle import EXITS

DUE_SOON_DAYS = 14
_ZERO: ColumnElement[Any] = literal_column("0")
_ONE: ColumnElement[Any] = literal_column("1")
_NULL: ColumnElement[Any] = literal_column("NULL")


def timeliness(row: FromClause) -> ColumnElement[Any]:
    """service/rules/timeliness.py in SQL, for the day of the request in the region's time zone."""
    region = models.Region.__table__.alias()
    zone = (
        select(region.c.time_zone).where(region.c.code == row.c.region_code).correlate(row).scalar_subquery()
    )
    day = func.least(today_in(zone), row.c.stopped_on)
    exits = [word(str(state)) for state in EXITS]
    days_left = cast(row.c.due_on - cast(day, Date), Integer)
    return case(
        (or_(row.c.due_on.is_(None), row.c.execution.in_(exits)), word("NO_DUE_DATE")),
        (
            and_(row.c.execution == word("COMPLETED"), row.c.stopped_on <= row.c.due_on),
            word("ON_TIME_DONE"),
        ),
        (row.c.execution == word("COMPLETED"), word("LATE_DONE")),
        (days_left < _ZERO, word("OVERDUE")),
        (days_left <= literal_column(str(DUE_SOON_DAYS)), word("DUE_SOON")),
        else_=word("NOT_DUE"),
    )


def word(text: str) -> ColumnElement[str]:
    """One of our own closed words, written into the statement."""
    quoted: ColumnElement[str] = literal_column(f"'{text}'")
    return quoted


def ratio(target: FromClause, achieved: str) -> ColumnElement[Any]:
    """service/rules/progress.completion_ratio in SQL: null when nothing can be measured."""
    value = func.coalesce(target.c[achieved], _ZERO)
    start = func.coalesce(target.c.baseline, _ZERO)
    way = target.c.quantity - start
    reached = case((target.c[achieved].is_(None), _ZERO), else_=_ONE)
    at_goal = case((target.c[achieved] == target.c.quantity, _ONE), else_=_ZERO)
    share = case((target.c[achieved].is_(None), _ZERO), else_=(value - start) / func.nullif(way, 0))
    return case(
        (target.c.quantity.is_(None), _NULL),
        (and_(target.c.baseline.is_(None), target.c.quantity == _ZERO), reached),
        (way == _ZERO, at_goal),
        else_=func.greatest(share, _ZERO),
    )


def mean_progress(achieved: str) -> Any:  # noqa: ANN401 - an expression of the planner's shape
    """The mean of the targets' ratios, each capped at 1; null when nothing is measurable."""

    def mean(row: FromClause) -> ColumnElement[Any]:
        target = models.Target.__table__.alias()
        share = ratio(target, achieved)
        capped = case((share > _ONE, _ONE), else_=share)  # LEAST would make 1 of what cannot be measured
        return cast(
            select(func.avg(cast(capped, Numeric)))
            .where(target.c.pledge_id == row.c.id)
            .correlate(row)
            .scalar_subquery(),
            Double,
        )

    return mean


def touches(row: FromClause, code: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether one of the pledge's places contains the region of this code, or lies within it."""
    place, post = models.PledgePlace.__table__.alias(), models.Posyandu.__table__.alias()
    joined = place.outerjoin(post, post.c.id == place.c.posyandu_id)
    here = func.coalesce(place.c.region_code, post.c.village_code)
    return exists(
        select(literal(1))
        .select_from(joined)
        .where(
            place.c.pledge_id == row.c.id,
            or_(
                here == code,
                here.like(code.op("||")(word(".%"))),
                and_(
                    place.c.region_code.is_not(None),
                    func.starts_with(code, place.c.region_code.op("||")(word("."))),
                ),
            ),
        )
        .correlate(row)
    )
