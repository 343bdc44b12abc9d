"""Requests for a pledge in the graph: who was asked for what, where, by when, and what came of it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlalchemy import ColumnElement, FromClause, cast, exists, func, or_, select

import models
from graph.plan.declaration import Connected, Filtering, One, Order, Root, column, plain, planned, rooted
from graph.plan.identity import uuid_of
from graph.types.agencies import Agency, SpmArea
from graph.types.enumerations import RequestState, SpmAreaCode
from graph.types.meetings import Meeting
from graph.types.node import Node, identity, instant, open_rows
from graph.types.places import Posyandu, Region
from service.access.bare import bare
from service.access.moments import Moment
from service.reading.places import holds
from service.reading.sql import ONE

if TYPE_CHECKING:
    from graph.types.pledges import Pledge


@strawberry.type(description="A request to an agency to pledge something (permintaan komitmen).")
class PledgeRequest(Node):
    """A request, answered by a pledge, declined or taken back."""

    id: strawberry.ID = identity("request")
    agency: Agency = planned(One(join=lambda row, child: child.c.id == row.c.agency_id), "Who is asked.")
    area: SpmArea = planned(One(join=lambda row, child: child.c.code == row.c.area_code), "For which area.")
    posyandu: Posyandu | None = planned(
        One(join=lambda row, child: child.c.id == row.c.posyandu_id), "For which post, when it is one."
    )
    region: Region | None = planned(
        One(join=lambda row, child: child.c.code == row.c.region_code), "For which region, when it is one."
    )
    meeting: Meeting | None = planned(
        One(join=lambda row, child: child.c.id == row.c.meeting_id), "The meeting that it came out of."
    )
    words: str = plain("words", "What is asked.")
    due_on: date = plain("due_on", "By when an answer is asked for.")
    state: RequestState = plain("state", "Where it stands.")
    requested_on: date = plain("requested_on", "When it was asked.")
    requested_by: str = plain("requested_by", "Who asked, by office.")
    pledge: Annotated["Pledge", strawberry.lazy("graph.types.pledges")] | None = planned(
        One(join=lambda row, child: child.c.id == row.c.pledge_id), "The pledge that answers it."
    )
    reason: str | None = plain("reason", "Why it was declined or taken back.")
    settled_on: date | None = plain("settled_on", "When it was answered, declined or taken back.")
    version: int = plain("version", "Counts its changes.")
    recorded_at: datetime = column("When it was recorded.", instant("recorded_at"))


@strawberry.input(description="Narrows requests; every member given must hold.")
class PledgeRequestFilter:
    """What a request must be."""

    agency: strawberry.ID | None = strawberry.field(default=None, description="To this agency.")
    area: SpmAreaCode | None = strawberry.field(default=None, description="For this area.")
    within: str | None = strawberry.field(
        default=None, description="For a place in the region of this code, or the region itself."
    )
    meeting: strawberry.ID | None = strawberry.field(default=None, description="Out of this meeting.")
    state: list[RequestState] | None = strawberry.field(default=None, description="In one of these states.")
    due_by: date | None = strawberry.field(default=None, description="Due on this day or before.")


_IDS = {"agency", "meeting"}
_OWN = {"agency": "agency_id", "meeting": "meeting_id", "area": "area_code"}


def _read(given: dict[str, Any]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in given.items():
        if name == "state" and value is not None:
            found[name] = [RequestState(state).value for state in value]
        elif value is not None:
            found[name] = uuid_of(value, name) if name in _IDS else getattr(value, "value", value)
    return found


def _where(child: FromClause, name: str, value: ColumnElement[Any], _moment: Moment) -> ColumnElement[bool]:
    if name in _OWN:
        return child.c[_OWN[name]] == value
    if name == "state":
        return child.c.state == func.any(value)
    if name == "dueBy":
        return child.c.due_on <= cast(value, child.c.due_on.type)
    post = bare(models.Posyandu)
    inside = (post.c.id == child.c.posyandu_id, holds(value, post.c.village_code))
    here = select(ONE).select_from(post).where(*inside)
    return or_(holds(value, child.c.region_code), exists(here.correlate(child)))


PLEDGE_REQUESTS = Connected(
    join=None,
    orders={"DUE": Order(name="DUE", keys=lambda row: (row.c.due_on, row.c.id))},
    default="DUE",
    filtering=Filtering(read=_read, where=_where),
)
rooted("PledgeRequest", Root(rows=open_rows(models.PledgeRequest), prefix="request"))
