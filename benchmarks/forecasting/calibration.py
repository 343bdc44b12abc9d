"""What the constants of the rule should be, by split conformal prediction: found on histories of their own.

H. Papadopoulos, K. Proedrou, V. Vovk and A. Gammerman, Inductive confidence machines for regression, ECML
(2002): the quantile of what came, divided by what was said, among cases that the rule was not made of, holds
for further cases of their kind. Here each end of the range has its own (Romano, Patterson and Candes 2019).

A pledge that is open at the end of the data is not known to be late. So a case counts only where the day
asked about came before that end. Whether it did follows from what was known on the day of the forecast and
never from what came of the pledge: the cases that count in one history are like those of another. Only who
was cancelled or transferred later is no case at all, being neither late nor in time.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.forecasting.cases import Case
from service.rules.forecast import CLOSING_DAYS, USUAL

SHARE_BEFORE, SHARE_BY = 0.1, 0.9
_MOST_CLOSING = 30
_NEAR, _FAR = 20, 80
"""Days: what closing takes shows in how much longer the nearly done take than the others."""
_FEWEST = 100
"""Below so many cases no factor is believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """How many times what was said, and by how many cases."""

    value: float
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """As they were found."""

    closing_days: int
    earliest: Factor
    latest: Factor


def calibrated(cases: Sequence[Case]) -> Constants:
    """From cases with days (scores.py `judged`), which the rule made with its days for closing."""
    latest = _up(least_factor(cases, _likely, SHARE_BY))
    whole = [each for each in cases if _likely(each) * latest.value <= each.seen_for]
    return Constants(closing_days=closing_days(cases), earliest=greatest_factor(whole), latest=latest)


def closing_days(cases: Sequence[Case]) -> int:
    """With which the nearly done take the same multiple as those that are further away."""
    near = [each for each in cases if each.left < _NEAR]
    far = [each for each in cases if _NEAR <= each.left < _FAR]

    def unlikeness(days: int) -> float:
        def said(case: Case) -> float:
            return case.left + days

        one, other = (least_factor(some, said, USUAL).value for some in (near, far))
        return abs(math.log(one / other))

    return min(range(_MOST_CLOSING + 1), key=unlikeness)


def least_factor(cases: Iterable[Case], said: Callable[[Case], float], share: float) -> Factor:
    """The least with which so many were done by then, of those for whom that day lay within the data."""
    pairs = [(each.took, each.seen_for, said(each)) for each in cases]
    limits = sorted(seen / days for _, seen, days in pairs)
    done = sorted(took / days for took, _, days in pairs if took is not None)
    gone = sorted(seen / days for took, seen, days in pairs if took is not None)
    for factor in done:
        of = len(limits) - bisect_left(limits, factor)
        count = bisect_right(done, factor) - bisect_left(gone, factor)
        if of >= _FEWEST and count >= share * (of + 1):
            return Factor(value=factor, of=of)
    return Factor(value=math.inf, of=0)


def greatest_factor(cases: Sequence[Case]) -> Factor:
    """The greatest before which no more than a tenth were done; those for closing are not counted."""
    scores = sorted(math.inf if each.took is None else each.took / (each.left * each.times) for each in cases)
    place = math.floor(SHARE_BEFORE * (len(scores) + 1))
    value = scores[place - 1] if place else 0.0
    return Factor(value=math.floor(value * 100) / 100, of=len(scores))


def _likely(case: Case) -> float:
    return (case.left + CLOSING_DAYS) * case.times


def _up(found: Factor) -> Factor:
    """To two digits, towards the wider range."""
    value = math.ceil(found.value * 100) / 100 if math.isfinite(found.value) else found.value
    return Factor(value=value, of=found.of)
