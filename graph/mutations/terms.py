"""Inputs for what may be sharpened on a pledge: its places, parts and other terms."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

import strawberry

from graph.mutations.asking import Path, as_it_is, each, given, made_of, of_node
from graph.plan.identity import uuid_of
from graph.types.enumerations import AgencyRole, FundingStage, SpmAreaCode
from service.ledger.parts import FundingLine, MilestoneLine, Partner
from service.ledger.terms import Ratio

AGENCY = of_node("agency", "Instansi / Agency")


@strawberry.input(one_of=True, description="Where (cakupan lokasi): an expression of places.")
class LocationScopeInput:
    """The tree of service/rules/location_scope.py, with ids of the graph."""

    any_of: list["LocationScopeInput"] | None = strawberry.field(
        default=strawberry.UNSET, description="All the places of these."
    )
    posyandu: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description="These posts."
    )
    regions: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="These regions as such, by their dotted codes."
    )
    posyandu_within: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="Every post within these regions, those registered later too."
    )
    words: str | None = strawberry.field(
        default=strawberry.UNSET, description="A place in somebody's words, to be resolved by a person."
    )


def _scope(value: Mapping[str, Any], _path: Path = ()) -> object:
    """The tree as the ledger reads it: keys of posts for ids, which it checks itself."""
    if "anyOf" in value:
        return {"anyOf": [_scope(part) for part in value["anyOf"]]}
    if "posyandu" in value:
        return {"posyandu": [str(uuid_of(post, "posyandu") or post) for post in value["posyandu"]]}
    return cast("object", dict(value))


@strawberry.input(description="An agency beside the lead.")
class PartnerInput:
    """A partner."""

    agency_id: strawberry.ID = given("Which agency.", AGENCY, needed=True)
    role: AgencyRole | None = given("SUPPORT (when absent), FUNDER or JOINT.", clears=False)


@strawberry.input(description="Money of one stage from one source.")
class FundingInput:
    """A line of funding."""

    stage: FundingStage = given("Promised, budgeted or realised.", needed=True)
    source: str = given("From where, such as APBD.", needed=True)
    amount: Decimal | None = given("In rupiah; absent when unknown.")
    fiscal_year: int | None = given("Fiscal year.")
    note: str | None = given("What else is to be said.")


@strawberry.input(description="A dated step.")
class MilestoneInput:
    """A milestone."""

    title: str = given("What.", needed=True)
    due_on: date = given("By when.", needed=True)
    done_on: date | None = given("When it was done.")


@strawberry.input(description="So many percent of a base.")
class RatioInput:
    """A ratio."""

    percent: Decimal = given("0 to 100.", needed=True)
    base: str = given("Of what, in words.", needed=True)
    period: str | None = given("In which period.")
    base_amount: Decimal | None = given("The base in rupiah, when it was declared.")


@strawberry.input
class TermsInput:
    """What may be said of a pledge now or later; the inputs that record and revise pledges have it."""

    title: str | None = given("In normalised words; the quote when absent.", clears=False)
    areas: list[SpmAreaCode] | None = given(
        "The SPM areas it serves, all of them.", each(as_it_is), clears=False
    )
    partners: list[PartnerInput] | None = given(
        "The agencies beside the lead, all of them.", each(made_of(PartnerInput, Partner)), clears=False
    )
    scope: LocationScopeInput | None = given("Where it is to be kept.", _scope)
    service_code: str | None = given("Legal service, by our code.")
    sub_activity_id: strawberry.ID | None = given(
        "Budget line (SIPD).", of_node("subactivity", "Sub kegiatan / Sub-activity")
    )
    target_group: str | None = given("For whom.")
    responsible: str | None = given("The person or office responsible.")
    evidence_rule: str | None = given("What will count as evidence.")
    conditions: str | None = given("Conditions that were said with it.")
    fiscal_year: int | None = given("Fiscal year.")
    due_on: date | None = given("By when.")
    ratio: RatioInput | None = given("Percent of a declared base.", made_of(RatioInput, Ratio))
    fundings: list[FundingInput] | None = given(
        "Money by stage, all of it.", each(made_of(FundingInput, FundingLine)), clears=False
    )
    milestones: list[MilestoneInput] | None = given(
        "Dated steps, all of them.", each(made_of(MilestoneInput, MilestoneLine)), clears=False
    )
