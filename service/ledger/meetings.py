"""Meetings, who came as far as the source tells, and the directives given there."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from uuid_utils.compat import uuid7

from models import Attendance, Directive, DirectiveArea, Meeting
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import invalid, not_found
from service.ledger.history import Change, record
from service.ledger.holding import locked, moment_in, refuse_unless_secretariat_of, signed_in
from service.ledger.outbox import announce
from service.rules.vocabulary import AttendanceCapacity, MeetingKind, SpmAreaCode
from service.rules.wording import checked_optional_text, checked_text
from service.units import send

TITLE = 500
NAME = 200
TEXT = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMeeting:
    """A meeting, by the day it was held or, when that is unknown, the day it was reported."""

    title: str
    kind: MeetingKind
    region_code: str
    source: str
    held_on: date | None = None
    reported_on: date | None = None
    venue: str | None = None
    led_by: str | None = None
    note: str | None = None
    attendance_complete: bool = False
    synthetic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """An agency on the list, and how it came."""

    agency_id: uuid.UUID
    capacity: AttendanceCapacity = AttendanceCapacity.PRESENT
    person_id: uuid.UUID | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttendance:
    """Agencies to add to the list; `complete` says whether the list is whole now (None: as it was)."""

    meeting_id: uuid.UUID
    entries: tuple[Attendee, ...]
    complete: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDirective:
    """An instruction given at a meeting; without a region it is the meeting's."""

    meeting_id: uuid.UUID
    title: str
    quote: str
    source: str
    addressed_to: str
    speaker: str | None = None
    given_by_id: uuid.UUID | None = None
    region_code: str | None = None
    areas: tuple[SpmAreaCode, ...] = ()


async def record_meeting(session: WriteSession, actor: Actor, request: RecordMeeting) -> Meeting:
    """Record a meeting of a region."""
    signed_in(actor)
    refuse_unless_secretariat_of(actor, request.region_code)
    meeting = Meeting(
        id=uuid7(),
        title=checked_text(request.title, ("title",), TITLE),
        kind=request.kind.value,
        held_on=request.held_on,
        reported_on=request.reported_on,
        venue=checked_optional_text(request.venue, ("venue",), NAME),
        region_code=request.region_code,
        led_by=checked_optional_text(request.led_by, ("ledBy",), NAME),
        source=checked_text(request.source, ("source",), TITLE),
        note=checked_optional_text(request.note, ("note",), TEXT),
        attendance_complete=request.attendance_complete,
        synthetic=request.synthetic,
        version=1,
    )
    session.add(meeting)
    await session.flush()
    names = ("title", "kind", "held_on", "reported_on", "venue", "region_code", "led_by", "source")
    after = {name: getattr(meeting, name) for name in names}
    await _tell(session, actor, meeting, "RECORD_MEETING", after)
    return meeting


async def record_attendance(session: WriteSession, actor: Actor, request: RecordAttendance) -> Meeting:
    """Add agencies to the list of those who came."""
    meeting = await _hold(session, actor, request.meeting_id)
    if not request.entries and request.complete is None:
        raise invalid("Sebutkan paling sedikit satu instansi. / Name at least one agency.", "entries")
    rows = [_attendance(meeting, entry, place) for place, entry in enumerate(request.entries)]
    session.add_all(rows)
    after: dict[str, object] = {"attendance": [_came(row) for row in rows]}
    if request.complete is not None:
        meeting.attendance_complete = request.complete
        after["attendance_complete"] = request.complete
    meeting.version += 1
    await session.flush()
    await _tell(session, actor, meeting, "RECORD_ATTENDANCE", after)
    return meeting


async def record_directive(session: WriteSession, actor: Actor, request: RecordDirective) -> Directive:
    """Record an instruction in the words in which it was given."""
    meeting = await _hold(session, actor, request.meeting_id)
    directive = Directive(
        id=uuid7(),
        meeting_id=meeting.id,
        given_by_id=request.given_by_id,
        region_code=request.region_code or meeting.region_code,
        title=checked_text(request.title, ("title",), TITLE),
        quote=checked_text(request.quote, ("quote",), TEXT),
        speaker=checked_optional_text(request.speaker, ("speaker",), NAME),
        source=checked_text(request.source, ("source",), TITLE),
        addressed_to=checked_text(request.addressed_to, ("addressedTo",), NAME),
    )
    session.add(directive)
    await session.flush()
    areas = sorted({area.value for area in request.areas})
    session.add_all([DirectiveArea(directive_id=directive.id, area_code=area) for area in areas])
    await session.flush()
    names = ("meeting_id", "title", "quote", "speaker", "source", "addressed_to", "region_code")
    after = {**{name: getattr(directive, name) for name in names}, "areas": areas}
    await _tell(session, actor, meeting, "RECORD_DIRECTIVE", after, directive)
    return directive


async def _hold(session: WriteSession, actor: Actor, meeting_id: uuid.UUID) -> Meeting:
    signed_in(actor)
    meeting = await locked(session, Meeting, meeting_id)
    if meeting is None:
        raise not_found("Rapat / Meeting", "meetingId")
    refuse_unless_secretariat_of(actor, meeting.region_code)
    return meeting


def _attendance(meeting: Meeting, entry: Attendee, place: int) -> Attendance:
    return Attendance(
        id=uuid7(),
        meeting_id=meeting.id,
        agency_id=entry.agency_id,
        person_id=entry.person_id,
        capacity=entry.capacity.value,
        note=checked_optional_text(entry.note, ("entries", str(place), "note"), NAME),
    )


def _came(row: Attendance) -> dict[str, object]:
    return {"agency_id": row.agency_id, "capacity": row.capacity}


async def _tell(
    session: WriteSession,
    actor: Actor,
    meeting: Meeting,
    action: str,
    after: Mapping[str, object],
    directive: Directive | None = None,
) -> None:
    _, today = await moment_in(session, meeting.region_code)
    subject = meeting if directive is None else directive
    change = Change(
        subject=subject.__tablename__,
        subject_id=subject.id,
        action=action,
        effective_on=min(meeting.held_on or meeting.reported_on or today, today),
        after=after,
    )
    event = announce(f"meeting.{action.lower()}", subject.id, version=meeting.version)
    await send(session, record(actor, change), event)
