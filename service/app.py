"""The application: every route of the service, over one database."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph.graphiql.routes import routes as graphiql_routes
from service.settings import Settings


def create_app(settings: Settings) -> Starlette:
    """The routes. What answers before they exist (/healthz, /readyz) stands in readiness.py."""
    del settings
    return Starlette(routes=[Route("/", _to_the_graph), *graphiql_routes()])


async def _to_the_graph(_request: Request) -> Response:
    return RedirectResponse("/graphiql")
