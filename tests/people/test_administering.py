"""An administrator keeps the accounts and the tokens by the graph; whoever is meant hears of it."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from service.access.links import Link
from service.access.passwords import Hasher, keep_password
from service.clock import system_clock
from service.ledger.inviting import send_due
from tests.people.conftest import BOTH, INVITED, LEADER, LIAISON, PASSWORD, House, account_id, signed_in

_NEW = "siti@example.go.id"
_ACCOUNT = """account { id name position email hasPassword hasSecondFactor invitationDueAt invitedUntil
  signedInAt closedAt assignments { id role agency { code } region { code } issuer } }"""
_LIST = """query ($filter: AccountFilter) { accounts(first: 50, filter: $filter) {
  totalCount nodes { id email } } }"""
TOKENS = """query ($filter: TokenFilter) { tokens(first: 50, filter: $filter) { totalCount
  nodes { id label prefix role scopes agency { code } expiresAt revokedAt lastUsedAt } } }"""


class Desk:
    """What an administrator's browser asks."""

    def __init__(self, browser: httpx.AsyncClient) -> None:
        self.browser = browser

    async def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """The data of an answer without errors."""
        answer = await self.browser.post("/graphql", json={"query": query, "variables": variables})
        assert "errors" not in answer.json(), answer.text
        found: dict[str, Any] = answer.json()["data"]
        return found

    async def does(self, name: str, selection: str = _ACCOUNT, /, **values: object) -> dict[str, Any]:
        """What a mutation gives back."""
        title = name[0].upper() + name[1:]
        query = f"""mutation ($input: {title}Input!) {{ {name}(input: $input) {{ __typename
          ... on {title}Payload {{ isReplay {selection} }} ... on Problem {{ code path message }} }} }}"""
        found: dict[str, Any] = (await self.ask(query, input=values))[name]
        return found


async def administrators_desk(house: House, browser: httpx.AsyncClient) -> Desk:
    """The administrator signs in."""
    hashed = await Hasher().hash_again(PASSWORD)
    key = await account_id(house, INVITED)
    async with house.database.writing() as session:
        await keep_password(session, key, hashed)
    await signed_in(browser, INVITED)
    return Desk(browser)


async def _letters(house: House) -> list[Link]:
    """What is sent when the service looks what is due."""

    async def deliver(link: Link) -> bool:
        house.letters.append(link)
        return True

    await send_due(house.database, deliver, system_clock())
    return house.letters


def _siti(house: House) -> dict[str, object]:
    office = {"role": "LIAISON", "agencyId": f"agency_{house.ground.dinkes}"}
    return {"name": "Siti Aminah", "email": _NEW, "position": "Kepala Seksi", **office}


async def test_somebody_new_is_invited_sets_a_password_and_comes_in(house: House) -> None:
    async with house.browser() as browser, house.browser() as hers:
        desk = await administrators_desk(house, browser)
        opened = (await desk.does("openAccount", **_siti(house)))["account"]
        assert (opened["name"], opened["position"], opened["email"]) == ("Siti Aminah", "Kepala Seksi", _NEW)
        assert [(one["role"], one["agency"]) for one in opened["assignments"]] == [
            ("LIAISON", {"code": "dinkes"})
        ]
        assert (opened["hasPassword"], opened["invitedUntil"]) == (False, None)
        assert opened["invitationDueAt"] is not None
        (link,) = await _letters(house)
        assert (link.email, link.purpose) == (_NEW, "INVITATION")
        told = await desk.ask(f'{{ node(id: "{opened["id"]}") {{ ... on Account {{ id {_BARE} }} }} }}')
        assert told["node"]["invitationDueAt"] is None
        assert told["node"]["invitedUntil"] > system_clock().isoformat()
        used = await hers.post("/password/link", json={"link": link.secret, "password": PASSWORD})
        assert used.status_code == 204, used.text
        await signed_in(hers, _NEW)
        told = await desk.ask(f'{{ node(id: "{opened["id"]}") {{ ... on Account {{ id {_BARE} }} }} }}')
    assert (told["node"]["hasPassword"], told["node"]["invitedUntil"]) == (True, None)
    assert told["node"]["signedInAt"] is not None
    assert ("OPEN_ACCOUNT", "Administrator", None) in await house.did()


