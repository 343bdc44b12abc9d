"""Maturity (kematangan): which of the eight ingredients of a promise are known, and the score 0..100.

Every ingredient counts the same, and is there as soon as anything states it, so that adding what is known can
never lower the score. Which state demands which ingredients is said in demands, not here.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Ingredient(StrEnum):
    """What a promise needs to be followed to its end; the order is the one in which gaps are named."""

    WHO = "WHO"
    UNIT = "UNIT"
    QUANTITY = "QUANTITY"
    PLACE = "PLACE"
    DUE_DATE = "DUE_DATE"
    BUDGET = "BUDGET"
    INDICATOR = "INDICATOR"
    EVIDENCE_RULE = "EVIDENCE_RULE"


WORDS: dict[Ingredient, tuple[str, str]] = {
    Ingredient.WHO: ("penanggung jawab", "responsible person"),
    Ingredient.UNIT: ("satuan", "unit"),
    Ingredient.QUANTITY: ("jumlah", "quantity"),
    Ingredient.PLACE: ("lokasi", "place"),
    Ingredient.DUE_DATE: ("batas waktu", "due date"),
    Ingredient.BUDGET: ("anggaran", "budget"),
    Ingredient.INDICATOR: ("indikator", "indicator"),
    Ingredient.EVIDENCE_RULE: ("ketentuan data dukung", "evidence rule"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTarget:
    """What one target of the pledge states. A quantity of zero is a quantity."""

    indicator: bool = False
    unit: bool = False
    quantity: bool = False
    place: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a pledge. With nothing but a quote, an agency and a source, all of it is absent."""

    responsible: str | None = None
    due_on: date | None = None
    evidence_rule: str | None = None
    scope_resolved: bool = False
    budgeted: bool = False
    ratio_base_known: bool = False
    targets: tuple[KnownTarget, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Maturity:
    """The score and the ingredients still missing, in their fixed order."""

    score: int
    missing: tuple[Ingredient, ...]


def present(known: Known) -> frozenset[Ingredient]:
    """The ingredients that something states."""
    targets = known.targets
    stated = {
        Ingredient.WHO: _is_said(known.responsible),
        Ingredient.UNIT: known.ratio_base_known or any(target.unit for target in targets),
        Ingredient.QUANTITY: known.ratio_base_known or any(target.quantity for target in targets),
        Ingredient.PLACE: known.scope_resolved or any(target.place for target in targets),
        Ingredient.DUE_DATE: known.due_on is not None,
        Ingredient.BUDGET: known.budgeted,
        Ingredient.INDICATOR: any(target.indicator for target in targets),
        Ingredient.EVIDENCE_RULE: _is_said(known.evidence_rule),
    }
    return frozenset(ingredient for ingredient, is_there in stated.items() if is_there)


def missing(known: Known) -> tuple[Ingredient, ...]:
    """The ingredients that nothing states, in their fixed order."""
    there = present(known)
    return tuple(ingredient for ingredient in Ingredient if ingredient not in there)


def score(missing_ingredients: int) -> int:
    """0..100, rounded down, so that only a complete promise has 100."""
    total = len(Ingredient)
    return 100 * (total - missing_ingredients) // total


def maturity(known: Known) -> Maturity:
    """How far the pledge is from one that can be followed."""
    gaps = missing(known)
    return Maturity(score=score(len(gaps)), missing=gaps)


def _is_said(words: str | None) -> bool:
    return words is not None and words.strip() != ""
