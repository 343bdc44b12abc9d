"""Chance that comes out the same every time: each thing has dice of its own, seeded by what it is."""

import random
import uuid
from collections.abc import Sequence
from typing import TypeVar

from seeds.synthetic.days import milliseconds

Thing = TypeVar("Thing")


class Dice:
    """Only `random()` and `getrandbits` are used: their sequence is the same in all versions of Python."""

    def __init__(self, *seed: object) -> None:
        self._random = random.Random("/".join(map(str, seed)))  # noqa: S311 - made up, and the same every time
        self.roll = self._random.random

    def chance(self, likelihood: float) -> bool:
        """True so often."""
        return self.roll() < likelihood

    def below(self, limit: int) -> int:
        """0 to limit - 1."""
        return int(self.roll() * limit)

    def between(self, low: int, high: int) -> int:
        """One of low to high."""
        return low + int(self.roll() * (high - low + 1))

    def within(self, low: float, high: float) -> float:
        """Somewhere between the two."""
        return low + self.roll() * (high - low)

    def one(self, things: Sequence[Thing]) -> Thing:
        """One of the things."""
        return things[int(self.roll() * len(things))]

    def some(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """So many of the things, each once (all, if there are fewer)."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]

    def weighted(self, things: Sequence[tuple[Thing, int]]) -> Thing:
        """One of the things, by weight."""
        left = self.roll() * sum(weight for _, weight in things)
        for thing, weight in things:
            left -= weight
            if left < 0:
                return thing
        return things[-1][0]

    def id(self, moment: float) -> uuid.UUID:
        """An id of version 7 as if made at that moment."""
        bits = self._random.getrandbits(74)
        high = milliseconds(moment) << 80 | 0x7 << 76 | (bits >> 62) << 64
        return uuid.UUID(int=high | 0b10 << 62 | bits & (1 << 62) - 1)
