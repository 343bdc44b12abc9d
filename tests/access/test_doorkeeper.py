"""The doorkeeper remembers a token for less than a second, and notes its use behind the request."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models.agency import ApiToken
from service.access.actors import OPERATOR, PUBLIC, Role
from service.access.credential import NOTHING, Credential
from service.access.doorkeeper import Doorkeeper
from service.access.token_text import Token
from service.access.tokens import NewToken, create_token, token_of_prefix
from service.clock import system_clock
from service.database import Database
from service.errors import DomainError, ErrorCode
from service.ledger.programs import take_token


async def _made(database: Database, expires_at: datetime | None = None) -> Token:
    async with database.writing() as session:
        return await create_token(
            session, NewToken(label="Portal", role=Role.INTEGRATION, expires_at=expires_at)
        )


async def _last_used(database: Database) -> datetime | None:
    async with database.reading() as session:
        return await session.scalar(select(ApiToken.last_used_at))


async def test_without_a_token_the_public_asks(database: Database) -> None:
    assert await Doorkeeper(database, system_clock)(NOTHING) is PUBLIC


async def test_a_token_is_remembered_and_a_revocation_counts_within_a_second(database: Database) -> None:
    token = await _made(database)
    door = Doorkeeper(database, system_clock)
    actor = await door(Credential(token=token.text))
    async with database.writing() as session:
        await take_token(session, OPERATOR, await token_of_prefix(session, token.prefix), system_clock)
    assert await door(Credential(token=token.text)) is actor
    await asyncio.sleep(1)
    with pytest.raises(DomainError) as refused:
        await door(Credential(token=token.text))
    assert refused.value.code is ErrorCode.NOT_SIGNED_IN
    await door.close()


async def test_what_is_remembered_still_expires_on_time(database: Database) -> None:
    now = [system_clock()]
    token = await _made(database, now[0] + timedelta(minutes=1))
    door = Doorkeeper(database, lambda: now[0])
    await door(Credential(token=token.text))
    now[0] += timedelta(minutes=1)
    with pytest.raises(DomainError):
        await door(Credential(token=token.text))
    await door.close()


async def test_a_use_is_noted_once_a_minute(database: Database) -> None:
    now = [datetime(2026, 11, 23, tzinfo=UTC)]
    token = await _made(database)
    noted: list[datetime | None] = []
    for seconds in (0, 59, 61):
        now[0] = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(seconds=seconds)
        door = Doorkeeper(database, lambda: now[0])
        await door(Credential(token=token.text))
        await door.close()
        noted.append(await _last_used(database))
    first = datetime(2026, 11, 23, tzinfo=UTC)
    assert noted == [first, first, first + timedelta(seconds=61)]
