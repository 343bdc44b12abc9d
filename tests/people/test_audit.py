"""What happens at the door is in the sealed history, and administrators read it in the graph."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.access.accounts import Office, account_named
from service.access.actors import OPERATOR, Role
from service.access.passwords import Hasher, keep_password
from service.access.token_text import Token
from service.access.tokens import NewToken, token_of_prefix
from service.clock import system_clock
from service.ledger.appointing import appoint, dismiss
from service.ledger.programs import give_token, take_token
from service.ledger.seal_key import seal_key
from service.ledger.sealing import seal
from tests.people.conftest import BOTH, INVITED, LEADER, LIAISON, PASSWORD, House, account_id, signed_in

ADMINISTRATOR = INVITED
_AUDIT = """query ($filter: AuditFilter) { audit(first: 50, filter: $filter) {
  totalCount edges { cursor node { action } }
  nodes { subject name action actor actorKind before after reason sealed } } }"""
_NOTHING = {"query": "{ __typename }"}


async def _audit(browser: httpx.AsyncClient, **narrowed: object) -> dict[str, Any]:
    asked = {"query": _AUDIT, "variables": {"filter": narrowed or None}}
    answer = (await browser.post("/graphql", json=asked)).json()
    assert "errors" not in answer, answer
    found: dict[str, Any] = answer["data"]["audit"]
    return found


async def _administrator(house: House, browser: httpx.AsyncClient) -> None:
    hashed = await Hasher().hash_again(PASSWORD)
    key = await account_id(house, ADMINISTRATOR)
    async with house.database.writing() as session:
        await keep_password(session, key, hashed)
    await signed_in(browser, ADMINISTRATOR)


async def _program(house: House, role: Role = Role.INTEGRATION) -> Token:
    agency = None if role is Role.INTEGRATION else house.ground.dinkes
    async with house.database.writing() as session:
        asked = NewToken(label="Dasbor", role=role, agency_id=agency)
        return (await give_token(session, OPERATOR, asked, system_clock)).token


async def test_an_administrator_reads_who_came_and_who_was_made_what(house: House) -> None:
    desk = Office(role=Role.SECRETARIAT, agency_id=house.ground.dpmpd, region_code="64")
    application = house.application()
    async with house.browser(application) as browser, house.browser(application) as other:
        await _administrator(house, browser)
        async with house.database.writing() as session:
            await appoint(session, OPERATOR, await account_named(session, LIAISON), desk, system_clock)
        await other.post("/session", json={"email": LIAISON, "password": "salah sama sekali"})
        await signed_in(other)
        async with house.database.writing() as session:
            await dismiss(session, OPERATOR, await account_named(session, LIAISON), desk, system_clock)
        await application.state.let_go()
        found = await _audit(browser)
    told = [(entry["name"], entry["action"], entry["actorKind"]) for entry in found["nodes"]]
    assert (LIAISON, "REFUSE_SIGN_IN", "PUBLIC") in told
    without = [entry for entry in told if entry[1] != "REFUSE_SIGN_IN"]
    assert without[:3] == [
        (LIAISON, "WITHDRAW_ASSIGNMENT", "OPERATOR"),
        (LIAISON, "SIGN_IN", "PERSON"),
        (LIAISON, "ASSIGN", "OPERATOR"),
    ]
    assert found["totalCount"] == len(told) == len(found["edges"])
    assert {entry["subject"] for entry in found["nodes"]} == {"account"}


@pytest.mark.parametrize("who", [LIAISON, BOTH, LEADER])
async def test_nobody_else_reads_anything_of_it(house: House, who: str) -> None:
    async with house.browser() as browser:
        session = await signed_in(browser, who)
        for held in session["assignments"]:
            await browser.post("/session/assignment", json={"assignment": held["id"]})
            assert await _audit(browser) == {"totalCount": 0, "nodes": [], "edges": []}


@pytest.mark.parametrize("role", [None, Role.INTEGRATION, Role.LIAISON])
async def test_neither_the_public_nor_a_program_reads_it(house: House, role: Role | None) -> None:
    async with house.browser() as browser:
        if role is not None:
            browser.headers["authorization"] = f"Bearer {(await _program(house, role)).text}"
        assert await _audit(browser) == {"totalCount": 0, "nodes": [], "edges": []}


async def _asked(house: House, token: Token, status: int) -> None:
    """A program asks three times, of a service that has just been started."""
    application = house.application()
    async with house.browser(application) as program:
        for _ in range(3):
            shown = {"authorization": f"Bearer {token.text}"}
            answer = await program.post("/graphql", json=_NOTHING, headers=shown)
            assert answer.status_code == status
            await application.state.let_go()


async def test_a_token_is_in_it_from_its_making_to_its_refusal(house: House) -> None:
    token = await _program(house)
    for days in (0, 0, 1):
        house.now[0] = system_clock() + timedelta(days=days)
        await _asked(house, token, 200)
    house.now[0] = system_clock()
    for _ in range(2):
        async with house.database.writing() as session:
            kept = await token_of_prefix(session, token.prefix)
            await take_token(session, OPERATOR, kept, lambda: house.now[0])
        await _asked(house, token, 401)
    async with house.browser() as browser:
        await _administrator(house, browser)
        found = await _audit(browser, action=["CREATE_TOKEN", "USE_TOKEN", "REVOKE_TOKEN", "REFUSE_TOKEN"])
    assert [(entry["action"], entry["name"], entry["reason"]) for entry in reversed(found["nodes"])] == [
        ("CREATE_TOKEN", "Dasbor", None),
        ("USE_TOKEN", "Dasbor", None),
        ("USE_TOKEN", "Dasbor", None),
        ("REVOKE_TOKEN", "Dasbor", None),
        ("REFUSE_TOKEN", "Dasbor", "REVOKED"),
    ]


_CANCEL = """mutation { cancelPledge(input: {pledgeId: "pledge_x", reason: "a"}) { ... on Problem { code } }
  again: cancelPledge(input: {pledgeId: "pledge_x", reason: "a"}) { ... on Problem { code } }
  recordMeeting(input: {title: "a", kind: RAPAT, regionCode: "64", source: "a"}) { ... on Problem { code } }
}"""


async def test_what_somebody_is_not_allowed_is_in_it_each_deed_once_an_hour(house: House) -> None:
    token = await _program(house)
    not_theirs = {"cancelPledge": {"code": "NOT_ALLOWED"}, "again": {"code": "NOT_ALLOWED"}}
    for _ in range(2):
        application = house.application()
        async with house.browser(application) as browser, house.browser(application) as nobody:
            await signed_in(browser)
            for headers in ({}, {"authorization": f"Bearer {token.text}"}):
                answer = await browser.post("/graphql", json={"query": _CANCEL}, headers=headers)
                assert answer.json()["data"] == {**not_theirs, "recordMeeting": {"code": "NOT_ALLOWED"}}
            answer = await nobody.post("/graphql", json={"query": _CANCEL})
            assert {one["code"] for one in answer.json()["data"].values()} == {"NOT_SIGNED_IN"}
            await application.state.let_go()
    async with house.browser() as browser:
        await _administrator(house, browser)
        found = await _audit(browser, action=["REFUSE_DEED"])
    told = {(entry["name"], entry["actorKind"], entry["reason"]) for entry in found["nodes"]}
    assert told == {
        (who, kind, deed)
        for who, kind in ((LIAISON, "PERSON"), ("Dasbor", "TOKEN"))
        for deed in ("cancelPledge", "recordMeeting")
    }
    assert found["totalCount"] == len(told)


async def test_a_token_that_is_made_up_does_not_grow_the_history(house: House) -> None:
    application = house.application()
    before = await house.did()
    async with house.browser(application) as browser:
        made_up = {"authorization": "Bearer ikrar_abcdefgh_nobodys"}
        answer = await browser.post("/graphql", json=_NOTHING, headers=made_up)
        assert answer.status_code == 401
        await application.state.let_go()
    assert await house.did() == before


async def test_it_is_narrowed_by_time_and_sealed_like_everything(house: House, tmp_path: Path) -> None:
    async with house.browser() as browser:
        await _administrator(house, browser)
        async with house.database.writing() as session:
            await seal(session, seal_key(tmp_path / "key"), system_clock())
        sealed = await _audit(browser, action=["SIGN_IN"])
        future = await _audit(browser, since="2999-01-01T00:00:00Z")
        past = await _audit(browser, until="2000-01-01T00:00:00Z")
    assert [entry["sealed"] for entry in sealed["nodes"]] == [True]
    assert (future["totalCount"], past["totalCount"]) == (0, 0)
