"""schemathesis with all of its checks, against the service on a socket; `bench fuzz` asks more."""

from asyncio import to_thread
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from benchmarks.flooding.fuzzer import fuzzed
from graph.schema import core
from tests.live.conftest import Station


@pytest.mark.parametrize("who", ["public", "integration", "lead", "secretariat"])
async def test_no_request_that_the_schema_allows_is_a_fault_of_ours(
    station: Station, who: str, tmp_path: Path
) -> None:
    with capture_logs() as logs:
        found = await to_thread(fuzzed, station.http, station.desk.tokens.get(who, ""), 1, 1, tmp_path)
    assert found.failed == 0, found.said
    roots = (core.query_type, core.mutation_type)
    assert found.cases >= sum(len(root.fields) for root in roots if root)
    assert [line for line in logs if line["event"] == "request_failed"] == []
