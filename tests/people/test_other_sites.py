"""A page of another site cannot use a session, nor begin one."""

from typing import Any

import httpx
import pytest

from tests.people.conftest import LIAISON, PASSWORD, House, signed_in

ELSEWHERE = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": "https://ikrar.test"},
    {"origin": "https://evil.test"},
    {"origin": "https://ikrar.test.evil.test"},
    {"origin": "https://ikrar.test:8443"},
    {"origin": "null"},
    {"origin": "https://["},
)
HERE: tuple[dict[str, str], ...] = (
    {},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"origin": "https://ikrar.test"},
    {"origin": "https://IKRAR.test", "sec-fetch-site": "same-origin"},
)
ASKS: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/graphql?query={viewer{role}}", None),
    ("POST", "/graphql", {"query": "{ viewer { role } }"}),
    ("GET", "/session", None),
    ("GET", "/sessions", None),
    ("DELETE", "/session", None),
    ("DELETE", "/sessions", None),
    ("POST", "/session", {"email": LIAISON, "password": PASSWORD}),
    ("POST", "/session/assignment", {"assignment": "x"}),
    ("POST", "/password", {"current": "x", "password": "y"}),
    ("POST", "/second-factor", {"password": PASSWORD}),
    ("PUT", "/second-factor", {"code": "123456"}),
    ("DELETE", "/second-factor", {"password": "x", "code": "y"}),
)
WITHOUT_SESSION: tuple[tuple[str, str, Any], ...] = (
    ("POST", "/session", {"email": LIAISON, "password": PASSWORD}),
    ("POST", "/password/forgotten", {"email": LIAISON}),
    ("POST", "/password/link", {"link": "x", "password": "y"}),
)


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
async def test_another_site_gets_nowhere(house: House, headers: dict[str, str]) -> None:
    async with house.browser() as browser:
        for method, path, body in WITHOUT_SESSION:
            answer = await browser.request(method, path, json=body, headers=headers)
            assert (answer.status_code, "set-cookie" in answer.headers) == (403, False), path
        await signed_in(browser)
        before = await house.everything()
        for method, path, body in ASKS:
            answer = await browser.request(method, path, json=body, headers=headers)
            assert (answer.status_code, "set-cookie" in answer.headers) == (403, False), path
        assert await house.everything() == before
        assert house.letters == []


@pytest.mark.parametrize("headers", HERE, ids=str)
async def test_this_site_and_programs_are_served(house: House, headers: dict[str, str]) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        for method, path, body in ASKS[:4]:
            answer = await browser.request(method, path, json=body, headers=headers)
            assert answer.status_code == 200, path


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_what_a_form_can_send_is_no_request(house: House, content_type: str) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        for path, body in (
            ("/graphql", b'{"query": "{ viewer { role } }"}'),
            ("/session", b'{"email": "a"}'),
        ):
            answer = await browser.post(path, content=body, headers={"content-type": content_type})
            assert answer.status_code == 415


async def test_without_a_cookie_another_site_may_read_what_is_public(house: House) -> None:
    async with house.browser() as browser:
        headers = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.test"}
        answer = await browser.post("/graphql", json={"query": "{ spmAreas { code } }"}, headers=headers)
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


async def test_no_answer_is_for_another_origin(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        answers = [
            await browser.request(method, path, json=body) for method, path, body in (*ASKS, *WITHOUT_SESSION)
        ]
        preflight = await browser.options("/session", headers={"access-control-request-method": "DELETE"})
    allowed = [answer for answer in (*answers, preflight) if "access-control-allow-origin" in answer.headers]
    assert allowed == []
    assert preflight.status_code == httpx.codes.METHOD_NOT_ALLOWED
