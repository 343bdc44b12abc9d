"""GraphiQL: from our own server alone, under a strict policy, and no hindrance when npm was out of reach."""

import gzip
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from graphql import build_schema
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.routing import Route

from graph.documents import Documents
from graph.graphiql import files, routes
from graph.graphiql import install as installing
from graph.graphiql.files import NPM, OURS, PAGE, THEIRS, VERSION
from graph.guard import check_sizes
from tests.edge.answers import post
from tests.edge.sample import endpoint


@pytest.fixture(scope="session")
def installed() -> None:
    """The built files, brought from npm unless they are there already."""
    assert installing.install(is_forced=True)


@pytest.fixture
async def site() -> AsyncIterator[AsyncClient]:
    """A service with the endpoint and the page."""
    application = Starlette(routes=[Route("/graphql", endpoint()), *routes.routes()])
    async with AsyncClient(transport=ASGITransport(application), base_url="http://ikrar.test") as client:
        yield client


@pytest.mark.usefixtures("installed")
async def test_the_page_allows_itself_nothing_but_its_own_files(site: AsyncClient) -> None:
    page = await site.get("/graphiql")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert page.headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self' data:; img-src 'self' "
        "data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert re.findall(r"<script>|style=|\son[a-z]+=|//", page.text) == []


@pytest.mark.usefixtures("installed")
async def test_every_file_that_the_page_names_is_served_for_ever(site: AsyncClient) -> None:
    page = await site.get("/graphiql")
    named = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    assert named == [
        f"/graphiql/{VERSION}/{name}"
        for name in ("graphiql.css", "start.css", "react.js", "react-dom.js", "graphiql.js", "start.js")
    ]
    for address in (*named, f"/graphiql/{VERSION}/examples.graphql"):
        response = await site.get(address)
        assert (response.status_code, len(response.content) > 0) == (200, True)
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.usefixtures("installed")
async def test_a_file_comes_compressed_or_plain(site: AsyncClient) -> None:
    address = f"/graphiql/{VERSION}/react.js"
    plain = await site.get(address, headers={"accept-encoding": "identity"})
    packed = await site.get(address, headers={"accept-encoding": "br, gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content))
    assert plain.headers["content-type"] == "text/javascript; charset=utf-8"


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    "address",
    [
        "/graphiql/0000/react.js",
        f"/graphiql/{VERSION}/install.py",
        f"/graphiql/{VERSION}/index.html",
        f"/graphiql/{VERSION}/react.js.gz",
        f"/graphiql/{VERSION}/..%2Ffiles.py",
        f"/graphiql/{VERSION}/a/b",
    ],
)
async def test_nothing_else_is_served(site: AsyncClient, address: str) -> None:
    assert (await site.get(address)).status_code == 404


async def test_the_page_has_one_address(site: AsyncClient) -> None:
    response = await site.get("/graphiql/")
    assert (response.status_code, response.headers["location"]) == (308, "/graphiql")


async def test_without_its_files_the_page_says_what_to_do_and_the_api_answers(
    site: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "is_installed", lambda: False)
    page = await site.get("/graphiql")
    assert page.status_code == 503
    assert "GraphiQL belum terpasang" in page.text
    assert "python -m graph.graphiql install" in page.text
    assert (await site.get(f"/graphiql/{VERSION}/react.js")).status_code == 404
    assert (await post(site, {"query": "{ hello }"})).json() == {"data": {"hello": "salam, public"}}


def test_what_comes_from_npm_is_pinned_by_hash_and_by_no_address() -> None:
    lock = json.loads((NPM / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())
    assert {source.split("/")[0] for source in THEIRS.values()} == set(lock["packages"][""]["dependencies"])


def test_our_own_files_name_no_other_host() -> None:
    for name in (*OURS, "index.html", "missing.html"):
        assert "//" not in (PAGE / name).read_text().replace("// Starts GraphiQL", "")


def test_a_machine_that_cannot_reach_npm_is_told_and_not_asked_again_for_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setattr(installing, "ROOM", tmp_path)
    monkeypatch.setattr(installing, "FAILED", tmp_path / "failed")
    monkeypatch.setattr(installing, "INSTALLED", tmp_path / "installed")
    monkeypatch.setattr(files, "INSTALLED", tmp_path / "installed")
    assert installing.install() is False
    assert "ECONNREFUSED" in capsys.readouterr().err
    assert installing.install() is False
    assert capsys.readouterr().err == ""
    assert [path.name for path in tmp_path.iterdir()] == ["failed"]
    assert installing.install(is_forced=True) is False
    assert "ECONNREFUSED" in capsys.readouterr().err


SCHEMA = Path(files.__file__).parent.parent / "schema.graphql"


@pytest.mark.skipif(not SCHEMA.exists(), reason="the schema is not exported yet")
def test_the_examples_are_questions_that_the_schema_answers() -> None:
    documents = Documents(build_schema(SCHEMA.read_text()))
    source = (PAGE / "examples.graphql").read_text()
    for name in ("Komitmen", "Matriks", "Rapat"):
        prepared = documents.prepare(source, name)
        assert check_sizes(prepared.sizes, {}) <= 100
