"""Mutations of tokens: which programs may ask. For administrators."""

from datetime import datetime
from typing import Any

import strawberry

from graph.mutations.asking import given, of_node
from graph.mutations.declaring import Once, mutation
from graph.mutations.payloads import Given, Tokened
from graph.mutations.terms import AGENCY
from graph.types.enumerations import Role
from service.ledger import administering

_TOKEN = of_node("token", "Token")
_UNTIL = "Until when it is good, with its offset to UTC; absent: for ever, or as long as the old one was."


@strawberry.input(description="Makes a token for a program.")
class CreateTokenInput(Once):
    """See service/ledger/administering.py."""

    label: str = given("What it is for.", needed=True)
    role: Role = given("INTEGRATION, LIAISON or SECRETARIAT.", needed=True)
    scopes: list[str] | None = given(
        "Of what its role may, only this: read, report, secretariat.", lambda value, _path: tuple(value)
    )
    agency_id: strawberry.ID | None = given("For which agency; a token that writes has one.", AGENCY)
    region_code: str | None = given("In which region; that of a secretariat has one.")
    expires_at: datetime | None = given(_UNTIL)


@strawberry.input(description="Gives a token a successor.")
class RotateTokenInput(Once):
    """See service/ledger/administering.py."""

    token_id: strawberry.ID = given("Which token.", _TOKEN, needed=True)
    overlap_days: int | None = given(
        "For how many days the old one stays good, 0 to 90; 7 when absent.", clears=False
    )
    expires_at: datetime | None = given(_UNTIL)


@strawberry.input(description="Takes a token away.")
class RevokeTokenInput(Once):
    """See service/ledger/administering.py."""

    token_id: strawberry.ID = given("Which token.", _TOKEN, needed=True)


MUTATIONS: tuple[Any, ...] = (
    mutation(
        "create_token",
        "Makes a token for a program; its text is told here and nowhere else.",
        takes=CreateTokenInput,
        request=administering.CreateToken,
        verb=administering.create_token,
        gives=Given,
    ),
    mutation(
        "rotate_token",
        "Makes a token for the same; the old one stays good for some days.",
        takes=RotateTokenInput,
        request=administering.RotateToken,
        verb=administering.rotate_token,
        gives=Given,
    ),
    mutation(
        "revoke_token",
        "Takes a token away: a second later nobody gets in with it.",
        takes=RevokeTokenInput,
        request=administering.RevokeToken,
        verb=administering.revoke_token,
        gives=Tokened,
    ),
)
