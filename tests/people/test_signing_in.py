"""Signing in by password: who is let in, what the others hear, and how often they may ask."""

import time

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import text, update

from models.agency import Account
from models.sign_in import Password
from service.access.allowance import Rates
from service.access.buckets import Rate
from service.access.passwords import Hasher
from service.access.persons import known_by_email
from service.access.throttle import account_bucket, address_bucket, seconds_to_wait
from service.app import Policy
from service.clock import system_clock
from service.database import Database
from tests.people.conftest import BOTH, INVITED, LEADER, LIAISON, PASSWORD, House, signed_in, viewer

WRONG = "tujuh sendok di atap"


async def _try(browser: httpx.AsyncClient, email: str, password: str = WRONG) -> httpx.Response:
    return await browser.post("/session", json={"email": email, "password": password})


async def test_whoever_signs_in_is_told_who_they_are(house: House) -> None:
    async with house.browser() as browser:
        session = await signed_in(browser)
        assert session["person"] == {"name": "Nama liai", "email": LIAISON}
        assert [one["label"] for one in session["assignments"]] == ["Narahubung Dinkes"]
        assert (session["assignment"], session["role"]) == (session["assignments"][0]["id"], "LIAISON")
        assert session["secondFactor"] == {"has": False, "shown": False, "needed": False}
        assert (await browser.get("/session")).json() == session


async def test_the_cookie_is_for_this_host_alone(house: House) -> None:
    async with house.browser() as browser:
        answer = await _try(browser, LIAISON, PASSWORD)
    cookie = answer.headers["set-cookie"]
    name, _, rest = cookie.partition("=")
    secret, _, attributes = rest.partition("; ")
    assert (name, len(secret)) == ("__Host-ikrar", 43)
    assert attributes == "Max-Age=604800; Path=/; Secure; HttpOnly; SameSite=Lax"
    assert (answer.headers["cache-control"], answer.headers["vary"]) == ("no-store", "Cookie")


async def test_the_graph_knows_whose_session_it_is_by_office_and_not_by_name(house: House) -> None:
    async with house.browser() as browser:
        assert await viewer(browser) is None
        await signed_in(browser)
        seen = await viewer(browser)
    assert seen == {
        "label": "Narahubung Dinkes",
        "role": "LIAISON",
        "agency": {"code": "dinkes"},
        "region": None,
        "scopes": ["read", "report"],
    }


@pytest.mark.parametrize("email", [LIAISON, INVITED, "nobody@example.go.id", "x", LIAISON.upper()])
async def test_all_refusals_are_alike(house: House, email: str) -> None:
    async with house.browser() as browser:
        answer, known = await _try(browser, email), await _try(browser, BOTH)
    assert (answer.status_code, answer.content) == (401, known.content)
    assert [*answer.headers.multi_items()] == [*known.headers.multi_items()]
    assert answer.json()["code"] == "NOT_SIGNED_IN"


async def test_a_closed_account_is_as_unknown_as_any(house: House) -> None:
    async with house.database.writing() as session:
        await session.execute(update(Account).values(closed_at=system_clock()))
    async with house.browser() as browser:
        assert (await _try(browser, LIAISON, PASSWORD)).content == (await _try(browser, "x")).content


async def test_nobody_costs_as_much_work_as_somebody(house: House) -> None:
    hasher = Hasher()
    async with house.database.reading() as session:
        liaison, invited = [await known_by_email(session, email) for email in (LIAISON, INVITED)]
    costs: list[float] = []
    for known in (liaison, invited, None):
        begun = time.process_time()
        assert not await hasher.is_right(known, WRONG)
        costs.append(time.process_time() - begun)
    assert min(costs) > 0.4 * max(costs), costs


async def test_the_password_of_nobody_opens_nothing(house: House) -> None:
    del house
    assert not await Hasher().is_right(None, "")


