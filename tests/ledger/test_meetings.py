"""Meetings, attendance and directives: what each writes, and what each refuses."""

import uuid
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from models import History, Outbox
from service.access.actors import PUBLIC, SYSTEM
from service.errors import ErrorCode
from service.ledger.meetings import (
    Attendee,
    RecordAttendance,
    RecordDirective,
    RecordMeeting,
    record_attendance,
    record_directive,
    record_meeting,
)
from service.ledger.pledges import RecordPledge, record_pledge
from service.rules.vocabulary import AttendanceCapacity, MeetingKind, SpmAreaCode
from tests.ledger.counting import counts, difference
from tests.ledger.ground import Ground
from tests.ledger.pledging import MEETING, do, refuse, refused_as

RAPAT = RecordMeeting(
    title="Rapat Tim Pembina", kind=MeetingKind.RAPAT, region_code="64", source="004.txt", reported_on=MEETING
)


async def test_a_meeting_is_recorded_with_its_list_and_its_directives(ground: Ground) -> None:
    before = await counts(ground.database)
    meeting = await do(ground, record_meeting, ground.secretariat, RAPAT)
    attendees = (
        Attendee(agency_id=ground.dinkes),
        Attendee(agency_id=ground.baznas, capacity=AttendanceCapacity.ONLINE),
    )
    listed = RecordAttendance(meeting_id=meeting.id, entries=attendees)
    assert (await do(ground, record_attendance, ground.secretariat, listed)).version == 2
    told = RecordDirective(
        meeting_id=meeting.id,
        title="Sinergi anggaran",
        quote="anggaran bersinergi",
        source="004.txt",
        addressed_to="Semua OPD",
        given_by_id=ground.dpmpd,
        areas=(SpmAreaCode.PENDIDIKAN, SpmAreaCode.LINTAS_BIDANG),
    )
    directive = await do(ground, record_directive, ground.secretariat, told)
    assert directive.region_code == "64"
    assert difference(before, await counts(ground.database)) == {
        "meeting": 1,
        "attendance": 2,
        "directive": 1,
        "directive_area": 2,
        "history": 3,
        "outbox": 3,
    }
    async with ground.database.reading() as session:
        history = select(History.action, History.subject, History.effective_on).order_by(History.id)
        rows = [tuple(row) for row in (await session.execute(history)).all()]
        topics = list(await session.scalars(select(Outbox.topic).order_by(Outbox.id)))
    assert rows == [
        ("RECORD_MEETING", "meeting", MEETING),
        ("RECORD_ATTENDANCE", "meeting", MEETING),
        ("RECORD_DIRECTIVE", "directive", MEETING),
    ]
    assert topics == ["meeting.record_meeting", "meeting.record_attendance", "meeting.record_directive"]


async def test_a_pledge_made_at_a_meeting_is_of_its_day(ground: Ground) -> None:
    meeting = await do(ground, record_meeting, SYSTEM, RAPAT)
    asked = RecordPledge(lead_agency_id=ground.dinkes, quote="q", source="s", meeting_id=meeting.id)
    pledge = await do(ground, record_pledge, SYSTEM, asked)
    assert (pledge.pledged_on, pledge.year) == (MEETING, 2025)


async def test_a_meeting_that_cannot_be_is_refused(ground: Ground) -> None:
    expected = {
        ("NOT_FOUND", ("regionCode",)): replace(RAPAT, region_code="99"),
        ("INVALID", ("heldOn",)): replace(RAPAT, reported_on=None),
        ("INVALID", ("reportedOn",)): replace(RAPAT, held_on=date(2025, 7, 1)),
        ("INVALID", ("title",)): replace(RAPAT, title=" "),
    }
    for refusal, request in expected.items():
        assert await refused_as(ground, record_meeting, SYSTEM, request) == refusal
    await do(ground, record_meeting, SYSTEM, RAPAT)
    assert await refused_as(ground, record_meeting, SYSTEM, RAPAT) == ("CONFLICT", ("title",))


async def test_an_agency_is_on_a_list_once(ground: Ground) -> None:
    meeting = await do(ground, record_meeting, SYSTEM, RAPAT)
    listed = RecordAttendance(meeting_id=meeting.id, entries=(Attendee(agency_id=ground.dinkes),))
    await do(ground, record_attendance, SYSTEM, listed)
    assert await refused_as(ground, record_attendance, SYSTEM, listed) == ("CONFLICT", ("entries",))
    unknown = replace(listed, entries=(Attendee(agency_id=uuid.uuid4()),))
    assert await refused_as(ground, record_attendance, SYSTEM, unknown) == ("NOT_FOUND", ("agencyId",))
    nowhere = replace(listed, meeting_id=uuid.uuid4())
    assert await refused_as(ground, record_attendance, SYSTEM, nowhere) == ("NOT_FOUND", ("meetingId",))


async def test_only_the_secretariat_of_the_region_records_meetings(ground: Ground) -> None:
    assert (await refuse(ground, record_meeting, PUBLIC, RAPAT)).code is ErrorCode.NOT_SIGNED_IN
    for actor in (ground.lead, ground.integration, ground.other_secretariat):
        assert (await refuse(ground, record_meeting, actor, RAPAT)).code is ErrorCode.NOT_ALLOWED
