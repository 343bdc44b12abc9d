"""Marks on overlaps: that two pledges are one effort, or why it does not matter that they overlap.

Which pledges overlap is read (service/reading/overlaps.py) and not written.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from uuid_utils.compat import uuid7

from models import OverlapMark, Pledge
from service.access.actors import Actor
from service.database import ReadSession, WriteSession
from service.errors import invalid, not_found
from service.ledger.history import Change, record
from service.ledger.holding import locked, moment_in, past_day, refuse_unless_secretariat_of, signed_in
from service.ledger.marks import REASON, WithdrawMark, take_back
from service.ledger.outbox import announce
from service.rules.overlaps import OverlapMarkKind
from service.rules.wording import checked_text
from service.units import send


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkOverlap:
    """Two pledges, in any order, and why."""

    one_id: uuid.UUID
    other_id: uuid.UUID
    reason: str
    effective_on: date | None = None


async def mark_joint_effort(session: WriteSession, actor: Actor, request: MarkOverlap) -> OverlapMark:
    """Say that the two agencies do it together."""
    return await _mark(session, actor, request, OverlapMarkKind.JOINT)


async def dismiss_overlap(session: WriteSession, actor: Actor, request: MarkOverlap) -> OverlapMark:
    """Say why the two do not double each other."""
    return await _mark(session, actor, request, OverlapMarkKind.DISMISSED)


async def withdraw_overlap_mark(session: WriteSession, actor: Actor, request: WithdrawMark) -> OverlapMark:
    """Take a mark back: from that day on the two overlap again, if they still do."""
    signed_in(actor)
    mark = await locked(session, OverlapMark, request.mark_id)
    if mark is None:
        raise not_found("Tanda / Mark", "markId")
    one, _ = await _pair(session, actor, mark.one_id, mark.other_id)
    day = await take_back(session, mark, request, one.region_code)
    after = {"withdrawn_on": day}
    await _tell(session, actor, mark, _change(mark, "WITHDRAW_OVERLAP_MARK", day, mark.withdrawal, after))
    return mark


async def _mark(
    session: WriteSession, actor: Actor, request: MarkOverlap, kind: OverlapMarkKind
) -> OverlapMark:
    signed_in(actor)
    one, other = await _pair(session, actor, *sorted((request.one_id, request.other_id)))
    _, today = await moment_in(session, one.region_code)
    mark = OverlapMark(
        id=uuid7(),
        one_id=one.id,
        other_id=other.id,
        kind=kind.value,
        reason=checked_text(request.reason, ("reason",), REASON),
        marked_on=past_day(request.effective_on or today, today, "effectiveOn"),
        marked_by=actor.label,
    )
    session.add(mark)
    await session.flush()
    after = {"kind": mark.kind, "one_id": mark.one_id, "other_id": mark.other_id}
    await _tell(session, actor, mark, _change(mark, f"MARK_{mark.kind}", mark.marked_on, mark.reason, after))
    return mark


async def _pair(
    session: ReadSession, actor: Actor, one_id: uuid.UUID, other_id: uuid.UUID
) -> tuple[Pledge, Pledge]:
    """The two pledges, of two agencies, both of a region of the secretariat that asks."""
    one, other = await session.get(Pledge, one_id), await session.get(Pledge, other_id)
    if one is None or other is None:
        raise not_found("Komitmen / Pledge", "oneId" if one is None else "otherId")
    for pledge in (one, other):
        refuse_unless_secretariat_of(actor, pledge.region_code)
    if one.lead_agency_id == other.lead_agency_id:
        message = "Kedua komitmen dari satu instansi. / Both pledges are one agency's."
        raise invalid(message, "otherId")
    return one, other


def _change(
    mark: OverlapMark, action: str, day: date, reason: str | None, after: Mapping[str, object]
) -> Change:
    return Change(
        subject="overlap_mark",
        subject_id=mark.id,
        action=action,
        effective_on=day,
        after=after,
        reason=reason,
    )


async def _tell(session: WriteSession, actor: Actor, mark: OverlapMark, change: Change) -> None:
    event = announce(f"overlap.{change.action.lower()}", mark.id)
    await send(session, record(actor, change), event)
