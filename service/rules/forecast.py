"""When a pledge may be done (prakiraan): a range of days from its verified progress. It changes no state.

The pace is the slope of Theil (1950) and Sen (1968): the median of the slopes between all pairs of points,
which one odd point does not move. What is left is divided by it, and with some days for closing stretched by
slippage: how much longer than that the second half of other pledges took. Those still open count too, as
lasting at least as long as they have (Kaplan and Meier 1958): leaving them out would count only the quick.
That is the likely day, counted from today. The range around it is not believed but measured: its two factors
are the quantiles of split conformal prediction (Papadopoulos et al. 2002; one for each end, as in Romano et
al. 2019) on made-up provinces. `./run bench forecast --calibrate` finds them and the days for closing.

  H. Theil, A rank-invariant method of linear and polynomial regression analysis, Proc. KNAW 53 (1950)
  P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, JASA 63 (1968) 1379-1389
  E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations, JASA 53 (1958) 457-481
  H. Papadopoulos et al., Inductive confidence machines for regression, ECML (2002) 345-356
  Y. Romano, E. Patterson and E. Candes, Conformalized quantile regression, NeurIPS 32 (2019)

Done means reported done, the day on which the clock of timeliness stops. service/reading/forecasting.py
says the same in SQL.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations, groupby

from service.rules.lifecycle import EXITS, Execution

WHOLE = 1_000_000
"""Progress is counted in millionths, so that slopes are quotients of whole numbers."""
FEWEST_POINTS = 3
MOST_POINTS = 40
"""The latest so many; pairs grow with their square."""
HALF = WHOLE // 2
SHORTEST, LONGEST = 1 / 16, 16.0
"""Between which a slippage is told."""
HORIZON_DAYS = 3_650
CLOSING_DAYS = 7
"""What a pledge takes however little is left: the last signature, the last verification."""
EARLIEST, LATEST = 0.44, 3.77
"""Times what is likely. The earliest day supposes no days for closing."""
USUAL = 0.5
"""The share of pledges that do not exceed what is called their slippage."""
OTHERS_WEIGHT = 6.0
"""As how many pledges of the agency's own those of everybody count, all together."""
NEUTRAL = (0.5, 1.0, 2.0)
"""What is supposed before anything is known; as much as one pledge, all together."""
NEVER_ALL = 1e-12
EXACT = 1e-9


class Outlook(StrEnum):
    """Whether days can be told, and why not."""

    EXPECTED = "EXPECTED"
    NOT_ENOUGH_DATA = "NOT_ENOUGH_DATA"
    NO_PROGRESS = "NO_PROGRESS"
    OUT_OF_SIGHT = "OUT_OF_SIGHT"
    DONE = "DONE"
    ENDED = "ENDED"
    NOT_MEASURABLE = "NOT_MEASURABLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A day on which verified progress changed, and what it came to in millionths."""

    on: date
    mark: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """How a pledge went on from its half: so many times what was expected, or at least so while open."""

    slippage: float
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a forecast is made of."""

    execution: Execution
    is_measurable: bool
    points: Sequence[Point]
    slippage: float | None
    """None: experience ends before half of the pledges did."""
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Eight of ten such pledges are done between `earliest` and `latest` (None: beyond the horizon)."""

    outlook: Outlook
    earliest: date | None = None
    likely: date | None = None
    latest: date | None = None


def forecast(known: Known) -> Forecast:
    """The range, or why there is none."""
    outlook = _outlook(known)
    speed = pace(known.points)
    if outlook is not Outlook.EXPECTED or speed is None:
        return Forecast(outlook=outlook)
    if known.slippage is None:
        return Forecast(outlook=Outlook.OUT_OF_SIGHT)
    left = days_left(known.points[-1], speed)
    with_closing = (left + CLOSING_DAYS) * known.slippage
    likely = _day(known.today, with_closing)
    if likely is None:
        return Forecast(outlook=Outlook.OUT_OF_SIGHT)
    return Forecast(
        outlook=outlook,
        earliest=_day(known.today, left * known.slippage * EARLIEST),
        likely=likely,
        latest=_day(known.today, with_closing * LATEST),
    )


def pace(points: Sequence[Point]) -> float | None:
    """Millionths a day: the median slope over the latest points; None of fewer than two."""
    pairs = combinations(points[-MOST_POINTS:], 2)
    slopes = sorted((later.mark - one.mark) / (later.on - one.on).days for one, later in pairs)
    if not slopes:
        return None
    low, high = slopes[(len(slopes) - 1) // 2], slopes[len(slopes) // 2]
    return low + 0.5 * (high - low)


def days_left(last: Point, speed: float) -> float:
    """In how many days the rest is done at this pace."""
    return (WHOLE - last.mark) / speed


def track(points: Sequence[Point], *, done_on: date | None, seen_until: date) -> Track | None:
    """What the second half of a pledge tells; None when it has no half with enough points before it."""
    half = next(
        (place for place in range(FEWEST_POINTS, len(points) + 1) if HALF <= points[place - 1].mark < WHOLE),
        None,
    )
    if half is None:
        return None
    speed = pace(points[:half])
    if speed is None or speed <= 0:
        return None
    last = points[half - 1]
    took = ((done_on or seen_until) - last.on).days / (days_left(last, speed) + CLOSING_DAYS)
    return Track(slippage=min(max(took, SHORTEST), LONGEST), is_done=done_on is not None)


def slippage(own: Sequence[Track], others: Sequence[Track]) -> float | None:
    """The one that half of the pledges do not exceed; None where experience ends before.

    The agency's own pledges count each as one; everybody's together as six; what is supposed as one.
    """
    weighed = [(one, 1.0) for one in own]
    weighed += [(one, OTHERS_WEIGHT / len(others)) for one in others]
    weighed += [(Track(slippage=value, is_done=True), 1 / len(NEUTRAL)) for value in NEUTRAL]
    return next((value for value, left in _survival(weighed) if left <= 1 - USUAL + EXACT), None)


def _survival(weighed: Iterable[tuple[Track, float]]) -> Iterable[tuple[float, float]]:
    """Each slippage at which some were done, with the share that lasts longer."""
    ordered = sorted(weighed, key=lambda pair: pair[0].slippage)
    at_risk, left = sum(weight for _, weight in ordered), 1.0
    for value, same in groupby(ordered, key=lambda pair: pair[0].slippage):
        group = list(same)
        done = sum(weight for one, weight in group if one.is_done)
        if done > 0:
            left *= max(1 - done / at_risk, NEVER_ALL)
            yield value, left
        at_risk -= sum(weight for _, weight in group)


def _outlook(known: Known) -> Outlook:
    if known.execution in EXITS:
        return Outlook.ENDED
    if known.execution in {Execution.REPORTED_DONE, Execution.COMPLETED}:
        return Outlook.DONE
    if not known.is_measurable:
        return Outlook.NOT_MEASURABLE
    if known.points and known.points[-1].mark >= WHOLE:
        return Outlook.DONE
    if len(known.points) < FEWEST_POINTS:
        return Outlook.NOT_ENOUGH_DATA
    return Outlook.EXPECTED if (pace(known.points) or 0) > 0 else Outlook.NO_PROGRESS


def _day(today: date, days: float) -> date | None:
    """So many days from today, at least one; None beyond the horizon."""
    return None if days > HORIZON_DAYS else today + timedelta(days=max(1, math.ceil(days)))
