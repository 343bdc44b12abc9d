"""Reports as a list of their own, such as those that wait for a verification; how they are narrowed."""

from typing import Any

import strawberry
from sqlalchemy import ColumnElement, FromClause, select

from graph.plan.declaration import Connected, Filtering, Order
from graph.plan.identity import uuid_of
from service.access.actors import Role
from service.access.bare import rows_of
from service.access.moments import Moment
from service.access.visibility import visible_pledges, visible_targets
from service.reading.places import holds, in_region


@strawberry.input(description="Narrows reports; every member given must hold.")
class ReportFilter:
    """What a report must be."""

    is_waiting: bool | None = strawberry.field(
        default=None, description="Without a verification yet (menunggu telaah); or with one."
    )
    region: str | None = strawberry.field(
        default=None,
        description="On a pledge that is recorded for the region of this code or one inside: those that its "
        "secretariat may verify.",
    )
    within: str | None = strawberry.field(
        default=None,
        description="On a target whose place contains the region of this code, or lies within it.",
    )
    agency: strawberry.ID | None = strawberry.field(default=None, description="By this agency.")
    pledge: strawberry.ID | None = strawberry.field(default=None, description="On this pledge.")


_IDS = {"agency", "pledge"}
_WAITING = {"waiting": True, "verified": False}


def _read(given: dict[str, Any]) -> dict[str, object]:
    """The members that were given; whether a report waits shapes the statement, so that the index answers."""
    found: dict[str, object] = {}
    for name, value in given.items():
        if name == "isWaiting" and value is not None:
            found["waiting" if value else "verified"] = None
        elif value is not None:
            found[name] = uuid_of(value, name) if name in _IDS else value
    return found


def _where(child: FromClause, name: str, value: ColumnElement[Any], moment: Moment) -> ColumnElement[bool]:
    if name in _IDS:
        return child.c[f"{name}_id"] == value
    if name in _WAITING:
        return child.c.waits if _WAITING[name] else ~child.c.waits
    # Asked of each row by its key: as EXISTS it is made a join, which reads all that wait for each pledge.
    if name == "region":
        pledge = rows_of(visible_pledges(Role.PUBLIC, moment))
        there = select(holds(value, pledge.c.region_code)).where(pledge.c.id == child.c.pledge_id)
    else:
        target = rows_of(visible_targets(Role.PUBLIC, moment))
        there = select(in_region(target, value)).where(target.c.id == child.c.target_id)
    return there.correlate(child).scalar_subquery()


ALL_REPORTS = Connected(
    join=None,
    orders={"OLDEST": Order(name="OLDEST", keys=lambda row: (row.c.effective_on, row.c.id))},
    default="OLDEST",
    filtering=Filtering(read=_read, where=_where),
)
