"""Maturity: exact scores, and that sharpening never lowers one."""

from dataclasses import fields, replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from service.rules.maturity import WORDS, Ingredient, Known, KnownTarget, maturity, missing, score

WHOLE = Known(
    responsible="Kepala Bidang IKP",
    due_on=date(2026, 12, 31),
    evidence_rule="Foto dan berita acara",
    scope_resolved=True,
    budgeted=True,
    targets=(KnownTarget(indicator=True, unit=True, quantity=True, place=True),),
)

targets = st.builds(
    KnownTarget, indicator=st.booleans(), unit=st.booleans(), quantity=st.booleans(), place=st.booleans()
)
known_pledges = st.builds(
    Known,
    responsible=st.sampled_from([None, "", "  ", "Lurah"]),
    due_on=st.sampled_from([None, date(2026, 1, 1)]),
    evidence_rule=st.sampled_from([None, "", "Foto"]),
    scope_resolved=st.booleans(),
    budgeted=st.booleans(),
    ratio_base_known=st.booleans(),
    targets=st.lists(targets, max_size=3).map(tuple),
)


def sharpenings(known: Known) -> list[Known]:
    """Every single thing that could be added to what is known, and one more target."""
    additions = [
        replace(known, **{field.name: getattr(WHOLE, field.name)})
        for field in fields(known)
        if not getattr(known, field.name)
    ]
    vague = replace(known, targets=(*known.targets, KnownTarget()))
    return [*additions, vague, replace(known, targets=(*known.targets, *WHOLE.targets))]


def test_a_bare_quote_has_no_maturity_and_lacks_everything_in_order() -> None:
    assert maturity(Known()).score == 0
    assert maturity(Known()).missing == (
        Ingredient.WHO,
        Ingredient.UNIT,
        Ingredient.QUANTITY,
        Ingredient.PLACE,
        Ingredient.DUE_DATE,
        Ingredient.BUDGET,
        Ingredient.INDICATOR,
        Ingredient.EVIDENCE_RULE,
    )


def test_a_whole_promise_has_full_maturity() -> None:
    assert maturity(WHOLE).score == 100
    assert maturity(WHOLE).missing == ()


def test_the_score_is_rounded_down_by_eighths() -> None:
    assert [score(gaps) for gaps in range(9)] == [100, 87, 75, 62, 50, 37, 25, 12, 0]


def test_a_ratio_without_a_known_base_gives_neither_unit_nor_quantity() -> None:
    assert maturity(Known(ratio_base_known=False)).score == 0
    assert set(Ingredient) - set(missing(Known(ratio_base_known=True))) == {
        Ingredient.UNIT,
        Ingredient.QUANTITY,
    }


def test_a_target_with_a_place_gives_the_place_that_the_scope_lacks() -> None:
    assert Ingredient.PLACE not in missing(Known(targets=(KnownTarget(place=True),)))


@given(known_pledges)
def test_sharpening_never_lowers_the_score(known: Known) -> None:
    before = maturity(known)
    for sharper in map(maturity, sharpenings(known)):
        assert sharper.score >= before.score
        assert set(sharper.missing) <= set(before.missing)


@given(known_pledges)
def test_missing_keeps_the_order_of_the_ingredients_and_fits_the_score(known: Known) -> None:
    found = maturity(known)
    assert list(found.missing) == [ingredient for ingredient in Ingredient if ingredient in found.missing]
    assert found.score == 100 * (8 - len(found.missing)) // 8


def test_every_ingredient_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(Ingredient)
