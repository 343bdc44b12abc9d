"""How an agency keeps its time: hidden from everything that reads the rows, and so a truth to forecast.

An agency has a `slip` (how its pledges end against their due dates) and a `fade` (how its work thins out:
above 1 it begins fast and slows down, below 1 it hurries at the end). Each of its pledges has them with some
chance of its own, and now and then it stands still for a while. docs/forecast.md says the same in words.
"""

import math
import uuid
from dataclasses import dataclass

from seeds.synthetic.dice import Dice

_SLIPS = (math.log(0.8), math.log(1.7))
_FADES = (math.log(0.7), math.log(2.2))
_OF_ITS_OWN = math.log(1.25)
_STALLS = 0.3
_SHORTEST = 60.0
"""Working days in which a pledge may come to its end."""
_UNTIL_DONE = 0.78
"""Of its life, until all is reported done (timeline.py)."""
_IN_A_YEAR = 261 / 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The pace of one pledge."""

    slip: float
    fade: float
    stall: float
    """How much of the season goes by without anything; mostly none of it."""
    stalls_at: float

    def at(self, evenly: float) -> float:
        """When in the season (0..1) something happens that would happen then if all went evenly."""
        worked: float = evenly**self.fade
        passed = worked * (1 - self.stall)
        return passed + self.stall if worked > self.stalls_at else passed

    def life(self, planned_days: int, most: float) -> float:
        """Working days from the record to completion, of at most so many."""
        wanted = planned_days * _IN_A_YEAR * self.slip / _UNTIL_DONE
        return min(most, max(_SHORTEST, wanted))


def pace_of(agency: uuid.UUID, key: str) -> Pace:
    """The pace of the pledge of this key, led by this agency."""
    habit, own = Dice("habit", agency), Dice("pace", key)
    return Pace(
        slip=math.exp(habit.within(*_SLIPS) + own.within(-_OF_ITS_OWN, _OF_ITS_OWN)),
        fade=math.exp(habit.within(*_FADES) + own.within(-_OF_ITS_OWN, _OF_ITS_OWN)),
        stall=own.within(0.1, 0.35) if own.chance(_STALLS) else 0.0,
        stalls_at=own.within(0.2, 0.8),
    )
