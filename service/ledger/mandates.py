"""Mandates: which agency answers for which SPM area by its office, said by the secretariat with a reason."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from uuid_utils.compat import uuid7

from models import Agency, AgencyMandate
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import invalid, not_found
from service.ledger.history import Change, record
from service.ledger.holding import moment_in, past_day, refuse_unless_secretariat_of, signed_in
from service.ledger.outbox import announce
from service.rules.vocabulary import SpmAreaCode
from service.rules.wording import checked_text
from service.units import send

TEXT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMandate:
    """Whether an agency answers for an area from a day on, why, and where that is written."""

    agency_id: uuid.UUID
    area_code: SpmAreaCode
    holds: bool
    reason: str
    source: str | None = None
    effective_on: date | None = None


async def set_mandate(session: WriteSession, actor: Actor, request: SetMandate) -> Agency:
    """Give a mandate or end it; what is so already is left as it is."""
    signed_in(actor)
    agency = await _hold(session, request.agency_id)
    refuse_unless_secretariat_of(actor, agency.region_code)
    if request.area_code is SpmAreaCode.LINTAS_BIDANG:
        message = "Lintas bidang bukan mandat. / The cross-cutting area is no mandate."
        raise invalid(message, "areaCode")
    reason = checked_text(request.reason, ("reason",), TEXT)
    now, today = await moment_in(session, agency.region_code)
    day = past_day(request.effective_on or today, today, "effectiveOn")
    mandate = await _standing(session, agency, request.area_code)
    if request.holds is (mandate is not None):
        return agency
    if mandate is None:
        mandate = _given(agency, request, reason, day)
        session.add(mandate)
    else:
        _end(mandate, reason, day, now)
    await session.flush()
    await _tell(session, actor, mandate, day)
    return agency


async def _hold(session: WriteSession, agency_id: uuid.UUID) -> Agency:
    """The agency, locked so that two who set its mandates follow one another."""
    await session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update(key_share=True))
    agency = await session.get(Agency, agency_id)
    if agency is None:
        raise not_found("Instansi / Agency", "agencyId")
    return agency


async def _standing(session: WriteSession, agency: Agency, area: SpmAreaCode) -> AgencyMandate | None:
    found = select(AgencyMandate).where(
        AgencyMandate.agency_id == agency.id,
        AgencyMandate.area_code == area.value,
        AgencyMandate.ended_at.is_(None),
    )
    return (await session.scalars(found)).one_or_none()


def _given(agency: Agency, request: SetMandate, reason: str, day: date) -> AgencyMandate:
    source = request.source if request.source is not None else request.reason
    return AgencyMandate(
        id=uuid7(),
        agency_id=agency.id,
        area_code=request.area_code.value,
        source=checked_text(source, ("source",), TEXT),
        reason=reason,
        from_on=day,
    )


def _end(mandate: AgencyMandate, reason: str, day: date, now: datetime) -> None:
    if mandate.from_on is not None and day < mandate.from_on:
        message = f"Mandat ini mulai {mandate.from_on}. / This mandate begins on {mandate.from_on}."
        raise invalid(message, "effectiveOn")
    mandate.reason, mandate.until_on, mandate.ended_at = reason, day, now


async def _tell(session: WriteSession, actor: Actor, mandate: AgencyMandate, day: date) -> None:
    change = Change(
        subject="agency_mandate",
        subject_id=mandate.id,
        action="GIVE_MANDATE" if mandate.ended_at is None else "END_MANDATE",
        effective_on=day,
        after={name: getattr(mandate, name) for name in ("agency_id", "area_code", "source", "until_on")},
        reason=mandate.reason,
    )
    await send(session, record(actor, change), announce("agency.set_mandate", mandate.agency_id))
