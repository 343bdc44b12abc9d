"""Which suite has to catch which mutant."""

from dataclasses import dataclass
from typing import Final

from benchmarks.campaign.faults import kill_backends
from benchmarks.campaign.feed import Cursor
from benchmarks.campaign.judging import Fault
from benchmarks.campaign.loads import reporters
from benchmarks.campaign.suites import APP_KILL, DB_KILL, EDITORS, READER, TWINS, Run, Suite

_BACKENDS: Final = Suite(name="db-kill", load=reporters, disturb=kill_backends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A mutant, the suite that it is run under, and how many faults that takes at most."""

    mutant: str
    suite: Suite
    by: Fault
    """What it has to be caught by: another finding would be luck."""
    kills: int = 0
    is_served: bool = True
    """Whether the mutant is in the service; otherwise it is the reader that is mutated."""

    def run(self, seed: str, writers: int) -> Run:
        """How it is run."""
        if not self.is_served:
            return Run(suite=self.suite, seed=seed, kills=self.kills, writers=writers, cursor=Cursor.ID)
        entry = ("-m", "benchmarks.campaign.mutants", self.mutant)
        return Run(suite=self.suite, seed=seed, kills=self.kills, writers=writers, entry=entry)


TRIALS: Final = (
    Trial(mutant="ack-before-commit", suite=APP_KILL, by=Fault.LOST, kills=3),
    Trial(mutant="ack-before-disk", suite=DB_KILL, by=Fault.LOST, kills=4),
    Trial(mutant="no-idempotency", suite=TWINS, by=Fault.DOUBLED),
    Trial(mutant="silent-replay", suite=TWINS, by=Fault.SILENT_REPLAY),
    Trial(mutant="no-version", suite=EDITORS, by=Fault.LOST),
    Trial(mutant="dual-write", suite=_BACKENDS, by=Fault.TRAIL, kills=8),
    Trial(mutant="seal-by-id", suite=READER, by=Fault.LEDGER),
    Trial(mutant="read-by-id", suite=READER, by=Fault.MISSED, is_served=False),
)
