"""Which pledge comes how far, with how many targets and reports: decided for all of them before the first.

So the totals are exact, and a pledge can be made from its number alone, however many batches there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from seeds.synthetic.days import END
from seeds.synthetic.dice import Dice
from seeds.synthetic.shape import Shape
from service.rules.lifecycle import Execution

_E = Execution
# How far a pledge has come by its age in working days; the last line is for all that are older.
_BY_AGE: tuple[tuple[float, tuple[tuple[Execution, int], ...]], ...] = (
    (15, ((_E.RECORDED, 70), (_E.SPECIFIED, 30))),
    (45, ((_E.RECORDED, 35), (_E.SPECIFIED, 30), (_E.AGREED, 20), (_E.IN_PROGRESS, 15))),
    (
        110,
        (
            (_E.RECORDED, 18),
            (_E.SPECIFIED, 14),
            (_E.AGREED, 16),
            (_E.IN_PROGRESS, 47),
            (_E.REPORTED_DONE, 5),
        ),
    ),
    (
        END,
        (
            (_E.RECORDED, 8),
            (_E.SPECIFIED, 7),
            (_E.AGREED, 7),
            (_E.IN_PROGRESS, 41),
            (_E.REPORTED_DONE, 12),
            (_E.COMPLETED, 25),
        ),
    ),
)
_EXITS = ((None, 89), (_E.CANCELLED, 5), (_E.NEVER_STARTED, 3), (_E.TRANSFERRED, 3))
_MAY_NEVER_START = (_E.RECORDED, _E.SPECIFIED, _E.AGREED)
_MAY_BE_TRANSFERRED = (_E.SPECIFIED, _E.AGREED, _E.IN_PROGRESS)
_OLD_ENOUGH_TO_LEAVE = 60
_REPORTING = (_E.IN_PROGRESS, _E.REPORTED_DONE, _E.COMPLETED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One pledge to be: when it is recorded, how far it comes, how it leaves, and how much hangs on it."""

    number: int
    key: str
    """What its dice are seeded by."""
    moment: float
    reached: Execution
    exit: Execution | None
    targets: int
    reports: int
    former: int | None
    """Whose successor it is."""
    leaves_at: float | None
    """When its successor is recorded."""


class Drafts:
    """All of them, by number; kept as lists of small numbers."""

    def __init__(self, shape: Shape) -> None:
        self.count = shape.pledges
        self._key = shape.key
        self._reached: list[Execution] = []
        self._exits: list[Execution | None] = []
        self._former: dict[int, int] = {}
        self._successor: dict[int, int] = {}
        for number in range(self.count):
            self._decide(number)
        self._targets = self._count_targets(shape.targets)
        self._reports = self._count_reports(shape.reports)

    def __getitem__(self, number: int) -> Draft:
        """The draft of a number."""
        successor = self._successor.get(number)
        return Draft(
            number=number,
            key=self._key(number),
            moment=self._moment(number),
            reached=self._reached[number],
            exit=self._exits[number],
            targets=self._targets[number],
            reports=self._reports[number],
            former=self._former.get(number),
            leaves_at=None if successor is None else self._moment(successor),
        )

    def successor_of(self, number: int) -> int | None:
        """The number of its successor, if it is transferred."""
        return self._successor.get(number)

    def _moment(self, number: int) -> float:
        return (number + 0.5) / self.count * (END - 1)

    def _decide(self, number: int) -> None:
        """How far it comes; the first ones at least are old enough for every state."""
        dice = Dice("draft", self._key(number))
        age = END - self._moment(number)
        reached = dice.weighted(next(states for limit, states in _BY_AGE if age <= limit))
        leaving = dice.weighted(_EXITS) if age > _OLD_ENOUGH_TO_LEAVE else None
        if number in self._former and leaving is _E.TRANSFERRED:
            leaving = None
        if leaving is _E.NEVER_STARTED:
            reached = dice.one(_MAY_NEVER_START)
        elif leaving is _E.TRANSFERRED:
            reached = dice.one(_MAY_BE_TRANSFERRED)
            leaving = leaving if self._finds_successor(dice, number) else _E.CANCELLED
        elif leaving is _E.CANCELLED and reached is _E.COMPLETED:
            reached = _E.IN_PROGRESS
        self._reached.append(reached)
        self._exits.append(leaving)

    def _finds_successor(self, dice: Dice, number: int) -> bool:
        """Choose the number under which the successor comes, some time later; there may be none left."""
        earliest = number + 1 + dice.between(self.count // 30, self.count // 9)
        free = (later for later in range(earliest, self.count) if later not in self._former)
        successor = next(free, None)
        if successor is None:
            return False
        self._former[successor] = number
        self._successor[number] = successor
        return True

    def _count_targets(self, total: int) -> list[int]:
        """As many as there are to be; a successor has those of its former, a vague pledge few or none."""
        counts = [0] * self.count
        weights: dict[int, int] = {}
        for number, reached in enumerate(self._reached):
            dice = Dice("targets", self._key(number))
            if number in self._successor:
                counts[number] = counts[self._successor[number]] = dice.between(1, 2 * total // self.count)
            elif number not in self._former and reached is not _E.RECORDED:
                weights[number] = dice.between(10, 170)
            elif number not in self._former:
                counts[number] = dice.weighted(((0, 7), (1, 2), (2, 1)))
        shares = _apportion(list(weights.values()), total - sum(counts) - len(weights))
        for number, share in zip(weights, shares, strict=True):
            counts[number] = 1 + share
        return counts

    def _count_reports(self, total: int) -> list[int]:
        """As many as there are to be; who says that all is done has reported on every target."""
        counts = [0] * self.count
        weights: dict[int, int] = {}
        for number, reached in enumerate(self._reached):
            if reached in _REPORTING:
                is_done = reached is not _E.IN_PROGRESS
                counts[number] = self._targets[number] if is_done else 0
                age = int(END - self._moment(number)) + 1
                often = Dice("reports", self._key(number)).between(5, 15)
                weights[number] = self._targets[number] * age * often
        shares = _apportion(list(weights.values()), total - sum(counts))
        for number, share in zip(weights, shares, strict=True):
            counts[number] += share
        return counts


def _apportion(weights: Sequence[int], total: int) -> list[int]:
    """Shares in proportion to the weights, which sum to exactly the total."""
    shares: list[int] = []
    before, given, whole = 0, 0, sum(weights)
    for weight in weights:
        before += weight
        share = total * before // whole - given
        given += share
        shares.append(share)
    return shares
