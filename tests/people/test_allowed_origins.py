"""Pages of sites that the operator names (ALLOWED_ORIGINS) may ask the graph; nobody's cookie helps them."""

import httpx
import pytest

from service.access.actors import Role
from service.access.tokens import NewToken, create_token
from service.app import Policy
from tests.people.conftest import House, signed_in

PORTAL = "https://portal.example.go.id"
NAMED = Policy(allowed_origins=(PORTAL,))
FROM_PORTAL = {"origin": PORTAL, "sec-fetch-site": "cross-site"}
ASKED = {"query": "{ viewer { role } }"}


def _browser(house: House) -> httpx.AsyncClient:
    return house.browser(house.application(policy=NAMED))


def _granted(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}


async def _preflight(browser: httpx.AsyncClient, path: str, **headers: str) -> httpx.Response:
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    return await browser.options(path, headers={**FROM_PORTAL, **asked, **headers})


async def test_a_page_of_a_named_site_asks_and_reads(house: House) -> None:
    async with house.database.writing() as session:
        token = (await create_token(session, NewToken(label="Portal", role=Role.INTEGRATION))).text
    async with _browser(house) as browser:
        asks = await _preflight(browser, "/graphql")
        assert (asks.status_code, _granted(asks)) == (
            200,
            {
                "access-control-allow-origin": PORTAL,
                "access-control-allow-methods": "GET, POST",
                "access-control-allow-headers": (
                    "Accept, Accept-Language, Authorization, Content-Language, Content-Type, "
                    "If-None-Match, Last-Event-ID"
                ),
                "access-control-max-age": "600",
            },
        )
        shown = {**FROM_PORTAL, "authorization": f"Bearer {token}"}
        for headers, viewer in ((FROM_PORTAL, None), (shown, {"role": "INTEGRATION"})):
            answer = await browser.post("/graphql", json=ASKED, headers=headers)
            assert answer.json()["data"] == {"viewer": viewer}
            assert _granted(answer) == {
                "access-control-allow-origin": PORTAL,
                "access-control-expose-headers": "ETag, Retry-After",
            }
            assert "Origin" in answer.headers["vary"]


async def test_a_page_of_a_named_site_never_comes_by_a_cookie(house: House) -> None:
    async with _browser(house) as browser:
        await signed_in(browser)
        for site in ("cross-site", "same-site"):
            answer = await browser.post(
                "/graphql", json=ASKED, headers={**FROM_PORTAL, "sec-fetch-site": site}
            )
            assert answer.status_code == 403
            assert "access-control-allow-credentials" not in answer.headers
        assert (await browser.post("/graphql", json=ASKED)).json()["data"] == {"viewer": {"role": "LIAISON"}}


@pytest.mark.parametrize(
    "origin",
    [
        *("https://evil.test", "null", "http://portal.example.go.id", "https://portal.example.go.id:8443"),
        *("https://portal.example.go.id.evil.test", "https://a.portal.example.go.id", "*"),
    ],
)
async def test_a_page_of_any_other_site_is_let_to_read_nothing(house: House, origin: str) -> None:
    async with _browser(house) as browser:
        asks = await _preflight(browser, "/graphql", origin=origin)
        assert (asks.status_code, "access-control-allow-origin" in asks.headers) == (400, False)
        answer = await browser.post("/graphql", json=ASKED, headers={**FROM_PORTAL, "origin": origin})
        assert "access-control-allow-origin" not in answer.headers
        assert "Origin" in answer.headers["vary"]


async def test_nothing_but_the_graph_is_theirs_to_ask(house: House) -> None:
    async with _browser(house) as browser:
        for path in ("/session", "/sessions", "/password", "/second-factor", "/graphiql", "/evidence"):
            assert _granted(await _preflight(browser, path)) == {}, path
            assert _granted(await browser.get(path, headers=FROM_PORTAL)) == {}, path