async def test_ten_wrong_tries_are_enough_for_an_hour_or_so(house: House) -> None:
    async with house.browser() as browser:
        statuses = [(await _try(browser, LIAISON)).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    async with house.browser(address="192.0.2.2") as other:  # another process, another place
        answer = await _try(other, LIAISON, PASSWORD)
        assert (answer.status_code, answer.json()["code"]) == (429, "RATE_LIMITED")
        assert 60 < int(answer.headers["retry-after"]) <= 120
        await signed_in(other, LEADER)
        await house.age("sign_in_throttle", "filled_at", "121 seconds")
        assert (await _try(other, LIAISON, PASSWORD)).status_code == 200
        assert [(await _try(other, LIAISON)).status_code for _ in range(10)] == [401] * 10


async def test_an_unknown_address_is_throttled_like_a_known_one(house: House) -> None:
    async with house.browser() as browser:
        statuses = [(await _try(browser, "x@example.go.id")).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]


async def _waits(database: Database, address: str, times: int) -> list[float]:
    found: list[float] = []
    for _ in range(times):
        async with database.writing() as session:
            found.append(await seconds_to_wait(session, address_bucket(address)))
    return found


async def test_an_address_has_sixty_tries_and_a_household_of_ipv6_is_one(house: House) -> None:
    assert await _waits(house.database, "2001:db8::1", 60) == [0.0] * 60
    (waits,) = await _waits(house.database, "2001:db8::ffff:2", 1)
    assert 1 <= waits <= 5
    assert await _waits(house.database, "2001:db8:0:1::1", 1) == [0.0]


async def test_a_flood_from_one_address_is_held_back_before_it_reaches_the_database(house: House) -> None:
    slow = Rate(points=5)
    application = house.application(policy=Policy(rates=Rates(public=slow, known=slow)))
    async with house.browser(application) as browser, house.browser(application, "198.51.100.1") as other:
        answers = [await browser.get("/session") for _ in range(4)]
        elsewhere = await other.get("/session")
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].json()["code"] == "RATE_LIMITED"
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert elsewhere.status_code == 200


@pytest.mark.parametrize(
    "one, other", [("192.0.2.1", "::ffff:192.0.2.1"), ("fe80::1%eth0", "fe80::2"), ("unix:", "")]
)
def test_an_address_may_be_written_in_several_ways(one: str, other: str) -> None:
    assert address_bucket(one) == address_bucket(other)


async def test_what_is_typed_as_an_address_is_not_kept(house: House) -> None:
    async with house.browser() as browser:
        await _try(browser, WRONG, PASSWORD)
    assert WRONG not in await house.everything()
    assert account_bucket("A@b ") == account_bucket("a@B")


async def test_signing_in_is_written_down_without_what_was_typed(house: House) -> None:
    application = house.application()
    async with house.browser(application) as browser:
        await _try(browser, LIAISON)
        await application.state.let_go()
        await signed_in(browser)
        await browser.delete("/session")
        secret = browser.cookies.get("__Host-ikrar") or "-"
    assert (await house.did())[-3:] == [
        ("REFUSE_SIGN_IN", "Publik / Public", "PASSWORD"),
        ("SIGN_IN", "Narahubung Dinkes", None),
        ("SIGN_OUT", "Narahubung Dinkes", None),
    ]
    everything = await house.everything()
    assert [word for word in (WRONG, PASSWORD, secret) if word in everything and word != "-"] == []


async def test_a_former_session_of_the_browser_is_over(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        former = httpx.Cookies(browser.cookies)
        await signed_in(browser, LEADER)
        assert (await viewer(browser) or {})["role"] == "LEADERSHIP"
        browser.cookies = former
        assert (await browser.get("/session")).status_code == 401


async def test_a_password_hashed_at_another_cost_is_hashed_again(house: House) -> None:
    async with house.database.writing() as session:
        await session.execute(
            update(Password).values(
                hash=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
            )
        )
    async with house.browser() as browser:
        await signed_in(browser)
    async with house.database.reading() as session:
        hashes = [*await session.scalars(text("SELECT hash FROM password ORDER BY recorded_at DESC"))]
    assert [each.split("$")[3] for each in hashes] == ["m=19456,t=2,p=1", "m=8,t=1,p=1", "m=8,t=1,p=1"]


BODIES = (
    b"", b"5", b"null", b"[]", b'"a"', b"{", b'{"email": 5, "password": "a"}', b'{"email": "a"}',
    b'{"email": "a", "password": "b", "role": "c"}', b'{"email": "a\\u0000", "password": "b"}',
    b'{"email": "\xff", "password": "b"}', b'{"email": "a", "password": ""}',
    b'{"email": "' + b"a" * 2_000 + b'", "password": "b"}', b"[" * 50_000,
)  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
async def test_what_is_not_a_few_texts_is_refused(house: House, body: bytes) -> None:
    async with house.browser() as browser:
        answer = await browser.post("/session", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID")


async def test_other_methods_and_forms_are_refused(house: House) -> None:
    async with house.browser() as browser:
        answers = (
            await browser.patch("/session"),
            await browser.post("/session", data={"email": LIAISON, "password": PASSWORD}),
            await browser.post(
                "/session", content=b" " * 100_001, headers={"content-type": "application/json"}
            ),
        )
    assert [answer.status_code for answer in answers] == [405, 415, 413]
    assert {*answers[0].headers["allow"].split(", ")} == {"GET", "HEAD", "POST", "DELETE"}