_BARE = "hasPassword invitationDueAt invitedUntil signedInAt"


async def test_an_account_that_cannot_be_is_refused_and_nothing_is_made(house: House) -> None:
    siti = _siti(house)
    wrong: list[tuple[dict[str, object], str, list[str]]] = [
        ({"email": LIAISON.upper()}, "CONFLICT", ["email"]),
        ({"email": "siti"}, "INVALID", ["email"]),
        ({"email": "a@b\nBcc: c@d"}, "INVALID", ["email"]),
        ({"name": "  "}, "INVALID", ["name"]),
        ({"name": "Siti\nAminah"}, "INVALID", ["name"]),
        ({"name": "NIK 6471015501900001"}, "INVALID", ["name"]),
        ({"role": "PUBLIC"}, "INVALID", ["role"]),
        ({"role": "SYSTEM"}, "INVALID", ["role"]),
        ({"agencyId": None}, "INVALID", ["agencyId"]),
        ({"agencyId": "agency_019aaaaa-0000-7000-8000-000000000000"}, "NOT_FOUND", ["agencyId"]),
        ({"role": "SECRETARIAT"}, "INVALID", ["regionCode"]),
        ({"role": "LEADERSHIP", "regionCode": "99"}, "NOT_FOUND", ["regionCode"]),
    ]
    async with house.browser() as browser:
        desk = await administrators_desk(house, browser)
        before = (await desk.ask(_LIST))["accounts"]
        for values, code, path in wrong:
            found = await desk.does("openAccount", **{**siti, **values})
            assert (found.get("code"), found.get("path")) == (code, path), values
        assert (await desk.ask(_LIST))["accounts"] == before
    assert await _letters(house) == []


async def test_an_invitation_that_cannot_be_sent_waits_and_is_another_one_then(house: House) -> None:
    failing: list[Link] = []

    async def fail(link: Link) -> bool:
        failing.append(link)
        return False

    async with house.browser() as browser:
        desk = await administrators_desk(house, browser)
        await desk.does("openAccount", **_siti(house))
        now = system_clock()
        assert [await send_due(house.database, fail, now) for _ in range(2)] == [0, 0]
        assert await _letters(house) == []

        async def deliver(link: Link) -> bool:
            house.letters.append(link)
            return True

        assert await send_due(house.database, deliver, now + timedelta(minutes=5)) == 1
        (first,), (link,) = failing, house.letters
        assert first.secret != link.secret
        password = "gajah hijau minum kopi"
        late = await browser.post("/password/link", json={"link": first.secret, "password": password})
        good = await browser.post("/password/link", json={"link": link.secret, "password": password})
    assert (late.status_code, good.status_code) == (404, 204)


async def test_processes_that_send_at_the_same_time_send_each_invitation_once(house: House) -> None:
    sent: list[str] = []

    async def deliver(link: Link) -> bool:
        await asyncio.sleep(0.01)
        sent.append(link.email)
        return True

    async with house.browser() as browser:
        desk = await administrators_desk(house, browser)
        for number in range(6):
            await desk.does("openAccount", **{**_siti(house), "email": f"{number}@example.go.id"})
    now = system_clock()
    await asyncio.gather(*(send_due(house.database, deliver, now) for _ in range(3)))
    assert sorted(sent) == [f"{number}@example.go.id" for number in range(6)]


async def test_what_somebody_may_act_as_grows_and_shrinks_and_ends_their_sessions(house: House) -> None:
    application = house.application()
    async with house.browser(application) as browser, house.browser(application) as theirs:
        desk = await administrators_desk(house, browser)
        whose = f"account_{await account_id(house, LIAISON)}"
        office = {"accountId": whose, "role": "LEADERSHIP", "regionCode": "64"}
        given = (await desk.does("assignRole", **office))["account"]["assignments"]
        assert [one["role"] for one in given] == ["LIAISON", "LEADERSHIP"]
        assert (await desk.does("assignRole", **office))["code"] == "CONFLICT"
        await signed_in(theirs, assignment=given[1]["id"].removeprefix("assignment_"))
        taken = await desk.does("withdrawRole", assignmentId=given[1]["id"])
        assert [one["role"] for one in taken["account"]["assignments"]] == ["LIAISON"]
        assert (await theirs.get("/session")).status_code == 401
        again = await desk.does("withdrawRole", assignmentId=given[1]["id"])
        assert (again["code"], again["path"]) == ("NOT_FOUND", ["assignmentId"])


