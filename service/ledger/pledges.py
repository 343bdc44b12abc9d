"""Pledges: recorded as they were spoken, and revised; the words as spoken are never rewritten."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from models import Agency, Meeting, Pledge
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import invalid, not_found
from service.ledger.absent import Absent
from service.ledger.assessment import assess
from service.ledger.facts import parties_of
from service.ledger.history import Change, record
from service.ledger.holding import Held, hold, moment_in, past_day, signed_in
from service.ledger.outbox import announce
from service.ledger.requests import answer_with
from service.ledger.rollup.rolling import roll
from service.ledger.spans import begin_span
from service.ledger.targets import NewTarget, put_targets
from service.ledger.terms import TITLE, Difference, Terms, apply
from service.ledger.transitions import Step, begin, may_begin, permit, specify_if_complete, take
from service.rules.lifecycle import Action
from service.rules.location_scope import touches
from service.rules.standing import Parties
from service.rules.wording import checked_optional_text, checked_text
from service.units import send

QUOTE = 4000
NAME = 200
SOURCE = 1000
REASON = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPledge:
    """A promise as spoken: the quote, the agency and the source are enough.

    Without `region_code` it is the agency's own region; without `pledged_on` the day of the meeting (or of
    the report on it), else today; without a title in the terms, the quote.
    """

    lead_agency_id: uuid.UUID
    quote: str
    source: str
    speaker: str | None = None
    region_code: str | None = None
    meeting_id: uuid.UUID | None = None
    directive_id: uuid.UUID | None = None
    pledged_on: date | None = None
    terms: Terms = field(default_factory=Terms)
    targets: tuple[NewTarget, ...] = ()
    request_id: uuid.UUID | None = None
    """The request that it answers."""
    synthetic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisePledge:
    """Changes to the version that the reviser saw. Terms of an agreed pledge change only with a reason."""

    pledge_id: uuid.UUID
    expected_version: int
    terms: Terms
    reason: str | None = None
    effective_on: date | None = None


async def record_pledge(session: WriteSession, actor: Actor, request: RecordPledge) -> Pledge:
    """Record a pledge in the state in which all begin; with all that is demanded it is specified at once."""
    signed_in(actor)
    region = await _region_of(session, request)
    partners = request.terms.partners
    beside = frozenset(() if isinstance(partners, Absent) else [one.agency_id for one in partners])
    may_begin(actor, region, request.lead_agency_id, beside)
    now, today = await moment_in(session, region)
    pledge = await _spoken(session, request, region, today)
    await number(session, pledge, pledge.pledged_on.year)
    await begin(session, actor, pledge, beside)
    parties = Parties(lead=pledge.lead_agency_id, partners=beside)
    held = Held(pledge=pledge, parties=parties, now=now, today=today)
    changed = await apply(session, pledge, request.terms)
    if request.targets:
        await put_targets(session, held, pledge.pledged_on, request.targets, changed)
    await assess(session, pledge)
    await note_beginning(session, actor, pledge, pledge.pledged_on, changed)
    await specify_if_complete(session, actor, held, pledge.pledged_on)
    if request.request_id is not None:
        await answer_with(session, actor, request.request_id, pledge, "requestId")
    return pledge


async def revise_pledge(session: WriteSession, actor: Actor, request: RevisePledge) -> Pledge:
    """Sharpen a pledge; what changes nothing is no change. It may become specified by itself."""
    held = await hold(session, actor, request.pledge_id, request.expected_version)
    permit(actor, held, Action.REVISE)
    day = held.day(request.effective_on)
    changed = await apply(session, held.pledge, request.terms)
    if not changed.after:
        return held.pledge
    await assess(session, held.pledge)
    if "partners" in changed.after:
        held = replace(held, parties=await parties_of(session, actor, held.pledge))
    step = Step(
        action=changed.action,
        effective_on=day,
        reason=checked_optional_text(request.reason, ("reason",), REASON),
        before=changed.before,
        after=changed.after,
    )
    await take(session, actor, held, step)
    await specify_if_complete(session, actor, held, day)
    return held.pledge


async def number(session: WriteSession, pledge: Pledge, year: int) -> None:
    """Give the next serial of the region's year, without gaps: the lock lasts as long as the transaction."""
    lock = func.pg_advisory_xact_lock(func.hashtextextended(f"pledge {pledge.region_code} {year}", 0))
    await session.execute(select(lock))
    last = select(func.max(Pledge.serial)).where(
        Pledge.region_code == pledge.region_code, Pledge.year == year
    )
    pledge.year = year
    pledge.serial = (await session.scalar(last) or 0) + 1
    pledge.reference = f"KTM/{pledge.region_code}/{year}/{pledge.serial:04d}"


async def note_beginning(
    session: WriteSession, actor: Actor, pledge: Pledge, day: date, changed: Difference
) -> None:
    """Write down that a pledge came to be on a day, as it was spoken and with what was known."""
    names = (
        "reference",
        "region_code",
        "lead_agency_id",
        "title",
        "quote",
        "speaker",
        "source",
        "pledged_on",
    )
    links = ("meeting_id", "directive_id", "predecessor_id")
    after = {name: getattr(pledge, name) for name in (*names, *links, "execution")}
    change = Change(
        subject="pledge",
        subject_id=pledge.id,
        pledge_id=pledge.id,
        action=Action.RECORD.value,
        effective_on=day,
        after={**after, **changed.after},
    )
    await session.flush()
    await begin_span(session, pledge, day, changed.after)
    await roll(session, pledge.id)
    event = announce("pledge.record", pledge.id, pledge.id, pledge.version)
    await send(session, record(actor, change), event)


async def _region_of(session: WriteSession, request: RecordPledge) -> str:
    """The pledge's region, which has ground in common with that of its agency."""
    found = select(Agency.region_code).where(Agency.id == request.lead_agency_id)
    agency_region = await session.scalar(found)
    if agency_region is None:
        raise not_found("Instansi / Agency", "leadAgencyId")
    region = request.region_code or agency_region
    if not touches(region, agency_region):
        message = "Wilayah komitmen di luar wilayah instansinya. / The pledge's region is not the agency's."
        raise invalid(message, "regionCode")
    return region


async def _spoken(session: WriteSession, request: RecordPledge, region: str, today: date) -> Pledge:
    pledged_on = request.pledged_on or await _day_of_meeting(session, request) or today
    quote = checked_text(request.quote, ("quote",), QUOTE)
    return Pledge(
        id=uuid7(),
        region_code=region,
        lead_agency_id=request.lead_agency_id,
        title=quote[:TITLE].strip(),
        quote=quote,
        speaker=checked_optional_text(request.speaker, ("speaker",), NAME),
        source=checked_text(request.source, ("source",), SOURCE),
        meeting_id=request.meeting_id,
        directive_id=request.directive_id,
        pledged_on=past_day(pledged_on, today, "pledgedOn"),
        maturity=0,
        missing=[],
        version=1,
        synthetic=request.synthetic,
    )


async def _day_of_meeting(session: WriteSession, request: RecordPledge) -> date | None:
    day = func.coalesce(Meeting.held_on, Meeting.reported_on)
    return await session.scalar(select(day).where(Meeting.id == request.meeting_id))
