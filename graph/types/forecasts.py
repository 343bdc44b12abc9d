"""Forecasts in the graph: of a pledge, and over the pledges of a cell. service/rules/forecast.py says how."""

from datetime import date
from typing import Any

import strawberry
from sqlalchemy import Select

from graph.plan.declaration import Embedded, Root, plain, planned, rooted
from graph.types.enumerations import Outlook
from service.access.actors import Role
from service.access.moments import Moment
from service.access.visibility import visible_pledges
from service.reading.forecasting import forecasts_of
from service.rules.forecast import FEWEST_POINTS, MOST_POINTS


@strawberry.type(
    description="How much longer than the pace said the second half of pledges took (kemoloran): 2 is twice "
    "as long. From the agency's own pledges, the fewer the more from everybody's."
)
class Slippage:
    """What a forecast is stretched by."""

    low: float | None = plain("low", "One of ten pledges does not exceed it.")
    middle: float | None = plain("middle", "Half of them do not.")
    high: float | None = plain("high", "Nine of ten do not; null when fewer are known to have ended.")
    own_pledges: int = plain("own", "From how many pledges of the agency, at most.")
    all_pledges: int = plain("others", "From how many of everybody's.")


@strawberry.type(
    description="When a pledge may be reported done (prakiraan), by its verified progress. No state changes."
)
class Forecast:
    """A range of days, or why there is none."""

    outlook: Outlook = plain("outlook", "Whether days can be told, or why not.")
    earliest: date | None = plain("earliest", "One of ten such pledges is done by then.")
    likely: date | None = plain("likely", "Half of such pledges are done by then.")
    latest: date | None = plain(
        "latest", "Nine of ten such pledges are done by then; null when that is later than can be told."
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


def _forecasts(role: Role, moment: Moment) -> Select[Any]:
    return forecasts_of(role, visible_pledges(role, moment).subquery(), moment)


rooted("Forecast", Root(rows=_forecasts))
