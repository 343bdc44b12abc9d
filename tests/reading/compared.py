"""What moved between two points, the slow way: every pledge compared, one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.rules.changes import ChangeKind, State, kinds_of
from service.rules.lifecycle import Execution
from service.rules.progress import completion_ratio, progress
from service.rules.timeliness import Timeliness
from service.rules.verification import Verdict
from tests.reading.oracle import Oracle, timeliness_of
from tests.reading.world import Promise, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The slow answer: two worlds under one filter, and how each pledge moved from one to the other."""

    points: tuple[Oracle, Oracle]
    kinds: dict[int, frozenset[ChangeKind]]

    @classmethod
    def of(cls, earlier: World, later: World, asked: Mapping[str, Any]) -> "Compared":
        """Every pledge compared, whatever the filter."""
        before, after = ({each.number: each for each in world.promises} for world in (earlier, later))
        kinds = {
            number: kinds_of(_state(before.get(number)), _state(after.get(number)))
            for number in {*before, *after}
        }
        points = (Oracle.of(earlier, asked), Oracle.of(later, asked))
        return cls(points=points, kinds={number: found for number, found in kinds.items() if found})

    def heads(self, axis: str) -> list[str]:
        """The keys of an axis: what the pledges that moved have at either point occurs."""
        last = self.points[1]
        kept = tuple(each for one in self.points for each in one.kept if each.number in self.kinds)
        return Oracle(world=last.world, asked=last.asked, kept=kept).heads(axis)

    def stood(self, at: Mapping[str, str]) -> list[int]:
        """Those that moved and stood there at a point at which the filter took them."""
        there = {each.number for one in self.points for each in one.pledges(at)}
        return sorted(there & set(self.kinds))

    def cell(self, at: Mapping[str, str]) -> dict[str, int]:
        """The counts."""
        found = [self.kinds[number] for number in self.stood(at)]
        counts = {kind.lower(): sum(kind in each for each in found) for kind in ChangeKind}
        return {"changed": len(found), **counts}


def _state(each: Promise | None) -> State | None:
    if each is None:
        return None
    found = progress(completion_ratio(aim.verified, aim.quantity, aim.baseline) for aim in each.aims)
    return State(
        execution=Execution(each.execution),
        verdict=None if each.verdict is None else Verdict(each.verdict),
        due_on=each.due_on,
        timeliness=Timeliness(timeliness_of(each)),
        progress=found.mean,
    )
