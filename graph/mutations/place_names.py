"""Mutations of names of places: what a person says that they mean. For administrators."""

from typing import Any

import strawberry

from graph.mutations.asking import given, of_node
from graph.mutations.declaring import Once, mutation
from graph.mutations.payloads import PlaceNamed
from service.ledger.naming import DismissPlaceName, NamePlace, dismiss_place_name, name_place

_NAME = of_node("placename", "Nama tempat / place name")


@strawberry.input(description="Says which village a name means.")
class NamePlaceInput(Once):
    """See service/ledger/naming.py."""

    place_name_id: strawberry.ID = given("Which name.", _NAME, needed=True)
    region_code: str = given("The village, by its dotted code; within the region of the name.", needed=True)


@strawberry.input(description="Says that a name is no village's.")
class DismissPlaceNameInput(Once):
    """See service/ledger/naming.py."""

    place_name_id: strawberry.ID = given("Which name.", _NAME, needed=True)
    reason: str = given("Why; files that say so are refused with it.", needed=True)


MUTATIONS: tuple[Any, ...] = (
    mutation(
        "name_place",
        "Says which village a name means; from then on files may call it so.",
        takes=NamePlaceInput,
        request=NamePlace,
        verb=name_place,
        gives=PlaceNamed,
    ),
    mutation(
        "dismiss_place_name",
        "Says that a name is no village's; files that call one so are refused.",
        takes=DismissPlaceNameInput,
        request=DismissPlaceName,
        verb=dismiss_place_name,
        gives=PlaceNamed,
    ),
)
