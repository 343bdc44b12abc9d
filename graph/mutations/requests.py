"""Mutations of requests for a pledge: asked, answered, declined, taken back."""

from datetime import date
from typing import Any

import strawberry

from graph.mutations.asking import given, of_node
from graph.mutations.declaring import Once, mutation
from graph.mutations.payloads import Requested
from graph.mutations.targets import PLEDGE, POST
from graph.mutations.terms import AGENCY
from graph.types.enumerations import SpmAreaCode
from service.ledger.requests import (
    AnswerRequest,
    RequestPledge,
    SettleRequest,
    answer_pledge_request,
    decline_pledge_request,
    request_pledge,
    withdraw_pledge_request,
)

_REQUEST = of_node("request", "Permintaan / Request")


@strawberry.input(description="Asks an agency to pledge in an area, at one place: a post or a region.")
class RequestPledgeInput(Once):
    """See service/ledger/requests.py."""

    agency_id: strawberry.ID = given("Who is asked.", AGENCY, needed=True)
    area_code: SpmAreaCode = given("For which area.", needed=True)
    words: str = given("What is asked.", needed=True)
    due_on: date = given("By when an answer is asked for.", needed=True)
    posyandu_id: strawberry.ID | None = given("For which post.", POST)
    region_code: str | None = given("Or for which region, by its dotted code.")
    meeting_id: strawberry.ID | None = given(
        "The meeting that it comes out of.", of_node("meeting", "Rapat / Meeting")
    )


@strawberry.input
class _Settle(Once):
    request_id: strawberry.ID = given("Which request.", _REQUEST, needed=True)
    reason: str = given("Why.", needed=True)


@strawberry.input(description="Says, for the agency that is asked, that it will not pledge.")
class DeclinePledgeRequestInput(_Settle):
    """See service/ledger/requests.py."""


@strawberry.input(description="Takes a request back.")
class WithdrawPledgeRequestInput(_Settle):
    """See service/ledger/requests.py."""


@strawberry.input(description="Names a recorded pledge as the answer to a request.")
class AnswerPledgeRequestInput(Once):
    """See service/ledger/requests.py."""

    request_id: strawberry.ID = given("Which request.", _REQUEST, needed=True)
    pledge_id: strawberry.ID = given("Which pledge: of that agency, in that area.", PLEDGE, needed=True)


MUTATIONS: tuple[Any, ...] = (
    mutation(
        "request_pledge",
        "Asks an agency for a pledge (permintaan komitmen), by the secretariat of the place.",
        takes=RequestPledgeInput,
        request=RequestPledge,
        verb=request_pledge,
        gives=Requested,
    ),
    mutation(
        "decline_pledge_request",
        "Declines a request, by the agency that is asked, with a reason.",
        takes=DeclinePledgeRequestInput,
        request=SettleRequest,
        verb=decline_pledge_request,
        gives=Requested,
    ),
    mutation(
        "withdraw_pledge_request",
        "Takes a request back, with a reason.",
        takes=WithdrawPledgeRequestInput,
        request=SettleRequest,
        verb=withdraw_pledge_request,
        gives=Requested,
    ),
    mutation(
        "answer_pledge_request",
        "Lets a recorded pledge answer a request; `recordPledge` with `requestId` does both at once.",
        takes=AnswerPledgeRequestInput,
        request=AnswerRequest,
        verb=answer_pledge_request,
        gives=Requested,
    ),
)
