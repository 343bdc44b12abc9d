"""A database that goes away during a request: 503 with an id, nothing is changed, the next one is served."""

import asyncio
from collections.abc import AsyncGenerator

import httpx
import orjson
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs
from structlog.types import EventDict

from service.attaching import Addresses
from service.database import Database
from tests.ledger.counting import difference
from tests.mutations.conftest import Desk
from tests.mutations.staging import SPOKEN

_READ = "{ pledges(first: 1) { totalCount } }"
_WRITE = (
    "mutation ($input: RecordPledgeInput!) { recordPledge(input: $input) "
    "{ __typename ... on RecordPledgePayload { isReplay } } }"
)
# What an administrator, a crash of one backend, or a statement's time limit do to a query that runs.
_BLOWS = ("pg_terminate_backend", "pg_cancel_backend")


@pytest.fixture
async def owner(desk: Desk, seated_addresses: Addresses) -> AsyncGenerator[Database]:
    """Somebody who may lock tables and end sessions."""
    del desk
    database = await Database.open(seated_addresses.owner, size=2)
    yield database
    await database.close()


@pytest.mark.parametrize("blow", _BLOWS)
async def test_a_reading_that_is_cut_is_told_and_the_next_one_is_answered(
    desk: Desk, owner: Database, blow: str
) -> None:
    answer = await _struck(desk, owner, blow, {"query": _READ})
    assert "kirim lagi" in answer
    assert await desk.ask("public", _READ) == {"data": {"pledges": {"totalCount": 0}}}


@pytest.mark.parametrize("blow", _BLOWS)
async def test_a_mutation_that_is_cut_changes_nothing_and_its_key_may_come_again(
    desk: Desk, owner: Database, blow: str
) -> None:
    given = {"leadAgencyId": desk.agency("diskominfo"), "idempotencyKey": "k1", **SPOKEN}
    body: dict[str, object] = {"query": _WRITE, "variables": {"input": given}}
    before = await desk.rows()
    await _struck(desk, owner, blow, body)
    assert difference(before, await desk.rows()) == {}
    again = await desk.ask("secretariat", _WRITE, input=given)
    assert again["data"]["recordPledge"] == {"__typename": "RecordPledgePayload", "isReplay": False}
    assert (await desk.rows())["pledge"] == before["pledge"] + 1


async def test_a_database_that_takes_no_more_sessions_is_told(desk: Desk, owner: Database) -> None:
    async with owner.writing() as session:
        await session.execute(text("ALTER ROLE ikrar_service CONNECTION LIMIT 0"))
    try:
        await _end_sessions(owner)
        with capture_logs() as logs:
            answer = await _post(desk, {"query": _READ})
        _assert_told(answer, logs)
    finally:
        async with owner.writing() as session:
            await session.execute(text("ALTER ROLE ikrar_service CONNECTION LIMIT -1"))
    assert await desk.ask("public", _READ) == {"data": {"pledges": {"totalCount": 0}}}


async def _struck(desk: Desk, owner: Database, blow: str, body: dict[str, object]) -> str:
    """Strike whatever waits for a table until `body` is answered; the message of the answer.

    That its token is used is noted behind it, and may wait for the same table.
    """
    with capture_logs() as logs:
        async with owner.writing() as holder:
            await holder.execute(text("LOCK TABLE pledge IN ACCESS EXCLUSIVE MODE"))
            sent = asyncio.create_task(_post(desk, body))
            while not sent.done():
                await _told(owner, _strike(blow))
                await asyncio.sleep(0.01)
    return _assert_told(await sent, logs)


def _strike(blow: str) -> str:
    return f"""
SELECT count({blow}(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""  # noqa: S608 - one of our two blows


def _assert_told(answer: httpx.Response, logs: list[EventDict]) -> str:
    (error,) = orjson.loads(answer.content)["errors"]
    known = [line for line in logs if line["event"] == "request_failed"]
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert error["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "errorId": known[0]["error_id"]}
    return str(error["message"])


async def _post(desk: Desk, body: dict[str, object]) -> httpx.Response:
    headers = {"authorization": f"Bearer {desk.tokens['secretariat']}"}
    return await desk.client.post("/graphql", json=body, headers=headers)


async def _end_sessions(owner: Database) -> None:
    ended = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND usename = 'ikrar_service'"
    )
    await _told(owner, ended)


async def _told(owner: Database, question: str) -> object:
    """The owner's own answer: the connections for readings act as somebody who may do nothing."""
    async with owner.reading() as session:
        return await session.scalar(text(question))
