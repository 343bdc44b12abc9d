"""Sessions: how long they live, under what they act, and who ends them."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from service.access.accounts import Office, account_named
from service.access.actors import OPERATOR, Role
from service.access.sessions import Terms
from service.clock import system_clock
from service.ledger.appointing import close, dismiss
from tests.people.conftest import BOTH, LEADER, LIAISON, House, signed_in, viewer

TERMS = Terms(idle=timedelta(hours=1), longest=timedelta(hours=8))


async def _is_over(browser: httpx.AsyncClient) -> bool:
    """Whether both faces say so, and the browser is told to forget the cookie."""
    cookies = httpx.Cookies(browser.cookies)
    answers: list[httpx.Response] = []
    for method, path in (("GET", "/session"), ("POST", "/graphql")):
        browser.cookies = httpx.Cookies(cookies)
        answers.append(await browser.request(method, path, json={"query": "{ viewer { role } }"}))
    if [answer.status_code for answer in answers] == [200, 200]:
        return False
    assert [answer.status_code for answer in answers] == [401, 401]
    assert ["Max-Age=0" in answer.headers["set-cookie"] for answer in answers] == [True, True]
    assert not browser.cookies
    return True


async def test_a_session_that_nobody_uses_is_over(house: House) -> None:
    async with house.browser(house.application(TERMS)) as browser:
        await signed_in(browser)
        await house.age("person_session", "last_seen_at", "59 minutes")
        assert not await _is_over(browser)
    async with house.browser(house.application(TERMS)) as browser:
        await signed_in(browser)
        await house.age("person_session", "last_seen_at", "61 minutes")
        assert await _is_over(browser)


async def _until_seen(house: House) -> None:
    """Wait for what is written behind the answers."""
    was_seen = text("SELECT last_seen_at > now() - interval '1 minute' FROM person_session")
    async with asyncio.timeout(60):
        while True:
            async with house.database.reading() as session:
                if await session.scalar(was_seen):
                    return


async def test_using_a_session_keeps_it_alive_but_not_for_ever(house: House) -> None:
    async with house.browser(house.application(TERMS)) as browser:
        await signed_in(browser)
        await house.age("person_session", "last_seen_at", "59 minutes")
        house.now[0] += timedelta(minutes=2)
        await viewer(browser)
        await _until_seen(house)
        await house.age("person_session", "last_seen_at", "59 minutes")
    async with house.browser(house.application(TERMS)) as later:
        later.cookies = browser.cookies
        assert not await _is_over(later)
    await house.age("person_session", "recorded_at", "8 hours")
    await house.age("person_session", "expires_at", "8 hours")
    async with house.browser(house.application(TERMS)) as latest:
        latest.cookies = browser.cookies
        assert await _is_over(latest)


async def test_the_dead_are_forgotten_when_somebody_comes(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        await house.age("person_session", "last_seen_at", "13 hours")
        await signed_in(browser, LEADER)
    async with house.database.reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM person_session")) == 1


async def test_who_holds_two_assignments_acts_under_one_and_changes_the_secret_with_it(house: House) -> None:
    async with house.browser() as browser:
        session = await signed_in(browser, BOTH)
        one, other = session["assignments"]
        assert (one["label"], other["label"]) == ("Narahubung Diskominfo", "Sekretariat Dpmpd")
        former = httpx.Cookies(browser.cookies)
        told = (await browser.post("/session/assignment", json={"assignment": other["id"]})).json()
        assert (told["id"], told["assignment"], told["role"]) == (session["id"], other["id"], "SECRETARIAT")
        seen = await viewer(browser)
        assert seen is not None
        assert (seen["agency"], seen["region"]) == ({"code": "dpmpd"}, {"code": "64"})
        assert (await house.did())[-1][:2] == ("ACT_AS", "Sekretariat Dpmpd")
    async with house.browser() as thief:
        thief.cookies = former
        assert await _is_over(thief)


async def test_one_may_sign_in_as_another_at_once(house: House) -> None:
    async with house.browser() as browser:
        other = (await signed_in(browser, BOTH))["assignments"][1]["id"]
        assert (await signed_in(browser, BOTH, assignment=other))["role"] == "SECRETARIAT"


@pytest.mark.parametrize("assignment", ["x", "01900000-0000-7000-8000-000000000001"])
async def test_nobody_acts_under_what_is_not_theirs(house: House, assignment: str) -> None:
    async with house.browser() as browser:
        own = await signed_in(browser)
        theirs = (await signed_in(browser, BOTH))["assignments"][0]["id"]
        await signed_in(browser)
        for wanted in (assignment, theirs):
            refused = await browser.post("/session/assignment", json={"assignment": wanted})
            assert (refused.status_code, refused.json()["path"]) == (404, ["assignment"])
        assert (await browser.get("/session")).json()["assignment"] == own["assignment"]


async def test_a_request_that_means_another_assignment_is_refused(house: House) -> None:
    async with house.browser() as browser:
        one, other = (await signed_in(browser, BOTH))["assignments"]
        assert await viewer(browser, **{"ikrar-assignment": one["id"]}) is not None
        await browser.post("/session/assignment", json={"assignment": other["id"]})
        headers = {"ikrar-assignment": one["id"]}
        answer = await browser.post("/graphql", json={"query": "{ viewer { role } }"}, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")


async def test_own_sessions_are_listed_and_ended(house: House) -> None:
    application = house.application()
    async with (
        house.browser(application) as here,
        house.browser(application, "2001:db8::7") as there,
        house.browser(application) as stranger,
    ):
        await signed_in(here)
        there.headers["user-agent"] = "Telepon " + "x" * 300
        await signed_in(there)
        theirs = (await signed_in(stranger, LEADER))["id"]
        listed = (await here.get("/sessions")).json()["sessions"]
        assert [(one["isThis"], one["address"]) for one in listed] == [
            (False, "2001:db8::7"),
            (True, "192.0.2.1"),
        ]
        assert listed[0]["agent"] == ("Telepon " + "x" * 300)[:200]
        refused = await here.delete(f"/sessions/{theirs}")
        assert (refused.status_code, refused.json()["code"]) == (404, "NOT_FOUND")
        assert (await here.delete(f"/sessions/{listed[0]['id']}")).status_code == 204
        assert await _is_over(there)
        assert not await _is_over(here)
        assert not await _is_over(stranger)


async def test_all_others_are_ended_at_once(house: House) -> None:
    application = house.application()
    async with house.browser(application) as here, house.browser(application) as there:
        await signed_in(here)
        await signed_in(there)
        assert (await here.delete("/sessions")).json() == {"ended": 1}
        assert await _is_over(there)
        assert not await _is_over(here)


async def test_signing_out_ends_it_and_once_more_does_nothing(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        former = httpx.Cookies(browser.cookies)
        assert (await browser.delete("/session")).status_code == 204
        assert not browser.cookies
        assert (await browser.get("/session")).json() is None
        assert (await browser.delete("/session")).status_code == 204
        browser.cookies = former
        assert await _is_over(browser)


async def _dismissed(house: House, who: str, office: Office) -> None:
    async with house.database.writing() as session:
        await dismiss(session, OPERATOR, await account_named(session, who), office, system_clock)


async def test_who_is_dismissed_is_signed_out_where_they_act_as_that(house: House) -> None:
    application = house.application()
    async with house.browser(application) as desk, house.browser(application) as liaison:
        held = (await signed_in(liaison, BOTH))["assignments"]
        await signed_in(desk, BOTH, assignment=held[1]["id"])
        office = Office(role=Role.SECRETARIAT, agency_id=house.ground.dpmpd, region_code="64")
        await _dismissed(house, BOTH, office)
        assert await _is_over(desk)
        assert not await _is_over(liaison)
        assert len((await liaison.get("/session")).json()["assignments"]) == 1


async def test_a_closed_account_has_no_sessions(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        async with house.database.writing() as database:
            await close(database, OPERATOR, await account_named(database, LIAISON), system_clock)
        assert await _is_over(browser)


async def test_who_holds_nothing_reads_as_the_public_does(house: House) -> None:
    office = Office(role=Role.LEADERSHIP, region_code="64")
    await _dismissed(house, LEADER, office)
    async with house.browser() as browser:
        session = await signed_in(browser, LEADER)
        assert (session["assignment"], session["assignments"], session["role"]) == (None, [], "PUBLIC")
        assert await viewer(browser) is None


@pytest.mark.parametrize("secret", ["", "x", "a" * 43, "é" * 43, "a" * 5_000])
async def test_a_cookie_that_nobody_has_is_told_once(house: House, secret: str) -> None:
    cookie = {b"cookie": f"other=1; __Host-ikrar={secret}".encode()}
    async with house.browser() as browser:
        for method, path in (("GET", "/session"), ("POST", "/graphql")):
            answer = await browser.request(
                method, path, json={"query": "{ spmAreas { code } }"}, headers=cookie
            )
            assert (answer.status_code, "Max-Age=0" in answer.headers["set-cookie"]) == (401, True)


async def test_a_token_goes_before_the_cookie(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        answer = await browser.post(
            "/graphql", json={"query": "{ viewer { role } }"}, headers={"authorization": "Bearer ikrar_x"}
        )
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


async def test_the_secret_of_a_session_is_no_token(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        secret = browser.cookies["__Host-ikrar"]
        browser.cookies.clear()
        headers = {"authorization": f"Bearer {secret}"}
        answer = await browser.post("/graphql", json={"query": "{ viewer { role } }"}, headers=headers)
    assert answer.status_code == 401
