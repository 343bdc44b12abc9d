"""Mutations of gaps: who answers for which area, and which gap is none."""

from datetime import date
from typing import Any

import strawberry

from graph.mutations.asking import given, made_of, of_node
from graph.mutations.declaring import Once, mutation
from graph.mutations.payloads import GapMarked, Mandated
from graph.mutations.targets import POST
from graph.mutations.terms import AGENCY
from graph.types.enumerations import GapKind, SpmAreaCode
from service.ledger.gaps import MarkGapNotApplicable, mark_gap_not_applicable, withdraw_gap_mark
from service.ledger.mandates import SetMandate, set_mandate
from service.ledger.marks import WithdrawMark
from service.rules.gaps import GapSubject


@strawberry.input(description="Says whether an agency answers for an area (mandat).")
class SetMandateInput(Once):
    """See service/ledger/mandates.py."""

    agency_id: strawberry.ID = given("Which agency.", AGENCY, needed=True)
    area_code: SpmAreaCode = given("Which of the six areas.", needed=True)
    holds: bool = given("Whether it answers for the area from now on, or no longer.", needed=True)
    reason: str = given("Why.", needed=True)
    source: str | None = given("Where that is written; the reason when absent.")
    effective_on: date | None = given("From which day it counts; today when absent.")


@strawberry.input(
    description="Names a gap by what it is about: a place and an area, an agency and an area, or an agency "
    "and a meeting, as its kind demands."
)
class GapInput:
    """See service/rules/gaps.py."""

    kind: GapKind = given("Which kind.", needed=True)
    area_code: SpmAreaCode | None = given("The area.")
    posyandu_id: strawberry.ID | None = given("The post.", POST)
    region_code: str | None = given("Or the region, by its dotted code: every place within it too.")
    agency_id: strawberry.ID | None = given("The agency.", AGENCY)
    meeting_id: strawberry.ID | None = given("The meeting.", of_node("meeting", "Rapat / Meeting"))


@strawberry.input(description="Says that a gap is none (tidak berlaku).")
class MarkGapNotApplicableInput(Once):
    """See service/ledger/gaps.py."""

    gap: GapInput = given("Which gap.", made_of(GapInput, GapSubject), needed=True)
    reason: str = given("Why it is none.", needed=True)
    effective_on: date | None = given("From which day it counts; today when absent.")


@strawberry.input(description="Takes a mark on a gap back.")
class WithdrawGapMarkInput(Once):
    """See service/ledger/gaps.py."""

    mark_id: strawberry.ID = given("Which mark.", of_node("gapmark", "Tanda / Mark"), needed=True)
    reason: str = given("Why it no longer holds.", needed=True)
    effective_on: date | None = given("From which day it counts; today when absent.")


MUTATIONS: tuple[Any, ...] = (
    mutation(
        "set_mandate",
        "Gives an agency a mandate for an area or ends it; what is so already is left as it is.",
        takes=SetMandateInput,
        request=SetMandate,
        verb=set_mandate,
        gives=Mandated,
    ),
    mutation(
        "mark_gap_not_applicable",
        "Says that a gap is none; of a region, at no place within it.",
        takes=MarkGapNotApplicableInput,
        request=MarkGapNotApplicable,
        verb=mark_gap_not_applicable,
        gives=GapMarked,
    ),
    mutation(
        "withdraw_gap_mark",
        "Takes a mark on a gap back: it is a gap again, if it still is.",
        takes=WithdrawGapMarkInput,
        request=WithdrawMark,
        verb=withdraw_gap_mark,
        gives=GapMarked,
    ),
)
