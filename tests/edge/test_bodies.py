"""Bodies that are no request: each is refused with one status and one code, and nothing is executed."""

import pytest
from httpx import AsyncClient

from tests.edge.answers import JSON, RESPONSE, WORKING, codes, message, post

DEEP = b'{"query":"{ hello }","variables":{"a":' + b"[" * 100_000
NESTED = '{"query":"{ hello }","variables":{"a":' + "[" * 21 + "]" * 21 + "}}"
ALLOWED_NESTING = '{"query":"{ hello }","variables":{"a":' + "[" * 20 + "]" * 20 + "}}"

BAD_BODIES = {
    "a number": b"5",
    "null": b"null",
    "a text": b'"a"',
    "true": b"true",
    "nothing": b"",
    "a list": b"[]",
    "a batch": b'[{"query":"{ hello }"},{"query":"{ hello }"}]',
    "cut off": b'{ "not a JSON',
    "two values": b'{"query":"{ hello }"} {}',
    "bad UTF-8": b'{"query":"{ hello }\xff"}',
    "UTF-16": '{"query":"{ hello }"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"query":"{ hello }"}',
    "a lone surrogate": b'{"query":"{ hello }","variables":{"a":"\\ud800"}}',
    "an encoded surrogate": b'{"query":"{ hello }","variables":{"a":"\xed\xa0\x80"}}',
    "NaN": b'{"query":"{ hello }","variables":{"a":NaN}}',
    "Infinity": b'{"query":"{ hello }","variables":{"a":Infinity}}',
    "an infinite number": b'{"query":"{ hello }","variables":{"a":1e999}}',
    "a number of 5,000 digits": b'{"query":"{ hello }","variables":{"a":%s}}' % (b"9" * 5_000),
    "a number beyond the database": b'{"query":"{ hello }","variables":{"a":9223372036854775808}}',
    "a number that would lose digits": b'{"query":"{ hello }","variables":{"a":-12345678901234567890123}}',
    "NUL in a variable": b'{"query":"{ hello }","variables":{"a":[{"b":"x\\u0000y"}]}}',
    "NUL in a key": b'{"query":"{ hello }","variables":{"\\u0000":1}}',
    "NUL in the query": b'{"query":"{ hello }\\u0000"}',
    "NUL in the name": b'{"query":"{ hello }","operationName":"\\u0000"}',
    "a raw NUL": b'{"query":"{ hello }\x00"}',
    "one level too deep": NESTED.encode(),
    "no query": b"{}",
    "query null": b'{"query":null}',
    "query an object": b'{"query":{"a":1}}',
    "query a number": b'{"query":0}',
    "query a list": b'{"query":["{ hello }"]}',
    "variables a text": b'{"query":"{ hello }","variables":"{}"}',
    "variables a list": b'{"query":"{ hello }","variables":[]}',
    "variables false": b'{"query":"{ hello }","variables":false}',
    "operationName a number": b'{"query":"{ hello }","operationName":0}',
    "operationName an object": b'{"query":"{ hello }","operationName":{}}',
    "extensions a text": b'{"query":"{ hello }","extensions":"a"}',
    "extensions a list": b'{"query":"{ hello }","extensions":[]}',
    "documentId a number": b'{"documentId":1}',
    "an unknown member": b'{"query":"{ hello }","qeury":"{ hello }"}',
}


@pytest.mark.parametrize("accept", [JSON, RESPONSE])
@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES.keys())
async def test_what_is_no_request_is_refused_whatever_is_accepted(
    edge: AsyncClient, body: bytes, accept: str
) -> None:
    response = await post(edge, body, accept=accept)
    assert response.status_code == 400
    assert codes(response) == ["BAD_USER_INPUT"]
    assert response.headers["content-type"] == f"{accept}; charset=utf-8"


async def test_a_bottomless_body_is_refused_for_its_size_before_it_is_parsed(edge: AsyncClient) -> None:
    response = await post(edge, DEEP)
    assert (response.status_code, codes(response)) == (413, ["BAD_USER_INPUT"])


async def test_a_body_of_brackets_within_the_size_is_refused(edge: AsyncClient) -> None:
    response = await post(edge, DEEP[:100_000])
    assert (response.status_code, codes(response)) == (400, ["BAD_USER_INPUT"])


async def test_a_body_of_exactly_the_limit_is_read(edge: AsyncClient) -> None:
    body = b'{"query":"{ hello }"}'.ljust(100_000)
    assert (await post(edge, body)).json() == {"data": {"hello": "salam, public"}}


async def test_a_body_one_byte_over_the_limit_is_refused_and_the_connection_ends(edge: AsyncClient) -> None:
    response = await post(edge, b'{"query":"{ hello }"}'.ljust(100_001))
    assert (response.status_code, codes(response)) == (413, ["BAD_USER_INPUT"])
    assert response.headers["connection"] == "close"


@pytest.mark.parametrize(
    "extra",
    [
        {"variables": None},
        {"operationName": None},
        {"extensions": None},
        {"extensions": {"some": "value"}},
        {"variables": {"unused": {"a": [1, -1.5, None, True, "\\u0000"]}}},
        {"variables": {"largest": 2**63 - 1}},
        {"operationName": ""},
        {"documentId": None},
    ],
)
async def test_optional_members_may_be_there_or_null(edge: AsyncClient, extra: dict[str, object]) -> None:
    response = await post(edge, WORKING | extra)
    assert (response.status_code, response.json()) == (200, {"data": {"hello": "salam, public"}})


async def test_variables_twenty_deep_are_read(edge: AsyncClient) -> None:
    assert (await post(edge, ALLOWED_NESTING)).json() == {"data": {"hello": "salam, public"}}


async def test_an_escaped_backslash_before_u0000_is_no_nul(edge: AsyncClient) -> None:
    response = await post(edge, b'{"query":"{ hello }","variables":{"a":"\\\\u0000"}}')
    assert response.json() == {"data": {"hello": "salam, public"}}


async def test_a_refusal_names_the_mistake(edge: AsyncClient) -> None:
    assert message(await post(edge, b"[]")) == "Batches are not accepted: send one operation a request."
    assert message(await post(edge, b'{"query":1}')) == "query must be a text."
    assert message(await post(edge, b"{}")) == "query is missing."


@pytest.mark.parametrize(
    "body",
    [
        {"documentId": "sha256:00"},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "00"}}},
    ],
)
async def test_a_stored_document_that_is_not_here_is_asked_for_in_full(
    edge: AsyncClient, body: dict[str, object]
) -> None:
    response = await post(edge, body, accept=RESPONSE)
    assert (response.status_code, codes(response)) == (400, ["PERSISTED_QUERY_NOT_FOUND"])
    assert message(response) == "PersistedQueryNotFound"
