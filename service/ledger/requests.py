"""Requests for a pledge: the secretariat asks an agency, which pledges or declines."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from uuid_utils.compat import uuid7

from models import Agency, Pledge, PledgeAgency, PledgeArea, PledgeRequest, Posyandu
from service.access.actors import Actor, Role
from service.database import ReadSession, WriteSession
from service.errors import invalid, not_allowed, not_found
from service.ledger.history import Change, record
from service.ledger.holding import locked, moment_in, signed_in
from service.ledger.outbox import announce
from service.rules.lifecycle import EXITS, Execution
from service.rules.location_scope import touches
from service.rules.requests import (
    Answer,
    RequestAction,
    RequestParty,
    RequestState,
    check_answer,
    decide,
)
from service.rules.vocabulary import SpmAreaCode
from service.rules.wording import checked_text
from service.units import send

TEXT = 2000
_ASKED = ("agency_id", "area_code", "posyandu_id", "region_code", "meeting_id", "words", "due_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPledge:
    """Who is asked to pledge in which area, at exactly one place, in which words, and by when to answer."""

    agency_id: uuid.UUID
    area_code: SpmAreaCode
    words: str
    due_on: date
    posyandu_id: uuid.UUID | None = None
    region_code: str | None = None
    meeting_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRequest:
    """A request that no pledge will answer, and why."""

    request_id: uuid.UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRequest:
    """A request and the pledge that answers it."""

    request_id: uuid.UUID
    pledge_id: uuid.UUID


async def request_pledge(session: WriteSession, actor: Actor, request: RequestPledge) -> PledgeRequest:
    """Ask an agency for a pledge; the place has ground in common with the agency's region."""
    signed_in(actor)
    region = await _region_of(session, request.posyandu_id, request.region_code)
    agency_region = await session.scalar(select(Agency.region_code).where(Agency.id == request.agency_id))
    if agency_region is None:
        raise not_found("Instansi / Agency", "agencyId")
    state = decide(None, RequestAction.ASK, _parties(actor, region, request.agency_id))
    if not touches(region, agency_region):
        message = "Tempat itu di luar wilayah instansinya. / The place is not in the agency's region."
        raise invalid(message, "regionCode" if request.posyandu_id is None else "posyanduId")
    _, today = await moment_in(session, region)
    asked = PledgeRequest(
        id=uuid7(),
        agency_id=request.agency_id,
        area_code=request.area_code.value,
        posyandu_id=request.posyandu_id,
        region_code=request.region_code,
        meeting_id=request.meeting_id,
        words=checked_text(request.words, ("words",), TEXT),
        due_on=request.due_on,
        state=state.value,
        requested_on=today,
        requested_by=actor.label,
        version=1,
    )
    session.add(asked)
    await session.flush()
    await _tell(session, actor, asked, _change(asked, RequestAction.ASK, today, _ASKED))
    return asked


async def decline_pledge_request(
    session: WriteSession, actor: Actor, request: SettleRequest
) -> PledgeRequest:
    """Say, as the agency that is asked, that it will not pledge."""
    return await _settle(session, actor, request, RequestAction.DECLINE)


async def withdraw_pledge_request(
    session: WriteSession, actor: Actor, request: SettleRequest
) -> PledgeRequest:
    """Take a request back."""
    return await _settle(session, actor, request, RequestAction.WITHDRAW)


async def answer_pledge_request(session: WriteSession, actor: Actor, request: AnswerRequest) -> PledgeRequest:
    """Name a pledge that is there already as the answer."""
    signed_in(actor)
    pledge = await session.get(Pledge, request.pledge_id)
    if pledge is None:
        raise not_found("Komitmen / Pledge", "pledgeId")
    return await answer_with(session, actor, request.request_id, pledge, "pledgeId")


async def answer_with(
    session: WriteSession, actor: Actor, request_id: uuid.UUID, pledge: Pledge, field: str
) -> PledgeRequest:
    """Let a pledge answer a request; a refusal of the pledge points at `field`.

    A secretariat speaks for pledges of its own region only: a regency's does not answer for the province.
    """
    held = await _hold(session, request_id)
    state = _decided(actor, held, RequestAction.ANSWER)
    if actor.role is Role.SECRETARIAT and not actor.covers(pledge.region_code):
        raise not_allowed("Komitmen ini di luar wilayah Anda. / This pledge is outside your region.", field)
    asked = held.asked
    check_answer(asked.agency_id, asked.area_code, await _answer(session, pledge), field)
    asked.pledge_id = pledge.id
    await _end(session, actor, held, RequestAction.ANSWER, state)
    return asked


