"""The routes of files of evidence: one line for each thing that can be done."""

from dataclasses import dataclass

from starlette.routing import BaseRoute, Route

from graph.evidence.sending import ADDRESS, Sending
from graph.evidence.showing import Showing
from graph.people.answering import Allowing, Endpoint, answered
from graph.people.knowing import asker
from graph.people.routes import by_method
from service.access.doorkeeper import Doorkeeper
from service.database import Database
from service.exchange.evidence.handing_in import HandingIn
from service.exchange.evidence.store import Store

_SENDING_SECONDS = 900.0
"""A piece on a very bad network; what came by then stays, and the next one goes on."""
_FINISHING_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where files are kept, and how they come there."""

    store: Store
    handing_in: HandingIn


def routes(
    database: Database, doorkeeper: Doorkeeper, files: Files, allowing: Allowing | None = None
) -> list[BaseRoute]:
    """What service/app.py adds to the routes of the service; `allowing` holds back who asks too often."""
    who_asks = asker(doorkeeper)
    sending = Sending(files.handing_in, who_asks)
    showing = Showing(database, files.store, who_asks)
    announce: dict[str, Endpoint] = {"POST": sending.announce, "OPTIONS": sending.able}
    one: dict[str, Endpoint] = {
        "HEAD": answered(sending.look, allowing),
        "PATCH": answered(sending.send, allowing, _SENDING_SECONDS),
        "POST": answered(sending.finish, allowing, _FINISHING_SECONDS),
        "DELETE": answered(sending.give_up, allowing),
        "OPTIONS": answered(sending.able, allowing),
    }
    return [
        Route("/evidence", answered(by_method(announce), allowing), methods=[*announce]),
        Route(f"{ADDRESS}{{secret}}", by_method(one), methods=[*one]),
        Route("/evidence/{id}", answered(showing.show, allowing), methods=["GET"]),
    ]
