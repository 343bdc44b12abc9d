"""The figures as Markdown: writes a second, what each cost, how long each took."""

import statistics
from collections.abc import Callable, Mapping, Sequence

from benchmarks.reading.measuring import Sample, middle
from benchmarks.reading.servers import OURS, Peer
from benchmarks.reading.table import markdown, short

Rounds = Mapping[str, Sequence[Sample]]
"""By the name of the server: a sample a round."""


def table(rounds: Rounds, peers: Sequence[Peer]) -> str:
    """A line for each figure; against each other server the median of the ratios within rounds."""
    found = [middle(rounds[peer.name]) for peer in peers]
    others = [peer for peer in peers if peer is not OURS]
    head = ["`reportProgress`", *(peer.title for peer in peers), *(f"x {peer.title}" for peer in others)]
    rows = [
        _line("writes/s", rounds, others, [short(each.rate) for each in found], lambda each: each.rate),
        _line(
            "CPU ms a write, server + database",
            rounds,
            others,
            [f"{short(each.server_ms)} + {short(each.database_ms)}" for each in found],
            lambda each: each.server_ms + each.database_ms,
        ),
        _line(
            "latency ms, p50 / p95",
            rounds,
            others,
            [f"{short(each.p50_ms)} / {short(each.p95_ms)}" for each in found],
            lambda each: each.p50_ms,
        ),
    ]
    return markdown(head, rows)


def _line(
    title: str,
    rounds: Rounds,
    others: Sequence[Peer],
    figures: Sequence[str],
    figure: Callable[[Sample], float],
) -> list[str]:
    ratios = [_ratio(rounds[OURS.name], rounds[peer.name], figure) for peer in others]
    return [title, *figures, *(f"**{short(each)}**" for each in ratios)]


def _ratio(ours: Sequence[Sample], theirs: Sequence[Sample], figure: Callable[[Sample], float]) -> float:
    pairs = zip(ours, theirs, strict=True)
    return statistics.median(figure(one) / max(figure(other), 1e-9) for one, other in pairs)
