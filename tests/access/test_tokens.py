"""Tokens let in whom they were made for, as far as their scopes go, until they expire or are revoked."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from models.agency import Account, ApiToken, Person
from service.access.actors import Actor, Role
from service.access.token_text import Token, new_token
from service.access.tokens import NewToken, actor_of, create_token, revoke_token
from service.clock import system_clock
from service.database import Database
from service.errors import DomainError, ErrorCode
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
        row = (await session.scalars(select(ApiToken))).one()
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
            await revoke_token(session, token.prefix, moment)
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


async def test_an_unknown_prefix_cannot_be_revoked(database: Database) -> None:
    with pytest.raises(DomainError) as refused:
        async with database.writing() as session:
            await revoke_token(session, "nowhere0", NOW)
    assert refused.value.code is ErrorCode.NOT_FOUND


@pytest.mark.parametrize(
    "asked, field",
    [
        (NewToken(label="  ", role=Role.INTEGRATION), "label"),
        (NewToken(label="a", role=Role.SYSTEM), "role"),
        (NewToken(label="a", role=Role.LIAISON), "agency"),
        (NewToken(label="a", role=Role.SECRETARIAT, agency_id=SECRETARIAT_AGENCY), "region"),
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
