"""How what was reported is added up, over periods and over places, without ever mixing units.

Decimal throughout; sums are exact, quotients have 28 significant digits; nothing is rounded for storage.
Ratios and progress are in progress, amounts of money in money.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from typing import Generic, TypeVar

from service.errors import invalid

LARGEST = Decimal(10) ** 15
DECIMALS = 6

_QUOTIENT = Context(prec=28)
_EXACT_DIGITS = 60
_HUNDRED = Decimal(100)


class Aggregation(StrEnum):
    """How an indicator's values become one: over the periods of a place, or over places."""

    SUM = "SUM"
    MEAN = "MEAN"
    MAX = "MAX"
    LATEST = "LATEST"


class IndicatorKind(StrEnum):
    """What an indicator counts: a quantity of a unit, or a percentage kept as numerator and denominator."""

    QUANTITY = "QUANTITY"
    PERCENTAGE = "PERCENTAGE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A percentage as it was counted: so many of so many."""

    numerator: Decimal
    denominator: Decimal

    @property
    def percent(self) -> Decimal | None:
        """The percentage; of nothing there is none."""
        if self.denominator == 0:
            return None
        return _QUOTIENT.divide(exact_product(self.numerator, _HUNDRED), self.denominator)


Value = TypeVar("Value", Decimal, Share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Generic[Value]):
    """A value as of a day; `order` (for instance the sequence of recording) decides within a day."""

    effective_on: date
    order: int
    value: Value


def combine_quantities(
    how: Aggregation, observations: Sequence[Observation[Decimal]]
) -> Observation[Decimal] | None:
    """One quantity out of many, dated by the latest of them; None out of none."""
    if not observations:
        return None
    newest = max(observations, key=_moment)
    values = [observation.value for observation in observations]
    match how:
        case Aggregation.SUM:
            value = exact_sum(values)
        case Aggregation.MEAN:
            value = mean(values)
        case Aggregation.MAX:
            value = max(values)
        case Aggregation.LATEST:
            value = newest.value
    return Observation(effective_on=newest.effective_on, order=newest.order, value=value)


def combine_shares(how: Aggregation, observations: Sequence[Observation[Share]]) -> Observation[Share] | None:
    """One share out of many: SUM and MEAN add numerators and denominators, MAX and LATEST pick one pair."""
    if not observations:
        return None
    newest = max(observations, key=_moment)
    match how:
        case Aggregation.SUM | Aggregation.MEAN:
            share = Share(
                numerator=exact_sum(observation.value.numerator for observation in observations),
                denominator=exact_sum(observation.value.denominator for observation in observations),
            )
        case Aggregation.MAX:
            share = max(observations, key=_height).value
        case Aggregation.LATEST:
            share = newest.value
    return Observation(effective_on=newest.effective_on, order=newest.order, value=share)


def over_periods_and_places(
    combine: Callable[[Aggregation, Sequence[Observation[Value]]], Observation[Value] | None],
    *,
    over_periods: Aggregation,
    over_places: Aggregation,
    by_place: Iterable[Sequence[Observation[Value]]],
) -> Value | None:
    """Each place's periods become one value, then the places do; one that reported nothing is left out."""
    places = [combine(over_periods, observations) for observations in by_place]
    total = combine(over_places, [place for place in places if place is not None])
    return None if total is None else total.value


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """The sum without rounding, in whatever order."""
    with localcontext() as context:
        context.prec = _EXACT_DIGITS
        return sum(values, Decimal(0))


def exact_product(left: Decimal, right: Decimal) -> Decimal:
    """The product without rounding."""
    with localcontext() as context:
        context.prec = _EXACT_DIGITS
        return left * right


def mean(values: Sequence[Decimal]) -> Decimal:
    """The mean of at least one value."""
    return _QUOTIENT.divide(exact_sum(values), Decimal(len(values)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """So much of a unit."""

    value: Decimal
    unit: str


def sum_quantities(quantities: Sequence[Quantity]) -> Quantity | None:
    """The sum of quantities of one unit; a refusal when units differ; None out of none."""
    units = sorted({quantity.unit for quantity in quantities})
    if len(units) > 1:
        named = ", ".join(units)
        message = f"Satuan berbeda tidak dijumlahkan: {named}. / Different units are never summed: {named}."
        raise invalid(message, "unit")
    if not units:
        return None
    return Quantity(value=exact_sum(quantity.value for quantity in quantities), unit=units[0])


def _moment(observation: Observation[Decimal] | Observation[Share]) -> tuple[date, int]:
    return observation.effective_on, observation.order


def _height(observation: Observation[Share]) -> tuple[bool, Decimal, date, int]:
    """The higher percentage; the later of two alike; a share of nothing is below all."""
    percent = observation.value.percent
    return percent is not None, percent or Decimal(0), observation.effective_on, observation.order


def checked_quantity(value: Decimal, path: tuple[str, ...]) -> Decimal:
    """A quantity that can be meant: a number, not negative, not beyond 10^15, at most six decimals."""
    if not value.is_finite():
        raise invalid("Jumlah harus berupa angka. / A quantity must be a number.", *path)
    if value < 0:
        raise invalid("Jumlah tidak boleh negatif. / A quantity cannot be negative.", *path)
    if value > LARGEST:
        message = "Jumlah terlalu besar (paling banyak 10^15). / The quantity is too large (at most 10^15)."
        raise invalid(message, *path)
    if decimals_of(value) > DECIMALS:
        message = f"Paling banyak {DECIMALS} angka desimal. / At most {DECIMALS} decimals."
        raise invalid(message, *path)
    return abs(value)


def decimals_of(value: Decimal) -> int:
    """How many decimals a finite number needs; trailing zeros need none."""
    digits = "".join(map(str, value.as_tuple().digits))
    zeros = len(digits) - len(digits.rstrip("0"))
    exponent = value.as_tuple().exponent
    return 0 if value == 0 or isinstance(exponent, str) else max(0, -exponent - zeros)
