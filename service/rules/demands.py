"""What a step of the lifecycle demands of the facts, and how its absence is said.

A fact that nobody looked up (None) never satisfies a demand: forgetting to ask refuses, it does not permit.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from service.errors import DomainError, ErrorCode
from service.rules.maturity import WORDS, Ingredient
from service.rules.standing import Standing


class Demand(StrEnum):
    """A condition on a step, over and above the state it starts in and the standing of whoever asks."""

    REASON = "REASON"
    VERDICT = "VERDICT"
    SPECIFIED_INGREDIENTS = "SPECIFIED_INGREDIENTS"
    WHO = "WHO"
    EVIDENCE_RULE = "EVIDENCE_RULE"
    VERIFIER_OF_ANOTHER_AGENCY = "VERIFIER_OF_ANOTHER_AGENCY"
    SUCCESSOR_OF_ANOTHER_AGENCY = "SUCCESSOR_OF_ANOTHER_AGENCY"
    REPORTED_EVIDENCE = "REPORTED_EVIDENCE"
    ACCEPTED_EVIDENCE = "ACCEPTED_EVIDENCE"
    NO_OPEN_CONSTRAINT = "NO_OPEN_CONSTRAINT"
    NO_WAITING_REPORT = "NO_WAITING_REPORT"
    ALL_TARGETS_VERIFIED_OR_SHORTFALL = "ALL_TARGETS_VERIFIED_OR_SHORTFALL"


INGREDIENTS: dict[Demand, tuple[Ingredient, ...]] = {
    Demand.SPECIFIED_INGREDIENTS: (
        Ingredient.UNIT,
        Ingredient.QUANTITY,
        Ingredient.PLACE,
        Ingredient.DUE_DATE,
        Ingredient.INDICATOR,
    ),
    Demand.WHO: (Ingredient.WHO,),
    Demand.EVIDENCE_RULE: (Ingredient.EVIDENCE_RULE,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is so about a pledge, and the step asked for. None and False both mean 'not shown'."""

    standings: frozenset[Standing] = frozenset()
    """In what capacities the asker stands towards the pledge."""
    missing: frozenset[Ingredient] = frozenset(Ingredient)
    """What the promise would lack after the step."""
    has_reason: bool = False
    has_verdict: bool = False
    verifier_of_another_agency: bool = False
    """The asker's agency is known, and is not the one whose report is judged."""
    successor_of_another_agency: bool = False
    reports_with_evidence: int | None = None
    """Reports that carry evidence and were not returned."""
    accepted_reports_with_evidence: int | None = None
    open_constraints: int | None = None
    waiting_reports: int | None = None
    unmet_targets: int | None = None
    shortfall: str | None = None
    """The written justification for completing with targets unmet."""


def refusal(demand: Demand, facts: Facts) -> DomainError | None:
    """The refusal that an unmet demand deserves, or None when it is met."""
    if demand in INGREDIENTS:
        return _missing_ingredients(INGREDIENTS[demand], facts.missing)
    condition = _CONDITIONS[demand]
    return None if condition.is_met(facts) else DomainError(condition.code, condition.message, condition.path)


def _missing_ingredients(
    demanded: Iterable[Ingredient], missing: frozenset[Ingredient]
) -> DomainError | None:
    gaps = [ingredient for ingredient in demanded if ingredient in missing]
    if not gaps:
        return None
    indonesian = ", ".join(WORDS[gap][0] for gap in gaps)
    english = ", ".join(WORDS[gap][1] for gap in gaps)
    message = f"Komitmen belum memuat: {indonesian}. / The pledge still lacks: {english}."
    return DomainError(ErrorCode.INVALID, message, ("missing", *gaps))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Condition:
    is_met: Callable[[Facts], bool]
    code: ErrorCode
    message: str
    path: tuple[str, ...]


def _is_justified(facts: Facts) -> bool:
    return facts.unmet_targets == 0 or bool(facts.shortfall and facts.shortfall.strip())


_CONDITIONS: dict[Demand, _Condition] = {
    Demand.REASON: _Condition(
        is_met=lambda facts: facts.has_reason,
        code=ErrorCode.INVALID,
        message="Alasan wajib diisi. / A reason is required.",
        path=("reason",),
    ),
    Demand.VERDICT: _Condition(
        is_met=lambda facts: facts.has_verdict,
        code=ErrorCode.INVALID,
        message="Laporan yang diterima memerlukan hasil telaah. / An accepted report needs a verdict.",
        path=("verdict",),
    ),
    Demand.VERIFIER_OF_ANOTHER_AGENCY: _Condition(
        is_met=lambda facts: facts.verifier_of_another_agency,
        code=ErrorCode.NOT_ALLOWED,
        message=(
            "Laporan hanya dapat ditelaah oleh instansi lain dari pelapornya. "
            "/ A report can only be verified by another agency than the one that made it."
        ),
        path=("report",),
    ),
    Demand.SUCCESSOR_OF_ANOTHER_AGENCY: _Condition(
        is_met=lambda facts: facts.successor_of_another_agency,
        code=ErrorCode.INVALID,
        message=(
            "Komitmen hanya dapat dialihkan ke instansi lain. "
            "/ A pledge can only be transferred to another agency."
        ),
        path=("agency",),
    ),
    Demand.REPORTED_EVIDENCE: _Condition(
        is_met=lambda facts: (facts.reports_with_evidence or 0) > 0,
        code=ErrorCode.WRONG_STATE,
        message=(
            "Belum ada laporan capaian dengan data dukung yang tidak dikembalikan. "
            "/ No progress report with evidence stands yet."
        ),
        path=("reports",),
    ),
    Demand.ACCEPTED_EVIDENCE: _Condition(
        is_met=lambda facts: (facts.accepted_reports_with_evidence or 0) > 0,
        code=ErrorCode.WRONG_STATE,
        message=(
            "Belum ada laporan dengan data dukung yang diterima. "
            "/ No report with evidence has been accepted yet."
        ),
        path=("reports",),
    ),
    Demand.NO_OPEN_CONSTRAINT: _Condition(
        is_met=lambda facts: facts.open_constraints == 0,
        code=ErrorCode.WRONG_STATE,
        message="Masih ada kendala yang terbuka. / A constraint is still open.",
        path=("constraints",),
    ),
    Demand.NO_WAITING_REPORT: _Condition(
        is_met=lambda facts: facts.waiting_reports == 0,
        code=ErrorCode.WRONG_STATE,
        message="Masih ada laporan yang menunggu telaah. / A report is still waiting for verification.",
        path=("reports",),
    ),
    Demand.ALL_TARGETS_VERIFIED_OR_SHORTFALL: _Condition(
        is_met=_is_justified,
        code=ErrorCode.INVALID,
        message=(
            "Ada target yang belum tercapai menurut telaah; tuliskan alasan kekurangannya. "
            "/ Some targets are not verified as met; justify the shortfall."
        ),
        path=("shortfall",),
    ),
}
