"""How the built client is served: one page for all screens, packed files, a strict policy, documents."""

import os
import re
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import orjson
import pytest
from starlette.applications import Starlette

from graph.client import routes
from graph.client.building import forget_old, project
from graph.client.files import ROOM, SOURCES
from graph.client.files import built as built_folder
from service.app import create_app
from service.attaching import Addresses
from service.database import Database

_PARTS = {"{id}": "x", "{code}": "64", "{reference:path}": "KTM/64/2025/0007"}


@pytest.fixture
async def client(built: None, demo_addresses: Addresses) -> AsyncGenerator[httpx.AsyncClient]:
    """Asks the service with the client at its root."""
    del built
    database = await Database.open(demo_addresses.service, size=1)
    transport = httpx.ASGITransport(create_app(database))
    async with httpx.AsyncClient(transport=transport, base_url="http://ikrar.test") as asking:
        yield asking
    await database.close()


def _filled(path: str) -> str:
    for part, value in _PARTS.items():
        path = path.replace(part, value)
    return path


def test_the_service_serves_the_screens_that_the_client_has() -> None:
    source = (SOURCES / "src" / "shell" / "screens.ts").read_text()
    screens = [re.compile(each.replace("\\/", "/")) for each in re.findall(r"path: /(\S+)/,", source)]
    paths = [_filled(page) for page in routes.PAGES]
    assert len(screens) == len(paths)
    assert [sum(1 for screen in screens if screen.match(path)) for path in paths] == [1] * len(paths)


@pytest.mark.parametrize("page", routes.PAGES)
async def test_every_screen_is_the_one_page_under_a_strict_policy(
    client: httpx.AsyncClient, page: str
) -> None:
    answer = await client.get(_filled(page))
    policy = answer.headers["content-security-policy"]
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'self'; script-src 'self'; style-src 'self'; ")
    assert re.findall(r"<script>|<style|style=|\son[a-z]+=|https?://", answer.text) == []


async def test_the_page_is_asked_for_again_and_answered_with_304_while_it_is_the_same(
    client: httpx.AsyncClient,
) -> None:
    first = await client.get("/")
    again = await client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_what_a_page_names_is_packed_and_kept_for_ever(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    named = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page)
    assert len(named) >= 2
    for address in named:
        packed = await client.get(address, headers={"accept-encoding": "br, gzip"})
        plain = await client.get(address, headers={"accept-encoding": "identity"})
        squeezed = await client.get(address, headers={"accept-encoding": "gzip"})
        assert packed.headers["content-encoding"] == "br"
        assert squeezed.headers["content-encoding"] == "gzip"
        assert squeezed.text == plain.text
        assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert plain.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path", ["/assets/none.js", "/assets/..%2Findex.html", "/documents.json", "/assets/"]
)
async def test_nothing_else_of_the_build_is_served(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_every_document_of_the_client_is_trusted_and_its_text_may_stay_at_home(
    client: httpx.AsyncClient,
) -> None:
    folder = built_folder()
    assert folder is not None
    entries = orjson.loads((folder / "documents.json").read_bytes())
    assert len(entries) >= 20
    for name, entry in entries.items():
        answer = await client.post("/graphql", json={"documentId": entry["id"], "variables": {}})
        codes = {each["extensions"]["code"] for each in answer.json().get("errors", [])}
        assert codes <= {"BAD_USER_INPUT"}, f"{name}: {answer.text}"


def test_what_another_process_is_still_building_is_no_former_build(built: None) -> None:
    del built
    folder = built_folder()
    assert folder is not None
    with project() as place:
        assert place.is_relative_to(ROOM)
        assert routes.routes(folder)


def test_only_builds_of_long_gone_sources_are_forgotten(tmp_path: Path) -> None:
    names = [f"{age:016x}" for age in range(5)]
    for age, name in enumerate(names):
        (tmp_path / name / "assets").mkdir(parents=True)
        os.utime(tmp_path / name, (age, age))
    (tmp_path / "building-of-another").mkdir()
    os.utime(tmp_path / "building-of-another", (0, 0))
    forget_old(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == [*names[2:], "building-of-another"]


async def test_the_code_of_a_build_that_was_forgotten_meanwhile_is_absent(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    kept = tmp_path / "assets" / "app.js"
    kept.write_text("1")
    app = Starlette(routes=routes.routes(tmp_path))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ikrar.test") as asking:
        assert (await asking.get("/assets/app.js")).text == "1"
        kept.unlink()
        assert (await asking.get("/assets/app.js")).status_code == 404
