"""Agencies that promised nothing: in an area that they answer for, or at a meeting to which they came."""

from sqlalchemy import ColumnElement, FromClause, Text, and_, cast, exists, func, select

import models
from service.access.visibility import visible_areas, visible_partners, visible_pledges
from service.reading.gap_question import GapQuestion, gap
from service.reading.said import standing_gap_marks, standing_mandates
from service.reading.sql import ONE, Rows, word
from service.reading.standstill import live_pledges
from service.rules.gaps import GapKind
from service.rules.vocabulary import AgencyRole


def mandate_gaps(asked: GapQuestion) -> Rows:
    """Agencies with a mandate for an area in which they carry no live pledge."""
    agency, area = models.Agency.__table__.alias(), models.SpmArea.__table__.alias()
    mandate = standing_mandates(asked.moment).subquery()
    pledge = live_pledges(asked.role, asked.moment, asked.given).subquery()
    of_pledge = visible_areas(asked.moment).subquery()
    in_area = and_(of_pledge.c.pledge_id == pledge.c.id, of_pledge.c.area_code == mandate.c.area_code)
    source = mandate.join(agency, agency.c.id == mandate.c.agency_id)
    source = source.join(area, area.c.code == mandate.c.area_code)
    return (
        gap(
            kind=word(GapKind.NO_PLEDGE_FOR_MANDATE),
            area_code=mandate.c.area_code,
            agency_id=agency.c.id,
            mark_id=_mark(asked, GapKind.NO_PLEDGE_FOR_MANDATE, mandate, "agency_id", "area_code"),
            key=_key("2", agency.c.region_code, agency.c.id, area.c.position),
        )
        .select_from(source)
        .where(
            *asked.inside(agency.c.region_code),
            *asked.equals(mandate, area="area_code", agency="agency_id"),
            *asked.equals(agency, synthetic="synthetic"),
            *_carries_none(asked, mandate, pledge.join(of_pledge, in_area), pledge),
        )
    )


def attendance_gaps(asked: GapQuestion) -> Rows:
    """Agencies on the list of a meeting at which they made no pledge, whatever became of it."""
    came, agency = models.Attendance.__table__.alias(), models.Agency.__table__.alias()
    meeting = models.Meeting.__table__.alias()
    pledge = visible_pledges(asked.role, asked.moment).subquery()
    source = came.join(meeting, meeting.c.id == came.c.meeting_id)
    source = source.join(agency, agency.c.id == came.c.agency_id)
    made_there = pledge.c.meeting_id == came.c.meeting_id
    return (
        gap(
            kind=word(GapKind.ATTENDED_WITHOUT_PLEDGE),
            agency_id=agency.c.id,
            meeting_id=meeting.c.id,
            mark_id=_mark(asked, GapKind.ATTENDED_WITHOUT_PLEDGE, came, "agency_id", "meeting_id"),
            key=_key("3", meeting.c.region_code, meeting.c.id, agency.c.id),
        )
        .select_from(source)
        .where(
            *asked.inside(meeting.c.region_code),
            *asked.equals(came, agency="agency_id", meeting="meeting_id"),
            *asked.equals(meeting, synthetic="synthetic"),
            *_was_held(asked, meeting),
            *_carries_none(asked, came, pledge, pledge, made_there),
        )
    )


def _carries_none(
    asked: GapQuestion,
    party: FromClause,
    source: FromClause,
    pledge: FromClause,
    *conditions: ColumnElement[bool],
) -> list[ColumnElement[bool]]:
    """Whether the party's agency neither leads nor jointly carries such a pledge."""
    beside = visible_partners(asked.moment).subquery()
    jointly = and_(beside.c.pledge_id == pledge.c.id, beside.c.role == word(AgencyRole.JOINT))
    led = select(ONE).select_from(source).where(pledge.c.lead_agency_id == party.c.agency_id, *conditions)
    shared = select(ONE).select_from(source.join(beside, jointly))
    shared = shared.where(beside.c.agency_id == party.c.agency_id, *conditions)
    return [~exists(led.correlate(party)), ~exists(shared.correlate(party))]


def _was_held(asked: GapQuestion, meeting: FromClause) -> list[ColumnElement[bool]]:
    """Whether the meeting had been by that day, and was known; who came to it is known with it."""
    day, known = asked.moment.day, asked.moment.known
    found = [] if day is None else [func.coalesce(meeting.c.held_on, meeting.c.reported_on) <= day]
    return found if known is None else [*found, meeting.c.recorded_at <= known]


def _mark(asked: GapQuestion, kind: GapKind, row: FromClause, *same: str) -> ColumnElement[object]:
    mark = standing_gap_marks(asked.moment).subquery()
    of_it = (mark.c[name] == row.c[name] for name in same)
    found = select(mark.c.id).where(mark.c.kind == word(kind), *of_it)
    return found.order_by(mark.c.marked_on, mark.c.id).limit(1).correlate(row).scalar_subquery()


def _key(rank: str, *parts: ColumnElement[object]) -> ColumnElement[str]:
    return func.concat_ws(word(" "), word(rank), *(cast(part, Text) for part in parts))
