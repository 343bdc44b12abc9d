"""The pledge that a verb decides on: locked until the transaction ends, with the day it is in its region."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from models import Pledge, Region
from service.access.actors import Actor, Role
from service.clock import today_in
from service.database import WriteSession
from service.errors import StaleError, invalid, not_allowed, not_found, not_signed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A locked pledge, the instant by the database's clock, and the day in the pledge's region."""

    pledge: Pledge
    now: datetime
    today: date

    def day(self, effective_on: date | None) -> date:
        """The day on which something took effect: today unless said; not ahead, not before the pledge."""
        if effective_on is None:
            return self.today
        if effective_on < self.pledge.pledged_on:
            message = "Tanggal mendahului komitmennya. / The day is before the pledge was made."
            raise invalid(message, "effectiveOn")
        return past_day(effective_on, self.today, "effectiveOn")


async def hold(
    session: WriteSession, actor: Actor, pledge_id: uuid.UUID, expected_version: int | None = None
) -> Held:
    """Lock the pledge for somebody who is signed in; a stale version is refused with the present one."""
    signed_in(actor)
    found = (
        select(Pledge, func.clock_timestamp(), Region.time_zone)
        .join(Region, Region.code == Pledge.region_code)
        .where(Pledge.id == pledge_id)
        .with_for_update(of=Pledge)
        .execution_options(populate_existing=True)
    )
    row = (await session.execute(found)).one_or_none()
    if row is None:
        raise not_found("Komitmen / Pledge", "pledgeId")
    pledge, now, time_zone = row
    if expected_version is not None and pledge.version != expected_version:
        raise StaleError(pledge.version, pledge.id)
    return Held(pledge=pledge, now=now, today=today_in(time_zone, now))


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
