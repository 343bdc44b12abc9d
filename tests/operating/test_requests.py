"""One line for each request: what was asked, by whom, at what cost; and nothing that anybody typed."""

from hashlib import sha256

import orjson

from service.logs import MOST_LINES
from service.request_log import RequestLog
from service.visit import Slow
from tests.operating.conftest import Watched, visit

REGIONS = "query Regions($first: Int) { regions(first: $first) { nodes { code } } }"
JSON = {"content-type": "application/json"}
SECRET = "Puguh Harjanto puguh@example.go.id"


def requests(watched: Watched) -> list[dict[str, object]]:
    """The lines of requests."""
    return [line for line in watched.lines if line["event"] == "request"]


async def test_a_request_is_one_line_with_operation_document_actor_cost_and_sql_time(
    watched: Watched,
) -> None:
    token, token_id = await watched.token()
    answer = await watched.ask(REGIONS, token, variables={"first": 3})
    (line,) = requests(watched)
    times = {name: line.pop(name) for name in ("ms", "sql_ms")}
    assert line == {
        "event": "request",
        "transport": "http",
        "operation": "Regions",
        "kind": "query",
        "document": sha256(REGIONS.encode()).hexdigest(),
        "actor": f"TOKEN {token_id}",
        "cost": answer.json()["extensions"]["cost"]["requested"],
        "statements": line["statements"],
        "status": 200,
    }
    assert 0 < float(str(times["sql_ms"])) < float(str(times["ms"]))


async def test_a_reading_is_one_statement_once_its_client_is_known(watched: Watched) -> None:
    for _ in range(2):
        await watched.ask(REGIONS, variables={"first": 3})
    assert [line["statements"] for line in requests(watched)][-1] == 1
    assert requests(watched)[-1]["actor"] == "PUBLIC public"


async def test_a_refused_request_says_why(watched: Watched) -> None:
    await watched.ask("{ nothing }")
    await watched.ask(REGIONS, "ikrar_unknown")
    await watched.client.post("/graphql", content=b"{", headers=JSON)
    codes = [(line["status"], line["code"]) for line in requests(watched)]
    assert codes == [(200, "GRAPHQL_VALIDATION_FAILED"), (401, "UNAUTHENTICATED"), (400, "BAD_USER_INPUT")]
    assert requests(watched)[0]["operation"] is None


async def test_what_persons_do_is_told_by_its_route_and_never_by_its_path(watched: Watched) -> None:
    await watched.client.get("/sessions")
    await watched.client.delete("/sessions/0190b8c4-0000-7000-8000-000000000001")
    await watched.client.get(f"/{SECRET}")
    told = [(line["operation"], line["kind"], line["status"]) for line in requests(watched)]
    assert told == [
        ("GET /sessions", "route", 401),
        ("DELETE /sessions/{id}", "route", 401),
        ("unknown", "route", 404),
    ]


async def test_nothing_that_was_typed_is_in_the_log(watched: Watched) -> None:
    token, _ = await watched.token()
    query = "query Find($code: String!) { region(code: $code) { name } }"
    await watched.ask(query, token, variables={"code": SECRET})
    await watched.ask(f'{{ region(code: "{SECRET}") {{ name }} }}', token)
    await watched.client.post("/session", json={"email": SECRET, "password": SECRET})
    written = orjson.dumps(watched.lines).decode()
    assert len(requests(watched)) == 3
    for word in ("Puguh", "example.go.id", token, "Ibu Sari"):
        assert word not in written


async def test_a_statement_that_takes_long_is_told_with_its_operation(watched: Watched) -> None:
    await watched.ask(REGIONS, variables={"first": 3})
    watched.lines.clear()
    await watched.ask(REGIONS, variables={"first": 3})
    (slow,) = (line for line in watched.lines if line["event"] == "query.slow")
    assert (slow["operation"], slow["actor"]) == ("Regions", "PUBLIC public")
    assert "region" in str(slow["sql"])
    assert slow["ms"] == requests(watched)[0]["sql_ms"]


def test_a_flood_of_refusals_is_a_few_lines_and_their_number() -> None:
    lines: list[dict[str, object]] = []
    log = RequestLog(lines.append)
    for _ in range(500):
        log.tell(visit(code="RATE_LIMITED"))
    log.tell(visit())
    assert len(lines) == MOST_LINES + 1
    log._since -= 60.0  # noqa: SLF001 - a minute later  # pyright: ignore[reportPrivateUsage]
    log.tell(visit(code="RATE_LIMITED"))
    assert lines[-2] == {"event": "requests.untold", "code": "RATE_LIMITED", "count": 500 - MOST_LINES}


def test_a_long_statement_is_cut_short() -> None:
    lines: list[dict[str, object]] = []
    RequestLog(lines.append).tell(visit(slow=(Slow(sql="x" * 5_000, seconds=2),)))
    assert (len(str(lines[1]["sql"])), lines[1]["ms"]) == (1_000, 2_000)
