"""What Prometheus reads: few labels however many names clients invent, and on no port without a token."""

from dataclasses import asdict

import httpx
import pytest

from service.app import create_app
from service.attaching import Addresses
from service.database import Database
from service.ledger.stand import Stand, stand_of
from service.metrics import LEDGER, Metrics
from service.metrics_page import ForToken, MetricsPage
from service.readiness import Gate
from service.settings import read_settings
from tests.operating.conftest import Watched, visit

TOKEN = "sebuah-token-panjang"
PAGE = "{ regions(first: 1) { totalCount } }"


async def test_requests_are_counted_by_operations_that_have_a_name_here(watched: Watched) -> None:
    for query in (f"query Regions {PAGE}", f"query Mine {PAGE}", f"query Yours {PAGE}", PAGE, "{ nothing }"):
        await watched.ask(query)
    await watched.client.get("/sessions")
    assert watched.counted("ikrar_requests_total") == {
        '{kind="query",operation="Regions",outcome="OK"}': 1,
        '{kind="query",operation="other",outcome="OK"}': 2,
        '{kind="query",operation="anonymous",outcome="OK"}': 1,
        '{kind="none",operation="none",outcome="GRAPHQL_VALIDATION_FAILED"}': 1,
        '{kind="route",operation="GET /sessions",outcome="NOT_SIGNED_IN"}': 1,
    }
    assert watched.counted("ikrar_cost_points_total")['{kind="query",operation="Regions"}'] == 11
    assert watched.counted("ikrar_sql_statements_total")['{kind="query",operation="anonymous"}'] >= 1


def test_ten_thousand_invented_names_are_one_label() -> None:
    metrics = Metrics()
    for number in range(10_000):
        metrics.tell(visit(operation=f"Mine{number}", kind="query"))
    samples = [
        line for line in metrics.page(None).decode().splitlines() if line.startswith("ikrar_requests_total")
    ]
    assert samples == ['ikrar_requests_total{kind="query",operation="other",outcome="OK"} 10000.0']


def test_a_subscription_is_counted_and_not_timed() -> None:
    metrics = Metrics(frozenset({"Matrix"}))
    metrics.tell(visit(operation="Matrix", kind="subscription", seconds=3_600))
    page = metrics.page(None).decode()
    assert 'ikrar_requests_total{kind="subscription",operation="Matrix",outcome="OK"} 1.0' in page
    assert 'ikrar_request_seconds_sum{kind="subscription",operation="Matrix"} 0.0' in page


async def test_the_ledger_is_told_as_it_stands(own_addresses: Addresses) -> None:
    database = await Database.open(own_addresses.service, size=1)
    stand = await stand_of(database)
    await database.close()
    assert stand is not None
    assert stand == Stand(
        history_unlinked_rows=0,
        history_unlinked_seconds=0,
        history_unsealed_links=0,
        outbox_held_back_events=0,
    )
    assert asdict(stand).keys() == LEDGER.keys()


@pytest.mark.parametrize("shown", [None, "Bearer ", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x"])
async def test_without_the_token_there_is_no_page(shown: str | None) -> None:
    assert (await _scraped(shown)).status_code == 404


async def test_with_the_token_there_is_one_that_nobody_keeps() -> None:
    answer = await _scraped(f"Bearer {TOKEN}")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert "ikrar_database_up 0.0" in answer.text


async def _scraped(shown: str | None) -> httpx.Response:
    gate = Gate({"/metrics": ForToken(MetricsPage(Metrics()), TOKEN)})
    headers = {} if shown is None else {"authorization": shown}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(gate), base_url="http://ikrar.test") as client:
        return await client.get("/metrics", headers=headers)


async def test_without_a_setting_the_port_of_the_service_has_no_page(own_addresses: Addresses) -> None:
    database = await Database.open(own_addresses.service, size=1)
    transport = httpx.ASGITransport(create_app(database))
    async with httpx.AsyncClient(transport=transport, base_url="http://ikrar.test") as client:
        assert (await client.get("/metrics")).status_code == 404
    await database.close()


def test_a_short_token_is_refused() -> None:
    with pytest.raises(Exception, match="METRICS_TOKEN"):
        read_settings({"METRICS_TOKEN": "rahasia"})
