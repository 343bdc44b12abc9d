"""How a pledge's verified progress went: a point for each day on which it changed, by days of verification.

A target's verified quantity on a day is the combination (service/ledger/accounting.py `total`) of its reports
whose acceptance took effect by then; targets count as they stand at the moment of the question.
"""

from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Double,
    FromClause,
    Integer,
    Numeric,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, array
from sqlalchemy.sql.selectable import LateralFromClause

import models
from service.access.actors import Role
from service.access.bare import bare, rows_of
from service.access.moments import Moment
from service.access.visibility import visible_reports, visible_targets, visible_verifications
from service.reading.pledge_facts import capped_ratio
from service.reading.sql import ONE, ZERO, chosen, word
from service.rules.arithmetic import Aggregation, IndicatorKind
from service.rules.forecast import MOST_POINTS, WHOLE
from service.rules.verification import Decision

_HUNDRED: ColumnElement[Any] = literal_column("100")
_STORED_DECIMALS: ColumnElement[Any] = literal_column("6")
_WHOLE: ColumnElement[Any] = literal_column(str(WHOLE))
EPOCH: ColumnElement[Any] = literal_column("DATE '2000-01-01'")
_MIDDLE: ColumnElement[Any] = literal_column("0.5::float8")
_OF_TARGET = ("target_id", "quantity", "baseline")
_THIRD: ColumnElement[Any] = literal_column("3")
"""Of an array that begins with a day and a place, so that the greatest array holds the latest value."""


def series(role: Role, pledges: FromClause, moment: Moment) -> LateralFromClause:
    """Beside each of `pledges`: `days` (counted from 2000) and `marks` (millionths); NULL without any."""
    daily = _gains(role, pledges, moment)
    target = rows_of(visible_targets(role, moment))
    measured = select(func.count(target.c.quantity)).where(target.c.pledge_id == pledges.c.id)
    so_far = func.sum(daily.c.gain).over(order_by=daily.c.day)
    mark = cast(func.round(_WHOLE * so_far / measured.correlate(pledges).scalar_subquery()), Integer)
    points = chosen(number_of(daily.c.day).label("day"), mark.label("mark")).correlate(pledges).subquery()
    days, marks = (
        func.array_agg(aggregate_order_by(points.c[name], points.c.day)) for name in ("day", "mark")
    )
    whole = ARRAY(Integer)
    return chosen(type_coerce(days, whole).label("days"), type_coerce(marks, whole).label("marks")).lateral()


def number_of(day: ColumnElement[Any]) -> ColumnElement[Any]:
    """A day as a number."""
    return type_coerce(cast(day, Date) - EPOCH, Integer)


def _gains(role: Role, pledges: FromClause, moment: Moment) -> Subquery:
    """By how much the sum of the capped ratios changed on each day."""
    running = _running(_accepted(role, pledges, moment), pledges)
    share = chosen(running.c.target_id, running.c.day, capped_ratio(running, "verified").label("share"))
    shares = share.correlate(pledges).subquery()
    before = func.lag(shares.c.share, ONE, ZERO).over(partition_by=shares.c.target_id, order_by=shares.c.day)
    gains = chosen(shares.c.day, (shares.c.share - before).label("gain")).correlate(pledges).subquery()
    gain = func.sum(gains.c.gain)
    daily = chosen(gains.c.day, gain.label("gain")).group_by(gains.c.day).having(gain != ZERO)
    return daily.correlate(pledges).subquery()


