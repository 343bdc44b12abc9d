"""The official clients, graphql-sse and graphql-ws, against the service on a real socket."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import insert, update

from models import ApiToken, Posyandu
from service.access.actors import OPERATOR
from service.access.token_text import parse
from service.access.tokens import token_of_prefix
from service.clock import system_clock
from service.database import WriteSession
from service.ledger.programs import take_token
from tests.live.conftest import Station
from tests.live.talking import CELLS, Client, client_of
from tests.mutations.staging import WORK_BEGAN, recorded, specified, started

KINDS = pytest.mark.parametrize("kind", ["sse", "ws"])
CONNECTED = {"connected": True}


async def begun(client: Client, kind: str, name: str = "a", query: str = CELLS) -> str:
    """Subscribe; the id of the event that comes at once, in which nothing has moved."""
    client.subscribe(name, query)
    if kind == "ws":
        assert await client.heard() == CONNECTED
    event = await client.event(name)
    assert (event["isComplete"], event["cells"]) == (True, [])
    return str(event["eventId"])


@KINDS
async def test_a_write_tells_the_cells_that_it_moved_as_they_are_now(station: Station, kind: str) -> None:
    desk = station.desk
    async with client_of(station, kind) as client:
        first = await begun(client, kind)
        await recorded(desk)
        change = await client.change()
    assert change["eventId"] != first
    assert change["cells"] == [
        {
            "rowKey": desk.agency("diskominfo"),
            "columnKey": "",
            "counts": {"pledges": 1, "targets": 0},
            "moved": [{"reference": "KTM/64/2025/0001", "execution": "RECORDED"}],
        }
    ]


@KINDS
async def test_two_clients_are_told_of_one_mutation_in_the_same_words(station: Station, kind: str) -> None:
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(client_of(station, kind)) for _ in range(2)]
        for client in clients:
            await begun(client, kind)
        await recorded(station.desk)
        one, other = [await client.change() for client in clients]
    assert one == other


@KINDS
async def test_whoever_comes_back_is_told_what_happened_meanwhile(station: Station, kind: str) -> None:
    async with client_of(station, kind) as client:
        last = await begun(client, kind)
    await started(station.desk)
    async with client_of(station, kind) as client:
        client.subscribe("a", after=last)
        if kind == "ws":
            await client.heard()
        change = await client.event()
    (moved,) = change["cells"][-1]["moved"]
    assert moved == {"reference": "KTM/64/2025/0001", "execution": "IN_PROGRESS"}
    assert {"pledges": 1, "targets": 1} in [cell["counts"] for cell in change["cells"]]


@KINDS
async def test_who_stops_early_hears_nothing_more_and_holds_nothing(station: Station, kind: str) -> None:
    async with client_of(station, kind) as client:
        await begun(client, kind)
        client.do("stop", id="a")
        assert await client.heard() == {"id": "a", "complete": True}
        await recorded(station.desk)
        client.subscribe("b")
        while (said := await client.heard()).get("id") != "b":
            assert said.get("id") is None
        assert said["next"]["data"]["matrixChanged"]["cells"] == []


@KINDS
async def test_queries_and_mutations_go_the_same_way(station: Station, kind: str) -> None:
    async with client_of(station, kind, "lead") as client:
        client.do("subscribe", id="q", query="{ viewer { label } pledges(first: 1) { totalCount } }")
        if kind == "ws":
            await client.heard()
        said = [await client.heard(), await client.heard()]
        asked = '{pledgeId: "pledge_01900000-0000-7000-8000-000000000000"}'
        client.do(
            "subscribe",
            id="m",
            query=f"mutation {{ startPledge(input: {asked}) {{ ... on Problem {{ code }} }} }}",
        )
        done = await client.heard()
    data = {"viewer": {"label": "diskominfo"}, "pledges": {"totalCount": 0}}
    assert said == [{"id": "q", "next": {"data": data}}, {"id": "q", "complete": True}]
    assert done == {"id": "m", "next": {"data": {"startPledge": {"code": "NOT_FOUND"}}}}


async def more_posts(station: Station) -> None:
    """So many that a matrix cannot have them for columns."""
    posts = [{"id": uuid.uuid4(), "village_code": "64.09.04.1005", "name": f"Mawar {n}"} for n in range(40)]
    async with station.desk.ground.database.writing() as session:
        await session.execute(insert(Posyandu), posts)


FIELD = "matrixChanged(rows: AGENCY, columns: SPM_AREA) { at }"
REFUSED = {
    "syntax": ("subscription {", "GRAPHQL_PARSE_FAILED"),
    "an unknown field": ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
    "two fields": (
        f"subscription {{ a: {FIELD} b: {FIELD} }}",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "one axis twice": (CELLS.replace("SPM_AREA", "AGENCY"), "BAD_USER_INPUT"),
    "too many columns": (CELLS.replace("SPM_AREA", "POSYANDU"), "MAX_COST_EXCEEDED"),
    "a region that is not there": (
        CELLS.replace(", $filter: PledgeFilter", "").replace("$filter", '{within: "99"}'),
        "BAD_USER_INPUT",
    ),
    "no event": (CELLS.replace("$after)", '"yesterday")').replace("$after: String, ", ""), "BAD_USER_INPUT"),
    "an unknown event": (CELLS.replace("$after)", '"7-7")').replace("$after: String, ", ""), "NOT_FOUND"),
    "too much": (
        CELLS.replace("moved {", "moved { targets(first: 100) { nodes { id } }"),
        "MAX_COST_EXCEEDED",
    ),
}


@KINDS
async def test_what_is_refused_says_why_and_ends_only_itself(station: Station, kind: str) -> None:
    await more_posts(station)
    async with client_of(station, kind) as client:
        await begun(client, kind)
        for name, (query, code) in REFUSED.items():
            client.subscribe(name, query)
            while "complete" in (said := await client.heard()):
                assert said["id"] in REFUSED
            assert said["id"] == name, said
            errors = said["next"]["errors"] if kind == "sse" else said["errors"]
            assert [error["extensions"]["code"] for error in errors] == [code], name
        await recorded(station.desk)
        while "complete" in (said := await client.heard()):
            assert said["id"] in REFUSED
        assert said["id"] == "a"


async def revoked(session: WriteSession, prefix: str) -> None:
    """Take a token back."""
    await take_token(session, OPERATOR, await token_of_prefix(session, prefix), system_clock)


async def expired(session: WriteSession, prefix: str) -> None:
    """Let the time of a token run out."""
    its_time = update(ApiToken).where(ApiToken.prefix == prefix).values(expires_at=system_clock())
    await session.execute(its_time)


@KINDS
@pytest.mark.parametrize("ended", [revoked, expired])
async def test_a_subscription_does_not_outlive_its_token(
    station: Station, kind: str, ended: Callable[[WriteSession, str], Awaitable[None]]
) -> None:
    token = station.desk.tokens["lead"]
    async with client_of(station, kind, "lead") as client:
        await begun(client, kind)
        loop = asyncio.get_running_loop()
        async with station.desk.ground.database.writing() as session:
            await ended(session, parse(token).prefix)
        began = loop.time()
        said = await client.heard()
        assert loop.time() - began < 2.5
        if kind == "sse":
            assert said["next"]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
            assert await client.heard() == {"id": "a", "complete": True}
        else:
            assert said == {"closed": 4403}


async def test_a_ping_is_answered_with_what_it_brought(station: Station) -> None:
    async with client_of(station, "ws") as client:
        await begun(client, "ws")
        client.do("send", text='{"type":"ping","payload":{"n":1}}')
        assert await client.heard() == {"pong": {"n": 1}}


async def test_a_client_whose_socket_was_cut_comes_back_by_itself(station: Station) -> None:
    async with client_of(station, "ws") as client:
        await begun(client, "ws")
        client.do("terminate")
        heard = [await client.heard() for _ in range(3)]
        assert heard[:2] == [{"closed": 4499}, CONNECTED]
        assert heard[2]["next"]["data"]["matrixChanged"]["cells"] == []
        await specified(station.desk)
        assert (await client.change())["cells"] != []


async def test_the_cell_that_a_pledge_left_is_told_as_well(station: Station) -> None:
    desk = station.desk
    async with client_of(station, "sse") as client:
        await begun(client, "sse", query=CELLS.replace("SPM_AREA", "EXECUTION"))
        pledge = await specified(desk)
        # Cells are told as they are when they are read, so a change may be told before its own event comes.
        told: dict[str, int] = {}
        while told.get("SPECIFIED") != 1:
            told |= await counted(client)
        await desk.send("lead", "agreePledge", "isReplay", pledgeId=pledge["id"], effectiveOn=WORK_BEGAN)
        while told.get("AGREED") != 1 or told["SPECIFIED"] != 0:
            told |= await counted(client)
    assert {column: pledges for column, pledges in told.items() if pledges} == {"AGREED": 1}


async def counted(client: Client) -> dict[str, int]:
    """The pledges in each column that the next change is about."""
    return {cell["columnKey"]: cell["counts"]["pledges"] for cell in (await client.change())["cells"]}


async def test_a_cell_that_moved_is_forecast_too(station: Station) -> None:
    query = CELLS.replace("counts { pledges targets }", "counts { forecast { inProgress notForecast } }")
    async with client_of(station, "sse") as client:
        await begun(client, "sse", query=query)
        await started(station.desk)
        forecasts: list[dict[str, int]] = []
        while {"inProgress": 1, "notForecast": 1} not in forecasts:
            forecasts = [cell["counts"]["forecast"] for cell in (await client.change())["cells"]]


async def test_a_pledge_that_leaves_the_filter_leaves_its_cell(station: Station) -> None:
    desk = station.desk
    pledge = await specified(desk)
    async with client_of(station, "sse") as client:
        client.subscribe("a", filter={"execution": ["SPECIFIED"]})
        assert (await client.event())["cells"] == []
        await desk.send("lead", "agreePledge", "isReplay", pledgeId=pledge["id"], effectiveOn=WORK_BEGAN)
        (cell,) = (await client.change())["cells"]
        assert (cell["columnKey"], cell["counts"]["pledges"]) == ("PENDIDIKAN", 0)
