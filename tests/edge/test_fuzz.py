"""No bytes at all make the edge fail: whatever comes in, the answer is coded and no fault of ours."""

import json
from string import printable

from httpx import ASGITransport, AsyncClient
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.edge.answers import JSON, RESPONSE
from tests.edge.sample import endpoint

EXAMPLES = 150

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
WORDS = """{ } ( ) [ ] ... @ @skip(if:true) : ! $n hello post posts id query mutation fragment F on Post first
  "a" \\u0000 # null 999999999999999999999999999999"""
words = st.sampled_from(WORDS.split())
documents = st.lists(words, max_size=30).map(" ".join) | st.text(alphabet=printable)
requests = st.fixed_dictionaries(
    {"query": documents | values},
    optional={"variables": values, "operationName": values, "extensions": values},
)
headers = st.fixed_dictionaries(
    {"accept": st.sampled_from([JSON, RESPONSE]), "content-type": st.just(JSON)},
    optional={"authorization": st.text(alphabet=printable.strip(), max_size=40)},
)


async def answered(body: bytes, sent: dict[str, str]) -> None:
    transport = ASGITransport(endpoint())
    async with AsyncClient(transport=transport, base_url="http://ikrar.test") as client:
        response = await client.post("/graphql", content=body, headers=sent)
    assert response.status_code in {200, 400, 401, 405}
    answer = response.json()
    assert "data" in answer or all("code" in error["extensions"] for error in answer["errors"])


@settings(max_examples=EXAMPLES, deadline=None)
@given(body=st.binary(max_size=200), sent=headers)
async def test_any_bytes(body: bytes, sent: dict[str, str]) -> None:
    await answered(body, sent)


@settings(max_examples=EXAMPLES, deadline=None)
@given(body=values.map(json.dumps), sent=headers)
async def test_any_json(body: str, sent: dict[str, str]) -> None:
    await answered(body.encode(), sent)


@settings(max_examples=EXAMPLES, deadline=None)
@given(body=requests.map(json.dumps), sent=headers)
async def test_any_request(body: str, sent: dict[str, str]) -> None:
    await answered(body.encode(), sent)
