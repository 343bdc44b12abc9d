"""Known attacks that are of no other file: across origins, into headers, by letters that look like others."""

import asyncio

import pytest
from httpx import AsyncClient

from benchmarks.flooding.holding import MOST_SECONDS, measured, slowness
from service.attaching import Addresses
from tests.edge.answers import codes, post

ELSEWHERE = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
SERVED = {
    "introspection",
    "comments",
    "a long text",
    "twenty pages",
    "as many fields as are valid",
    "as wide as is valid",
    "as deep as is valid",
    "wide JSON",
    "many keys",
}


REFUSALS = {
    "BAD_USER_INPUT",
    "GRAPHQL_PARSE_FAILED",
    "GRAPHQL_VALIDATION_FAILED",
    "MAX_COST_EXCEEDED",
    "OPERATION_RESOLUTION_FAILURE",
}


async def test_no_attack_holds_the_event_loop_longer_than_it_may(own_addresses: Addresses) -> None:
    """Measured on a thread, since a stack as deep as that of a test makes some of it three times as long."""
    asked = (own_addresses.service, 3, slowness)
    found = await asyncio.to_thread(lambda: asyncio.run(measured(*asked)))
    assert [(name, seconds) for name, seconds, _ in found if seconds > MOST_SECONDS] == []
    assert {name for name, _, told in found if told == "200 served"} == SERVED
    assert {told.split()[1] for _, _, told in found} <= {"served", *REFUSALS}


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"],
)
async def test_a_form_of_another_site_is_read_by_nobody(edge: AsyncClient, content_type: str) -> None:
    """These are the types that a browser sends across origins without asking first."""
    body = '{"query":"mutation { rename(name: \\"x\\") }"}'
    response = await post(edge, body, headers={**ELSEWHERE, "content-type": content_type})
    assert (response.status_code, codes(response)) == (415, ["BAD_USER_INPUT"])
    assert "access-control-allow-origin" not in response.headers


async def test_a_link_or_an_image_of_another_site_changes_nothing(edge: AsyncClient) -> None:
    asked = {"query": 'mutation { rename(name: "x") }'}
    response = await edge.get("/graphql", params=asked, headers=ELSEWHERE)
    assert (response.status_code, codes(response)) == (405, ["BAD_USER_INPUT"])


async def test_a_script_of_another_site_may_not_even_ask_whether_it_may(edge: AsyncClient) -> None:
    response = await edge.options("/graphql", headers={**ELSEWHERE, "access-control-request-method": "POST"})
    assert response.status_code == 405
    assert [name for name in response.headers if name.startswith("access-control-")] == []


INJECTED = "a\r\nset-cookie: stolen=1\r\n\r\n<script>"


@pytest.mark.parametrize(
    "body",
    [
        {"query": "{ hello }", "operationName": INJECTED},
        {"query": "{ hello }", "variables": {INJECTED: INJECTED}},
        {"documentId": INJECTED},
        {"query": f'{{ hello(name: """{INJECTED}""") }}'},
        {"query": INJECTED},
    ],
)
async def test_what_a_client_says_reaches_no_header(edge: AsyncClient, body: dict[str, object]) -> None:
    plain, strange = await post(edge, {"query": "{ hello }"}), await post(edge, body)
    assert set(strange.headers) <= set(plain.headers)
    assert "stolen" not in str(strange.headers)
    assert strange.headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    "source, code",
    [
        ("{ h\u0435llo }", "GRAPHQL_PARSE_FAILED"),  # a Cyrillic letter
        ("{ \uff48ello }", "GRAPHQL_PARSE_FAILED"),  # a letter of full width
        ("{ hello\u200b }", "GRAPHQL_PARSE_FAILED"),  # a space of no width
        ("{ \u202ehello }", "GRAPHQL_PARSE_FAILED"),  # written from right to left
        ("{ hello(name: \u201cx\u201d) }", "GRAPHQL_PARSE_FAILED"),
        ("{ hello(name: \u0661) }", "GRAPHQL_PARSE_FAILED"),  # an Arabic digit
    ],
)
async def test_letters_that_look_like_others_are_not_those(edge: AsyncClient, source: str, code: str) -> None:
    assert codes(await post(edge, {"query": source})) == [code]
