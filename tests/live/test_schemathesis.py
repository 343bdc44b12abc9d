"""schemathesis with all of its checks, against the service on a socket; `bench fuzz` asks more."""

from asyncio import to_thread
from pathlib import Path

from structlog.testing import capture_logs

from benchmarks.flooding.fuzzer import fuzzed, known_ids
from graph.schema import core
from tests.live.conftest import Station


async def test_no_request_that_the_schema_allows_is_a_fault_of_ours(station: Station, tmp_path: Path) -> None:
    fields = sum(len(root.fields) for root in (core.query_type, core.mutation_type) if root)
    ids = await to_thread(known_ids, station.http)
    with capture_logs() as logs:
        for who in ("public", "integration", "lead", "secretariat"):
            token = station.desk.tokens.get(who, "")
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            found = await to_thread(fuzzed, station.http, headers, ids, 1, 1, tmp_path)
            assert found.failed == 0, (who, found.said)
            assert found.cases >= fields
    assert [line for line in logs if line["event"] == "request_failed"] == []