async def test_a_closed_account_is_out_with_its_sessions_for_good(house: House) -> None:
    application = house.application()
    async with house.browser(application) as browser, house.browser(application) as theirs:
        desk = await administrators_desk(house, browser)
        await signed_in(theirs)
        whose = f"account_{await account_id(house, LIAISON)}"
        closed = (await desk.does("closeAccount", accountId=whose))["account"]["closedAt"]
        assert (await theirs.get("/session")).status_code == 401
        assert (await desk.does("closeAccount", accountId=whose))["account"]["closedAt"] == closed
        for name, more in (("inviteAccount", {}), ("assignRole", {"role": "ADMINISTRATOR"})):
            found = await desk.does(name, accountId=whose, **more)
            assert (found["code"], found["path"]) == ("WRONG_STATE", ["accountId"])
        listed = (await desk.ask(_LIST, filter={"closed": True}))["accounts"]
    assert [one["email"] for one in listed["nodes"]] == [LIAISON]
    assert [did[0] for did in await house.did()].count("CLOSE_ACCOUNT") == 1


async def test_nobody_changes_what_they_are_themselves(house: House) -> None:
    async with house.browser() as browser:
        desk = await administrators_desk(house, browser)
        whose = f"account_{await account_id(house, INVITED)}"
        node = await desk.ask(f'{{ node(id: "{whose}") {{ ... on Account {{ assignments {{ id }} }} }} }}')
        (own,) = node["node"]["assignments"]
        more = {"role": "SECRETARIAT", "agencyId": f"agency_{house.ground.dpmpd}", "regionCode": "64"}
        for name, values in (
            ("assignRole", {"accountId": whose, **more}),
            ("withdrawRole", {"assignmentId": own["id"]}),
            ("removeSecondFactor", {"accountId": whose}),
            ("closeAccount", {"accountId": whose}),
        ):
            assert (await desk.does(name, **values))["code"] == "NOT_ALLOWED", name
        assert (await browser.get("/session")).status_code == 200


async def test_accounts_are_found_by_a_word_of_the_name_the_address_and_what_they_are(house: House) -> None:
    async with house.browser() as browser:
        desk = await administrators_desk(house, browser)
        await desk.does("openAccount", **_siti(house))
        for narrowed, emails in (
            ({}, [BOTH, INVITED, LEADER, LIAISON, _NEW]),
            ({"search": "amin"}, [_NEW]),
            ({"search": "LEAD"}, [LEADER]),
            ({"search": "%"}, []),
            ({"role": "SECRETARIAT"}, [BOTH]),
            ({"role": "LIAISON", "search": "nama"}, [BOTH, LIAISON]),
            ({"closed": True}, []),
        ):
            found = (await desk.ask(_LIST, filter=narrowed))["accounts"]
            assert [one["email"] for one in found["nodes"]] == emails, narrowed
            assert found["totalCount"] == len(emails)


@pytest.mark.parametrize("who", [None, LIAISON, BOTH, LEADER])
async def test_nobody_else_reads_anything_of_it(house: House, who: str | None) -> None:
    application = house.application()
    async with house.browser(application) as browser, house.browser(application) as other:
        desk = await administrators_desk(house, browser)
        opened = (await desk.does("openAccount", **_siti(house)))["account"]
        made = await desk.does("createToken", "token { id }", label="Dasbor", role="INTEGRATION")
        ids = [opened["id"], opened["assignments"][0]["id"], made["token"]["id"]]
        assert all((await desk.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids))["nodes"])
        held = [None] if who is None else (await signed_in(other, who))["assignments"]
        for assignment in held:
            if assignment is not None:
                await other.post("/session/assignment", json={"assignment": assignment["id"]})
            stranger = Desk(other)
            assert (await stranger.ask(_LIST))["accounts"] == {"totalCount": 0, "nodes": []}
            assert (await stranger.ask(_LIST, filter={"role": "LIAISON"}))["accounts"]["totalCount"] == 0
            assert (await stranger.ask(TOKENS, filter={"good": True}))["tokens"]["totalCount"] == 0
            found = await stranger.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)
            assert found["nodes"] == [None, None, None]
