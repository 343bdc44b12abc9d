"""Gaps in the graph: what is missing where, what was said of it, and who was asked."""

from datetime import date, datetime

import strawberry
from sqlalchemy import ColumnElement, FromClause, and_, or_

import models
from graph.plan.declaration import (
    Many,
    One,
    Root,
    column,
    plain,
    planned,
    rooted,
)
from graph.types.agencies import Agency, SpmArea
from graph.types.enumerations import GapKind
from graph.types.meetings import Meeting
from graph.types.node import Node, identity, instant, open_rows
from graph.types.places import Posyandu, Region
from graph.types.requests import PledgeRequest
from service.reading.sql import word
from service.rules.requests import RequestState as State


@strawberry.type(description="A gap that is none (tidak berlaku), as somebody said and why.")
class GapMark(Node):
    """A mark; of a region, it covers every place within it."""

    id: strawberry.ID = identity("gapmark")
    kind: GapKind = plain("kind", "Which kind of gap it is about.")
    region: Region | None = planned(
        One(join=lambda row, child: child.c.code == row.c.region_code), "The region, when it is of one."
    )
    posyandu: Posyandu | None = planned(
        One(join=lambda row, child: child.c.id == row.c.posyandu_id), "The post, when it is of one."
    )
    area: SpmArea | None = planned(
        One(join=lambda row, child: child.c.code == row.c.area_code), "The area, unless it is of a meeting."
    )
    agency: Agency | None = planned(
        One(join=lambda row, child: child.c.id == row.c.agency_id), "The agency, when it is of one."
    )
    meeting: Meeting | None = planned(
        One(join=lambda row, child: child.c.id == row.c.meeting_id), "The meeting, when it is of one."
    )
    reason: str = plain("reason", "Why it is none.")
    marked_on: date = plain("marked_on", "From which day on.")
    marked_by: str = plain("marked_by", "Who said so, by office.")
    withdrawal: str | None = plain("withdrawal", "Why it was taken back.")
    withdrawn_on: date | None = plain("withdrawn_on", "When it was taken back.")
    recorded_at: datetime = column("When it was recorded.", instant("recorded_at"))


def _is_asked(row: FromClause, request: FromClause) -> ColumnElement[bool]:
    """Whether an open request is about the gap: its place and area, or its agency and area or meeting."""
    area = request.c.area_code == row.c.area_code
    post, region = request.c.posyandu_id == row.c.posyandu_id, request.c.region_code == row.c.region_code
    agency = request.c.agency_id == row.c.agency_id
    meeting = and_(row.c.area_code.is_(None), request.c.meeting_id == row.c.meeting_id)
    about = or_(and_(area, or_(post, region)), and_(agency, or_(area, meeting)))
    return and_(request.c.state == word(State.OPEN), about)


@strawberry.type(
    description="What is missing (kesenjangan): at a place in an area, or of an agency. It is computed, "
    "never stored; `pledges(filter: {at: …})` with its place and area shows what stands there."
)
class Gap:
    """A gap of one kind, with what it is about."""

    key: str = plain("key", "Names it among the gaps of a question; they stand in its order.")
    kind: GapKind = plain("kind", "What is missing.")
    region: Region | None = planned(
        One(join=lambda row, child: child.c.code == row.c.region_code), "The place, when it is a region."
    )
    posyandu: Posyandu | None = planned(
        One(join=lambda row, child: child.c.id == row.c.posyandu_id), "The place, when it is a post."
    )
    area: SpmArea | None = planned(
        One(join=lambda row, child: child.c.code == row.c.area_code),
        "The area; null for who came to a meeting.",
    )
    agency: Agency | None = planned(
        One(join=lambda row, child: child.c.id == row.c.agency_id), "The agency, when it is of one."
    )
    meeting: Meeting | None = planned(
        One(join=lambda row, child: child.c.id == row.c.meeting_id), "The meeting to which it came."
    )
    not_applicable: GapMark | None = planned(
        One(join=lambda row, child: child.c.id == row.c.mark_id),
        "Who said that it is none, and why: the narrowest mark that covers it.",
    )
    requests: list[PledgeRequest] = planned(
        Many(join=_is_asked, order=lambda child: (child.c.due_on, child.c.id)),
        "The requests about it that are open now.",
    )


rooted("GapMark", Root(rows=open_rows(models.GapMark), prefix="gapmark"))
