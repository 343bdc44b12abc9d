"""A real service as those who watch it see it: its numbers, its lines, and what it lacks."""

import asyncio
from pathlib import Path

import httpx
import orjson
from sqlalchemy import text

from service.attaching import Addresses
from service.database import Database
from tests.platform.conftest import Serve
from tests.platform.process import until

PAGE = "query Strangers { regions(first: 1) { totalCount } }"


def test_its_numbers_are_on_a_port_of_their_own_and_each_request_has_a_line(
    serve: Serve, own_addresses: Addresses, metrics_port: int
) -> None:
    served = serve(DATABASE_URL=own_addresses.service, METRICS_PORT=str(metrics_port))
    served.await_ready()
    assert httpx.post(f"{served.address}/graphql", json={"query": PAGE}).status_code == 200
    page = httpx.get(f"http://127.0.0.1:{metrics_port}/metrics").text
    assert 'ikrar_requests_total{kind="query",operation="other",outcome="OK"} 1.0' in page
    assert "ikrar_database_up 1.0" in page
    assert "process_resident_memory_bytes" in page
    assert served.get("/metrics").status_code == 404
    until(lambda: '"event":"request"' in served.said.read_text())
    line, *_ = [line for line in served.said.read_text().splitlines() if '"event":"request"' in line]
    assert orjson.loads(line).items() >= {"operation": "Strangers", "actor": "PUBLIC public"}.items()


def test_a_port_of_the_numbers_that_is_taken_is_named(serve: Serve, port: int) -> None:
    served = serve(METRICS_PORT=str(port))
    assert served.ended() == 3
    assert "CONFLICT [METRICS_PORT]: " in served.said.read_text()


async def test_a_schema_that_is_taken_back_under_it_and_a_full_disk_are_told(
    serve: Serve, own_addresses: Addresses, data_dir: Path
) -> None:
    place = str(data_dir.parent)
    served = serve(DATABASE_URL=own_addresses.service, DISK_FREE_MB="99999999", DATA_DIR=place)
    await asyncio.to_thread(until, lambda: "siap" in served.said.read_text())
    owner = await Database.open(own_addresses.owner, size=1)
    async with owner.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    await owner.close()
    answer = served.get("/readyz")
    lacking = answer.json()["lacking"]
    assert (answer.status_code, answer.json()["stage"]) == (503, "migrations")
    assert [lack["what"] for lack in lacking] == ["migrations", "disk"]
    assert "./run migrate" in lacking[0]["message"]
    assert " / " in lacking[1]["message"]
