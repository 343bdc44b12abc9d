"""Signing in by an identity provider: a certified one, in a process of its own, asked over HTTP."""

import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from service.access.accounts import account_named
from service.access.actors import OPERATOR, Role
from service.access.sessions import Terms
from service.clock import system_clock
from service.errors import DomainError
from service.exchange.oidc_file import read_oidc_file
from service.ledger.appointing import close
from tests.people.conftest import LIAISON, House, viewer
from tests.people.elsewhere import FILE, PEOPLE, Elsewhere, application, come_in, provider, vouched


@pytest.fixture(autouse=True)
async def _capitals(house: House) -> None:
    """Agencies have their codes in capitals, by which an operator names them."""
    async with house.database.writing() as session:
        await session.execute(text("UPDATE agency SET code = upper(code)"))


@pytest.fixture(scope="module")
async def issuer() -> AsyncGenerator[str]:
    """A provider for all who leave it as it is; who is signed in there only their browsers know."""
    async with provider(PEOPLE) as address:
        yield address


@pytest.fixture
def elsewhere(house: House, tmp_path: Path, issuer: str) -> Elsewhere:
    """Both."""
    return Elsewhere(house=house, issuer=issuer, application=application(house, tmp_path, issuer))


async def test_a_person_is_known_by_an_address_that_the_provider_has_proved(elsewhere: Elsewhere) -> None:
    async with elsewhere.browser() as browser:
        answer = await come_in(browser, "budi")
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert [*browser.cookies] == ["__Host-ikrar"]
        seen = await viewer(browser)
    assert seen is not None
    assert (seen["role"], seen["agency"]["code"]) == ("LIAISON", "DINKES")
    assert (await elsewhere.house.did())[-2:] == [
        ("LINK_IDENTITY", "Sistem / System", None),
        ("SIGN_IN", "Narahubung Dinkes", None),
    ]


async def test_somebody_new_whom_the_claims_make_something_gets_an_account(elsewhere: Elsewhere) -> None:
    async with elsewhere.browser() as browser:
        assert (await come_in(browser, "tuti")).status_code == 303
        session = (await browser.get("/session")).json()
    assert session["person"] == {"name": "Tuti", "email": "tuti@example.go.id"}
    assert [one["label"] for one in session["assignments"]] == ["Narahubung Dinkes"]
    did = [did[0] for did in await elsewhere.house.did()]
    assert did[-3:] == ["OPEN_ACCOUNT", "LINK_IDENTITY", "SIGN_IN"]


@pytest.mark.parametrize("who", ["palsu", "asing"])
async def test_nobody_comes_in_by_an_unproved_address_or_without_any_office(
    elsewhere: Elsewhere, who: str
) -> None:
    before = await elsewhere.house.did()
    async with elsewhere.browser() as browser:
        answer = await come_in(browser, who)
        assert (answer.status_code, answer.json()["code"]) == (401, "NOT_SIGNED_IN")
        assert await viewer(browser) is None
    assert await elsewhere.house.did() == before


