"""One walk along the chain, link by link: what must follow from what, and how each deviation is named."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import RowMapping

from service.ledger.chain import GENESIS, content_of, linked
from service.ledger.seals import Seal


class Fault(StrEnum):
    """What was done to the ledger."""

    ALTERED = "ALTERED"
    REMOVED = "REMOVED"
    INSERTED = "INSERTED"
    REORDERED = "REORDERED"
    LINK_REMOVED = "LINK_REMOVED"
    BAD_SEAL = "BAD_SEAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fault, and where: the history row, the position in the chain, or both."""

    fault: Fault
    history_id: int | None = None
    position: int | None = None


class Walk:
    """Takes the links in order of position, each with its history row (or none), and collects findings."""

    def __init__(self, seals: Iterable[Seal]) -> None:
        self.links = 0
        self.findings: list[Finding] = []
        self._digest = GENESIS
        self._position = 0
        self._last = (0, 0)
        self._highest = 0
        self._sealed: dict[int, set[bytes]] = defaultdict(set)
        for seal in seals:
            self._sealed[seal.position].add(seal.digest)

    def step(self, row: RowMapping) -> None:
        """Look at the next link."""
        fault = self._fault_of(row)
        if row["position"] != self._position + 1:
            self._find(Fault.LINK_REMOVED, self._position + 1, None)
            # What followed the missing link cannot fit what now stands before it.
            fault = None if fault is Fault.REORDERED else fault
        if fault is not None:
            self._find(fault, row["position"], row["history_id"])
        if self._sealed.pop(row["position"], {row["digest"]}) != {row["digest"]}:
            self._find(Fault.BAD_SEAL, row["position"], None)
        self._remember(row)

    def _fault_of(self, row: RowMapping) -> Fault | None:
        if row["id"] is None:
            return Fault.REMOVED
        if content_of(row) != row["content"]:
            return Fault.ALTERED
        is_joined = row["digest"] == linked(self._digest, row["content"])
        return None if is_joined and self._is_in_order(row) else Fault.REORDERED

    def _is_in_order(self, row: RowMapping) -> bool:
        # After a dump was restored into a new cluster transactions count anew, the numbers of rows go on.
        return _place(row) > self._last or row["id"] > self._highest

    def _remember(self, row: RowMapping) -> None:
        self.links += 1
        self._digest = row["digest"]
        self._position = row["position"]
        if row["id"] is not None:
            self._last = _place(row)
            self._highest = max(self._highest, row["id"])

    def _find(self, fault: Fault, position: int, history_id: int | None) -> None:
        self.findings.append(Finding(fault=fault, history_id=history_id, position=position))

    def unmet(self) -> list[Finding]:
        """Seals of links that are not there (any more): the end of the chain was cut off."""
        return [Finding(fault=Fault.LINK_REMOVED, position=position) for position in sorted(self._sealed)]

    def may_follow(self, row: RowMapping, next_xid: int) -> bool:
        """Whether an unlinked row is one that is still to be sealed, and not slipped in between."""
        began_anew = self._last[0] >= next_xid and row["id"] > self._highest
        return _place(row) > self._last or began_anew


def _place(row: RowMapping) -> tuple[int, int]:
    return int(row["xid"]), row["id"]
