"""Mutations of meetings: the meeting itself, who came, and what was asked there."""

from datetime import date
from typing import Any

import strawberry

from graph.mutations.asking import as_it_is, each, given, made_of, of_node
from graph.mutations.declaring import Once, mutation
from graph.mutations.payloads import Directed, Met
from graph.mutations.terms import AGENCY
from graph.types.enumerations import AttendanceCapacity, MeetingKind, SpmAreaCode
from service.ledger.meetings import (
    Attendee,
    RecordAttendance,
    RecordDirective,
    RecordMeeting,
    record_attendance,
    record_directive,
    record_meeting,
)

_MEETING = of_node("meeting", "Rapat / Meeting")


@strawberry.input(description="A meeting, by the day it was held or the day it was reported.")
class RecordMeetingInput(Once):
    """See service/ledger/meetings.py."""

    title: str = given("Its title, unique within the region.", needed=True)
    kind: MeetingKind = given("Its kind.", needed=True)
    region_code: str = given("Whose meeting it is.", needed=True)
    source: str = given("Where it is reported.", needed=True)
    held_on: date | None = given("The day it was held.")
    reported_on: date | None = given("The day of the report, when that of the meeting is unknown.")
    venue: str | None = given("Where.")
    led_by: str | None = given("Who led it, an office-holder.")
    note: str | None = given("What else is to be said.")
    attendance_complete: bool | None = given("Whether the list of those who came is whole.", clears=False)


@strawberry.input(description="An agency on the list of those who came.")
class AttendeeInput:
    """An entry."""

    agency_id: strawberry.ID = given("Which agency.", AGENCY, needed=True)
    capacity: AttendanceCapacity | None = given("How it came; PRESENT when absent.", clears=False)
    note: str | None = given("What the source says beside it.")


@strawberry.input(description="Adds agencies to the list of those who came.")
class RecordAttendanceInput(Once):
    """See service/ledger/meetings.py."""

    meeting_id: strawberry.ID = given("Which meeting.", _MEETING, needed=True)
    entries: list[AttendeeInput] = given("Whom to add.", each(made_of(AttendeeInput, Attendee)), needed=True)
    complete: bool | None = given("Whether the list is whole now; as it was when absent.")


@strawberry.input(description="An instruction given at a meeting (arahan), in the words as given.")
class RecordDirectiveInput(Once):
    """See service/ledger/meetings.py."""

    meeting_id: strawberry.ID = given("At which meeting.", _MEETING, needed=True)
    title: str = given("In normalised words, unique within the meeting.", needed=True)
    quote: str = given("The words as spoken.", needed=True)
    source: str = given("Where they are reported.", needed=True)
    addressed_to: str = given("To whom, as far as the source tells.", needed=True)
    speaker: str | None = given("Who spoke, an office-holder.")
    given_by_id: strawberry.ID | None = given("The agency that gave it.", AGENCY)
    region_code: str | None = given("For which region; the meeting's when absent.")
    areas: list[SpmAreaCode] | None = given("The areas it is about.", each(as_it_is), clears=False)


MUTATIONS: tuple[Any, ...] = (
    mutation(
        "record_meeting",
        "Records a meeting (rapat) of the secretariat's region.",
        takes=RecordMeetingInput,
        request=RecordMeeting,
        verb=record_meeting,
        gives=Met,
    ),
    mutation(
        "record_attendance",
        "Adds agencies to the list of those who came (daftar hadir).",
        takes=RecordAttendanceInput,
        request=RecordAttendance,
        verb=record_attendance,
        gives=Met,
    ),
    mutation(
        "record_directive",
        "Records an instruction given at a meeting (arahan), which is not a pledge.",
        takes=RecordDirectiveInput,
        request=RecordDirective,
        verb=record_directive,
        gives=Directed,
    ),
)
