"""What Prometheus is told: how many requests, how long, how much of it in PostgreSQL; how the ledger stands.

Labels have few values: an operation counts by its name only if an operator or a trusted document has named
it, since clients may call theirs as they like. A request adds to a few numbers here; what Prometheus makes of
them is made when somebody reads the page.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from service.visit import Visit

OTHER: Final = "other"
ANONYMOUS: Final = "anonymous"
NONE: Final = "none"
"""Of what was refused before anybody knew what it asks."""
LEDGER: Final = {
    "history_unlinked_rows": "Changes that are not chained yet.",
    "history_unlinked_seconds": "Age of the oldest of them.",
    "history_unsealed_links": "Links after the last seal.",
    "outbox_held_back_events": "Events behind a transaction that is still open.",
}
"""How the ledger stands: the members of service/ledger/stand.py."""
_OK: Final = "OK"
_ASKED: Final = ("operation", "kind")
_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_BUCKETS: Final = (*map(str, _BOUNDS), "+Inf")
_SUMS: Final = {
    "sql_seconds": "Seconds of waiting for PostgreSQL.",
    "sql_statements": "Statements that were sent.",
    "cost_points": "Points that were asked for.",
}


class _Sums:
    """Of the requests for one operation."""

    def __init__(self) -> None:
        self.outcomes: dict[str, int] = {}
        self.buckets = [0] * len(_BUCKETS)
        self.seconds = 0.0
        self.sql_seconds = 0.0
        self.sql_statements = 0
        self.cost_points = 0


class Metrics(Collector):
    """The numbers of one process; `known` are the operations that have a name here."""

    def __init__(self, known: frozenset[str] = frozenset()) -> None:
        self._known = known
        self._sums: dict[tuple[str, str], _Sums] = {}
        registry = self._registry = CollectorRegistry()
        registry.register(self)
        ProcessCollector(registry=registry)
        self._up = Gauge("ikrar_database_up", "Whether the database answers.", registry=registry)
        self._ledger = {
            name: Gauge(f"ikrar_{name}", help_text, registry=registry) for name, help_text in LEDGER.items()
        }

    def learn(self, names: Iterable[str]) -> None:
        """More operations that have a name here."""
        self._known |= {*names}

    def tell(self, visit: Visit) -> None:
        """Count a request."""
        kind = visit.kind or NONE
        key = (self._name(visit, kind), kind)
        sums = self._sums.get(key)
        if sums is None:
            sums = self._sums[key] = _Sums()
        outcome = visit.code or _OK
        sums.outcomes[outcome] = sums.outcomes.get(outcome, 0) + 1
        if kind != "subscription":
            sums.buckets[bisect_left(_BOUNDS, visit.seconds)] += 1
            sums.seconds += visit.seconds
        sums.sql_seconds += visit.sql_seconds
        sums.sql_statements += visit.statements
        sums.cost_points += visit.cost or 0

    def _name(self, visit: Visit, kind: str) -> str:
        if kind in {"route", NONE}:
            return visit.operation or NONE
        if visit.operation is None:
            return ANONYMOUS
        return visit.operation if visit.operation in self._known else OTHER

    def collect(self) -> Iterator[Metric]:
        """The numbers as Prometheus knows them."""
        requests = CounterMetricFamily(
            "ikrar_requests", "Requests that are over.", labels=(*_ASKED, "outcome")
        )
        lasting = HistogramMetricFamily(
            "ikrar_request_seconds", "From the first byte to the last; not of subscriptions.", labels=_ASKED
        )
        families = {
            name: CounterMetricFamily(f"ikrar_{name}", said, labels=_ASKED) for name, said in _SUMS.items()
        }
        for key, sums in self._sums.items():
            for outcome, count in sums.outcomes.items():
                requests.add_metric((*key, outcome), count)
            lasting.add_metric(key, [*_added_up(sums.buckets)], sums.seconds)
            for name, family in families.items():
                family.add_metric(key, getattr(sums, name))
        yield from (requests, lasting, *families.values())

    def page(self, stand: Mapping[str, float] | None) -> bytes:
        """All of it as Prometheus reads it, with the ledger as it stands now; nothing if nobody says."""
        self._up.set(stand is not None)
        for name, value in (stand or {}).items():
            self._ledger[name].set(value)
        return generate_latest(self._registry)


def _added_up(counts: Iterable[int]) -> Iterator[tuple[str, float]]:
    """Each bucket holds those of the smaller ones."""
    total = 0
    for bound, count in zip(_BUCKETS, counts, strict=True):
        total += count
        yield bound, total
