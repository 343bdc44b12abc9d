"""Requests that are well formed and are not executed: their codes, their status, and what leaks of them."""

import pytest
from httpx import ASGITransport, AsyncClient
from structlog.testing import capture_logs

from tests.edge.answers import JSON, RESPONSE, codes, message, post
from tests.edge.sample import endpoint

FAIL = "query Fail($how: String!) { fail(how: $how) }"
TWO = "query A { hello } query B { hello }"

REQUEST_ERRORS = {
    "syntax": ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
    "empty": ({"query": ""}, "GRAPHQL_PARSE_FAILED"),
    "unknown field": ({"query": "{ helo }"}, "GRAPHQL_VALIDATION_FAILED"),
    "a fragment that is missing": ({"query": "{ ...Nowhere }"}, "GRAPHQL_VALIDATION_FAILED"),
    "a schema definition": ({"query": "type A { a: Int }"}, "GRAPHQL_VALIDATION_FAILED"),
    "variable of the wrong type": (
        {"query": "query Q($n: String!) { hello(name: $n) }", "variables": {"n": None}},
        "BAD_USER_INPUT",
    ),
    "NUL in a literal": ({"query": r'{ hello(name: "a\u0000b") }'}, "BAD_USER_INPUT"),
    "NUL in a literal by code point": ({"query": r'{ hello(name: "\u{0}") }'}, "BAD_USER_INPUT"),
    "a lone surrogate in a literal": ({"query": r'{ hello(name: "\ud800") }'}, "GRAPHQL_PARSE_FAILED"),
    "a literal of 5,000 digits": ({"query": f"{{ number(int: {'9' * 5_000}) }}"}, "BAD_USER_INPUT"),
    "an infinite literal": ({"query": "{ number(float: 1e999) }"}, "BAD_USER_INPUT"),
    "pages": ({"query": "{ posts(first: 5001) { totalCount } }"}, "MAX_COST_EXCEEDED"),
    "pages by a variable": (
        {"query": "query Q($n: Int) { posts(first: $n) { totalCount } }", "variables": {"n": 5_001}},
        "MAX_COST_EXCEEDED",
    ),
}


@pytest.mark.parametrize("accept, status", [(JSON, 200), (RESPONSE, 400)])
@pytest.mark.parametrize("body, code", REQUEST_ERRORS.values(), ids=REQUEST_ERRORS.keys())
async def test_a_request_error_has_its_code_and_no_data(
    edge: AsyncClient, body: dict[str, object], code: str, accept: str, status: int
) -> None:
    response = await post(edge, body, accept=accept)
    assert (response.status_code, codes(response)) == (status, [code])


OPERATIONS = {
    "two and no name": {"query": TWO},
    "a name that is not there": {"query": TWO, "operationName": "C"},
    "a name for an operation without one": {"query": "{ hello }", "operationName": "A"},
}


@pytest.mark.parametrize("accept", [JSON, RESPONSE])
@pytest.mark.parametrize("body", OPERATIONS.values(), ids=OPERATIONS.keys())
async def test_no_operation_is_run_by_guess(edge: AsyncClient, body: dict[str, object], accept: str) -> None:
    response = await post(edge, body, accept=accept)
    assert (response.status_code, codes(response)) == (400, ["OPERATION_RESOLUTION_FAILURE"])


async def test_the_named_operation_of_two_is_run(edge: AsyncClient) -> None:
    response = await post(edge, {"query": "query A { a: hello } query B { b: hello }", "operationName": "B"})
    assert response.json() == {"data": {"b": "salam, public"}}


@pytest.mark.parametrize("accept", [JSON, RESPONSE])
async def test_a_subscription_by_post_is_refused(edge: AsyncClient, accept: str) -> None:
    response = await post(edge, {"query": "subscription { renamed }"}, accept=accept)
    assert (response.status_code, codes(response)) == (400, ["BAD_USER_INPUT"])


async def test_at_most_twenty_errors_are_told_in_short_words(edge: AsyncClient) -> None:
    unknown = " ".join(f"{'x' * 500}{number}" for number in range(19))
    told = (await post(edge, {"query": f"{{ {unknown} post {{ {unknown} }} }}"})).json()["errors"]
    assert len(told) == 20
    assert {error["extensions"]["code"] for error in told} == {"GRAPHQL_VALIDATION_FAILED"}
    assert max(len(error["message"]) for error in told) == 401
    raised = await post(edge, {"query": FAIL, "variables": {"how": "many"}})
    assert codes(raised) == ["BAD_USER_INPUT"] * 20
    assert len(raised.content) < 12_000


async def test_no_name_of_the_schema_is_suggested(edge: AsyncClient) -> None:
    response = await post(edge, {"query": "{ helo }"})
    assert message(response) == "Cannot query field 'helo' on type 'Query'."


