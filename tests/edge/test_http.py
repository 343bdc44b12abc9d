"""Methods, media types and query strings."""

import pytest
from httpx import AsyncClient

from tests.edge.answers import JSON, RESPONSE, WORKING, codes, post

GREETING = {"data": {"hello": "salam, public"}}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
async def test_other_methods_are_told_which_ones_there_are(edge: AsyncClient, method: str) -> None:
    response = await edge.request(method, "/graphql")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")
    assert codes(response) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(
    "accept, answered",
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        ("APPLICATION/JSON; charset=UTF-8", JSON),
        (RESPONSE, RESPONSE),
        (f"{RESPONSE}; charset=utf-8, {JSON}; charset=utf-8", RESPONSE),
        (f"{JSON}, {RESPONSE}", RESPONSE),
        (f"{RESPONSE};q=0.5, {JSON};q=0.9", JSON),
        (f"{RESPONSE}, */*;q=0.1", RESPONSE),
        (f"{RESPONSE};q=0, */*", JSON),
        (f"text/html, {JSON};q=0.9, */*;q=0.8", JSON),
        (f"{RESPONSE};q=abc, {JSON};q=0.2", JSON),
        (f"{RESPONSE}, application/graphql+json, {JSON}, text/event-stream, multipart/mixed", RESPONSE),
    ],
)
async def test_the_answer_comes_in_the_media_type_that_is_preferred(
    edge: AsyncClient, accept: str | None, answered: str
) -> None:
    request = edge.build_request("POST", "/graphql", json=WORKING)
    del request.headers["accept"]
    if accept is not None:
        request.headers["accept"] = accept
    response = await edge.send(request)
    assert (response.status_code, response.json()) == (200, GREETING)
    assert response.headers["content-type"] == f"{answered}; charset=utf-8"
    assert response.headers["vary"] == "Accept"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "application/xml, text/calendar",
        f"{JSON};q=0",
        f"{JSON};q=0, */*",
        f"{JSON};charset=utf-16",
        "multipart/mixed",
        "nonsense",
    ],
)
async def test_a_media_type_that_is_not_spoken_is_not_acceptable(edge: AsyncClient, accept: str) -> None:
    response = await post(edge, WORKING, accept=accept)
    assert (response.status_code, codes(response)) == (406, ["BAD_USER_INPUT"])
    assert response.headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/graphql",
        RESPONSE,
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=iso-8859-1",
        "application/jsonp",
    ],
)
async def test_a_body_of_another_type_is_unsupported(edge: AsyncClient, content_type: str | None) -> None:
    request = edge.build_request("POST", "/graphql", content=b'{"query":"{ hello }"}')
    if content_type is not None:
        request.headers["content-type"] = content_type
    response = await edge.send(request)
    assert (response.status_code, codes(response)) == (415, ["BAD_USER_INPUT"])


@pytest.mark.parametrize(
    "content_type",
    ["application/json; charset=utf-8", 'application/json;charset="UTF-8"', "Application/JSON"],
)
async def test_json_may_say_that_it_is_utf_8(edge: AsyncClient, content_type: str) -> None:
    response = await post(edge, WORKING, headers={"content-type": content_type})
    assert response.json() == GREETING


async def test_a_compressed_body_is_unsupported(edge: AsyncClient) -> None:
    response = await post(edge, WORKING, headers={"content-encoding": "gzip"})
    assert (response.status_code, codes(response)) == (415, ["BAD_USER_INPUT"])


async def test_get_runs_a_query_with_variables(edge: AsyncClient) -> None:
    document = "query Greet($name: String, $other: Int) { hello(name: $name) number(int: $other) }"
    response = await edge.get(
        "/graphql",
        params={
            "query": document,
            "variables": '{"name":"Kutai"}',
            "operationName": "Greet",
            "extensions": "",
        },
    )
    assert (response.status_code, response.json()) == (
        200,
        {"data": {"hello": "salam, public", "number": None}},
    )


@pytest.mark.parametrize("accept", [JSON, RESPONSE])
async def test_get_refuses_a_mutation_and_names_post(edge: AsyncClient, accept: str) -> None:
    document = 'mutation { rename(name: "x") }'
    response = await edge.get("/graphql", params={"query": document}, headers={"accept": accept})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert codes(response) == ["BAD_USER_INPUT"]


async def test_get_refuses_a_mutation_that_hides_behind_a_query(edge: AsyncClient) -> None:
    document = 'query Q { hello } mutation M { rename(name: "x") }'
    response = await edge.get("/graphql", params={"query": document, "operationName": "M"})
    assert (response.status_code, codes(response)) == (405, ["BAD_USER_INPUT"])


@pytest.mark.parametrize(
    "query_string",
    [
        "",
        "query=",
        "variables=%7B%7D",
        "query=%FF",
        "query=%ED%A0%80",
        "query=%7Bhello%7D%00",
        "query=%7Bhello%7D&query=%7Bhello%7D",
        "query=%7Bhello%7D&variables=5",
        "query=%7Bhello%7D&variables=%7B",
        "query=%7Bhello%7D&variables=%5B%5D",
        "query=%7Bhello%7D&extensions=1",
        "query=%7Bhello%7D&a=1",
        "query=%7Bhello%7D&" + "&".join(f"a{number}=1" for number in range(20)),
    ],
)
async def test_a_query_string_that_is_no_request_is_refused(edge: AsyncClient, query_string: str) -> None:
    response = await edge.get(f"/graphql?{query_string}", headers={"accept": RESPONSE})
    assert response.status_code == 400
    assert codes(response) == (["GRAPHQL_PARSE_FAILED"] if query_string == "query=" else ["BAD_USER_INPUT"])


async def test_a_query_string_too_long_is_refused(edge: AsyncClient) -> None:
    response = await edge.get(f"/graphql?query={'x' * 60_000}", headers={"accept": RESPONSE})
    assert (response.status_code, codes(response)) == (414, ["BAD_USER_INPUT"])
