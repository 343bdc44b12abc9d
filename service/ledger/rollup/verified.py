"""What a verification alone adds to the rollup: reckoned for its one target, over what that knows already.

It comes to what comparing the whole pledge would (deltas.py), at a fraction of the cost: the pledge has not
changed, so the stretches in which it stands still are those that it has put into the rollup.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from typing import Any, Final, TypeAlias

from service.ledger.accounting import Measured, Reported, total
from service.rules.progress import completion_ratio
from service.rules.verification import counts_as_verified

_NOTHING: Final = Decimal(0)
_ALL: Final = Decimal(1)
_EXACT: Final = Context(prec=60)
_PROVINCE: Final = 2
_OF_A_STRETCH: Final = (
    *("time_zone", "synthetic", "agency", "agency_kind", "fiscal_year", "execution", "verdict"),
    "timeliness",
)
"""What deltas are told apart by, beside lists."""

Part: TypeAlias = Mapping[str, Any]
"""What a pledge has put into the rollup for a day: keys of a delta with its measures, as JSON has them."""
Moves: TypeAlias = Mapping[date, Decimal]
"""By how much something changed on which days."""
Course: TypeAlias = tuple[list[date], list[int], list[Decimal]]
"""Days in order, how many targets are measurable since each of them, and how much of these is reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A target with the report that was accepted just now."""

    target: Measured
    report_id: uuid.UUID
    decided_on: date
    """From which day on that counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What of a target is reached against, and where that counts."""

    area: str
    place: str
    """A province or a regency."""
    effective_on: date
    quantity: Decimal | None
    baseline: Decimal

    @property
    def places(self) -> tuple[str, str, str]:
        """Everywhere, its province, and its place there."""
        is_province = len(self.place) == _PROVINCE
        return "", self.place[:_PROVINCE], f"{self.place}/" if is_province else self.place


def moves_of(judged: Judged, aim: Aim) -> Moves:
    """What the report changes of how much is reached: the target with it, less what that would be without."""
    target, new = judged.target, judged.target.reports[judged.report_id]
    accepted = [
        (report.decided_on, report)
        for report in target.reports.values()
        if report.decided_on is not None and counts_as_verified(report.decision)
    ]
    since = max(judged.decided_on, aim.effective_on)
    moves: dict[date, Decimal] = {}
    before = _NOTHING
    for day in sorted({since, *(on for on, _ in accepted if on > since)}):
        told = [report for on, report in accepted if on <= day]
        others = [report for report in told if report is not new]
        more = _EXACT.subtract(_reached(target, aim, told), _reached(target, aim, others))
        if more != before:
            moves[day] = _EXACT.subtract(more, before)
        before = more
    return moves


def _reached(target: Measured, aim: Aim, reports: Sequence[Reported]) -> Decimal:
    """How much by these reports, in 0..1; of a target without a quantity nothing."""
    if aim.quantity is None or target.kind is None or target.over_periods is None:
        return _NOTHING
    found = total(target.over_periods, target.kind, reports)
    ratio = completion_ratio(found, aim.quantity, aim.baseline)
    if found is None or ratio is None or ratio <= _NOTHING:
        return _NOTHING
    return _ALL if ratio >= _ALL else quotient(found - aim.baseline, aim.quantity - aim.baseline)


def deltas_of(moves: Moves, aim: Aim, parts: Iterable[Part]) -> list[dict[str, object]]:
    """The deltas that these moves of a target make, over the stretches of its pledge."""
    stretches = _stretches(parts)
    sums: dict[tuple[date, tuple[object, ...]], Decimal] = {}
    key: tuple[object, ...] = ()
    level = _NOTHING
    for day in sorted({*stretches, *moves}):
        sums[day, key] = _EXACT.minus(level)
        key = stretches.get(day, key)
        level = _EXACT.add(level, moves.get(day, _NOTHING))
        sums[day, key] = _EXACT.add(sums.get((day, key), _NOTHING), level)
    own = {"areas": (aim.area,), "places": aim.places}
    return [
        {
            "day": day,
            **dict(zip((*_OF_A_STRETCH, "sources"), key, strict=True)),
            **own,
            "reached": str(amount),
        }
        for (day, key), amount in sums.items()
        if key and amount
    ]


def _stretches(parts: Iterable[Part]) -> dict[date, tuple[object, ...]]:
    """The days on which the pledge became something else, and what; nothing on the day of its end."""
    stretches: dict[date, tuple[object, ...]] = {}
    for part in parts:
        if part["pledges"] > 0:
            key = (*(part[name] for name in _OF_A_STRETCH), tuple(part["sources"]))
            stretches[date.fromisoformat(part["day"])] = key
        elif part["pledges"] < 0:
            stretches.setdefault(date.fromisoformat(part["day"]), ())
    return stretches


def moved(course: Course, moves: Moves) -> Course:
    """The course with these moves; days on which nothing changes are left out."""
    known = {day: (count, level) for day, count, level in zip(*course, strict=True)}
    days: list[date] = []
    counts, levels = [0], [_NOTHING]
    count, level, more = 0, _NOTHING, _NOTHING
    for day in sorted({*known, *moves}):
        count, level = known.get(day, (count, level))
        more = _EXACT.add(more, moves.get(day, _NOTHING))
        now = _EXACT.add(level, more)
        if (count, now) != (counts[-1], levels[-1]):
            days.append(day)
            counts.append(count)
            levels.append(now)
    return days, counts[1:], levels[1:]


def quotient(dividend: Decimal, divisor: Decimal) -> Decimal:
    """A proper fraction with as many decimals as PostgreSQL's numeric gives it, so that sums agree.

    It writes numbers in digits of 10,000, and four of a quotient's are significant (`select_div_scale` in its
    numeric.c); halves are rounded up.
    """
    (weight, first), (other_weight, other_first) = _leading_digit(dividend), _leading_digit(divisor)
    scale = 16 - 4 * (weight - other_weight - (first <= other_first))
    above, below = dividend.as_integer_ratio()
    other_above, other_below = divisor.as_integer_ratio()
    part, whole = abs(above * other_below), abs(other_above * below)
    unit: int = 10**scale
    return Decimal((2 * part * unit + whole) // (2 * whole)).scaleb(-scale)


def _leading_digit(number: Decimal) -> tuple[int, int]:
    """The first digit to the base of 10,000, after its weight."""
    weight = number.adjusted() // 4
    return weight, int(abs(number).scaleb(-4 * weight))