async def test_one_argument_a_thousand_times_does_not_list_a_thousand_places(edge: AsyncClient) -> None:
    response = await post(edge, {"query": f"{{ hello({'name: 1 ' * 900}) }}"})
    assert codes(response) == ["GRAPHQL_VALIDATION_FAILED"] * len(response.json()["errors"])
    assert max(len(error.get("locations", ())) for error in response.json()["errors"]) == 10


@pytest.mark.parametrize(
    "header",
    [
        "ikrar_good",
        "Basic aWtyYXI6",
        "Bearer",
        "Bearer ",
        "Bearer a b",
        "Bearer " + "a" * 300,
        "Bearer tok%n",
        "Bearer a,Bearer b",
        "Bearer ikrar_unknown",
    ],
)
@pytest.mark.parametrize("accept", [JSON, RESPONSE])
async def test_a_malformed_or_unknown_token_is_refused(edge: AsyncClient, header: str, accept: str) -> None:
    response = await post(edge, {"query": "{ hello }"}, accept=accept, headers={"authorization": header})
    assert (response.status_code, codes(response)) == (401, ["UNAUTHENTICATED"])
    assert response.headers["www-authenticate"] == 'Bearer realm="ikrar"'


async def test_two_tokens_are_one_too_many(edge: AsyncClient) -> None:
    headers = [("authorization", "Bearer ikrar_good"), ("authorization", "Bearer ikrar_good")]
    response = await edge.post("/graphql", json={"query": "{ hello }"}, headers=headers)
    assert (response.status_code, codes(response)) == (401, ["UNAUTHENTICATED"])


@pytest.mark.parametrize("header", ["Bearer ikrar_good", "bearer ikrar_good", "BEARER   ikrar_good "])
async def test_a_known_token_says_who_asks(edge: AsyncClient, header: str) -> None:
    response = await post(edge, {"query": "{ hello }"}, headers={"authorization": header})
    assert response.json() == {"data": {"hello": "salam, liaison"}}


async def test_a_revoked_token_is_forbidden(edge: AsyncClient) -> None:
    response = await post(edge, {"query": "{ hello }"}, headers={"authorization": "Bearer ikrar_gone"})
    assert (response.status_code, codes(response)) == (403, ["FORBIDDEN"])


@pytest.mark.parametrize("accept", [JSON, RESPONSE])
@pytest.mark.parametrize("how", ["crash", "timeout"])
async def test_a_fault_of_ours_is_told_by_its_id_alone(edge: AsyncClient, how: str, accept: str) -> None:
    with capture_logs() as logs:
        response = await post(edge, {"query": FAIL, "variables": {"how": how}}, accept=accept)
    assert (response.status_code, codes(response)) == (500, ["INTERNAL_SERVER_ERROR"])
    (line,) = logs
    assert line["event"] == "request_failed"
    assert "SELECT secret" in str(line["exc_info"])
    assert response.json()["errors"][0]["extensions"]["errorId"] == line["error_id"]
    assert "secret" not in response.text


async def test_a_fault_while_asking_who_it_is_leaks_nothing(edge: AsyncClient) -> None:
    with capture_logs() as logs:
        response = await post(edge, {"query": "{ hello }"}, headers={"authorization": "Bearer ikrar_ill"})
    assert (response.status_code, codes(response), len(logs)) == (500, ["INTERNAL_SERVER_ERROR"], 1)
    assert "hunter2" not in response.text


async def test_a_database_that_is_away_is_a_503_to_try_again(edge: AsyncClient) -> None:
    with capture_logs() as logs:
        response = await post(edge, {"query": FAIL, "variables": {"how": "away"}})
    assert (response.status_code, codes(response)) == (503, ["INTERNAL_SERVER_ERROR"])
    assert response.headers["retry-after"] == "1"
    assert message(response) == "Basis data tidak terjangkau. / The database is away."
    assert response.json()["errors"][0]["extensions"]["errorId"] == logs[0]["error_id"]


async def test_what_takes_too_long_ends_with_its_outcome_unknown() -> None:
    transport = ASGITransport(endpoint(wall_clock=0.05))
    async with AsyncClient(transport=transport, base_url="http://ikrar.test") as client:
        with capture_logs() as logs:
            response = await post(client, {"query": FAIL, "variables": {"how": "slow"}})
    assert (response.status_code, codes(response)) == (503, ["INTERNAL_SERVER_ERROR"])
    assert "outcome is unknown" in message(response)
    assert [line["event"] for line in logs] == ["request_overdue"]


async def test_a_flood_of_faults_fills_no_disk(edge: AsyncClient) -> None:
    with capture_logs() as logs:
        answers = [await post(edge, {"query": FAIL, "variables": {"how": "crash"}}) for _ in range(15)]
    assert [answer.status_code for answer in answers] == [500] * 15
    assert ["exc_info" in line for line in logs] == [True] * 10 + [False] * 5
    told = [answer.json()["errors"][0]["extensions"]["errorId"] for answer in answers]
    assert [line["error_id"] for line in logs] == told
    assert max(len(str(line)) for line in logs[10:]) < 500
    assert "hunter2" not in str(logs[10:])
