"""A mark taken back, be it of a gap or of an overlap: on a day, for a reason, once."""

import uuid
from dataclasses import dataclass
from datetime import date

from models import GapMark, OverlapMark
from service.database import WriteSession
from service.errors import invalid, wrong_state
from service.ledger.holding import moment_in, past_day
from service.rules.wording import checked_text

REASON = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawMark:
    """A mark, and why it no longer holds."""

    mark_id: uuid.UUID
    reason: str
    effective_on: date | None = None


async def take_back(
    session: WriteSession, mark: GapMark | OverlapMark, request: WithdrawMark, region_code: str
) -> date:
    """End the mark on the day asked for, today in the region unless said; gives the day."""
    if mark.withdrawn_at is not None:
        raise wrong_state("Tanda ini sudah ditarik. / This mark was taken back already.", "markId")
    now, today = await moment_in(session, region_code)
    day = past_day(request.effective_on or today, today, "effectiveOn")
    if day < mark.marked_on:
        message = f"Tanda ini dibuat {mark.marked_on}. / This mark was made on {mark.marked_on}."
        raise invalid(message, "effectiveOn")
    mark.withdrawn_on = day
    mark.withdrawal = checked_text(request.reason, ("reason",), REASON)
    mark.withdrawn_at = now
    await session.flush()
    return day
