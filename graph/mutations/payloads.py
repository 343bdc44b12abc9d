"""What mutations give back: the thing that they changed, as it is after the commit."""

from typing import Any

import strawberry
from sqlalchemy import ColumnElement, FromClause, select

import models
from graph.mutations.declaring import Payload
from graph.plan.declaration import One, plain, planned
from graph.types.accounts import Account
from graph.types.agencies import Agency
from graph.types.gaps import GapMark
from graph.types.meetings import Directive, Meeting
from graph.types.overlaps import OverlapMark
from graph.types.place_names import PlaceName
from graph.types.pledges import Constraint, Pledge
from graph.types.requests import PledgeRequest
from graph.types.targets import ProgressReport
from graph.types.tokens import Token
from service.access.bare import bare


def _itself(row: FromClause, child: FromClause) -> ColumnElement[bool]:
    return child.c.id == row.c.id


def _through(table: type[models.Base], column: str) -> Any:  # noqa: ANN401 - a join of the planner's shape
    """Joins what `column` of the row in `table` that was changed refers to."""
    changed = bare(table)

    def join(row: FromClause, child: FromClause) -> ColumnElement[bool]:
        key = select(changed.c[column]).where(changed.c.id == row.c.id).correlate(row).scalar_subquery()
        return child.c.id == key

    return join


@strawberry.type
class Pledged(Payload):
    """Of mutations that change a pledge."""

    pledge: Pledge = planned(One(join=_itself), "The pledge, as it is now.")


@strawberry.type
class Transferred(Payload):
    """Of a transfer."""

    successor: Pledge = planned(One(join=_itself), "The pledge of the other agency, RECORDED.")
    pledge: Pledge = planned(
        One(join=_through(models.Pledge, "predecessor_id")), "The pledge that it came from, TRANSFERRED."
    )


@strawberry.type
class Reported(Payload):
    """Of a report."""

    report: ProgressReport = planned(One(join=_itself), "The report.")
    pledge: Pledge = planned(One(join=_through(models.ProgressReport, "pledge_id")), "Its pledge.")


@strawberry.type
class Verified(Payload):
    """Of a verification."""

    report: ProgressReport = planned(
        One(join=_through(models.Verification, "report_id")), "The report, with its verification."
    )
    pledge: Pledge = planned(One(join=_through(models.Verification, "pledge_id")), "Its pledge.")


@strawberry.type
class Constrained(Payload):
    """Of a constraint."""

    constraint: Constraint = planned(One(join=_itself), "The constraint.")
    pledge: Pledge = planned(One(join=_through(models.PledgeConstraint, "pledge_id")), "Its pledge.")


@strawberry.type
class Met(Payload):
    """Of a meeting."""

    meeting: Meeting = planned(One(join=_itself), "The meeting, as it is now.")


@strawberry.type
class Directed(Payload):
    """Of a directive."""

    directive: Directive = planned(One(join=_itself), "The directive.")
    meeting: Meeting = planned(One(join=_through(models.Directive, "meeting_id")), "Its meeting.")


@strawberry.type
class Mandated(Payload):
    """Of a mandate."""

    agency: Agency = planned(One(join=_itself), "The agency, with its mandates as they are now.")


@strawberry.type
class GapMarked(Payload):
    """Of a mark on a gap."""

    mark: GapMark = planned(One(join=_itself), "The mark.")


@strawberry.type
class OverlapMarked(Payload):
    """Of a mark on an overlap."""

    mark: OverlapMark = planned(One(join=_itself), "The mark.")


@strawberry.type
class Accounted(Payload):
    """Of an account."""

    account: Account = planned(One(join=_itself), "The account, as it is now.")


@strawberry.type
class Tokened(Payload):
    """Of a token that is there already."""

    token: Token = planned(One(join=_itself), "The token, as it is now.")


@strawberry.type
class PlaceNamed(Payload):
    """Of a name of a place."""

    place_name: PlaceName = planned(One(join=_itself), "The name, as it is now.")


@strawberry.type
class Given(Tokened):
    """Of a new token."""

    text: str | None = plain(
        "secret", "What the program sends as a bearer. Told here alone: null when it is asked for again."
    )


@strawberry.type
class Requested(Payload):
    """Of a request for a pledge."""

    request: PledgeRequest = planned(One(join=_itself), "The request, as it is now.")
