"""Mutations of the ways out of a pledge and back in, and of what is in its way."""

from datetime import date
from typing import Any

import strawberry

from graph.mutations.asking import given, of_node
from graph.mutations.declaring import Once, mutation
from graph.mutations.payloads import Constrained, Pledged, Transferred
from graph.mutations.targets import PLEDGE
from graph.mutations.terms import AGENCY
from graph.types.enumerations import ConstraintReason
from service.ledger.constraints import (
    RaiseConstraint,
    ResolveConstraint,
    raise_constraint,
    resolve_constraint,
)
from service.ledger.exits import (
    LeavePledge,
    TransferPledge,
    cancel_pledge,
    declare_never_started,
    reopen_pledge,
    transfer_pledge,
)


@strawberry.input
class _Leave(Once):
    pledge_id: strawberry.ID = given("Which pledge.", PLEDGE, needed=True)
    reason: str = given("Why.", needed=True)
    effective_on: date | None = given("From which day it counts; today when absent.")
    expected_version: int | None = given("The version that you saw.")


@strawberry.input(description="Leaves a pledge that will not be kept.")
class CancelPledgeInput(_Leave):
    """See service/ledger/exits.py."""


@strawberry.input(description="Leaves a pledge on which nothing was ever begun.")
class DeclareNeverStartedInput(_Leave):
    """See service/ledger/exits.py."""


@strawberry.input(description="Takes a pledge up again, or returns a claim of 'done'.")
class ReopenPledgeInput(_Leave):
    """See service/ledger/exits.py."""


@strawberry.input(description="Hands a pledge over to another agency.")
class TransferPledgeInput(_Leave):
    """See service/ledger/exits.py."""

    to_agency_id: strawberry.ID = given("Who takes it over.", AGENCY, needed=True)


@strawberry.input(description="Says what is in the way (kendala).")
class RaiseConstraintInput(Once):
    """See service/ledger/constraints.py."""

    pledge_id: strawberry.ID = given("Which pledge.", PLEDGE, needed=True)
    reason: ConstraintReason = given("From a closed list.", needed=True)
    narrative: str = given("In words.", needed=True)
    internal: bool | None = given(
        "Whether the words are for the agencies of the pledge and their secretariat only; they are not "
        "when absent.",
        clears=False,
    )
    since_on: date | None = given("From when; today when absent.")


@strawberry.input(description="Says that it is out of the way.")
class ResolveConstraintInput(Once):
    """See service/ledger/constraints.py."""

    constraint_id: strawberry.ID = given(
        "Which constraint.", of_node("constraint", "Kendala / Constraint"), needed=True
    )
    resolution: str | None = given("How it was resolved.")
    until_on: date | None = given("Until when; today when absent.")


MUTATIONS: tuple[Any, ...] = (
    mutation(
        "cancel_pledge",
        "Leaves a pledge by CANCELLED, with a reason.",
        takes=CancelPledgeInput,
        request=LeavePledge,
        verb=cancel_pledge,
        gives=Pledged,
    ),
    mutation(
        "declare_never_started",
        "Leaves a pledge on which nothing was ever begun by NEVER_STARTED, with a reason.",
        takes=DeclareNeverStartedInput,
        request=LeavePledge,
        verb=declare_never_started,
        gives=Pledged,
    ),
    mutation(
        "transfer_pledge",
        "Closes a pledge by TRANSFERRED and records its successor, led by another agency.",
        takes=TransferPledgeInput,
        request=TransferPledge,
        verb=transfer_pledge,
        gives=Transferred,
    ),
    mutation(
        "reopen_pledge",
        "Returns a claim of 'done' with a reason, or takes a pledge up again that was left.",
        takes=ReopenPledgeInput,
        request=LeavePledge,
        verb=reopen_pledge,
        gives=Pledged,
    ),
    mutation(
        "raise_constraint",
        "Says what is in the way; a pledge is not completed while that is so.",
        takes=RaiseConstraintInput,
        request=RaiseConstraint,
        verb=raise_constraint,
        gives=Constrained,
    ),
    mutation(
        "resolve_constraint",
        "Says that it is out of the way, and since when.",
        takes=ResolveConstraintInput,
        request=ResolveConstraint,
        verb=resolve_constraint,
        gives=Constrained,
    ),
)
