"""The pledge that a verb decides on: locked until the transaction ends, with what a decision rests on."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, FromClause, bindparam, func, select, true

from models import Pledge, Region, Target
from service.access.actors import Actor, Role
from service.clock import today_in
from service.database import WriteSession
from service.errors import StaleError, invalid, not_allowed, not_found, not_signed_in
from service.ledger.facts import PARTIES, parties
from service.rules.standing import Parties
from service.statements import Statement, compiled
from service.units import Entity, Row, loaded, look, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A locked pledge with its parties, the instant by the database's clock, and the day in its region."""

    pledge: Pledge
    parties: Parties
    now: datetime
    """Later than everything that was looked at was recorded."""
    today: date

    def day(self, effective_on: date | None) -> date:
        """The day on which something took effect: today unless said; not ahead, not before the pledge."""
        if effective_on is None:
            return self.today
        if effective_on < self.pledge.pledged_on:
            message = "Tanggal mendahului komitmennya. / The day is before the pledge was made."
            raise invalid(message, "effectiveOn")
        return past_day(effective_on, self.today, "effectiveOn")


_LOCK = compiled(select(Pledge.id).where(Pledge.id == bindparam("key")).with_for_update())
_LOCK_OF_TARGET = compiled(
    select(Pledge.id)
    .join(Target, Target.pledge_id == Pledge.id)
    .where(Target.id == bindparam("key"))
    .with_for_update(of=Pledge)
)


_OF_TARGET = select(Target.pledge_id).where(Target.id == bindparam("target_id")).scalar_subquery()


def _looking(pledge_id: ColumnElement[uuid.UUID], *beside: FromClause) -> Statement:
    """How a pledge is looked at, with single rows that stand beside it.

    A statement by itself, after the lock: whoever waited for it would otherwise see what was there before.
    """
    instant = func.clock_timestamp().label("now")
    columns = (column for each in beside for column in each.c)
    pledge = select(*Pledge.__table__.columns, *PARTIES, Region.time_zone, instant, *columns).join_from(
        Pledge, Region, Region.code == Pledge.region_code
    )
    for each in beside:
        pledge = pledge.join(each, true())
    return compiled(pledge.where(Pledge.id == pledge_id))


def looking_from_target(*beside: FromClause) -> Statement:
    """How the pledge of a target is looked at, with single rows that stand beside it."""
    return _looking(_OF_TARGET, *beside)


_LOOK = _looking(bindparam("pledge_id"))


async def hold(
    session: WriteSession, actor: Actor, pledge_id: uuid.UUID, expected_version: int | None = None
) -> Held:
    """Lock the pledge for somebody who is signed in; a stale version is refused with the present one.

    PostgreSQL passes over what the actor may not change; the rules below it say why that is refused.
    """
    signed_in(actor)
    await rows(session, _LOCK, key=pledge_id)
    found = await rows(session, _LOOK, asker_agency=actor.agency_id, pledge_id=pledge_id)
    if not found:
        raise not_found("Komitmen / Pledge", "pledgeId")
    held, _ = _held(session, *found)
    if expected_version is not None and held.pledge.version != expected_version:
        raise StaleError(held.pledge.version, pledge_id)
    return held


async def hold_of_target(
    session: WriteSession, actor: Actor, target_id: uuid.UUID, looking: Statement, **given: object
) -> tuple[Held, Row]:
    """The pledge of a target for somebody who is signed in; with it comes what else was looked at.

    It is locked in a transaction. Outside of one it is only seen, and what is written has to make sure that
    neither the pledge nor the target has moved since (`claimed_unless_moved`).
    """
    signed_in(actor)
    if session.is_begun:
        await rows(session, _LOCK_OF_TARGET, key=target_id)
    found = await look(session, looking, asker_agency=actor.agency_id, target_id=target_id, **given)
    if not found:
        raise not_found("Target", "targetId")
    return _held(session, *found)


def _held(session: WriteSession, found: Row) -> tuple[Held, Row]:
    held = Held(
        pledge=loaded(session, Pledge, found),
        parties=parties(found),
        now=found["now"],
        today=today_in(found["time_zone"], found["now"]),
    )
    return held, found


async def locked(session: WriteSession, kind: type[Entity], key: uuid.UUID) -> Entity | None:
    """The row as it is now, locked unless PostgreSQL passed over it as one that the actor may not change."""
    found = kind.__table__.c.id
    await session.execute(select(found).where(found == key).with_for_update())
    return await session.get(kind, key, populate_existing=True)


async def moment_in(session: WriteSession, region_code: str) -> tuple[datetime, date]:
    """The instant by the database's clock, and the day that it is in a region."""
    found = select(Region.time_zone, func.now()).where(Region.code == region_code)
    row = (await session.execute(found)).one_or_none()
    if row is None:
        raise not_found("Wilayah / Region", "regionCode")
    time_zone, now = row
    return now, today_in(time_zone, now)


def signed_in(actor: Actor) -> None:
    """Refuse the public: writing needs somebody."""
    if actor.is_public:
        raise not_signed_in()


def refuse_unless_secretariat_of(actor: Actor, region_code: str) -> None:
    """Refuse whoever is not the secretariat of a region around this one, or the system."""
    if actor.role is Role.SYSTEM or (actor.role is Role.SECRETARIAT and actor.covers(region_code)):
        return
    message = "Hanya untuk sekretariat wilayah ini. / This is only for the secretariat of this region."
    raise not_allowed(message)


def past_day(day: date, today: date, field: str) -> date:
    """The day, unless it is still ahead: what has not happened is not recorded."""
    if day > today:
        raise invalid("Tanggal belum tiba. / The day is still ahead.", field)
    return day
