"""Adding up: exact values first, then what must hold of all values and all orders."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import DomainError, ErrorCode
from service.rules.arithmetic import (
    Aggregation,
    Observation,
    Quantity,
    Share,
    checked_quantity,
    combine_quantities,
    combine_shares,
    exact_sum,
    mean,
    over_periods_and_places,
    sum_quantities,
)

DAY = date(2025, 6, 13)
SUM, MEAN, MAX, LATEST = Aggregation.SUM, Aggregation.MEAN, Aggregation.MAX, Aggregation.LATEST

quantities = st.decimals(min_value=0, max_value=10**15, places=6)
shares = st.builds(Share, numerator=quantities, denominator=quantities)
days = st.integers(0, 400).map(lambda days: DAY + timedelta(days=days))


def observed(*values: str) -> list[Observation[Decimal]]:
    """One value a day, in this order."""
    return [
        Observation(effective_on=DAY + timedelta(days=day), order=day, value=Decimal(value))
        for day, value in enumerate(values)
    ]


def counted(*pairs: tuple[int, int]) -> list[Observation[Share]]:
    """One share a day, in this order."""
    return [
        Observation(
            effective_on=DAY + timedelta(days=day),
            order=day,
            value=Share(numerator=Decimal(numerator), denominator=Decimal(denominator)),
        )
        for day, (numerator, denominator) in enumerate(pairs)
    ]


@st.composite
def many(draw: st.DrawFn) -> list[Observation[Decimal]]:
    values = draw(st.lists(st.tuples(days, quantities), min_size=1, max_size=30))
    return [
        Observation(effective_on=day, order=order, value=value) for order, (day, value) in enumerate(values)
    ]


@st.composite
def many_shares(draw: st.DrawFn) -> list[Observation[Share]]:
    values = draw(st.lists(st.tuples(days, shares), min_size=1, max_size=30))
    return [
        Observation(effective_on=day, order=order, value=value) for order, (day, value) in enumerate(values)
    ]


@pytest.mark.parametrize("how, expected", [(SUM, "60"), (MEAN, "20"), (MAX, "30"), (LATEST, "20")])
def test_quantities_over_periods(how: Aggregation, expected: str) -> None:
    total = combine_quantities(how, observed("10", "30", "20"))
    assert total == Observation(effective_on=DAY + timedelta(days=2), order=2, value=Decimal(expected))


def test_nothing_out_of_nothing() -> None:
    for how in Aggregation:
        assert combine_quantities(how, []) is None
        assert combine_shares(how, []) is None


def test_the_latest_is_by_effective_day_then_by_order_and_not_by_arrival() -> None:
    late_entry = Observation(effective_on=DAY, order=9, value=Decimal(1))
    same_day = Observation(effective_on=DAY + timedelta(days=1), order=3, value=Decimal(2))
    corrected = Observation(effective_on=DAY + timedelta(days=1), order=4, value=Decimal(3))
    total = combine_quantities(LATEST, [corrected, same_day, late_entry])
    assert total == corrected


def percent_of(how: Aggregation, *pairs: tuple[int, int]) -> Decimal | None:
    total = combine_shares(how, counted(*pairs))
    assert total is not None
    return total.value.percent


def test_percentages_add_numerators_and_denominators_and_are_never_averaged() -> None:
    assert percent_of(SUM, (1, 2), (0, 98)) == 1
    assert percent_of(MEAN, (1, 2), (0, 98)) == 1


def test_the_highest_and_the_latest_percentage_pick_their_pair() -> None:
    assert percent_of(MAX, (1, 2), (9, 10), (1, 10)) == 90
    assert percent_of(LATEST, (1, 2), (9, 10), (1, 10)) == 10


def test_a_share_of_nothing_has_no_percentage_and_is_never_the_highest() -> None:
    assert percent_of(SUM, (0, 0)) is None
    assert percent_of(MAX, (0, 0), (0, 5)) == 0


def test_each_place_is_combined_over_its_periods_before_the_places_are() -> None:
    by_place = [observed("10", "20"), observed("5", "7", "6"), []]

    def total(over_periods: Aggregation, over_places: Aggregation) -> Decimal | None:
        return over_periods_and_places(
            combine_quantities, over_periods=over_periods, over_places=over_places, by_place=by_place
        )

    assert total(SUM, SUM) == 48
    assert total(LATEST, SUM) == 26
    assert total(MAX, MEAN) == Decimal("13.5")
    assert total(MEAN, MAX) == 15
    assert total(SUM, LATEST) == 18
    assert over_periods_and_places(combine_quantities, over_periods=SUM, over_places=SUM, by_place=[]) is None


def test_percentages_over_places_count_each_place_by_its_size() -> None:
    by_place = [counted((1, 10), (5, 10)), counted((90, 100))]
    total = over_periods_and_places(combine_shares, over_periods=LATEST, over_places=MEAN, by_place=by_place)
    assert total == Share(numerator=Decimal(95), denominator=Decimal(110))


@given(many(), st.sampled_from(Aggregation), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_changes_a_quantity(
    observations: list[Observation[Decimal]], how: Aggregation, random: Random
) -> None:
    shuffled = random.sample(observations, len(observations))
    assert combine_quantities(how, shuffled) == combine_quantities(how, observations)


@given(many_shares(), st.sampled_from(Aggregation), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_changes_a_percentage(
    observations: list[Observation[Share]], how: Aggregation, random: Random
) -> None:
    shuffled = random.sample(observations, len(observations))
    assert combine_shares(how, shuffled) == combine_shares(how, observations)


@given(st.lists(quantities, min_size=1, max_size=50))
def test_sums_are_exact_and_means_lie_between_least_and_most(values: list[Decimal]) -> None:
    assert Fraction(exact_sum(values)) == sum(map(Fraction, values))
    assert min(values) <= mean(values) <= max(values)


@given(many_shares())
def test_a_combined_percentage_lies_between_the_lowest_and_the_highest(
    observations: list[Observation[Share]],
) -> None:
    total = combine_shares(SUM, observations)
    exact = [
        Fraction(share.numerator) / Fraction(share.denominator)
        for share in (observation.value for observation in observations)
        if share.denominator
    ]
    if total and exact and all(observation.value.denominator for observation in observations):
        combined = Fraction(total.value.numerator) / Fraction(total.value.denominator)
        assert min(exact) <= combined <= max(exact)


def test_quantities_of_one_unit_are_summed() -> None:
    posts = [Quantity(value=Decimal(2), unit="posyandu"), Quantity(value=Decimal(3), unit="posyandu")]
    assert sum_quantities(posts) == Quantity(value=Decimal(5), unit="posyandu")
    assert sum_quantities([]) is None


def test_quantities_of_different_units_are_never_summed() -> None:
    mixed = [Quantity(value=Decimal(2), unit="posyandu"), Quantity(value=Decimal(3), unit="orang")]
    with pytest.raises(DomainError) as caught:
        sum_quantities(mixed)
    assert (caught.value.code, caught.value.path) == (ErrorCode.INVALID, ("unit",))
    assert "orang, posyandu" in caught.value.message


PLAIN = ["0", "-0", "0.000001", "1.0000000000", "1E+15", "1E+3", "0E-50", "999999999999999.999999"]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plausible_quantity_keeps_its_value(text: str) -> None:
    value = checked_quantity(Decimal(text), ("quantity",))
    assert value == Decimal(text)
    assert not value.is_signed()


@pytest.mark.parametrize(
    "text, said",
    [
        ("-1", "negative"),
        ("-1E-9", "negative"),
        ("1000000000000000.000001", "too large"),
        ("1E+999999", "too large"),
        ("0.0000001", "At most 6 decimals"),
        ("1E-999999", "At most 6 decimals"),
        ("NaN", "must be a number"),
        ("sNaN", "must be a number"),
        ("Infinity", "must be a number"),
        ("-Infinity", "must be a number"),
    ],
)
def test_an_absurd_quantity_is_refused_where_it_stands(text: str, said: str) -> None:
    with pytest.raises(DomainError, match=said) as caught:
        checked_quantity(Decimal(text), ("targets", "0", "quantity"))
    assert (caught.value.code, caught.value.path) == (ErrorCode.INVALID, ("targets", "0", "quantity"))