async def _settle(
    session: WriteSession, actor: Actor, request: SettleRequest, action: RequestAction
) -> PledgeRequest:
    signed_in(actor)
    held = await _hold(session, request.request_id)
    state = _decided(actor, held, action)
    held.asked.reason = checked_text(request.reason, ("reason",), TEXT)
    await _end(session, actor, held, action, state)
    return held.asked


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A locked request, the region of its place, the instant, and the day that it is there."""

    asked: PledgeRequest
    region: str
    now: datetime
    today: date


async def _hold(session: WriteSession, request_id: uuid.UUID) -> _Held:
    asked = await locked(session, PledgeRequest, request_id)
    if asked is None:
        raise not_found("Permintaan / Request", "requestId")
    region = await _region_of(session, asked.posyandu_id, asked.region_code)
    now, today = await moment_in(session, region)
    return _Held(asked=asked, region=region, now=now, today=today)


def _decided(actor: Actor, held: _Held, action: RequestAction) -> RequestState:
    parties = _parties(actor, held.region, held.asked.agency_id)
    return decide(RequestState(held.asked.state), action, parties)


async def _region_of(session: ReadSession, posyandu_id: uuid.UUID | None, region_code: str | None) -> str:
    if (posyandu_id is None) == (region_code is None):
        raise invalid("Isi tepat satu tempat. / Give exactly one place.", "regionCode")
    if region_code is not None:
        return region_code
    village = await session.scalar(select(Posyandu.village_code).where(Posyandu.id == posyandu_id))
    if village is None:
        raise not_found("Posyandu", "posyanduId")
    return village


def _parties(actor: Actor, region: str, agency_id: uuid.UUID) -> frozenset[RequestParty]:
    """Who the actor is to a request of an agency at a place of this region."""
    held: set[RequestParty] = set()
    if actor.role is Role.SYSTEM:
        held.add(RequestParty.SYSTEM)
    if actor.role is Role.SECRETARIAT and actor.covers(region):
        held.add(RequestParty.SECRETARIAT)
    if actor.role is Role.LIAISON and actor.agency_id == agency_id:
        held.add(RequestParty.ASKED)
    return frozenset(held)


async def _answer(session: ReadSession, pledge: Pledge) -> Answer:
    jointly = select(PledgeAgency.agency_id).where(
        PledgeAgency.pledge_id == pledge.id, PledgeAgency.role == "JOINT"
    )
    areas = select(PledgeArea.area_code).where(PledgeArea.pledge_id == pledge.id)
    return Answer(
        agencies=frozenset({pledge.lead_agency_id, *await session.scalars(jointly)}),
        areas=frozenset(await session.scalars(areas)),
        is_live=Execution(pledge.execution) not in EXITS,
    )


async def _end(
    session: WriteSession, actor: Actor, held: _Held, action: RequestAction, state: RequestState
) -> None:
    asked = held.asked
    asked.state, asked.settled_on, asked.settled_at = state.value, held.today, held.now
    asked.version += 1
    await session.flush()
    await _tell(session, actor, asked, _change(asked, action, held.today, ("state", "pledge_id")))


def _change(asked: PledgeRequest, action: RequestAction, day: date, names: Iterable[str]) -> Change:
    return Change(
        subject="pledge_request",
        subject_id=asked.id,
        pledge_id=asked.pledge_id,
        action=f"{action.value}_REQUEST",
        effective_on=day,
        after={name: getattr(asked, name) for name in names},
        reason=asked.reason,
    )


async def _tell(session: WriteSession, actor: Actor, asked: PledgeRequest, change: Change) -> None:
    topic = f"request.{change.action.removesuffix('_REQUEST').lower()}"
    event = announce(topic, asked.id, asked.pledge_id, asked.version)
    await send(session, record(actor, change), event)
