"""What is told of a matrix, put into the matrix that was read at first, is the matrix as it is now."""

from typing import Any

import orjson
import pytest
from websockets.asyncio.client import ClientConnection, connect

from service.reading.axes import MatrixAxis
from tests.live.conftest import Station
from tests.live.test_socket import INIT, PROTOCOL, said
from tests.mutations.conftest import Desk
from tests.mutations.staging import report_on, started

Cells = dict[tuple[str, str], dict[str, Any]]
COUNTS = "pledges targets completed overdue progress byExecution { execution count }"
AXES = [axis.value for axis in MatrixAxis]
PAIRS = [*zip(AXES[::2], AXES[1::2], strict=True), *zip(AXES[1::2], AXES[2::2], strict=False)]
HALVES = {"even": PAIRS[::2], "odd": PAIRS[1::2]}
FILTERS: list[dict[str, object]] = [
    {},
    {"within": "64.09"},
    {"execution": ["IN_PROGRESS", "AGREED"]},
    {"area": "PENDIDIKAN", "at": [{"axis": "VERDICT", "key": ""}]},
]


async def matrix(desk: Desk, rows: str, columns: str, given: dict[str, object]) -> Cells:
    """The cells of a matrix in which pledges stand, by their keys."""
    document = f"""query ($filter: PledgeFilter) {{ matrix(rows: {rows}, columns: {columns}, filter: $filter,
        first: 50) {{ rows {{ key }} columns {{ key }} cells {{ row column {COUNTS} }} }} }}"""
    found = (await desk.ask("public", document, filter=given))["data"]["matrix"]
    keys = {
        (found["rows"][cell.pop("row")]["key"], found["columns"][cell.pop("column")]["key"]): cell
        for cell in found["cells"]
    }
    return {key: cell for key, cell in keys.items() if cell["pledges"]}


def put_into(cells: Cells, change: dict[str, Any]) -> None:
    """What a client does with a change."""
    assert change["isComplete"]
    for cell in change["cells"]:
        key = (cell["rowKey"], cell["columnKey"])
        cells.pop(key, None)
        if cell["counts"]["pledges"]:
            cells[key] = cell["counts"]


async def live(desk: Desk) -> None:
    """A pledge is made, begins, is reported on and verified; another one is transferred."""
    pledge = await started(desk)
    told = await desk.send("lead", "reportProgress", "report { id }", **report_on(pledge["target"]))
    judged = {"reportId": told["report"]["id"], "decision": "ACCEPTED", "effectiveOn": "2026-01-06"}
    await desk.send("secretariat", "verifyReport", "isReplay", verdict="CONFORMS", **judged)
    other = await started(desk)
    terms = {"fundings": [{"stage": "PROMISED", "source": "APBD", "fiscalYear": 2026}], "fiscalYear": 2026}
    await desk.send(
        "secretariat",
        "revisePledge",
        "isReplay",
        pledgeId=other["id"],
        expectedVersion=other["version"],
        effectiveOn="2026-01-07",
        areas=["PENDIDIKAN", "KESEHATAN"],
        **terms,
    )
    moved = {"toAgencyId": desk.agency("dinkes"), "reason": "Tugasnya pindah", "effectiveOn": "2026-01-08"}
    await desk.send("secretariat", "transferPledge", "isReplay", pledgeId=other["id"], **moved)


async def listen(socket: ClientConnection, key: str, rows: str, columns: str, **variables: object) -> None:
    """Subscribe to a matrix."""
    query = f"""subscription ($filter: PledgeFilter, $after: String) {{ matrixChanged(rows: {rows},
        columns: {columns}, filter: $filter, after: $after) {{ eventId isComplete
        cells {{ rowKey columnKey counts {{ {COUNTS} }} }} }} }}"""
    payload = {"query": query, "variables": variables}
    await socket.send(orjson.dumps({"type": "subscribe", "id": key, "payload": payload}).decode())


async def changed(socket: ClientConnection) -> tuple[str, dict[str, Any]]:
    """The next change, and of which subscription it is."""
    message = await said(socket)
    assert message["type"] == "next", message
    return message["id"], message["payload"]["data"]["matrixChanged"]


def differing(pairs: list[tuple[str, str]], told: list[Cells], now: list[Cells]) -> list[object]:
    """The axes and keys of the cells that differ, with both."""
    found: list[object] = []
    for pair, one, other in zip(pairs, told, now, strict=True):
        found += [(pair, key) for key in {*one, *other} if one.get(key) != other.get(key)]
    return found


@pytest.mark.parametrize("pairs", HALVES.values(), ids=HALVES)
@pytest.mark.parametrize("given", FILTERS, ids=lambda given: ",".join(given) or "all")
async def test_changes_lead_from_one_matrix_to_the_next(
    station: Station, given: dict[str, object], pairs: list[tuple[str, str]]
) -> None:
    desk = station.desk
    cells = [await matrix(desk, *pair, given) for pair in pairs]
    async with connect(station.socket, subprotocols=[PROTOCOL]) as socket:
        await socket.send(INIT)
        await said(socket)
        for number, pair in enumerate(pairs):
            await listen(socket, str(number), *pair, filter=given)
        firsts = [(await changed(socket))[1]["eventId"] for _ in pairs]
        await live(desk)
        now = [await matrix(desk, *pair, given) for pair in pairs]
        while cells != now:
            try:
                number, change = await changed(socket)
            except TimeoutError:
                pytest.fail(f"Nothing more is told, and these differ: {differing(pairs, cells, now)}")
            put_into(cells[int(number)], change)
        assert any(now)
        # Who comes back is told the same.
        again: list[Cells] = [{} for _ in pairs]
        for number, pair in enumerate(pairs):
            await listen(socket, f"again {number}", *pair, filter=given, after=firsts[0])
        while again != now:
            name, change = await changed(socket)
            if name.startswith("again"):
                put_into(again[int(name.split()[1])], change)
