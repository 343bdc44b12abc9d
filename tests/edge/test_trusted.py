"""Trusted documents: asked for by their id, kept by caches, and the only ones where the operator says so."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from httpx import ASGITransport, AsyncClient, Response

from graph.documents import Documents
from graph.http import GraphQLEndpoint
from graph.schema import core
from graph.trusted import document_id, manifest_of, read_manifest
from service.app import Policy, create_app
from service.attaching import Addresses
from service.commands.export_documents import export_documents
from service.database import Database
from service.errors import DomainError, ErrorCode
from service.settings import CHECKOUT, TrustedOnly, read_settings
from tests.edge.answers import JSON, RESPONSE, codes, message, post
from tests.edge.sample import SAMPLE, SCHEMA

GREET = "query Greet($name: String) {\n  hello(name: $name)\n}"
RENAME = 'mutation Rename {\n  rename(name: "x")\n}'
TEXTS = {document_id(text): text for text in (GREET, RENAME)}
GREETING = {"data": {"hello": "salam, public"}}
BEARER = {"authorization": "Bearer ikrar_good"}


def client(trusted_only: TrustedOnly = TrustedOnly.NOBODY) -> AsyncClient:
    """A client of an endpoint that knows the documents; tokens of the sample are those who are known."""

    def others(actor: str) -> bool:
        return trusted_only is TrustedOnly.NOBODY or (
            trusted_only is TrustedOnly.PUBLIC and actor != "public"
        )

    edge = replace(SAMPLE, trusted=TEXTS, may_send_others=others)
    return AsyncClient(transport=ASGITransport(GraphQLEndpoint(edge)), base_url="http://ikrar.test")


async def got(edge: AsyncClient, headers: Mapping[str, str] | None = None, **parameters: str) -> Response:
    """GET a trusted document."""
    asked = {"documentId": document_id(GREET), **parameters}
    return await edge.get("/graphql", params=asked, headers={"accept": JSON, **(headers or {})})


async def test_a_document_is_asked_for_by_its_id(edge: AsyncClient) -> None:
    async with client() as trusting:
        asked = {"documentId": document_id(GREET), "variables": {"name": "Kutai"}}
        assert (await post(trusting, asked)).json() == GREETING
        assert (await post(trusting, {"documentId": document_id(RENAME)})).json() == {
            "data": {"rename": "renamed"}
        }
        assert codes(await post(trusting, {"documentId": "sha256:00"})) == ["PERSISTED_QUERY_NOT_FOUND"]
    assert codes(await post(edge, {"documentId": document_id(GREET)})) == ["PERSISTED_QUERY_NOT_FOUND"]


async def test_a_document_and_an_id_are_one_too_many() -> None:
    async with client() as trusting:
        response = await post(trusting, {"documentId": document_id(GREET), "query": "{ hello }"})
    assert (response.status_code, codes(response)) == (400, ["BAD_USER_INPUT"])
    assert message(response) == "Send query or documentId, not both."


async def test_caches_may_keep_it_and_ask_whether_it_is_still_so() -> None:
    async with client() as trusting:
        first = await got(trusting)
        tag = first.headers["etag"]
        again = [await got(trusting, {"if-none-match": known}) for known in (tag, f'"other", W/{tag}')]
        other = await got(trusting, {"if-none-match": '"other"'})
    assert (first.status_code, first.json()) == (200, GREETING)
    assert first.headers["cache-control"] == "public, no-cache"
    assert first.headers["vary"] == "Accept, Authorization, Cookie, Ikrar-Assignment"
    for response in again:
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["etag"] == tag
        assert response.headers["cache-control"] == "public, no-cache"
        assert "content-length" not in response.headers
    assert (other.status_code, other.json()) == (200, GREETING)


async def test_what_somebody_is_told_is_kept_by_nobody_else() -> None:
    async with client() as trusting:
        public, known = await got(trusting), await got(trusting, BEARER)
        cookie = await got(trusting, {"cookie": "a=b"})
        newer = await got(trusting, {"accept": RESPONSE})
    assert known.json() == {"data": {"hello": "salam, liaison"}}
    assert [response.headers["cache-control"] for response in (known, cookie)] == ["private, no-cache"] * 2
    assert len({response.headers["etag"] for response in (public, known, newer)}) == 3


@pytest.mark.parametrize(
    "parameters",
    [
        {"documentId": "sha256:00"},
        {"documentId": document_id(RENAME)},
        {"variables": '{"name":5}'},
        {"variables": "5"},
    ],
)
async def test_a_refusal_is_kept_by_nobody(parameters: dict[str, str]) -> None:
    async with client() as trusting:
        response = await got(trusting, None, **parameters)
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers
    assert list(response.json()) == ["errors"]


async def test_what_is_asked_with_a_text_or_by_post_is_kept_by_nobody() -> None:
    async with client() as trusting:
        by_text = await trusting.get("/graphql", params={"query": GREET})
        by_post = await post(trusting, {"documentId": document_id(GREET)})
    for response in (by_text, by_post):
        assert (response.json(), response.headers["cache-control"]) == (GREETING, "no-store")


@pytest.mark.parametrize(
    "unkeyed",
    [
        {"x-forwarded-host": "evil.example"},
        {"x-original-url": "/admin"},
        {"x-http-method-override": "POST"},
        {"forwarded": "host=evil.example"},
        {"host": "evil.example"},
    ],
)
async def test_a_header_that_no_cache_looks_at_changes_nothing(unkeyed: dict[str, str]) -> None:
    async with client() as trusting:
        plain, strange = await got(trusting), await got(trusting, unkeyed)
    assert strange.content == plain.content
    assert {**strange.headers} == {**plain.headers}


@pytest.mark.parametrize(
    "trusted_only, public, known",
    [
        (TrustedOnly.NOBODY, 200, 200),
        (TrustedOnly.PUBLIC, 403, 200),
        (TrustedOnly.EVERYBODY, 403, 403),
    ],
)
async def test_the_operator_says_whose_documents_must_be_trusted(
    trusted_only: TrustedOnly, public: int, known: int
) -> None:
    async with client(trusted_only) as strict:
        open_ones = [await post(strict, {"query": "{ hello }"}, headers=who) for who in ({}, BEARER)]
        trusted = [
            await post(strict, {"documentId": document_id(GREET)}, headers=who) for who in ({}, BEARER)
        ]
        # Its very text, sent in full, is a document like others.
        in_full = await post(strict, {"query": GREET})
    assert [response.status_code for response in open_ones] == [public, known]
    assert [response.status_code for response in trusted] == [200, 200]
    assert in_full.status_code == public
    refused = [response for response in open_ones if response.status_code == 403]
    assert [codes(response) for response in refused] == [["FORBIDDEN"]] * len(refused)


SOURCES = (
    "query B { post { ...Short } } fragment Unused on Post { name }",
    "query A { hello } fragment Short on Post { ...Shorter name } fragment Shorter on Post { id }",
)


def test_a_manifest_holds_every_operation_with_the_fragments_that_it_needs(tmp_path: Path) -> None:
    manifest = manifest_of(SOURCES, Documents(SCHEMA))
    assert list(manifest) == ["A", "B"]
    assert manifest["A"]["text"] == "{\n  hello\n}".replace("{", "query A {", 1)
    assert [word in manifest["B"]["text"] for word in ("fragment Short ", "Shorter on", "Unused")] == [
        True,
        True,
        False,
    ]
    assert manifest == manifest_of(reversed(SOURCES), Documents(SCHEMA))
    file = tmp_path / "manifest.json"
    file.write_bytes(orjson.dumps(manifest))
    assert read_manifest(file, Documents(SCHEMA)) == manifest


@pytest.mark.parametrize(
    "source",
    [
        "{ hello }",
        "query A { helo }",
        "query A {",
        "query A { hello } query A { hello }",
        "type A { b: Int }",
    ],
)
def test_what_cannot_be_trusted_is_not_taken_into_a_manifest(source: str) -> None:
    with pytest.raises(DomainError) as refused:
        manifest_of([source], Documents(SCHEMA))
    assert refused.value.code is ErrorCode.INVALID


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"A": "query A { hello }"}',
        b'{"A": {"id": "sha256:00", "text": "query A { hello }"}}',
        orjson.dumps({"A": {"id": document_id("query A { helo }"), "text": "query A { helo }"}}),
    ],
)
def test_a_manifest_that_is_not_what_it_says_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "manifest.json"
    file.write_bytes(content)
    with pytest.raises(DomainError) as refused:
        read_manifest(file, Documents(SCHEMA))
    assert (refused.value.code, refused.value.path) == (ErrorCode.INVALID, ("TRUSTED_DOCUMENTS",))


def test_the_settings_say_where_the_manifest_is_and_for_whom() -> None:
    settings = read_settings({"TRUSTED_DOCUMENTS": "/srv/manifest.json", "TRUSTED_ONLY": "public"})
    assert settings.trusted_documents == Path("/srv/manifest.json")
    assert settings.trusted_only is TrustedOnly.PUBLIC
    with pytest.raises(DomainError):
        read_settings({"TRUSTED_ONLY": "all"})


def test_the_documents_of_graphiql_make_a_manifest_of_our_own_schema() -> None:
    page = (CHECKOUT / "graph" / "graphiql" / "page" / "examples.graphql").read_text()
    assert list(manifest_of([page], Documents(core))) == ["Komitmen", "Matriks", "Rapat"]


async def test_the_service_answers_the_documents_of_its_manifest_and_no_others(
    own_addresses: Addresses, tmp_path: Path
) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "one.graphql").write_text("query Who { viewer { label } }")
    file = tmp_path / "manifest.json"
    export_documents(tmp_path / "web", file)
    (known,) = orjson.loads(file.read_bytes()).values()
    database = await Database.open(own_addresses.service, size=1)
    policy = Policy(trusted_documents=file, trusted_only=TrustedOnly.EVERYBODY)
    transport = ASGITransport(create_app(database, policy=policy))
    async with AsyncClient(transport=transport, base_url="http://ikrar.test") as service:
        trusted = await service.get("/graphql", params={"documentId": known["id"]})
        other = await post(service, {"query": known["text"]})
    await database.close()
    assert (trusted.status_code, list(trusted.json())) == (200, ["data"])
    assert (other.status_code, codes(other)) == (403, ["FORBIDDEN"])
