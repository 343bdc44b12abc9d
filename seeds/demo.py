"""The first data: meetings and pledges of 2025, entered through the use cases as they were told."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from models import Agency, Directive, Meeting, Pledge, Posyandu
from seeds.listing import DATA
from seeds.told_meetings import DIRECTIVES, MEETINGS, ToldDirective, ToldMeeting
from seeds.told_pledges import PLEDGES, ToldPledge
from service.access.actors import SYSTEM
from service.database import Database, WriteSession
from service.exchange.editions import one_loader_at_a_time
from service.exchange.posyandu import import_posyandu
from service.exchange.sheets import rows_of
from service.ledger.meetings import (
    Attendee,
    RecordAttendance,
    RecordDirective,
    RecordMeeting,
    record_attendance,
    record_directive,
    record_meeting,
)
from service.ledger.parts import Partner
from service.ledger.pledges import RecordPledge, record_pledge
from service.ledger.terms import Terms
from service.rules.vocabulary import AgencyRole

_POSTS = DATA / "posyandu_bintan.csv"
_BINTAN = "21.01"
_Agencies = dict[tuple[str, str], uuid.UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """What an entry refers to, by the names that the reports use."""

    agencies: _Agencies
    meetings: dict[str, uuid.UUID]
    posts: tuple[str, ...]


async def seed_demo(database: Database, progress: Callable[[str], None]) -> None:
    """Enter what is not there yet, known by titles of meetings and by quotes, which nobody rewrites."""

    async def work(session: WriteSession) -> int:
        await one_loader_at_a_time(session)
        agencies = await _agencies(session)
        entered = await _enter_meetings(session, agencies)
        named = _Named(agencies=agencies, meetings=await _meetings(session), posts=await _posts(session))
        return entered + await _enter_directives(session, named) + await _enter_pledges(session, named)

    if await database.write(work):
        progress("rapat dan komitmen 2025 dicatat / the meetings and pledges of 2025 are recorded")


async def _enter_meetings(session: WriteSession, agencies: _Agencies) -> int:
    known = await _meetings(session)
    fresh = [told for told in MEETINGS if told.title not in known]
    for told in fresh:
        await _enter_meeting(session, agencies, told)
    return len(fresh)


async def _enter_meeting(session: WriteSession, agencies: _Agencies, told: ToldMeeting) -> None:
    meeting = await record_meeting(
        session,
        SYSTEM,
        RecordMeeting(
            title=told.title,
            kind=told.kind,
            region_code=told.region,
            held_on=told.held_on,
            reported_on=told.reported_on,
            venue=told.venue,
            led_by=told.led_by,
            source=told.source,
            note=told.note,
        ),
    )
    entries = tuple(
        Attendee(agency_id=agencies[came.region, came.agency], capacity=came.capacity, note=came.note)
        for came in told.came
    )
    await record_attendance(session, SYSTEM, RecordAttendance(meeting_id=meeting.id, entries=entries))


async def _enter_directives(session: WriteSession, named: _Named) -> int:
    known = set(await session.scalars(select(Directive.title)))
    fresh = [told for told in DIRECTIVES if told.title not in known]
    for told in fresh:
        await record_directive(session, SYSTEM, _directive(named, told))
    return len(fresh)


def _directive(named: _Named, told: ToldDirective) -> RecordDirective:
    return RecordDirective(
        meeting_id=named.meetings[told.meeting],
        region_code=told.region,
        given_by_id=named.agencies[told.given_by],
        title=told.title,
        quote=told.quote,
        source=told.source,
        addressed_to=told.addressed_to,
        areas=told.areas,
    )


async def _enter_pledges(session: WriteSession, named: _Named) -> int:
    rows = await session.execute(select(Pledge.meeting_id, Pledge.quote))
    known = {(row.meeting_id, row.quote) for row in rows}
    fresh = [told for told in PLEDGES if (named.meetings[told.meeting], told.quote) not in known]
    for told in fresh:
        await record_pledge(session, SYSTEM, _pledge(named, told))
    return len(fresh)


def _pledge(named: _Named, told: ToldPledge) -> RecordPledge:
    joint = (named.agencies[told.region, told.joint],) if told.joint else ()
    terms = Terms(
        title=told.title,
        areas=told.areas,
        partners=tuple(Partner(agency_id=agency, role=AgencyRole.JOINT) for agency in joint),
        scope={"posyandu": list(named.posts)} if told.is_at_the_bintan_posts else told.scope,
        ratio=told.ratio,
        conditions=told.conditions,
        fiscal_year=told.fiscal_year,
    )
    return RecordPledge(
        lead_agency_id=named.agencies[told.region, told.agency],
        region_code=told.region,
        meeting_id=named.meetings[told.meeting],
        quote=told.quote,
        source=told.source,
        terms=terms,
    )


async def _agencies(session: WriteSession) -> _Agencies:
    rows = await session.execute(select(Agency.region_code, Agency.code, Agency.id))
    return {(region, code): agency for region, code, agency in rows}


async def _meetings(session: WriteSession) -> dict[str, uuid.UUID]:
    rows = await session.execute(select(Meeting.title, Meeting.id))
    return {row.title: row.id for row in rows}


async def _posts(session: WriteSession) -> tuple[str, ...]:
    """The three posts of Bintan, made if they are not there."""
    await import_posyandu(session, _POSTS)
    names = [row["name"] for row in rows_of(_POSTS, ("name", "village_code"))]
    found = select(Posyandu.id).where(Posyandu.name.in_(names), Posyandu.village_code.startswith(_BINTAN))
    return tuple(sorted(str(post) for post in await session.scalars(found)))
