"""Meetings, who came, and what was asked there, in the graph."""

from datetime import date
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, FromClause, exists, func, literal, literal_column, or_, select

import models
from graph.plan.declaration import Connected, Filtering, Many, One, Order, Root, plain, planned, rooted
from graph.types.agencies import Agency, SpmArea
from graph.types.connection import Connection, connection
from graph.types.enumerations import AttendanceCapacity, MeetingKind
from graph.types.node import Node, identity, open_rows
from graph.types.places import Region, read_texts
from service.access.bare import bare
from service.access.moments import Moment
from service.reading.places import holds


@strawberry.type(description="An agency on the list of those who came (daftar hadir).")
class Attendance:
    """An entry of the list; absence from an incomplete list is a prompt, never a fact."""

    agency: Agency = planned(One(join=lambda row, child: child.c.id == row.c.agency_id), "Who came.")
    capacity: AttendanceCapacity = plain("capacity", "How.")
    note: str | None = plain("note", "What the source says beside it.")


@strawberry.type(description="An instruction given at a meeting (arahan); not a pledge.")
class Directive(Node):
    """A directive, with the words as spoken."""

    id: strawberry.ID = identity("directive")
    title: str = plain("title", "In our own words.")
    quote: str = plain("quote", "The words as spoken.")
    speaker: str | None = plain("speaker", "Who said it.")
    source: str = plain("source", "Where it is reported.")
    addressed_to: str = plain("addressed_to", "To whom, as far as the source tells.")
    areas: list[SpmArea] = planned(
        Many(
            join=lambda row, child: child.c.code.in_(
                select(models.DirectiveArea.area_code)
                .where(models.DirectiveArea.directive_id == row.c.id)
                .correlate(row)
            ),
            order=lambda child: (child.c.position,),
        ),
        "The areas it is about.",
    )


_JOINT: ColumnElement[str] = literal_column("'JOINT'")


def _attended(row: FromClause, agency: FromClause) -> ColumnElement[bool]:
    attendance = bare(models.Attendance)
    same = (attendance.c.meeting_id == row.c.id, attendance.c.agency_id == agency.c.id)
    return exists(select(literal(1)).select_from(attendance).where(*same).correlate(row, agency))


def _pledged(row: FromClause, agency: FromClause) -> ColumnElement[bool]:
    """Whether the agency leads a pledge that was made at the meeting, or carries one jointly."""
    pledge, beside = bare(models.Pledge), bare(models.PledgeAgency)
    jointly = select(literal(1)).where(
        beside.c.pledge_id == pledge.c.id, beside.c.agency_id == agency.c.id, beside.c.role == _JOINT
    )
    carries = or_(pledge.c.lead_agency_id == agency.c.id, exists(jointly.correlate(pledge, agency)))
    made = select(literal(1)).select_from(pledge).where(pledge.c.meeting_id == row.c.id, carries)
    return exists(made.correlate(row, agency))


_ATTENDANCE = Connected(
    join=lambda row, child: child.c.meeting_id == row.c.id,
    orders={"RECORDED": Order(name="RECORDED", keys=lambda row: (row.c.id,))},
    default="RECORDED",
)


@strawberry.type(description="A meeting (rapat) where pledges are made and answered for.")
class Meeting(Node):
    """A meeting; the day may be known only as the day it was reported."""

    id: strawberry.ID = identity("meeting")
    title: str = plain("title", "Its title.")
    kind: MeetingKind = plain("kind", "Its kind.")
    held_on: date | None = plain("held_on", "The day it was held.")
    reported_on: date | None = plain("reported_on", "The day of the report.")
    venue: str | None = plain("venue", "Where.")
    region: Region = planned(One(join=lambda row, child: child.c.code == row.c.region_code), "Its region.")
    led_by: str | None = plain("led_by", "Who led it, an office-holder.")
    source: str | None = plain("source", "Where it is reported.")
    attendance: Connection[Attendance] = connection(_ATTENDANCE, "Who came, as far as the source tells.")
    attendance_complete: bool = plain("attendance_complete", "Whether the list is whole.")
    attended_without_pledge: list[Agency] = planned(
        Many(
            join=lambda row, child: _attended(row, child) & ~_pledged(row, child),
            order=lambda child: (child.c.region_code, child.c.code),
        ),
        "Agencies on the list of which no pledge is recorded: a prompt, not a fact.",
    )
    pledged_without_attending: list[Agency] = planned(
        Many(
            join=lambda row, child: _pledged(row, child) & ~_attended(row, child),
            order=lambda child: (child.c.region_code, child.c.code),
        ),
        "Agencies that pledged here and are not on the list.",
    )
    directives: list[Directive] = planned(
        Many(join=lambda row, child: child.c.meeting_id == row.c.id, order=lambda child: (child.c.id,)),
        "What was asked there.",
    )
    version: int = plain("version", "For expectedVersion.")


@strawberry.input(description="Narrows meetings.")
class MeetingFilter:
    """What a meeting must be."""

    kind: MeetingKind | None = strawberry.field(default=None, description="Of this kind.")
    within: str | None = strawberry.field(default=None, description="Of this region, or inside it.")
    search: str | None = strawberry.field(default=None, description="Title holds these words.")


def _where(child: FromClause, name: str, value: Any, _moment: Moment) -> ColumnElement[bool]:  # noqa: ANN401 - a bind parameter
    if name == "kind":
        return child.c.kind == value
    if name == "within":
        return holds(value, child.c.region_code)
    return func.strpos(func.lower(child.c.title), func.lower(value)) > literal_column("0")


_DAY: ColumnElement[date] = literal_column("DATE '0001-01-01'")
MEETINGS = Connected(
    join=None,
    orders={
        "NEWEST": Order(
            name="NEWEST",
            keys=lambda row: (func.coalesce(row.c.held_on, row.c.reported_on, _DAY), row.c.id),
            descending=True,
        )
    },
    default="NEWEST",
    filtering=Filtering(read=read_texts, where=_where),
)
rooted("Meeting", Root(rows=open_rows(models.Meeting), prefix="meeting"))
rooted("Attendance", Root(rows=open_rows(models.Attendance)))
rooted("Directive", Root(rows=open_rows(models.Directive), prefix="directive"))
