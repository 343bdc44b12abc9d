"""Marks on gaps: that one is none (tidak berlaku), with a reason, and that it is one after all.

What gaps there are is read (service/reading/gaps.py) and not written: a mark only says something of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from uuid_utils.compat import uuid7

from models import Agency, GapMark, Meeting, Posyandu
from service.access.actors import Actor
from service.database import ReadSession, WriteSession
from service.errors import not_found
from service.ledger.history import Change, record
from service.ledger.holding import locked, moment_in, past_day, refuse_unless_secretariat_of, signed_in
from service.ledger.marks import REASON, WithdrawMark, take_back
from service.ledger.outbox import announce
from service.rules.gaps import GapSubject, check_subject
from service.rules.wording import checked_text
from service.units import send

_NAMES = ("kind", "area_code", "posyandu_id", "region_code", "agency_id", "meeting_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkGapNotApplicable:
    """The gap, and why it is none."""

    gap: GapSubject
    reason: str
    effective_on: date | None = None


async def mark_gap_not_applicable(
    session: WriteSession, actor: Actor, request: MarkGapNotApplicable
) -> GapMark:
    """Say that a gap is none; of a region, that it is none at any place within it."""
    signed_in(actor)
    check_subject(request.gap, ("gap",))
    mark = _mark(request.gap)
    region = await _region_of(session, mark)
    refuse_unless_secretariat_of(actor, region)
    _, today = await moment_in(session, region)
    mark.reason = checked_text(request.reason, ("reason",), REASON)
    mark.marked_on = past_day(request.effective_on or today, today, "effectiveOn")
    mark.marked_by = actor.label
    session.add(mark)
    await session.flush()
    after = {name: getattr(mark, name) for name in _NAMES}
    change = _change(mark, "MARK_GAP_NOT_APPLICABLE", mark.marked_on, mark.reason, after)
    await _tell(session, actor, change)
    return mark


async def withdraw_gap_mark(session: WriteSession, actor: Actor, request: WithdrawMark) -> GapMark:
    """Take a mark back: from that day on the gap is one again, if it still is."""
    signed_in(actor)
    mark = await locked(session, GapMark, request.mark_id)
    if mark is None:
        raise not_found("Tanda / Mark", "markId")
    region = await _region_of(session, mark)
    refuse_unless_secretariat_of(actor, region)
    day = await take_back(session, mark, request, region)
    change = _change(mark, "WITHDRAW_GAP_MARK", day, mark.withdrawal, {"withdrawn_on": day})
    await _tell(session, actor, change)
    return mark


def _mark(gap: GapSubject) -> GapMark:
    return GapMark(
        id=uuid7(),
        kind=gap.kind.value,
        area_code=None if gap.area_code is None else gap.area_code.value,
        posyandu_id=gap.posyandu_id,
        region_code=gap.region_code,
        agency_id=gap.agency_id,
        meeting_id=gap.meeting_id,
    )


async def _region_of(session: ReadSession, mark: GapMark) -> str:
    """Whose gap it is: that of the place, of the meeting, or of the agency."""
    if mark.region_code is not None:
        return mark.region_code
    if mark.posyandu_id is not None:
        found, what = select(Posyandu.village_code).where(Posyandu.id == mark.posyandu_id), "Posyandu"
    elif mark.meeting_id is not None:
        found, what = select(Meeting.region_code).where(Meeting.id == mark.meeting_id), "Rapat / Meeting"
    else:
        found, what = select(Agency.region_code).where(Agency.id == mark.agency_id), "Instansi / Agency"
    region = await session.scalar(found)
    if region is None:
        raise not_found(what, "gap")
    return region


def _change(mark: GapMark, action: str, day: date, reason: str | None, after: Mapping[str, object]) -> Change:
    return Change(
        subject="gap_mark", subject_id=mark.id, action=action, effective_on=day, after=after, reason=reason
    )


async def _tell(session: WriteSession, actor: Actor, change: Change) -> None:
    event = announce(f"gap.{change.action.lower()}", change.subject_id)
    await send(session, record(actor, change), event)
