"""Mutations of the pledge itself: as spoken, sharpened, agreed, started, done and completed."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

import strawberry

from graph.mutations.asking import given, of_node, requested
from graph.mutations.declaring import Once, mutation
from graph.mutations.payloads import Pledged
from graph.mutations.targets import PLEDGE, TARGETS, TargetInput
from graph.mutations.terms import AGENCY, TermsInput
from service.ledger.agreement import AgreePledge, StartPledge, agree_pledge, start_pledge
from service.ledger.completion import CompletePledge, ReportDone, complete_pledge, report_done
from service.ledger.pledges import RecordPledge, RevisePledge, record_pledge, revise_pledge
from service.ledger.terms import Terms

_TERMS = frozenset(term.name for term in fields(Terms))


@strawberry.input(description="A promise as it was spoken; the quote, the agency and the source are enough.")
class RecordPledgeInput(TermsInput, Once):
    """See service/ledger/pledges.py."""

    lead_agency_id: strawberry.ID = given("Who promised.", AGENCY, needed=True)
    quote: str = given("The words as spoken, which nobody rewrites later.", needed=True)
    source: str = given("Where they are reported.", needed=True)
    speaker: str | None = given("Who spoke, an office-holder.")
    region_code: str | None = given("For which region; the agency's own when absent.")
    meeting_id: strawberry.ID | None = given("Where it was made.", of_node("meeting", "Rapat / Meeting"))
    directive_id: strawberry.ID | None = given(
        "The directive that it answers.", of_node("directive", "Arahan / Directive")
    )
    pledged_on: date | None = given("When it was said; the day of the meeting, else today, when absent.")
    targets: list[TargetInput] | None = given("What is to be reached where.", TARGETS, clears=False)
    request_id: strawberry.ID | None = given(
        "The request that it answers.", of_node("request", "Permintaan / Request")
    )


@strawberry.input(description="Sharpens a pledge. An absent field keeps its value, null clears it.")
class RevisePledgeInput(TermsInput, Once):
    """See service/ledger/pledges.py."""

    pledge_id: strawberry.ID = given("Which pledge.", PLEDGE, needed=True)
    expected_version: int = given("The version that you saw.", needed=True)
    reason: str | None = given("Why; demanded for the terms of an agreed pledge.")
    effective_on: date | None = given("From which day it counts; today when absent.")


@strawberry.input
class _Step(Once):
    pledge_id: strawberry.ID = given("Which pledge.", PLEDGE, needed=True)
    note: str | None = given("What else is to be said, kept in the history.")
    effective_on: date | None = given("From which day it counts; today when absent.")
    expected_version: int | None = given("The version that you saw.")


@strawberry.input(description="Agrees to the terms as they stand.")
class AgreePledgeInput(_Step):
    """See service/ledger/agreement.py."""


@strawberry.input(description="Says that the work begins.")
class StartPledgeInput(_Step):
    """See service/ledger/agreement.py."""


@strawberry.input(description="Says that all is done.")
class ReportDoneInput(_Step):
    """See service/ledger/completion.py."""


@strawberry.input(description="Confirms that the pledge was kept.")
class CompletePledgeInput(_Step):
    """See service/ledger/completion.py."""

    shortfall: str | None = given("Why it is completed though targets are not verified as met.")


def _with_terms(request: type, source: type) -> Any:  # noqa: ANN401 - a function of declaring.Make's shape
    """Makes a request whose terms are an object of their own."""

    def make(values: Mapping[str, Any]) -> object:
        found = requested(source, values)
        terms = {name: found.pop(name) for name in _TERMS & found.keys()}
        return request(**found, terms=Terms(**terms))

    return make


MUTATIONS: tuple[Any, ...] = (
    mutation(
        "record_pledge",
        "Records a promise as it was spoken (komitmen); nothing is demanded earlier than it is needed.",
        takes=RecordPledgeInput,
        make=_with_terms(RecordPledge, RecordPledgeInput),
        verb=record_pledge,
        gives=Pledged,
    ),
    mutation(
        "revise_pledge",
        "Sharpens a pledge; it becomes SPECIFIED by itself when nothing that this demands is missing.",
        takes=RevisePledgeInput,
        make=_with_terms(RevisePledge, RevisePledgeInput),
        verb=revise_pledge,
        gives=Pledged,
    ),
    mutation(
        "agree_pledge",
        "SPECIFIED to AGREED, by the lead agency or the secretariat.",
        takes=AgreePledgeInput,
        request=AgreePledge,
        verb=agree_pledge,
        gives=Pledged,
    ),
    mutation(
        "start_pledge",
        "AGREED to IN_PROGRESS: from now on progress is reported.",
        takes=StartPledgeInput,
        request=StartPledge,
        verb=start_pledge,
        gives=Pledged,
    ),
    mutation(
        "report_done",
        "IN_PROGRESS to REPORTED_DONE, by the lead agency; the clock of timeliness stops.",
        takes=ReportDoneInput,
        request=ReportDone,
        verb=report_done,
        gives=Pledged,
    ),
    mutation(
        "complete_pledge",
        "REPORTED_DONE to COMPLETED, by a secretariat that neither leads nor reported.",
        takes=CompletePledgeInput,
        request=CompletePledge,
        verb=complete_pledge,
        gives=Pledged,
    ),
)
