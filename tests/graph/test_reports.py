"""Reports as a list: those that wait for a verification, the oldest first, and how they are narrowed."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from service.app import create_app
from service.attaching import Addresses
from service.database import Database
from tests.mutations import staging
from tests.mutations.conftest import ROLES, Desk
from tests.mutations.seats import Seats

_WAITING = """query ($filter: ReportFilter, $first: Int, $after: String) {
  reports(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id effectiveOn agency { code } pledge { id } verification { decision } } } }"""
_JUDGED: dict[str, Any] = {"decision": "ACCEPTED", "verdict": "CONFORMS"}


@pytest.fixture
async def desk(seated_addresses: Addresses, seats: Seats) -> AsyncGenerator[Desk]:
    """Where somebody reports and somebody else verifies."""
    database = await Database.open(seated_addresses.service, size=6)
    ground = replace(seats.ground, database=database)
    transport = httpx.ASGITransport(create_app(database))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Desk(ground=ground, client=client, tokens={**seats.tokens}, cookies={**seats.cookies})
    await database.close()


async def _reported(desk: Desk, *days: str) -> tuple[dict[str, Any], list[str]]:
    """A pledge, and the ids of reports on it of these days, in the order in which they came."""
    pledge = await staging.started(desk)
    ids: list[str] = []
    for day in days:
        given = staging.report_on(pledge["target"], effectiveOn=day, quantity="1")
        found = await desk.send("lead", "reportProgress", "report { id }", **given)
        ids.append(found["report"]["id"])
    return pledge, ids


async def _waiting(desk: Desk, who: str = "secretariat", **narrower: object) -> dict[str, Any]:
    answer = await desk.ask(who, _WAITING, filter={"isWaiting": True, **narrower}, first=20)
    found: dict[str, Any] = answer["data"]["reports"]
    return found


async def test_those_that_wait_come_the_oldest_first_and_lead_to_their_pledge(desk: Desk) -> None:
    pledge, (late, early, same) = await _reported(desk, "2026-02-01", "2026-01-05", "2026-02-01")
    found = await _waiting(desk)
    assert [node["id"] for node in found["nodes"]] == [early, late, same]
    assert found["totalCount"] == 3
    assert found["nodes"][0] == {
        "id": early,
        "effectiveOn": "2026-01-05",
        "agency": {"code": "diskominfo"},
        "pledge": {"id": pledge["id"]},
        "verification": None,
    }


@pytest.mark.parametrize(
    "judged", [_JUDGED, {"decision": "RETURNED", "reason": "Foto kabur"}], ids=["accepted", "returned"]
)
async def test_one_that_was_judged_does_not_wait_any_more(desk: Desk, judged: dict[str, Any]) -> None:
    _, (one, other) = await _reported(desk, "2026-01-05", "2026-01-06")
    await desk.send("secretariat", "verifyReport", "isReplay", reportId=one, **judged)
    waiting = await _waiting(desk)
    assert ([node["id"] for node in waiting["nodes"]], waiting["totalCount"]) == ([other], 1)
    verified = await desk.ask("secretariat", _WAITING, filter={"isWaiting": False}, first=20)
    assert [node["id"] for node in verified["data"]["reports"]["nodes"]] == [one]
    every = await desk.ask("secretariat", _WAITING, first=20)
    assert [node["id"] for node in every["data"]["reports"]["nodes"]] == [one, other]


async def test_a_refused_verification_leaves_the_report_waiting(desk: Desk) -> None:
    _, (one,) = await _reported(desk, "2026-01-05")
    await desk.refused("lead", "verifyReport", reportId=one, **_JUDGED)
    assert (await _waiting(desk))["totalCount"] == 1


async def test_they_are_paged_by_keyset(desk: Desk) -> None:
    _, ids = await _reported(desk, "2026-01-05", "2026-01-05", "2026-01-06")
    seen: list[str] = []
    page: dict[str, Any] = {"pageInfo": {"endCursor": None, "hasNextPage": True}}
    while page["pageInfo"]["hasNextPage"]:
        after = page["pageInfo"]["endCursor"]
        answer = await desk.ask("secretariat", _WAITING, filter={"isWaiting": True}, first=1, after=after)
        page = answer["data"]["reports"]
        seen += [node["id"] for node in page["nodes"]]
    assert seen == ids


@pytest.mark.parametrize(
    "narrower, count",
    [
        ({"region": "64"}, 1),
        ({"region": "64.09"}, 0),
        ({"region": "6"}, 0),
        ({"within": "64.09"}, 1),
        ({"within": "64"}, 1),
        ({"within": "21"}, 0),
    ],
)
async def test_they_are_narrowed_by_region_of_the_pledge_and_by_place(
    desk: Desk, narrower: dict[str, str], count: int
) -> None:
    await _reported(desk, "2026-01-05")
    found = await _waiting(desk, **narrower)
    assert (len(found["nodes"]), found["totalCount"]) == (count, count)


async def test_they_are_narrowed_by_agency_and_by_pledge(desk: Desk) -> None:
    pledge, _ = await _reported(desk, "2026-01-05")
    other, (one,) = await _reported(desk, "2026-01-06")
    assert (await _waiting(desk, agency=desk.agency("diskominfo")))["totalCount"] == 2
    assert (await _waiting(desk, agency=desk.agency("dinkes")))["totalCount"] == 0
    assert (await _waiting(desk, pledge=pledge["id"]))["totalCount"] == 1
    found = await _waiting(desk, pledge=other["id"], agency=desk.agency("diskominfo"))
    assert [node["id"] for node in found["nodes"]] == [one]


async def test_everybody_sees_the_same_ones(desk: Desk) -> None:
    await _reported(desk, "2026-01-05")
    seen = [await _waiting(desk, who) for who in ROLES]
    assert all(found == seen[0] for found in seen)
    assert seen[0]["totalCount"] == 1
