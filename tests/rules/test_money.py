"""Money: stages, sources and currencies never meet in a sum."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import DomainError, ErrorCode
from service.rules.money import FundingStage, Funds, Pot, checked_amount, checked_currency, totals

amounts = st.decimals(min_value=0, max_value=10**17, places=2)
funds = st.builds(
    Funds,
    stage=st.sampled_from(FundingStage),
    source=st.sampled_from(["APBD", "BAZNAS"]),
    amount=amounts,
    currency=st.just("IDR"),
)


def test_promised_money_is_never_added_to_budgeted_money() -> None:
    assert totals(
        [
            Funds(stage=FundingStage.PROMISED, source="APBD", amount=Decimal(100)),
            Funds(stage=FundingStage.BUDGETED, source="APBD", amount=Decimal("60.50")),
            Funds(stage=FundingStage.BUDGETED, source="APBD", amount=Decimal("0.50")),
            Funds(stage=FundingStage.BUDGETED, source="BAZNAS", amount=Decimal(7)),
        ]
    ) == {
        Pot(stage=FundingStage.PROMISED, source="APBD", currency="IDR"): Decimal(100),
        Pot(stage=FundingStage.BUDGETED, source="APBD", currency="IDR"): Decimal(61),
        Pot(stage=FundingStage.BUDGETED, source="BAZNAS", currency="IDR"): Decimal(7),
    }


@given(st.lists(funds, max_size=40))
def test_each_pot_holds_exactly_its_own(every: list[Funds]) -> None:
    found = totals(every)
    assert set(found) == {Pot(stage=one.stage, source=one.source, currency=one.currency) for one in every}
    for pot, total in found.items():
        own = [one.amount for one in every if (one.stage, one.source) == (pot.stage, pot.source)]
        assert total * 100 == sum(int(amount * 100) for amount in own)


@pytest.mark.parametrize("text", ["0", "-0", "1500000.50", "1E+17", "1.500"])
def test_a_plausible_amount_keeps_its_value(text: str) -> None:
    assert checked_amount(Decimal(text), ("amount",)) == Decimal(text)


@pytest.mark.parametrize(
    "text,said",
    [
        ("-0.01", "negative"),
        ("100000000000000000.01", "too large"),
        ("0.001", "At most 2 decimals"),
        ("NaN", "must be a number"),
        ("Infinity", "must be a number"),
    ],
)
def test_an_absurd_amount_is_refused_where_it_stands(text: str, said: str) -> None:
    with pytest.raises(DomainError, match=said) as caught:
        checked_amount(Decimal(text), ("funding", "amount"))
    assert (caught.value.code, caught.value.path) == (ErrorCode.INVALID, ("funding", "amount"))


def test_only_rupiah_are_kept() -> None:
    assert checked_currency("IDR", ("currency",)) == "IDR"
    with pytest.raises(DomainError, match="must be IDR"):
        checked_currency("USD", ("currency",))
