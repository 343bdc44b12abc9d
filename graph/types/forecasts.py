"""Forecasts in the graph: of a pledge, and over the pledges of a cell. service/rules/forecast.py says how."""

from datetime import date
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, Date, Select, cast, func, literal_column, select

from graph.plan.declaration import Composing, Embedded, Root, Selected, plain, planned, rooted
from graph.types.enumerations import Outlook
from service.access.actors import Role
from service.access.bare import rows_of
from service.access.moments import Moment
from service.access.visibility import visible_pledges
from service.reading.cell_forecasts import MEMBERS
from service.reading.forecasting import forecasts_of
from service.reading.series import EPOCH
from service.reading.sql import ZERO
from service.rules.forecast import EARLIEST, FEWEST_POINTS, LATEST, MOST_POINTS


@strawberry.type(
    description="How much longer than expected the second half of pledges took (kemoloran): 2 is twice as "
    "long as their pace said, with the days for closing. From the agency's own pledges, the fewer the more "
    "from everybody's."
)
class Slippage:
    """What a forecast is stretched by."""

    times: float | None = plain(
        "times", "Half of the pledges do not exceed it; null when fewer are known to have ended."
    )
    own_pledges: int = plain("own", "From how many pledges of the agency, at most.")
    all_pledges: int = plain("others", "From how many of everybody's.")


@strawberry.type(
    description="When a pledge may be reported done (prakiraan), by its verified progress. No state changes."
)
class Forecast:
    """A range of days, or why there is none."""

    outlook: Outlook = plain("outlook", "Whether days can be told, or why not.")
    earliest: date | None = plain(
        "earliest",
        f"One of ten such pledges is done by then: {EARLIEST:g} times what is likely, without days for "
        "closing.",
    )
    likely: date | None = plain("likely", "Half of such pledges are done by then.")
    latest: date | None = plain(
        "latest",
        f"Nine of ten such pledges are done by then: {LATEST:g} times as far ahead as `likely`, as measured "
        "on made-up provinces; null when over ten years away.",
    )
    days_late: int | None = plain(
        "days_late", "Days from the due date to the likely day, negative when before it; null without both."
    )
    reason: str = plain("reason", "Why, in words and numbers: Indonesian / English.")
    points: int = plain(
        "points",
        f"On how many days verified progress changed; {FEWEST_POINTS} are needed, and the pace is of the "
        f"last {MOST_POINTS}.",
    )
    days: int | None = plain("days", "From the first of these days to the last.")
    last_changed_on: date | None = plain("changed_on", "The last of these days.")
    progress: float | None = plain("progress", "Verified progress on that day; null when not measurable.")
    pace: float | None = plain("pace", "How much of the whole is verified in 30 days, by the median slope.")
    slippage: Slippage = planned(Embedded(), "What the rest is stretched by, at this agency.")


@strawberry.type(
    description="What the pledges in progress of a cell may come to (prakiraan); each is forecast whole, "
    "wherever its targets are."
)
class CellForecast:
    """How many are likely in time, and by when most of them are likely done."""

    in_progress: int = plain("in_progress", "How many of the pledges are in progress.")
    on_time: int = plain("on_time", "How many of these are likely done by their due date.")
    late: int = plain("late", "How many are likely done after it.")
    no_due_date: int = plain("no_due_date", "How many have a likely day and no due date.")
    not_forecast: int = plain("not_forecast", "How many have no likely day: their own forecasts say why.")
    half_by: date | None = plain(
        "half_by",
        "Half of those that have a range are likely done by then: each counts a quarter at its earliest day, "
        "half at its likely day and a quarter at its latest. Null when none has one.",
    )
    most_by: date | None = plain(
        "most_by", "Nine of ten of them are likely done by then; null when over ten years away."
    )


def compose_cell_forecast(composing: Composing, selected: Selected) -> ColumnElement[Any]:
    """The counts of a cell by their names; nothing in progress is nothing late."""
    row = selected.row
    told = {name: row.c.forecast[literal_column(str(place))] for place, name in enumerate(MEMBERS, start=1)}
    days = {name: cast(EPOCH + told.pop(name), Date) for name in ("half_by", "most_by")}
    counts = {name: func.coalesce(count, ZERO) for name, count in told.items()}
    members = [value.label(name) for name, value in {**counts, **days}.items()]
    each = select(*members).correlate(row).subquery()
    made = select(composing.object(selected.kind, selected.nodes, each)).select_from(each)
    return made.correlate(row).scalar_subquery()


def _forecasts(role: Role, moment: Moment) -> Select[Any]:
    return forecasts_of(role, rows_of(visible_pledges(role, moment)), moment)


rooted("Forecast", Root(rows=_forecasts))
