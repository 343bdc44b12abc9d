"""Mutations of overlaps: a joint effort, one that does not matter, and that neither is so any more."""

from datetime import date
from typing import Any

import strawberry

from graph.mutations.asking import given, of_node
from graph.mutations.declaring import Once, mutation
from graph.mutations.payloads import OverlapMarked
from graph.mutations.targets import PLEDGE
from service.ledger.marks import WithdrawMark
from service.ledger.overlaps import (
    MarkOverlap,
    dismiss_overlap,
    mark_joint_effort,
    withdraw_overlap_mark,
)


@strawberry.input
class _Pair(Once):
    one_id: strawberry.ID = given("One pledge.", PLEDGE, needed=True)
    other_id: strawberry.ID = given("The other, of another agency.", PLEDGE, needed=True)
    reason: str = given("Why.", needed=True)
    effective_on: date | None = given("From which day it counts; today when absent.")


@strawberry.input(description="Says that two agencies keep their pledges together (upaya bersama).")
class MarkJointEffortInput(_Pair):
    """See service/ledger/overlaps.py."""


@strawberry.input(description="Says why two pledges do not double each other.")
class DismissOverlapInput(_Pair):
    """See service/ledger/overlaps.py."""


@strawberry.input(description="Takes a mark on an overlap back.")
class WithdrawOverlapMarkInput(Once):
    """See service/ledger/overlaps.py."""

    mark_id: strawberry.ID = given("Which mark.", of_node("overlapmark", "Tanda / Mark"), needed=True)
    reason: str = given("Why it no longer holds.", needed=True)
    effective_on: date | None = given("From which day it counts; today when absent.")


MUTATIONS: tuple[Any, ...] = (
    mutation(
        "mark_joint_effort",
        "Marks two pledges as one effort of two agencies: they overlap no longer.",
        takes=MarkJointEffortInput,
        request=MarkOverlap,
        verb=mark_joint_effort,
        gives=OverlapMarked,
    ),
    mutation(
        "dismiss_overlap",
        "Dismisses an overlap, with the reason why it does not matter.",
        takes=DismissOverlapInput,
        request=MarkOverlap,
        verb=dismiss_overlap,
        gives=OverlapMarked,
    ),
    mutation(
        "withdraw_overlap_mark",
        "Takes a mark on an overlap back: the two overlap again, if they still do.",
        takes=WithdrawOverlapMarkInput,
        request=WithdrawMark,
        verb=withdraw_overlap_mark,
        gives=OverlapMarked,
    ),
)
