"""Mutations of what is measured: targets added, progress reported, reports verified."""

from datetime import date
from decimal import Decimal
from typing import Any

import strawberry

from graph.mutations.asking import each, given, made_of, of_node
from graph.mutations.declaring import Once, mutation
from graph.mutations.payloads import Pledged, Reported, Verified
from graph.types.enumerations import Aggregation, Decision, EvidenceKind, IndicatorKind, SpmAreaCode, Verdict
from service.ledger.evidence import EvidenceItem
from service.ledger.reports import ReportProgress, report_progress
from service.ledger.targets import AddTargets, IndicatorTerms, NewTarget, add_targets
from service.ledger.verifications import VerifyReport, verify_report

POST = of_node("posyandu", "Posyandu")
PLEDGE = of_node("pledge", "Komitmen / Pledge")


@strawberry.input(description="What is counted; one name and unit mean one indicator for all pledges.")
class IndicatorInput:
    """An indicator."""

    name: str = given("What is counted.", needed=True)
    unit: str = given("In which unit.", needed=True)
    kind: IndicatorKind | None = given("QUANTITY when absent.", clears=False)
    over_periods: Aggregation | None = given("How reports add up over time; SUM when absent.", clears=False)
    over_places: Aggregation | None = given("How places add up; SUM when absent.", clears=False)


@strawberry.input(description="What is to be reached at exactly one place: a post, or a region.")
class TargetInput:
    """A target; a quantity needs an indicator with its unit."""

    area_code: SpmAreaCode = given("SPM area.", needed=True)
    posyandu_id: strawberry.ID | None = given("The post.", POST)
    region_code: str | None = given("Or the region, by its dotted code.")
    service_code: str | None = given("Legal service, by our code.")
    indicator: IndicatorInput | None = given("What is counted.", made_of(IndicatorInput, IndicatorTerms))
    baseline: Decimal | None = given("Where it begins.")
    quantity: Decimal | None = given("To be reached, in the indicator's unit.")
    due_on: date | None = given("By when; the pledge's day when absent.")


TARGETS = each(made_of(TargetInput, NewTarget))


@strawberry.input(description="Adds targets to a pledge.")
class AddTargetsInput(Once):
    """See service/ledger/targets.py."""

    pledge_id: strawberry.ID = given("Which pledge.", PLEDGE, needed=True)
    targets: list[TargetInput] = given("At most 1000 at once.", TARGETS, needed=True)
    reason: str | None = given("Why; demanded once the pledge is agreed.")
    effective_on: date | None = given("From which day it counts; today when absent.")
    expected_version: int | None = given("The version that you saw.")


@strawberry.input(description="A file or link behind a report.")
class EvidenceInput:
    """Evidence, with the SHA-256 of what was seen."""

    title: str = given("What it shows.", needed=True)
    url: str = given("Where it is; of a file, the url that it was given.", needed=True)
    sha256: str = given("SHA-256 of it, 64 small hexadecimal digits.", needed=True)
    kind: EvidenceKind | None = given("LINK when absent.", clears=False)
    media_type: str | None = given("IANA media type of a link.")
    size_bytes: int | None = given("Size of a link in bytes.")


@strawberry.input(description="Says what the caller's agency reached at a target by a day.")
class ReportProgressInput(Once):
    """See service/ledger/reports.py."""

    target_id: strawberry.ID = given("Which target.", of_node("target", "Target"), needed=True)
    unit: str = given("The target's unit, to be sure.", needed=True)
    effective_on: date = given("By which day.", needed=True)
    quantity: Decimal | None = given("Achieved in this report, unless the indicator is a percentage.")
    numerator: Decimal | None = given("Of a percentage.")
    denominator: Decimal | None = given("Of a percentage.")
    narrative: str | None = given("In words.")
    client_key: str | None = given(
        "The phone's own key, good for ever: the same report sent again is the first one."
    )
    evidence: list[EvidenceInput] | None = given(
        "What supports it.", each(made_of(EvidenceInput, EvidenceItem)), clears=False
    )


@strawberry.input(description="Judges a report once.")
class VerifyReportInput(Once):
    """See service/ledger/verifications.py."""

    report_id: strawberry.ID = given("Which report.", of_node("report", "Laporan / Report"), needed=True)
    decision: Decision = given("ACCEPTED needs a verdict, RETURNED a reason.", needed=True)
    verdict: Verdict | None = given("What is confirmed.")
    reason: str | None = given("Why it is returned, or a note.")
    effective_on: date | None = given("From which day it counts; today when absent.")


MUTATIONS: tuple[Any, ...] = (
    mutation(
        "add_targets",
        "Says what is to be reached where. With all that is demanded the pledge becomes SPECIFIED.",
        takes=AddTargetsInput,
        request=AddTargets,
        verb=add_targets,
        gives=Pledged,
    ),
    mutation(
        "report_progress",
        "Appends a report (laporan capaian); only what is accepted of it counts as achieved.",
        takes=ReportProgressInput,
        request=ReportProgress,
        verb=report_progress,
        gives=Reported,
    ),
    mutation(
        "verify_report",
        "Accepts a report with a verdict, or returns it with a reason (telaah).",
        takes=VerifyReportInput,
        request=VerifyReport,
        verb=verify_report,
        gives=Verified,
    ),
)
