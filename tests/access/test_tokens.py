"""Tokens let in whom they were made for, as far as their scopes go, until they expire or are revoked."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from models.agency import Account, ApiToken, Person
from service.access.actors import OPERATOR, Actor, Role
from service.access.token_text import Token, new_token
from service.access.tokens import NewToken, actor_of, create_token, token_of_prefix
from service.clock import system_clock
from service.database import Database
from service.errors import DomainError, ErrorCode
from service.ledger.programs import Renewal, renew_token, take_token
from tests.access.conftest import LIAISON_AGENCY, SECRETARIAT_AGENCY

NOW = system_clock()  # the database stamps rows with its own clock
LATER = NOW + timedelta(days=30)
READER = NewToken(label="Portal data", role=Role.INTEGRATION)
LIAISON = NewToken(label="Diskominfo", role=Role.LIAISON, agency_id=LIAISON_AGENCY, region_code="64")
SECRETARIAT = NewToken(
    label="DPMPD", role=Role.SECRETARIAT, agency_id=SECRETARIAT_AGENCY, region_code="64", expires_at=LATER
)


async def _made(database: Database, asked: NewToken) -> Token:
    async with database.writing() as session:
        return await create_token(session, asked)


async def _actor(database: Database, token: str, now: datetime = NOW) -> Actor:
    async with database.reading() as session:
        return await actor_of(session, token, now)


async def _is_refused(database: Database, token: str, now: datetime = NOW) -> bool:
    with pytest.raises(DomainError) as refused:
        await _actor(database, token, now)
    return refused.value.code is ErrorCode.NOT_SIGNED_IN


async def test_the_holder_is_who_the_token_was_made_for(database: Database) -> None:
    actor = await _actor(database, (await _made(database, SECRETARIAT)).text)
    assert (actor.kind, actor.label, actor.role) == ("TOKEN", "DPMPD", Role.SECRETARIAT)
    assert (actor.agency_id, actor.region_code) == (SECRETARIAT_AGENCY, "64")
    assert actor.scopes == {"read", "secretariat"}


async def test_only_the_digest_is_kept(database: Database) -> None:
    token = await _made(database, READER)
    async with database.reading() as session:
        wanted = select(ApiToken).options(undefer(ApiToken.digest))
        row = (await session.scalars(wanted)).one()
    assert (row.digest, row.prefix) == (token.digest, token.prefix)
    assert token.text not in str(vars(row))


@pytest.mark.parametrize("asked", [LIAISON, SECRETARIAT])
async def test_without_the_scope_to_write_a_token_only_reads(database: Database, asked: NewToken) -> None:
    narrow = NewToken(
        label=asked.label,
        role=asked.role,
        agency_id=asked.agency_id,
        region_code=asked.region_code,
        scopes=frozenset({"read"}),
    )
    actor = await _actor(database, (await _made(database, narrow)).text)
    assert (actor.role, actor.scopes) == (Role.INTEGRATION, {"read"})


async def test_a_token_that_nobody_holds_is_refused(database: Database) -> None:
    assert await _is_refused(database, new_token().text)


async def test_an_expired_token_is_refused_from_that_moment_on(database: Database) -> None:
    token = await _made(database, SECRETARIAT)
    await _actor(database, token.text, LATER - timedelta(microseconds=1))
    assert await _is_refused(database, token.text, LATER)


async def test_a_revoked_token_is_refused_and_stays_for_the_audit(database: Database) -> None:
    token = await _made(database, READER)
    for moment in (NOW, LATER):
        async with database.writing() as session:
            kept = await token_of_prefix(session, token.prefix)
            await take_token(session, OPERATOR, kept, lambda moment=moment: moment)
    assert await _is_refused(database, token.text)
    async with database.reading() as session:
        assert await session.scalar(select(ApiToken.revoked_at)) == NOW


async def test_the_token_of_a_closed_account_is_refused(database: Database) -> None:
    async with database.writing() as session:
        person = Person(name="Uji")
        session.add(person)
        await session.flush()
        account = Account(person_id=person.id, email="uji@example.go.id", closed_at=NOW)
        session.add(account)
        await session.flush()
        asked = NewToken(label="Uji", role=Role.INTEGRATION, account_id=account.id)
        token = await create_token(session, asked)
    assert await _is_refused(database, token.text)


async def test_an_unknown_prefix_is_no_token(database: Database) -> None:
    with pytest.raises(DomainError) as refused:
        async with database.writing() as session:
            await token_of_prefix(session, "nowhere0")
    assert refused.value.code is ErrorCode.NOT_FOUND


@pytest.mark.parametrize(
    "asked, field",
    [
        (NewToken(label="  ", role=Role.INTEGRATION), "label"),
        (NewToken(label="a", role=Role.SYSTEM), "role"),
        (NewToken(label="a", role=Role.LIAISON), "agencyId"),
        (NewToken(label="a", role=Role.SECRETARIAT, agency_id=SECRETARIAT_AGENCY), "regionCode"),
        (NewToken(label="a", role=Role.INTEGRATION, scopes=frozenset({"secretariat"})), "scopes"),
        (NewToken(label="a", role=Role.INTEGRATION, scopes=frozenset()), "scopes"),
    ],
)
async def test_a_token_that_cannot_be_is_refused_and_not_made(
    database: Database, asked: NewToken, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        await _made(database, asked)
    assert (refused.value.code, refused.value.path) == (ErrorCode.INVALID, (field,))
    async with database.reading() as session:
        assert (await session.scalars(select(ApiToken))).all() == []


async def _renewed(database: Database, token: Token, renewal: Renewal, now: datetime = NOW) -> Token:
    async with database.writing() as session:
        old = await token_of_prefix(session, token.prefix)
        return (await renew_token(session, OPERATOR, old, renewal, lambda: now)).token


async def test_a_renewed_token_is_the_same_and_the_old_one_stays_for_the_overlap(database: Database) -> None:
    old = await _made(database, SECRETARIAT)
    new = await _renewed(database, old, Renewal(overlap=timedelta(days=7)))
    one, other = [await _actor(database, token.text) for token in (old, new)]
    assert (one.role, one.agency_id, one.region_code) == (other.role, other.agency_id, other.region_code)
    assert (one.label, one.scopes) == (other.label, other.scopes)
    assert await _actor(database, old.text, NOW + timedelta(days=7) - timedelta(seconds=1)) == one
    assert await _is_refused(database, old.text, NOW + timedelta(days=7))
    assert (await _actor(database, new.text, NOW + timedelta(days=29))).id == other.id
    assert await _is_refused(database, new.text, NOW + timedelta(days=31))


async def test_an_overlap_does_not_lengthen_what_was_to_expire_sooner(database: Database) -> None:
    soon = NewToken(label="Portal", role=Role.INTEGRATION, expires_at=NOW + timedelta(days=1))
    old = await _made(database, soon)
    forever = NOW + timedelta(days=3_000)
    new = await _renewed(database, old, Renewal(overlap=timedelta(days=90), expires_at=forever))
    assert await _is_refused(database, old.text, NOW + timedelta(days=1))
    assert (await _actor(database, new.text, forever - timedelta(days=1))).label == "Portal"


@pytest.mark.parametrize("days", [-1, 91])
async def test_an_overlap_is_neither_negative_nor_longer_than_ninety_days(
    database: Database, days: int
) -> None:
    old = await _made(database, READER)
    with pytest.raises(DomainError) as refused:
        await _renewed(database, old, Renewal(overlap=timedelta(days=days)))
    assert refused.value.code is ErrorCode.INVALID


async def test_what_is_good_no_more_is_not_renewed(database: Database) -> None:
    old = await _made(database, READER)
    async with database.writing() as session:
        kept = await token_of_prefix(session, old.prefix)
        await take_token(session, OPERATOR, kept, lambda: NOW)
    with pytest.raises(DomainError) as refused:
        await _renewed(database, old, Renewal(overlap=timedelta()))
    assert refused.value.code is ErrorCode.WRONG_STATE
