"""The pledge P15 (free internet at Posyandu) at each stage of its life, made by the use cases."""

import uuid
from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

import pytest

from models import Pledge
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import DomainError, ErrorCode
from service.ledger.agreement import AgreePledge, StartPledge, agree_pledge, start_pledge
from service.ledger.pledges import RecordPledge, RevisePledge, record_pledge, revise_pledge
from service.ledger.targets import AddTargets, IndicatorTerms, NewTarget, add_targets
from service.ledger.terms import Terms
from service.ledger.violations import explained
from service.rules.vocabulary import SpmAreaCode
from tests.ledger.counting import counts
from tests.ledger.ground import Ground

MEETING = date(2025, 6, 19)
QUOTE = "akses internet gratis di sejumlah lokasi"
ACCESS = IndicatorTerms(name="Posyandu dengan akses internet", unit="titik")

Request = TypeVar("Request")
Row = TypeVar("Row")
Verb = Callable[[WriteSession, Actor, Request], Awaitable[Row]]


async def do(ground: Ground, verb: Verb[Request, Row], actor: Actor, request: Request) -> Row:
    """The verb as a unit of work of its own; what it wrote may be refused at the end of it."""

    async def work(session: WriteSession) -> Row:
        return await verb(session, actor, request)

    with explained():
        return await ground.database.write(work)


async def refuse(ground: Ground, verb: Verb[Request, Row], actor: Actor, request: Request) -> DomainError:
    """The refusal of the verb, after proving that it changed no row."""
    before = await counts(ground.database)
    with pytest.raises(DomainError) as refused:
        await do(ground, verb, actor, request)
    assert await counts(ground.database) == before
    return refused.value


async def refused_as(
    ground: Ground, verb: Verb[Request, Row], actor: Actor, request: Request
) -> tuple[ErrorCode, tuple[str, ...]]:
    """Code and path of the refusal."""
    refused = await refuse(ground, verb, actor, request)
    return refused.code, refused.path


def spoken(ground: Ground, terms: Terms | None = None) -> RecordPledge:
    """P15 as it was spoken."""
    return RecordPledge(
        lead_agency_id=ground.diskominfo,
        quote=QUOTE,
        source="004.txt",
        pledged_on=MEETING,
        terms=terms or Terms(),
    )


def target_at(post: uuid.UUID, quantity: int | None = 1) -> NewTarget:
    """A target of P15 at a post."""
    return NewTarget(
        area_code=SpmAreaCode.PENDIDIKAN,
        posyandu_id=post,
        indicator=ACCESS,
        quantity=None if quantity is None else Decimal(quantity),
    )


async def recorded(ground: Ground) -> Pledge:
    """P15, RECORDED."""
    return await do(ground, record_pledge, ground.secretariat, spoken(ground))


async def specified(ground: Ground, posts: int = 3) -> Pledge:
    """P15 with who, until when, and targets at posts: SPECIFIED."""
    pledge = await recorded(ground)
    terms = Terms(
        responsible="Kepala Bidang TIK", due_on=date(2026, 12, 31), evidence_rule="Foto dan berita acara"
    )
    revision = RevisePledge(pledge_id=pledge.id, expected_version=1, terms=terms, effective_on=MEETING)
    await do(ground, revise_pledge, ground.secretariat, revision)
    targets = tuple(target_at(post) for post in ground.posts[:posts])
    added = AddTargets(pledge_id=pledge.id, targets=targets, effective_on=MEETING)
    return await do(ground, add_targets, ground.lead, added)


async def started(ground: Ground, posts: int = 3) -> Pledge:
    """P15, IN_PROGRESS."""
    pledge = await specified(ground, posts)
    await do(ground, agree_pledge, ground.lead, AgreePledge(pledge_id=pledge.id, effective_on=MEETING))
    return await do(ground, start_pledge, ground.lead, StartPledge(pledge_id=pledge.id, effective_on=MEETING))
