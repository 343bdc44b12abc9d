"""The routes for persons: one line for each thing that they can do."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from graph.people.answering import Allowing, Endpoint, answered
from graph.people.identity import Identity
from graph.people.keys import Keys
from graph.people.sessions import Sessions
from service.exchange.identity_provider import IdentityProvider
from service.ledger.inviting import Deliver
from service.ledger.reception import Reception


def routes(
    reception: Reception,
    deliver: Deliver,
    provider: IdentityProvider | None = None,
    allowing: Allowing | None = None,
) -> list[BaseRoute]:
    """What service/app.py adds to the routes of the service."""
    sessions = Sessions(reception)
    keys = Keys(reception, sessions, deliver)
    identity = Identity(reception, sessions, provider)
    endpoints: tuple[tuple[str, str, Endpoint], ...] = (
        ("POST", "/session", sessions.sign_in),
        ("GET", "/session", sessions.show),
        ("DELETE", "/session", sessions.sign_out),
        ("POST", "/session/assignment", sessions.act_as),
        ("GET", "/sessions", sessions.list),
        ("DELETE", "/sessions", sessions.end_others),
        ("DELETE", "/sessions/{id}", sessions.end_one),
        ("POST", "/password", keys.change_password),
        ("POST", "/password/forgotten", keys.forgotten),
        ("POST", "/password/link", keys.by_link),
        ("GET", "/identity", identity.depart),
        ("GET", "/identity/back", identity.arrive),
        ("POST", "/second-factor", keys.offer),
        ("PUT", "/second-factor", keys.confirm),
        ("DELETE", "/second-factor", keys.remove),
    )
    by_path: dict[str, dict[str, Endpoint]] = {}
    for method, path, endpoint in endpoints:
        by_path.setdefault(path, {})[method] = endpoint
    return [
        Route(path, answered(by_method(those), allowing), methods=[*those]) for path, those in by_path.items()
    ]


def by_method(endpoints: dict[str, Endpoint]) -> Endpoint:
    """One endpoint of several; HEAD is answered as GET unless it has its own."""

    async def chosen(request: Request) -> Response:
        endpoint = endpoints.get(request.method) or endpoints["GET"]
        return await endpoint(request)

    return chosen
