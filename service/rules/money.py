"""Money: decimal amounts of a currency, and totals that keep stages and sources apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from service.errors import invalid
from service.rules.arithmetic import decimals_of, exact_sum

CURRENCY = "IDR"
LARGEST = Decimal(10) ** 17
DECIMALS = 2


class FundingStage(StrEnum):
    """How far the money is: said, in a budget, spent. One stage is never added to another."""

    PROMISED = "PROMISED"
    BUDGETED = "BUDGETED"
    REALISED = "REALISED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds:
    """An amount at a stage from a source (APBD, BAZNAS …)."""

    stage: FundingStage
    source: str
    amount: Decimal
    currency: str = CURRENCY


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Pot:
    """What may be added up: one stage, one source, one currency."""

    stage: FundingStage
    source: str
    currency: str


def totals(funds: Iterable[Funds]) -> dict[Pot, Decimal]:
    """The sum of each pot. There is no sum of them all, on purpose."""
    pots: dict[Pot, list[Decimal]] = {}
    for fund in funds:
        pot = Pot(stage=fund.stage, source=fund.source, currency=fund.currency)
        pots.setdefault(pot, []).append(fund.amount)
    return {pot: exact_sum(amounts) for pot, amounts in pots.items()}


def checked_amount(value: Decimal, path: tuple[str, ...]) -> Decimal:
    """An amount that can be meant: a number, not negative, not beyond 10^17, at most two decimals."""
    if not value.is_finite():
        raise invalid("Nilai uang harus berupa angka. / An amount must be a number.", *path)
    if value < 0:
        raise invalid("Nilai uang tidak boleh negatif. / An amount cannot be negative.", *path)
    if value > LARGEST:
        message = "Nilai uang terlalu besar (paling banyak 10^17). / The amount is too large (at most 10^17)."
        raise invalid(message, *path)
    if decimals_of(value) > DECIMALS:
        message = f"Paling banyak {DECIMALS} angka desimal. / At most {DECIMALS} decimals."
        raise invalid(message, *path)
    return abs(value)


def checked_currency(code: str, path: tuple[str, ...]) -> str:
    """Only rupiah are kept."""
    if code != CURRENCY:
        raise invalid(f"Mata uang harus {CURRENCY}. / The currency must be {CURRENCY}.", *path)
    return code
