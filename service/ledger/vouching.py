"""Signs in whom an identity provider vouches for.

They are known by issuer and subject; the first time by an address that the provider has proved, and whoever
has none of ours gets an account when the provider's words make them something here. What those words made
them is kept in step with them at every sign-in; what an operator made them is left alone.
"""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from service.access.accounts import NewAccount, Office, assign, holdings, withdraw
from service.access.actors import SYSTEM, Role
from service.access.identities import link_identity, owner_of_identity
from service.access.operator_words import agency_named, region_named
from service.access.persons import Known, known_by_email, known_by_id
from service.access.throttle import address_bucket
from service.database import ReadSession, WriteSession
from service.errors import DomainError, ErrorCode
from service.ledger.appointing import open_for, said
from service.ledger.door import Doing, note
from service.ledger.reception import Arrival, Reception, begin

_log = structlog.stdlib.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedOffice:
    """What somebody is here, in an operator's words: 64/DISKOMINFO, 64."""

    role: Role
    agency: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """Whom a provider vouches for."""

    issuer: str
    subject: str
    email: str | None
    """An address that the provider has proved to be theirs."""
    name: str
    offices: tuple[WordedOffice, ...]
    has_second_factor: bool


async def sign_in_by(reception: Reception, ask: Callable[[], Awaitable[Voucher]], arrival: Arrival) -> str:
    """The secret of a new session, for whom the provider vouches when asked; NOT_SIGNED_IN for a stranger."""
    await reception.take_turn(address_bucket(arrival.address))
    voucher = await ask()

    async def work(session: WriteSession) -> str:
        offices = await _offices(session, voucher)
        known = await _known(reception, session, voucher) or await _opened(
            reception, session, voucher, offices
        )
        await _keep_in_step(reception, session, known, voucher, offices)
        return await begin(reception, session, known, arrival, has_factor=voucher.has_second_factor)

    return await reception.database.write(work)


async def _known(reception: Reception, session: WriteSession, voucher: Voucher) -> Known | None:
    """Whose identity it is. One that belongs to a closed account opens no other."""
    owner = await owner_of_identity(session, voucher.issuer, voucher.subject)
    if owner is not None:
        known = await known_by_id(session, owner)
        if known is None:
            raise _nobody()
        return known
    known = await known_by_email(session, voucher.email) if voucher.email else None
    if known is not None:
        await _link(reception, session, voucher, known.account_id)
    return known


async def _opened(
    reception: Reception, session: WriteSession, voucher: Voucher, offices: frozenset[Office]
) -> Known:
    """An account for somebody new, whom the provider's words make something here."""
    if not offices or voucher.email is None:
        raise _nobody()
    first, *_ = offices
    name = voucher.name.strip() or voucher.email
    asked = NewAccount(name=name, email=voucher.email, office=first, issuer=voucher.issuer)
    account = await open_for(session, SYSTEM, asked, reception.clock)
    await _link(reception, session, voucher, account.id)
    known = await known_by_id(session, account.id)
    if known is None:
        raise _nobody()
    return known


async def _link(reception: Reception, session: WriteSession, voucher: Voucher, account_id: uuid.UUID) -> None:
    await link_identity(session, voucher.issuer, voucher.subject, account_id)
    after = {"issuer": voucher.issuer}
    await note(session, SYSTEM, account_id, Doing.IDENTITY_LINKED, reception.clock(), after=after)


async def _keep_in_step(
    reception: Reception, session: WriteSession, known: Known, voucher: Voucher, offices: frozenset[Office]
) -> None:
    """Give what the provider's words make them now, take what they made them and no longer do."""
    held = await holdings(session, known.account_id)
    for office in offices - held.keys():
        await assign(session, known.account_id, office, voucher.issuer)
        await note(session, SYSTEM, known.account_id, Doing.ASSIGNED, reception.clock(), after=said(office))
    for office in {office for office, issuer in held.items() if issuer == voucher.issuer} - offices:
        await withdraw(session, known.account_id, office)
        await note(
            session, SYSTEM, known.account_id, Doing.UNASSIGNED, reception.clock(), before=said(office)
        )


async def _offices(session: ReadSession, voucher: Voucher) -> frozenset[Office]:
    """What the words come to; those of an agency or a region that is not here are in the log."""
    found: set[Office] = set()
    for worded in voucher.offices:
        try:
            found.add(await _office(session, worded))
        except DomainError as error:
            _log.warning(
                "identity.office_unknown", agency=worded.agency, region=worded.region, reason=error.code
            )
    return frozenset(found)


async def _office(session: ReadSession, worded: WordedOffice) -> Office:
    return Office(
        role=worded.role,
        agency_id=await agency_named(session, worded.agency) if worded.agency else None,
        region_code=await region_named(session, worded.region) if worded.region else None,
    )


def _nobody() -> DomainError:
    message = (
        "Identitas Anda benar, tetapi belum punya akun di sini; hubungi administrator. "
        "/ You are who you say, but have no account here; ask an administrator."
    )
    return DomainError(ErrorCode.NOT_SIGNED_IN, message)
