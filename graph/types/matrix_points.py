"""A point in time that matrices are compared at: how it is asked for, and which moment it is."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, cast

import strawberry
from sqlalchemy import ColumnElement, Date, DateTime, func, select, tuple_
from sqlalchemy import cast as sql_cast

import models
from graph.errors import Code
from graph.plan.declaration import Composing
from graph.plan.identity import uuid_of
from graph.plan.looking_back import instant_of
from service.access.bare import bare
from service.access.moments import Moment

Parameter = Callable[[str], ColumnElement[Any]]


@strawberry.input(description="A day, as it was known at an instant; what asOf and knownOn are elsewhere.")
class MatrixMoment:
    """Both times."""

    as_of: date = strawberry.field(description="Effective: the state of the world on this day.")
    known_on: datetime = strawberry.field(description="Recorded: only what was known at this instant.")


@strawberry.input(
    one_of=True,
    description="A point in time. Before the first record nothing was there; on a day ahead nothing but the "
    "timeliness has changed.",
)
class MatrixPoint:
    """One way to name a point."""

    date: "date | None" = strawberry.field(
        default=strawberry.UNSET, description="This day, by what is known now."
    )
    meeting: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="The day on which the meeting was held, or else reported, by what is known now.",
    )
    moment: MatrixMoment | None = strawberry.field(
        default=strawberry.UNSET, description="A day, as it was known at an instant."
    )


def read_point(name: str, given: Mapping[str, Any]) -> tuple[str, dict[str, object]]:
    """Which way a point was named, and its values, whose names begin with `name`."""
    ((way, value),) = given.items()
    if way == "meeting":
        return way, {f"{name}_meeting": uuid_of(value, "meeting")}
    if way == "date":
        return way, {f"{name}_day": value}
    both = cast("Mapping[str, object]", value)
    return way, {f"{name}_day": both["asOf"], f"{name}_known": both["knownOn"]}


def moment_at(composing: Composing, name: str, way: str, parameter: Parameter) -> Moment:
    """The moment of a point; a meeting that is not there, or of no day, refuses the request."""
    known = sql_cast(parameter(f"{name}_known"), DateTime(timezone=True)) if way == "moment" else None
    if way != "meeting":
        return Moment(day=sql_cast(parameter(f"{name}_day"), Date), known=known)
    meeting = bare(models.Meeting)
    day = func.coalesce(meeting.c.held_on, meeting.c.reported_on)
    found = select(day).where(meeting.c.id == parameter(f"{name}_meeting")).scalar_subquery()
    message = f"{name} names no meeting whose day is known."
    composing.object_to(found.is_(None), Code.BAD_USER_INPUT, message)
    return Moment(day=found)


def object_to_disorder(composing: Composing, earlier: Moment, later: Moment) -> None:
    """Refuse two points of which the first comes after the second; of one day, by what was known."""
    first, second = (tuple_(each.day, instant_of(each.known)) for each in (earlier, later))
    composing.object_to(first > second, Code.BAD_USER_INPUT, "from comes after to.")
