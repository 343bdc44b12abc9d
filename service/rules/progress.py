"""How far a target and a pledge have come: ratios, their capped mean, and the worth of a ratio term."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal

from service.errors import invalid
from service.rules.arithmetic import exact_product, mean

_QUOTIENT = Context(prec=28)
_NOTHING, _ALL, _HUNDRED, _PERCENT = Decimal(0), Decimal(1), Decimal(100), Decimal("0.01")


def completion_ratio(
    achieved: Decimal | None, quantity: Decimal | None, baseline: Decimal | None = None
) -> Decimal | None:
    """How much of the way from the baseline (or from zero) to the quantity is achieved; uncapped.

    None: not measurable, since no quantity was promised. Nothing achieved (None) is 0. Where there is no way
    to go (a quantity of 0, or one equal to the baseline), arriving is all there is: 1 when what was achieved
    reaches the quantity, else 0. A target may also go down (a baseline of 20 posts without water, a quantity
    of 0), and an achievement on the wrong side of the baseline is negative.
    """
    if quantity is None:
        return None
    if achieved is None:
        return _NOTHING
    start = baseline or _NOTHING
    if quantity == start:
        return _ALL if achieved >= quantity else _NOTHING
    return _QUOTIENT.divide(achieved - start, quantity - start)


def is_met(verified: Decimal | None, quantity: Decimal | None, baseline: Decimal | None = None) -> bool:
    """Whether completion needs no justification of it. Without a quantity, any verified value meets it."""
    ratio = completion_ratio(verified, quantity, baseline)
    return verified is not None if ratio is None else ratio >= _ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The mean of the capped ratios of what is measurable (None when nothing is), and the rest counted."""

    mean: Decimal | None
    measurable: int
    unmeasurable: int


def progress(ratios: Iterable[Decimal | None]) -> Progress:
    """A pledge's or a cell's progress: targets without a quantity are counted apart, never as zero."""
    every = list(ratios)
    capped = [min(max(ratio, _NOTHING), _ALL) for ratio in every if ratio is not None]
    return Progress(
        mean=mean(capped) if capped else None,
        measurable=len(capped),
        unmeasurable=len(every) - len(capped),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioTerm:
    """A promise of so many percent of a base: in words always, as a number only when it was declared."""

    percent: Decimal
    base_text: str
    base: Decimal | None = None

    @property
    def amount(self) -> Decimal | None:
        """What the percentage comes to; None while the base is unknown, never a guess."""
        return None if self.base is None else exact_product(exact_product(self.percent, self.base), _PERCENT)


def checked_percent(value: Decimal, path: tuple[str, ...]) -> Decimal:
    """A percentage in 0..100."""
    if not value.is_finite() or not _NOTHING <= value <= _HUNDRED:
        raise invalid("Persentase harus antara 0 dan 100. / A percentage lies between 0 and 100.", *path)
    return abs(value)
