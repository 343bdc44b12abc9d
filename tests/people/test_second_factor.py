"""One-time codes: offered, confirmed, asked for, taken once, demanded by the operator."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet
from pyotp.totp import TOTP

from service.access.accounts import account_named
from service.access.actors import OPERATOR, Role
from service.access.sessions import Terms
from service.app import Front, create_app
from service.clock import system_clock
from service.ledger.appointing import drop_second_factor
from tests.people.conftest import BOTH, LIAISON, PASSWORD, SITE, House, signed_in, viewer

DEMANDED = Terms(second_factor_for=frozenset({Role.SECRETARIAT}))


async def _offered(browser: httpx.AsyncClient) -> TOTP:
    answer = await browser.post("/second-factor", json={"password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return TOTP(answer.json()["secret"])


def _code(house: House, totp: TOTP, steps: int = 0) -> str:
    return totp.at(house.now[0], counter_offset=steps)


async def _enrolled(house: House, browser: httpx.AsyncClient) -> TOTP:
    totp = await _offered(browser)
    answer = await browser.put("/second-factor", json={"code": _code(house, totp)})
    assert answer.json()["secondFactor"] == {"has": True, "shown": True, "needed": False}
    house.now[0] += timedelta(seconds=60)
    return totp


async def _sign_in(browser: httpx.AsyncClient, code: str | None, email: str = LIAISON) -> tuple[int, Any]:
    body = {"email": email, "password": PASSWORD, "code": code}
    answer = await browser.post("/session", json=body)
    return answer.status_code, answer.json().get("path")


async def test_once_confirmed_it_is_asked_for_and_taken_once(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        totp = await _enrolled(house, browser)
        assert await _sign_in(browser, None) == (401, ["code"])
        assert await _sign_in(browser, "000000") == (401, None)
        code = _code(house, totp)
        assert await _sign_in(browser, code) == (200, None)
        assert await _sign_in(browser, code) == (401, None)
    assert [one[0] for one in await house.did()].count("SIGN_IN") == 2


async def test_a_wrong_password_does_not_tell_that_there_is_a_second_factor(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        await _enrolled(house, browser)
        answers = [
            await browser.post("/session", json={"email": email, "password": "x"})
            for email in (LIAISON, BOTH, "nobody@example.go.id")
        ]
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("steps, status", [(-2, 401), (-1, 200), (0, 200), (1, 200), (2, 401)])
async def test_a_telephone_may_be_half_a_minute_off(house: House, steps: int, status: int) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        totp = await _enrolled(house, browser)
        house.now[0] += timedelta(minutes=5)
        assert (await _sign_in(browser, _code(house, totp, steps)))[0] == status


async def test_until_it_is_confirmed_it_does_not_count(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        first = await _offered(browser)
        second = await _offered(browser)
        assert (await browser.put("/second-factor", json={"code": _code(house, first)})).status_code == 401
        assert await _sign_in(browser, None) == (200, None)
        answer = await browser.put("/second-factor", json={"code": _code(house, second)})
        assert answer.status_code == 200


async def test_codes_are_not_guessed_behind_a_right_password(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        await _enrolled(house, browser)
        statuses = [(await _sign_in(browser, f"{guess:06}"))[0] for guess in range(11)]
    assert statuses == [401] * 10 + [429]


async def test_adding_and_removing_needs_the_password_and_renews_the_session(house: House) -> None:
    application = house.application()
    async with house.browser(application) as browser, house.browser(application) as other:
        await signed_in(browser)
        await signed_in(other)
        former = dict(browser.cookies)
        assert (await browser.post("/second-factor", json={"password": "x"})).status_code == 401
        totp = await _enrolled(house, browser)
        assert dict(browser.cookies) != former
        assert (await other.get("/session")).status_code == 401
        again = await browser.post("/second-factor", json={"password": PASSWORD})
        assert (again.status_code, again.json()["code"]) == (409, "WRONG_STATE")
        remove = {"password": PASSWORD, "code": _code(house, totp)}
        for wrong in ({**remove, "password": "x"}, {**remove, "code": "000000"}):
            assert (await browser.request("DELETE", "/second-factor", json=wrong)).status_code == 401
        told = (await browser.request("DELETE", "/second-factor", json=remove)).json()
        assert told["secondFactor"] == {"has": False, "shown": False, "needed": False}
        assert await _sign_in(browser, None) == (200, None)
    doings = [one[0] for one in await house.did()]
    assert [one for one in doings if "FACTOR" in one] == ["ADD_SECOND_FACTOR", "REMOVE_SECOND_FACTOR"]


async def test_where_the_operator_demands_it_nothing_is_done_without(house: House) -> None:
    async with house.browser(house.application(DEMANDED)) as browser:
        desk = (await signed_in(browser, BOTH))["assignments"][1]["id"]
        assert await viewer(browser) is not None  # as a liaison one needs none
        session = await signed_in(browser, BOTH, assignment=desk)
        assert (session["role"], session["secondFactor"]["needed"]) == ("PUBLIC", True)
        assert await viewer(browser) is None
        await _enrolled(house, browser)
        assert (await viewer(browser) or {})["role"] == "SECRETARIAT"


async def test_the_demand_counts_for_sessions_that_are_there_already(house: House) -> None:
    async with house.browser() as browser:
        desk = (await signed_in(browser, BOTH))["assignments"][1]["id"]
        await signed_in(browser, BOTH, assignment=desk)
    async with house.browser(house.application(DEMANDED)) as later:
        later.cookies = browser.cookies
        assert await viewer(later) is None


async def test_an_operator_takes_away_what_was_lost(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        await _enrolled(house, browser)
        async with house.database.writing() as session:
            account = await account_named(session, LIAISON)
            await drop_second_factor(session, OPERATOR, account, system_clock)
        assert (await browser.get("/session")).status_code == 401
        await signed_in(browser)


async def test_the_secret_is_not_in_the_database(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        totp = await _enrolled(house, browser)
    everything = await house.everything()
    assert totp.secret not in everything
    assert totp.secret.encode().hex() not in everything


@pytest.mark.parametrize("key", [None, pytest.param(Fernet.generate_key(), id="another")])
async def test_without_its_key_it_is_said_and_nobody_is_let_in(house: House, key: bytes | None) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        totp = await _enrolled(house, browser)
    application = create_app(house.database, lambda: house.now[0], Front(factor_key=key))
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url=SITE) as other:
        assert (await _sign_in(other, _code(house, totp)))[0] == 409