def _accepted(role: Role, pledges: FromClause, moment: Moment) -> Subquery:
    """The accepted reports on measurable targets, each with what it says and the day of its acceptance."""
    verification, report = (
        rows_of(visible_verifications(role, moment)),
        rows_of(visible_reports(role, moment)),
    )
    target, indicator = rows_of(visible_targets(role, moment)), bare(models.Indicator)
    joined = (
        verification.join(report, report.c.id == verification.c.report_id)
        .join(target, target.c.id == report.c.target_id)
        .join(indicator, indicator.c.id == target.c.indicator_id)
    )
    order = (report.c.recorded_at, report.c.id)
    place = func.row_number().over(partition_by=report.c.target_id, order_by=order)
    is_share = indicator.c.kind == word(IndicatorKind.PERCENTAGE)
    percent = _quotient(_HUNDRED * report.c.numerator, report.c.denominator)
    columns = (
        *(report.c[name] for name in ("target_id", "numerator", "denominator")),
        *(target.c[name] for name in ("quantity", "baseline")),
        indicator.c.over_periods,
        is_share.label("is_share"),
        case((is_share, percent), else_=report.c.quantity).label("value"),
        verification.c.effective_on.label("day"),
        number_of(report.c.effective_on).label("until"),
        place.label("place"),
    )
    found = chosen(*columns).select_from(joined)
    return (
        found.where(
            *(each.c.pledge_id == pledges.c.id for each in (verification, report, target)),
            verification.c.decision == word(Decision.ACCEPTED),
            target.c.quantity.is_not(None),
        )
        .correlate(pledges)
        .subquery()
    )


def _running(accepted: Subquery, pledges: FromClause) -> Subquery:
    """What is verified of a target by the end of each day on which a report on it was accepted."""
    value = accepted.c.value
    dated = array([cast(each, Numeric) for each in (accepted.c.until, accepted.c.place, value)])
    aggregates = {
        "numerator": func.sum(accepted.c.numerator),
        "denominator": func.sum(accepted.c.denominator),
        "total": func.sum(value),
        "mean": func.avg(value),
        "most": func.max(value),
        "latest": func.max(dated, type_=ARRAY(Numeric)),
    }
    target, day = accepted.c.target_id, accepted.c.day
    so_far = (each.over(partition_by=target, order_by=day).label(name) for name, each in aggregates.items())
    carried = (accepted.c[name] for name in (*_OF_TARGET, "day", "over_periods", "is_share"))
    sums = chosen(*carried, *so_far).correlate(pledges).subquery()
    verified = func.round(_combined(sums), _STORED_DECIMALS).label("verified")
    columns = (sums.c[name] for name in (*_OF_TARGET, "day"))
    return chosen(*columns, verified).distinct().correlate(pledges).subquery()


def _combined(sums: Subquery) -> ColumnElement[Any]:
    """The value so far, as the indicator combines its periods; percentages by numerator and denominator."""
    how, added = sums.c.over_periods, (word(Aggregation.SUM), word(Aggregation.MEAN))
    percent = _quotient(_HUNDRED * sums.c.numerator, sums.c.denominator)
    return case(
        (how == word(Aggregation.MAX), sums.c.most),
        (how == word(Aggregation.LATEST), sums.c.latest[_THIRD]),
        (and_(sums.c.is_share, how.in_(added)), percent),
        (how == word(Aggregation.MEAN), sums.c.mean),
        else_=sums.c.total,
    )


def _quotient(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    """Of numbers of any size: the operator of SQLAlchemy would cast to what a column holds."""
    return one.op("/")(other)


def pace(lines: FromClause, until: ColumnElement[Any]) -> LateralFromClause:
    """Beside each of `lines`: `pace` of service/rules/forecast.py over its points up to that place.

    It is a row beside and not a value, since the planner would compute a value anew wherever it is named.
    """
    first = func.greatest(ONE, until - literal_column(str(MOST_POINTS - 1)))
    one, later = (func.generate_series(first, until).table_valued("place").render_derived() for _ in range(2))
    pairs = one.join(later, one.c.place < later.c.place)
    rise, run = (_difference(lines.c[name], one.c.place, later.c.place) for name in ("marks", "days"))
    middle = func.percentile_cont(_MIDDLE).within_group(rise / run)
    return select(cast(middle, Double).label("pace")).select_from(pairs).correlate(lines).lateral()


def _difference(
    values: ColumnElement[Any], one: ColumnElement[Any], later: ColumnElement[Any]
) -> ColumnElement[Any]:
    return cast(values[later] - values[one], Double)
