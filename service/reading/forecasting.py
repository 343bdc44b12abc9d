"""When pledges may be done: service/rules/forecast.py in SQL, for one pledge or for a set of them."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Double,
    FromClause,
    Integer,
    Subquery,
    case,
    cast,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.sql.selectable import LateralFromClause

from service.access.actors import Role
from service.access.bare import rows_of
from service.access.moments import Moment
from service.access.visibility import visible_targets
from service.reading.forecast_reason import reason
from service.reading.pledge_facts import day_of
from service.reading.series import EPOCH, pace, series
from service.reading.slippage import CLOSING, STOPPED, everybody, experience, real
from service.reading.sql import ONE, ZERO, Rows, chosen, once, word
from service.rules.forecast import EARLIEST, FEWEST_POINTS, HORIZON_DAYS, LATEST, WHOLE, Outlook
from service.rules.lifecycle import EXITS

_WHOLE: ColumnElement[Any] = literal_column(str(WHOLE))
_CARRIED = ("id", "lead_agency_id", "execution", "due_on")


def forecast_of(role: Role, row: FromClause, moment: Moment) -> Rows:
    """The forecast of one pledge, whose row stands outside."""
    pledge = chosen(*_columns(row)).correlate(row).subquery()
    known = experience(role, pledge, everybody(role, moment), moment)
    return _told(_lines(role, pledge, pledge.join(known, true()), known, moment))


def forecasts_of(role: Role, pledges: FromClause, moment: Moment) -> Rows:
    """The forecasts of all of `pledges`; what is known of an agency is looked up once."""
    asked = once(chosen(*_columns(pledges)))
    agency = chosen(asked.c.lead_agency_id).distinct().subquery()
    found = experience(role, agency, everybody(role, moment), moment)
    known = once(chosen(*agency.c, *found.c).select_from(agency.join(found, true())))
    both = asked.join(known, known.c.lead_agency_id == asked.c.lead_agency_id)
    return _told(_lines(role, asked, both, known, moment))


def _columns(row: FromClause) -> list[ColumnElement[Any]]:
    return [*(row.c[name] for name in _CARRIED), day_of(row).label("today")]


def _lines(role: Role, pledge: FromClause, joined: FromClause, known: FromClause, moment: Moment) -> Subquery:
    """Each pledge with its points, its pace, and the slippage that its agency is known for."""
    points = series(role, pledge, moment)
    measured = _measured(role, pledge, moment)
    slippages = (known.c[name] for name in ("times", "own", "others"))
    counted = func.coalesce(func.cardinality(points.c.marks), ZERO).label("points")
    columns = (*pledge.c, *slippages, *points.c, counted, measured.c.is_measurable)
    lines = chosen(*columns).select_from(joined.join(points, true()).join(measured, true())).subquery()
    last = (lines.c[f"{name}s"][lines.c.points].label(name) for name in ("mark", "day"))
    speed = pace(lines, lines.c.points)
    paced = chosen(*lines.c, *last, speed.c.pace).select_from(lines.join(speed, true())).subquery()
    left = cast(_WHOLE - paced.c.mark, Double) / cast(func.nullif(paced.c.pace, ZERO), Double)
    return chosen(*paced.c, left.label("left")).subquery()


def _measured(role: Role, pledge: FromClause, moment: Moment) -> LateralFromClause:
    target = rows_of(visible_targets(role, moment))
    is_measurable = func.count(target.c.quantity) > ZERO
    found = select(is_measurable.label("is_measurable")).where(target.c.pledge_id == pledge.c.id)
    return found.correlate(pledge).lateral()


def _told(line: Subquery) -> Rows:
    """What is said of each: the outlook, the days when there are any, and the numbers that they rest on."""
    ahead = _ahead(line)
    named = chosen(
        *line.c,
        *(days.label(f"to_{name}") for name, days in ahead.items()),
        _outlook(line, ahead["likely"]).label("outlook"),
    ).subquery()
    is_expected = named.c.outlook == word(Outlook.EXPECTED)
    days = {name: case((is_expected, named.c.today + named.c[f"to_{name}"])) for name in ahead}
    told = chosen(
        named.c.id,
        named.c.outlook,
        *(cast(day, Date).label(name) for name, day in days.items()),
        cast(days["likely"] - named.c.due_on, Integer).label("days_late"),
        case((named.c.is_measurable, cast(func.coalesce(named.c.mark, ZERO), Double) / _WHOLE)).label(
            "progress"
        ),
        named.c.points,
        (named.c.day - named.c.days[ONE]).label("days"),
        cast(EPOCH + named.c.day, Date).label("changed_on"),
        (named.c.pace * literal_column("30") / _WHOLE).label("pace"),
        *(named.c[name] for name in ("times", "own", "others")),
    ).subquery()
    return chosen(*told.c, reason(told).label("reason"))


def _ahead(line: FromClause) -> dict[str, ColumnElement[Any]]:
    """In how many days the range begins, has its likely day, and ends."""
    with_closing = (line.c.left + CLOSING) * line.c.times
    return {
        "earliest": _days(line.c.left * line.c.times * real(EARLIEST)),
        "likely": _days(with_closing),
        "latest": _days(with_closing * real(LATEST)),
    }


def _days(days: ColumnElement[Any]) -> ColumnElement[Any]:
    """At least one; NULL beyond the horizon."""
    within = days <= literal_column(str(HORIZON_DAYS))
    return case((within, cast(func.greatest(ONE, func.ceil(days)), Integer)))


def _outlook(line: FromClause, likely: ColumnElement[Any]) -> ColumnElement[Any]:
    few = line.c.points < literal_column(str(FEWEST_POINTS))
    return case(
        (line.c.execution.in_([word(state) for state in EXITS]), word(Outlook.ENDED)),
        (line.c.execution.in_([word(state) for state in STOPPED]), word(Outlook.DONE)),
        (~line.c.is_measurable, word(Outlook.NOT_MEASURABLE)),
        (line.c.mark >= _WHOLE, word(Outlook.DONE)),
        (few, word(Outlook.NOT_ENOUGH_DATA)),
        (line.c.pace <= ZERO, word(Outlook.NO_PROGRESS)),
        (likely.is_(None), word(Outlook.OUT_OF_SIGHT)),
        else_=word(Outlook.EXPECTED),
    )
