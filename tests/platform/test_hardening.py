"""What stands on every answer of the production server, and whose word it takes on who asks."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from httpx import AsyncClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from graph.graphiql.routes import routes as graphiql
from service.hardening import Hardened
from tests.edge.sample import endpoint
from tests.edge.sockets import in_production

NONE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
FORWARDED = {"x-forwarded-for": "203.0.113.9, 198.51.100.7", "x-forwarded-proto": "https"}


async def who(request: Request) -> PlainTextResponse:
    """The address that we take the client to have."""
    return PlainTextResponse(request.client.host if request.client else "")


async def fail(_request: Request) -> PlainTextResponse:
    raise RuntimeError("password=hunter2 at /srv/secret")


@asynccontextmanager
async def served(trusted: tuple[str, ...] = ()) -> AsyncGenerator[AsyncClient]:
    """The server of production over the small schema."""
    routes = [Route("/graphql", endpoint()), Route("/who", who), Route("/fail", fail), *graphiql()]
    async with (
        in_production(Hardened(Starlette(routes=routes)), trusted) as port,
        AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        yield client


@pytest.mark.parametrize("path", ["/graphql", "/graphql?query=%7Bhello%7D", "/graphiql", "/nothing", "/fail"])
async def test_every_answer_tells_browsers_to_trust_it_with_nothing(path: str) -> None:
    async with served() as client:
        headers = (await client.get(path, headers={"origin": "https://elsewhere.example"})).headers
    assert (headers["content-security-policy"] == NONE) == (path != "/graphiql")
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert [name for name in headers if name.startswith("access-control-")] == []
    assert "strict-transport-security" not in headers
    assert len(headers.get_list("content-security-policy")) == 1


@pytest.mark.parametrize("path", ["/graphql", "/graphiql", "/nothing", "/fail"])
async def test_no_answer_says_what_serves_it(path: str) -> None:
    async with served() as client:
        response = await client.get(path)
    assert {"server", "x-powered-by", "via"} & set(response.headers) == set()
    said = f"{response.headers} {response.text}".lower()
    assert [word for word in ("uvicorn", "starlette", "strawberry", "hunter2") if word in said] == []


async def test_another_origin_is_never_told_that_it_may() -> None:
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    async with served() as client:
        response = await client.options("/graphql", headers=asked)
    assert response.status_code == 405
    assert [name for name in response.headers if name.startswith("access-control-")] == []


async def test_nobody_is_believed_about_who_asks_unless_named() -> None:
    async with served() as client:
        response = await client.get("/who", headers=FORWARDED)
    assert response.text == "127.0.0.1"
    assert "strict-transport-security" not in response.headers


async def test_a_named_proxy_says_who_asks_and_over_what() -> None:
    async with served(("127.0.0.1/32",)) as client:
        response = await client.get("/who", headers=FORWARDED)
    # What stands further left was said by somebody whom nobody named.
    assert response.text == "198.51.100.7"
    assert response.headers["strict-transport-security"] == "max-age=31536000"


async def test_a_proxy_elsewhere_is_not_the_one_that_was_named() -> None:
    async with served(("192.0.2.1/32",)) as client:
        assert (await client.get("/who", headers=FORWARDED)).text == "127.0.0.1"
