"""Who listens when the service stops, and when PostgreSQL dies under it."""

import contextlib
import os
import signal
import time
from collections.abc import Generator, Iterator
from typing import Any

import httpx
import orjson
import pytest

from tests.platform.conftest import Serve
from tests.platform.process import Served, until

ready = pytest.mark.usefixtures("ready_dir")
_CELLS = """subscription { matrixChanged(rows: AGENCY, columns: EXECUTION) {
  eventId cells { columnKey moved { quote: statement { quote } } } } }"""
_RECORD = """mutation ($input: RecordPledgeInput!) { recordPledge(input: $input) {
  __typename ... on Problem { code message } } }"""


@contextlib.contextmanager
def streamed(served: Served) -> Generator[Iterator[str]]:
    """The lines of a stream, its first event read."""
    with httpx.stream(
        "POST",
        f"{served.address}/graphql",
        json={"query": _CELLS},
        headers={"accept": "text/event-stream"},
        timeout=60,
    ) as response:
        lines = response.iter_lines()
        while next(lines):
            pass
        yield lines


def asked(served: Served, query: str, **variables: object) -> dict[str, Any]:
    """The data of an answer to the secretariat of the demo."""
    tokens = orjson.loads((served.data_dir / "demo-tokens.json").read_bytes())
    answer = httpx.post(
        f"{served.address}/graphql",
        json={"query": query, "variables": variables},
        headers={"authorization": f"Bearer {tokens['secretariat']}"},
        timeout=60,
    )
    data: dict[str, Any] = answer.json()["data"]
    return data


@ready
def test_a_listener_does_not_keep_the_service_from_stopping(serve: Serve) -> None:
    served = serve()
    served.await_ready()
    with streamed(served) as lines:
        began = time.monotonic()
        served.process.send_signal(signal.SIGTERM)
        assert list(lines) == []
        assert served.ended() == 0
    assert time.monotonic() - began < 8  # those who drain are waited for ten seconds


@ready
def test_a_listener_hears_on_after_postgres_died(serve: Serve) -> None:
    served = serve()
    served.await_ready()
    with streamed(served) as lines:
        postmaster = served.postmaster()
        os.kill(postmaster, signal.SIGKILL)
        until(lambda: served.postmaster() not in {0, postmaster})
        served.await_ready()
        lead = asked(served, '{ agency(by: {code: {region: "64", code: "DISKOMINFO"}}) { id } }')
        told = asked(
            served,
            _RECORD,
            input={
                "leadAgencyId": lead["agency"]["id"],
                "quote": "setelah basis data kembali",
                "source": "uji",
                "pledgedOn": "2025-06-19",
            },
        )
        assert told == {"recordPledge": {"__typename": "RecordPledgePayload"}}
        events = (line for line in lines if line.startswith("data: "))
        assert "setelah basis data kembali" in next(events)
