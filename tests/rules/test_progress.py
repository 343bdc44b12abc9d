"""Ratios and progress: over-achievement, zero, missing and falling targets, and the mean that is capped."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import DomainError
from service.rules.progress import Progress, RatioTerm, checked_percent, completion_ratio, is_met, progress

quantities = st.decimals(min_value=0, max_value=10**15, places=6)
ratios = st.one_of(st.none(), st.decimals(min_value=-5, max_value=5, places=4))


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    "achieved, quantity, baseline, ratio",
    [
        ("5", "10", None, "0.5"),
        ("0", "10", None, "0"),
        (None, "10", None, "0"),
        ("15", "10", None, "1.5"),
        ("5", None, None, None),
        (None, None, None, None),
        ("0", "0", None, "1"),
        ("3", "0", None, "1"),
        (None, "0", None, "0"),
        ("50", "70", "30", "0.5"),
        ("20", "70", "30", "-0.25"),
        (None, "70", "30", "0"),
        ("15", "10", "20", "0.5"),
        ("0", "0", "20", "1"),
        ("5", "0", "20", "0.75"),
        ("70", "70", "70", "1"),
        ("69", "70", "70", "0"),
        (None, "70", "70", "0"),
        ("5", "10", "0", "0.5"),
    ],
)
def test_the_completion_ratio_of_a_target(
    achieved: str | None, quantity: str | None, baseline: str | None, ratio: str | None
) -> None:
    assert completion_ratio(number(achieved), number(quantity), number(baseline)) == number(ratio)


@pytest.mark.parametrize(
    "verified, quantity, baseline, met",
    [
        ("10", "10", None, True),
        ("9.999999", "10", None, False),
        ("11", "10", None, True),
        (None, "10", None, False),
        (None, "0", None, False),
        ("0", "0", None, True),
        (None, None, None, False),
        ("1", None, None, True),
        ("10", "10", "20", True),
        ("12", "10", "20", False),
    ],
)
def test_whether_a_target_is_met(
    verified: str | None,
    quantity: str | None,
    baseline: str | None,
    met: bool,  # noqa: FBT001 a table row
) -> None:
    assert is_met(number(verified), number(quantity), number(baseline)) is met


@given(quantities, quantities.filter(bool))
def test_a_target_without_baseline_is_met_exactly_when_the_quantity_is_reached(
    verified: Decimal, quantity: Decimal
) -> None:
    assert is_met(verified, quantity) is (verified >= quantity)


def test_over_achievement_is_shown_on_the_target_and_capped_in_the_mean() -> None:
    assert progress([Decimal(3), Decimal(0)]) == Progress(mean=Decimal("0.5"), measurable=2, unmeasurable=0)


def test_falling_behind_the_baseline_counts_as_nothing_in_the_mean() -> None:
    assert progress([Decimal(-2), Decimal(1)]) == Progress(mean=Decimal("0.5"), measurable=2, unmeasurable=0)


def test_targets_without_quantity_are_counted_apart_never_as_zero() -> None:
    assert progress([Decimal(1), None, None]) == Progress(mean=Decimal(1), measurable=1, unmeasurable=2)
    assert progress([None]) == Progress(mean=None, measurable=0, unmeasurable=1)
    assert progress([]) == Progress(mean=None, measurable=0, unmeasurable=0)


@given(st.lists(ratios, max_size=20))
def test_progress_lies_between_none_and_all_and_forgets_no_target(every: list[Decimal | None]) -> None:
    found = progress(every)
    assert found.measurable + found.unmeasurable == len(every)
    assert found.mean is None or 0 <= found.mean <= 1
    assert (found.mean is None) is (found.measurable == 0)


@given(st.lists(ratios, max_size=20))
def test_an_unmeasurable_target_never_moves_the_mean(every: list[Decimal | None]) -> None:
    assert progress([*every, None]).mean == progress(every).mean


def test_a_ratio_of_an_unknown_base_is_worth_no_amount() -> None:
    assert RatioTerm(percent=Decimal(70), base_text="dana zakat").amount is None


def test_a_ratio_of_a_declared_base_is_worth_its_share() -> None:
    assert RatioTerm(
        percent=Decimal(70), base_text="dana zakat 2025", base=Decimal("1000.10")
    ).amount == Decimal("700.07")


@given(st.decimals(min_value=0, max_value=100, places=6), quantities)
def test_the_worth_of_a_ratio_is_exact(percent: Decimal, base: Decimal) -> None:
    amount = RatioTerm(percent=percent, base_text="dana", base=base).amount
    assert amount is not None
    assert Fraction(amount) == Fraction(percent) * Fraction(base) / 100
    assert 0 <= amount <= base


@pytest.mark.parametrize("text", ["0", "100", "70.5"])
def test_a_percentage_within_bounds_is_kept(text: str) -> None:
    assert checked_percent(Decimal(text), ("ratio", "percent")) == Decimal(text)


@pytest.mark.parametrize("text", ["-0.1", "100.1", "NaN", "Infinity"])
def test_a_percentage_out_of_bounds_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as caught:
        checked_percent(Decimal(text), ("ratio", "percent"))
    assert caught.value.path == ("ratio", "percent")
