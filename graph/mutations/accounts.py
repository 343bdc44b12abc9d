"""Mutations of accounts: who may come in, and as what. For administrators."""

from typing import Any

import strawberry

from graph.mutations.asking import given, of_node
from graph.mutations.declaring import Once, mutation
from graph.mutations.payloads import Accounted
from graph.mutations.terms import AGENCY
from graph.types.enumerations import Role
from service.ledger import administering

_ACCOUNT = of_node("account", "Akun / account")
_ROLE = "What for: ADMINISTRATOR, SECRETARIAT, LEADERSHIP, LIAISON or INTEGRATION, which only reads."
_WHICH_AGENCY = "For which agency: a liaison and a secretariat have one."
_WHICH_REGION = "In which region, by its dotted code: a secretariat and leadership have one."


@strawberry.input(description="Opens an account (akun) and has its person invited.")
class OpenAccountInput(Once):
    """See service/ledger/administering.py."""

    name: str = given("The person's name.", needed=True)
    email: str = given("Their work address, by which they sign in.", needed=True)
    position: str | None = given("Their position.")
    role: Role = given(_ROLE, needed=True)
    agency_id: strawberry.ID | None = given(_WHICH_AGENCY, AGENCY)
    region_code: str | None = given(_WHICH_REGION)


@strawberry.input(description="Has a new link sent to somebody.")
class InviteAccountInput(Once):
    """See service/ledger/administering.py."""

    account_id: strawberry.ID = given("Whose account.", _ACCOUNT, needed=True)


@strawberry.input(description="Lets an account act as something more.")
class AssignRoleInput(Once):
    """See service/ledger/administering.py."""

    account_id: strawberry.ID = given("Whose account; not one's own.", _ACCOUNT, needed=True)
    role: Role = given(_ROLE, needed=True)
    agency_id: strawberry.ID | None = given(_WHICH_AGENCY, AGENCY)
    region_code: str | None = given(_WHICH_REGION)


@strawberry.input(description="Takes an assignment away.")
class WithdrawRoleInput(Once):
    """See service/ledger/administering.py."""

    assignment_id: strawberry.ID = given(
        "Which one; none of one's own.", of_node("assignment", "Penugasan / assignment"), needed=True
    )


@strawberry.input(description="Takes the second factor of somebody away who lost theirs.")
class RemoveSecondFactorInput(Once):
    """See service/ledger/administering.py."""

    account_id: strawberry.ID = given("Whose account; not one's own.", _ACCOUNT, needed=True)


@strawberry.input(description="Closes an account for good.")
class CloseAccountInput(Once):
    """See service/ledger/administering.py."""

    account_id: strawberry.ID = given("Whose account; not one's own.", _ACCOUNT, needed=True)


MUTATIONS: tuple[Any, ...] = (
    mutation(
        "open_account",
        "Opens an account with its first assignment; its person is sent a link to set a password by.",
        takes=OpenAccountInput,
        request=administering.OpenAccount,
        verb=administering.open_account,
        gives=Accounted,
    ),
    mutation(
        "invite_account",
        "Has a new link sent, by mail or by the operator; an earlier one opens nothing any more then.",
        takes=InviteAccountInput,
        request=administering.OfAccount,
        verb=administering.invite,
        gives=Accounted,
    ),
    mutation(
        "assign_role",
        "Lets an account act as something more.",
        takes=AssignRoleInput,
        request=administering.AssignRole,
        verb=administering.assign,
        gives=Accounted,
    ),
    mutation(
        "withdraw_role",
        "Takes an assignment away: sessions that act under it are over.",
        takes=WithdrawRoleInput,
        request=administering.WithdrawRole,
        verb=administering.withdraw,
        gives=Accounted,
    ),
    mutation(
        "remove_second_factor",
        "Takes the second factor of somebody away who lost theirs; all their sessions are over.",
        takes=RemoveSecondFactorInput,
        request=administering.OfAccount,
        verb=administering.remove_second_factor,
        gives=Accounted,
    ),
    mutation(
        "close_account",
        "Closes an account for good, with its sessions and tokens; what its person did stays.",
        takes=CloseAccountInput,
        request=administering.OfAccount,
        verb=administering.close,
        gives=Accounted,
    ),
)
