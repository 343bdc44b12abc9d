"""The lists of a pledge (areas, partners, funding, milestones), each put in the stead of the one before."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from sqlalchemy import Executable, delete, insert, select

from models import Base, Funding, Milestone, Pledge, PledgeAgency, PledgeArea, Target
from service.database import WriteSession
from service.errors import invalid
from service.rules.money import FundingStage, checked_amount
from service.rules.vocabulary import AgencyRole, SpmAreaCode
from service.rules.wording import checked_optional_text, checked_text

MOST = 200
NAME = 200

_CENT = Decimal("0.01")
_Lines: TypeAlias = list[dict[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """An agency beside the lead; `role` is SUPPORT, FUNDER or JOINT."""

    agency_id: uuid.UUID
    role: AgencyRole = AgencyRole.SUPPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingLine:
    """Money of one stage from one source; the amount may be unknown."""

    stage: FundingStage
    source: str
    amount: Decimal | None = None
    fiscal_year: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneLine:
    """A dated step, and when it was done."""

    title: str
    due_on: date
    done_on: date | None = None


async def put_areas(
    session: WriteSession, pledge: Pledge, areas: Sequence[SpmAreaCode]
) -> tuple[list[str], list[str]]:
    """The areas before and after; those in which the pledge has targets stay."""
    found = select(PledgeArea.area_code).where(PledgeArea.pledge_id == pledge.id)
    before = sorted(await session.scalars(found))
    aimed_at = await session.scalars(select(Target.area_code).where(Target.pledge_id == pledge.id).distinct())
    after = sorted({*aimed_at, *(area.value for area in areas)})
    if before != after:
        await _replace(session, PledgeArea, pledge, [{"area_code": code} for code in after])
    return before, after


async def add_areas(
    session: WriteSession, pledge: Pledge, codes: Iterable[str]
) -> tuple[list[str], list[str]]:
    """The areas before and after: a pledge serves those of its targets, whether they were named or not."""
    found = select(PledgeArea.area_code).where(PledgeArea.pledge_id == pledge.id)
    before = sorted(await session.scalars(found))
    new = sorted({*codes} - {*before})
    if new:
        await session.execute(
            insert(PledgeArea), [{"pledge_id": pledge.id, "area_code": code} for code in new]
        )
    return before, sorted({*before, *new})


async def put_partners(
    session: WriteSession, pledge: Pledge, partners: Sequence[Partner]
) -> tuple[dict[str, str], dict[str, str]]:
    """The partners' roles before and after, by agency."""
    found = select(PledgeAgency.agency_id, PledgeAgency.role).where(PledgeAgency.pledge_id == pledge.id)
    before = {str(agency): role for agency, role in (await session.execute(found)).all()}
    after = {str(partner.agency_id): _role(pledge, partner) for partner in partners}
    if len(after) != len(partners):
        raise invalid("Instansi disebut dua kali. / An agency is named twice.", "partners")
    if before != after:
        lines: _Lines = [{"agency_id": uuid.UUID(agency), "role": role} for agency, role in after.items()]
        await _replace(session, PledgeAgency, pledge, lines)
    return before, after


async def put_fundings(
    session: WriteSession, pledge: Pledge, fundings: Sequence[FundingLine]
) -> tuple[_Lines, _Lines]:
    """The money before and after."""
    columns = (Funding.stage, Funding.source, Funding.amount, Funding.fiscal_year, Funding.note)
    found = select(*columns).where(Funding.pledge_id == pledge.id)
    lines = [_funding(line, place) for place, line in enumerate(fundings)]
    return await _put(session, Funding, pledge, found, lines)


async def put_milestones(
    session: WriteSession, pledge: Pledge, milestones: Sequence[MilestoneLine]
) -> tuple[_Lines, _Lines]:
    """The dated steps before and after."""
    columns = (Milestone.due_on, Milestone.title, Milestone.done_on)
    found = select(*columns).where(Milestone.pledge_id == pledge.id)
    lines: _Lines = [
        {
            "due_on": line.due_on,
            "title": checked_text(line.title, ("milestones", str(place), "title"), NAME),
            "done_on": line.done_on,
        }
        for place, line in enumerate(milestones)
    ]
    return await _put(session, Milestone, pledge, found, lines)


async def _put(
    session: WriteSession, table: type[Base], pledge: Pledge, present: Executable, lines: _Lines
) -> tuple[_Lines, _Lines]:
    """Replace the lines when they are others; in whatever order they were given."""
    if len(lines) > MOST:
        raise invalid(f"Paling banyak {MOST} baris. / At most {MOST} lines.", f"{table.__tablename__}s")
    rows: _Lines = [dict(row) for row in (await session.execute(present)).mappings()]
    before, after = sorted(rows, key=repr), sorted(lines, key=repr)
    if before != after:
        await _replace(session, table, pledge, after)
    return before, after


def _role(pledge: Pledge, partner: Partner) -> str:
    if partner.role is AgencyRole.LEAD or partner.agency_id == pledge.lead_agency_id:
        message = "Pemimpin komitmen tepat satu. / Exactly one agency leads a pledge, and is no partner too."
        raise invalid(message, "partners")
    return partner.role.value


def _funding(line: FundingLine, place: int) -> dict[str, object]:
    at = ("fundings", str(place))
    return {
        "stage": line.stage.value,
        "source": checked_text(line.source, (*at, "source"), NAME),
        "amount": None
        if line.amount is None
        else checked_amount(line.amount, (*at, "amount")).quantize(_CENT),
        "fiscal_year": line.fiscal_year,
        "note": checked_optional_text(line.note, (*at, "note"), NAME),
    }


async def _replace(session: WriteSession, table: type[Base], pledge: Pledge, lines: _Lines) -> None:
    mine = table.__table__.c.pledge_id == pledge.id
    await session.execute(delete(table).where(mine))
    if lines:
        await session.execute(insert(table), [{"pledge_id": pledge.id, **line} for line in lines])
