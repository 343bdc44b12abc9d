"""What the writers sent and what they were told: the one side of the comparison."""

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as a phone holds it: its key for ever, and what it says."""

    key: str
    target: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """The service's word that a report is in the ledger, under this id."""

    key: str
    report: str
    is_replay: bool
    asked_at: float
    told_at: float


@dataclass(slots=True, kw_only=True)
class Journal:
    """Filled while the writers run; read when they have ended."""

    sent: dict[str, Report] = field(default_factory=dict[str, Report])
    acks: list[Ack] = field(default_factory=list[Ack])
    faults: list[float] = field(default_factory=list[float])
    """When something was killed."""
    requests: int = 0
    unknown: int = 0
    """Requests whose outcome was not told: cut, timed out, or answered by 503."""
    slowest: float = 0.0
    """Seconds that the slowest request took."""
    wrong: list[str] = field(default_factory=list[str])
    """Answers that should not be: a refusal of what is right, a fault of the service's own."""

    @property
    def acked(self) -> set[str]:
        """The keys that were acknowledged."""
        return {ack.key for ack in self.acks}

    def longest_gap(self) -> float:
        """The longest time without any acknowledgement."""
        told = sorted(ack.told_at for ack in self.acks)
        return max((later - earlier for earlier, later in itertools.pairwise(told)), default=0.0)

    def recoveries(self) -> list[float]:
        """For each fault: seconds until the first acknowledgement of a request that was sent after it."""
        return [seconds for fault in self.faults if (seconds := self._recovery(fault)) is not None]

    def _recovery(self, fault: float) -> float | None:
        told = [ack.told_at for ack in self.acks if ack.asked_at >= fault]
        return min(told) - fault if told else None


def middle_and_most(seconds: Sequence[float]) -> str:
    """Median and maximum, for people."""
    return f"{statistics.median(seconds):.2f}/{max(seconds):.2f}s" if seconds else "-"