async def test_a_person_stays_who_they_are_and_becomes_what_the_claims_say(
    house: House, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        async with provider(PEOPLE) as issuer:
            service = application(house, tmp_path, issuer)
            former, later = [await stack.enter_async_context(house.browser(service)) for _ in range(2)]
            await come_in(former, "tuti")
        promoted = {"email": "tuti2@example.go.id", "email_verified": True, "peran": "kepala"}
        async with provider({"tuti": promoted}, urlsplit(issuer).port or 0):
            await come_in(later, "tuti")
        session = (await later.get("/session")).json()
        assert session["person"]["email"] == "tuti@example.go.id"
        assert [one["role"] for one in session["assignments"]] == ["LEADERSHIP"]
        assert (await former.get("/session")).status_code == 401
    did = [did[0] for did in await house.did()]
    assert did[-4:] == ["SIGN_IN", "ASSIGN", "WITHDRAW_ASSIGNMENT", "SIGN_IN"]


async def test_what_an_operator_gave_is_not_the_claims_to_take(elsewhere: Elsewhere) -> None:
    async with elsewhere.browser() as browser:
        await come_in(browser, "budi")
        await come_in(browser, "budi")
        session = (await browser.get("/session")).json()
        own = (await browser.get("/sessions")).json()["sessions"]
    assert [one["label"] for one in session["assignments"]] == ["Narahubung Dinkes"]
    assert len(own) == 1


async def test_a_closed_account_stays_closed(elsewhere: Elsewhere) -> None:
    async with elsewhere.browser() as browser:
        await come_in(browser, "budi")
        async with elsewhere.house.database.writing() as session:
            await close(session, OPERATOR, await account_named(session, LIAISON), system_clock)
        answer = await come_in(browser, "budi")
    assert answer.status_code == 401


async def test_only_the_browser_that_left_may_come_back_and_only_once(elsewhere: Elsewhere) -> None:
    async with elsewhere.browser() as browser, elsewhere.browser() as victim:
        departure = await browser.get("/identity")
        back = await vouched(departure.headers["location"], "budi")
        assert (await victim.get(back)).status_code == 401
        await victim.get("/identity")
        assert (await victim.get(back)).status_code == 401
        kept = dict(browser.cookies)
        assert (await browser.get(back)).status_code == 303
        browser.cookies.update(kept)
        assert (await browser.get(back)).status_code == 401


async def test_a_departure_is_over_after_ten_minutes(
    elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with elsewhere.browser() as browser:
        departure = await browser.get("/identity")
        back = await vouched(departure.headers["location"], "budi")
        begun = time.time()
        monkeypatch.setattr(time, "time", lambda: begun + 601)
        assert (await browser.get(back)).status_code == 401


async def test_a_page_of_another_site_sends_nobody_there(elsewhere: Elsewhere) -> None:
    async with elsewhere.browser() as browser:
        answer = await browser.get("/identity", headers={"sec-fetch-site": "cross-site"})
    assert (answer.status_code, dict(answer.cookies)) == (403, {})


async def test_a_second_factor_that_is_demanded_is_the_provider_s_to_show(
    house: House, tmp_path: Path, issuer: str
) -> None:
    terms = Terms(second_factor_for=frozenset({Role.LIAISON}))
    async with house.browser(application(house, tmp_path, issuer, terms)) as browser:
        await come_in(browser, "budi")
        session = (await browser.get("/session")).json()
        assert session["secondFactor"] == {"has": False, "shown": False, "needed": True}
        assert await viewer(browser) is None


async def test_a_provider_that_is_away_is_told_as_such_and_asked_again(house: House, tmp_path: Path) -> None:
    async with provider(PEOPLE) as issuer:
        pass
    service = application(house, tmp_path, issuer)
    async with house.browser(service) as browser:
        assert (await browser.get("/identity")).status_code == 503
        async with provider(PEOPLE, urlsplit(issuer).port or 0):
            assert (await come_in(browser, "budi")).status_code == 303


async def test_without_a_provider_there_is_no_such_way(house: House) -> None:
    async with house.browser() as browser:
        for path in ("/identity", "/identity/back?state=a&code=b"):
            answer = await browser.get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    "claims, email, offices, factor",
    [
        ({"sub": "a"}, None, [], False),
        ({"sub": "a", "email": "a@b", "email_verified": "true"}, None, [], False),
        ({"sub": "a", "email": ["a@b"], "email_verified": True}, None, [], False),
        ({"sub": "a", "email": "a@b", "email_verified": True, "amr": ["pwd", "mfa"]}, "a@b", [], True),
        ({"sub": "a", "kode_opd": ["0", "1.02"], "amr": "mfa"}, None, ["64/DINKES"], False),
        ({"sub": "a", "kode_opd": {"1.02": 1}, "peran": "kepala"}, None, [None], False),
    ],
)
def test_claims_mean_what_the_file_says(
    tmp_path: Path, claims: dict[str, Any], email: str | None, offices: list[str | None], *, factor: bool
) -> None:
    file = tmp_path / "oidc.toml"
    file.write_text(FILE.format(issuer="https://login.example.go.id"))
    voucher = read_oidc_file(file).voucher(claims)
    assert (voucher.email, voucher.has_second_factor) == (email, factor)
    assert [office.agency for office in voucher.offices] == offices


@pytest.mark.parametrize(
    "words",
    [
        "issuer = 'http://login.example.go.id'\nclient_id = 'a'\nclient_secret = 'b'",
        "issuer = 'https://login.example.go.id'\nclient_id = 'a'",
        "issuer = 'https://a'\nclient_id = 'a'\nclient_secret = 'b'\nnobody = 'knows'",
        "issuer = 'https://a'\nclient_id = 'a'\nclient_secret = 'b'\n[[offices]]\nrole = 'king'",
        "not toml",
    ],
)
def test_a_file_that_says_less_or_more_is_refused_without_its_secret(tmp_path: Path, words: str) -> None:
    file = tmp_path / "oidc.toml"
    file.write_text(words.replace("'b'", "'sangat-rahasia'"))
    with pytest.raises(DomainError, match=r"oidc\.toml") as refused:
        read_oidc_file(file)
    assert "sangat-rahasia" not in str(refused.value)
