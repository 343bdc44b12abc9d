"""The figures as Markdown: how many answers a second, what each cost, and how Ikrar stands to the others."""

import statistics
from collections.abc import Callable, Mapping, Sequence

from benchmarks.reading.measuring import Sample, middle
from benchmarks.reading.operations import Operation
from benchmarks.reading.servers import FLOOR, ORM, OURS, PEERS, POSTGRAPHILE, Peer

Rounds = Mapping[tuple[str, str], Sequence[Sample]]
"""By the names of the operation and of the server: a sample a round."""


def table(rounds: Rounds, operations: Sequence[Operation]) -> str:
    """Both tables."""
    rates = [_rates(rounds, operation) for operation in operations]
    costs = [_costs(rounds, operation) for operation in operations]
    head = ["requests/s", *(peer.title for peer in PEERS), "of the floor", "x PostGraphile", "x ORM"]
    under = [
        "CPU ms a request: server + database",
        *(peer.title for peer in PEERS),
        "server CPU: PostGraphile's",
    ]
    return "\n\n".join((markdown(head, rates), markdown(under, costs), latencies(rounds, operations)))


def latencies(rounds: Rounds, operations: Sequence[Operation]) -> str:
    """p50 and p95 by operation and server."""
    rows: list[list[str]] = []
    for operation in operations:
        found = [middle(rounds[operation.name, peer.name]) for peer in PEERS]
        rows.append([operation.title, *(f"{short(each.p50_ms)} / {short(each.p95_ms)}" for each in found)])
    return markdown(["latency ms: p50 / p95", *(peer.title for peer in PEERS)], rows)


def ratio(rounds: Rounds, operation: Operation, peer: Peer, figure: Callable[[Sample], float]) -> float:
    """Ours through theirs: the median over the rounds, each with both measured one after the other."""
    ours, theirs = rounds[operation.name, OURS.name], rounds[operation.name, peer.name]
    pairs = zip(ours, theirs, strict=True)
    return statistics.median(figure(one) / max(figure(other), 1e-9) for one, other in pairs)


def _rates(rounds: Rounds, operation: Operation) -> list[str]:
    rates = [short(middle(rounds[operation.name, peer.name]).rate) for peer in PEERS]
    ratios = [ratio(rounds, operation, peer, lambda each: each.rate) for peer in (FLOOR, POSTGRAPHILE, ORM)]
    return [operation.title, *rates, *(f"**{short(each)}**" for each in ratios)]


def _costs(rounds: Rounds, operation: Operation) -> list[str]:
    found = [middle(rounds[operation.name, peer.name]) for peer in PEERS]
    costs = [f"{short(each.server_ms)} + {short(each.database_ms)}" for each in found]
    saved = ratio(rounds, operation, POSTGRAPHILE, lambda each: each.server_ms)
    return [operation.title, *costs, f"**1/{1 / max(saved, 1e-9):.0f}**"]


def short(figure: float) -> str:
    """The figure with three digits or so."""
    return f"{figure:.0f}" if figure >= 100 else f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"  # noqa: PLR2004 - digits


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table: words in the first column, figures in the others."""
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, rule, *rows))
