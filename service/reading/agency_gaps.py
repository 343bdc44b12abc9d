"""Agencies that promised nothing: in an area that they answer for, or at a meeting to which they came.

What they carry, leading or jointly, is gathered once and then looked up, so that no agency reads the pledges
of the others.
"""

from sqlalchemy import CTE, ColumnElement, FromClause, Text, and_, cast, exists, func, select

import models
from service.access.bare import bare, rows_of
from service.access.visibility import visible_areas, visible_partners, visible_pledges
from service.reading.gap_question import GapQuestion, gap
from service.reading.said import standing_gap_marks, standing_mandates
from service.reading.sql import ONE, Rows, all_of, chosen, word
from service.reading.standstill import live_pledges
from service.rules.gaps import GapKind
from service.rules.vocabulary import AgencyRole


def mandate_gaps(asked: GapQuestion) -> Rows:
    """Agencies with a mandate for an area in which they carry no live pledge."""
    mandate = asked.cte("mandates", _mandates(asked))
    pledge = live_pledges(asked.role, asked.moment, asked.given).subquery()
    area = rows_of(visible_areas(asked.moment))
    in_areas = pledge.join(area, area.c.pledge_id == pledge.c.id)
    carried = asked.cte("carried", _carried(asked, in_areas, pledge, area.c.area_code, mandate))
    return gap(
        kind=word(GapKind.NO_PLEDGE_FOR_MANDATE),
        area_code=mandate.c.area_code,
        agency_id=mandate.c.agency_id,
        mark_id=_mark(asked, GapKind.NO_PLEDGE_FOR_MANDATE, mandate, "agency_id", "area_code"),
        key=_key("2", mandate.c.region_code, mandate.c.agency_id, mandate.c.position),
    ).where(~_is_among(mandate, carried, "area_code"))


def attendance_gaps(asked: GapQuestion) -> Rows:
    """Agencies on the list of a meeting at which they made no pledge, whatever became of it."""
    came = asked.cte("came", _came(asked))
    pledge = rows_of(visible_pledges(asked.role, asked.moment))
    made_there = chosen(*pledge.c).where(pledge.c.meeting_id.in_(select(came.c.meeting_id))).subquery()
    carried = asked.cte("made", _carried(asked, made_there, made_there, made_there.c.meeting_id, came))
    return gap(
        kind=word(GapKind.ATTENDED_WITHOUT_PLEDGE),
        agency_id=came.c.agency_id,
        meeting_id=came.c.meeting_id,
        mark_id=_mark(asked, GapKind.ATTENDED_WITHOUT_PLEDGE, came, "agency_id", "meeting_id"),
        key=_key("3", came.c.region_code, came.c.meeting_id, came.c.agency_id),
    ).where(~_is_among(came, carried, "meeting_id"))


def _mandates(asked: GapQuestion) -> Rows:
    agency, area = bare(models.Agency), bare(models.SpmArea)
    mandate = standing_mandates(asked.moment).subquery()
    source = mandate.join(agency, agency.c.id == mandate.c.agency_id)
    source = source.join(area, area.c.code == mandate.c.area_code)
    columns = (mandate.c.agency_id, mandate.c.area_code, agency.c.region_code, area.c.position)
    return (
        chosen(*columns)
        .select_from(source)
        .where(
            *asked.inside(agency.c.region_code),
            *asked.equals(mandate, area="area_code", agency="agency_id"),
            *asked.equals(agency, synthetic="synthetic"),
        )
    )


def _came(asked: GapQuestion) -> Rows:
    came, meeting = bare(models.Attendance), bare(models.Meeting)
    source = came.join(meeting, meeting.c.id == came.c.meeting_id)
    return (
        chosen(came.c.agency_id, came.c.meeting_id, meeting.c.region_code)
        .select_from(source)
        .where(
            *asked.inside(meeting.c.region_code),
            *asked.equals(came, agency="agency_id", meeting="meeting_id"),
            *asked.equals(meeting, synthetic="synthetic"),
            *_was_held(asked, meeting),
        )
    )


def _was_held(asked: GapQuestion, meeting: FromClause) -> list[ColumnElement[bool]]:
    """Whether the meeting had been by that day, and was known; who came to it is known with it."""
    day, known = asked.moment.day, asked.moment.known
    found = [] if day is None else [func.coalesce(meeting.c.held_on, meeting.c.reported_on) <= day]
    return found if known is None else [*found, meeting.c.recorded_at <= known]


def _carried(
    asked: GapQuestion,
    source: FromClause,
    pledge: FromClause,
    what: ColumnElement[object],
    parties: CTE,
) -> Rows:
    """`agency_id` and what (an area, a meeting) it carries a pledge for, for the agencies among `parties`."""
    beside = rows_of(visible_partners(asked.moment))
    jointly = and_(beside.c.pledge_id == pledge.c.id, beside.c.role == word(AgencyRole.JOINT))
    lead = pledge.c.lead_agency_id
    theirs = select(parties.c.agency_id)
    return all_of(
        [
            chosen(lead.label("agency_id"), what).select_from(source).where(lead.in_(theirs)),
            chosen(beside.c.agency_id, what)
            .select_from(source.join(beside, jointly))
            .where(beside.c.agency_id.in_(theirs)),
        ]
    )


def _is_among(party: FromClause, carried: CTE, what: str) -> ColumnElement[bool]:
    found = select(ONE).where(carried.c.agency_id == party.c.agency_id, carried.c[what] == party.c[what])
    return exists(found.correlate(party))


def _mark(asked: GapQuestion, kind: GapKind, row: FromClause, *same: str) -> ColumnElement[object]:
    mark = standing_gap_marks(asked.moment).subquery()
    of_it = (mark.c[name] == row.c[name] for name in same)
    found = select(mark.c.id).where(mark.c.kind == word(kind), *of_it)
    return found.order_by(mark.c.marked_on, mark.c.id).limit(1).correlate(row).scalar_subquery()


def _key(rank: str, *parts: ColumnElement[object]) -> ColumnElement[str]:
    return func.concat_ws(word(" "), word(rank), *(cast(part, Text) for part in parts))
