"""The application: every route of the service, over one database."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph.documents import Documents
from graph.execution import Executor
from graph.graphiql.routes import routes as graphiql_routes
from graph.http import GraphQLEndpoint
from graph.mutations.running import Mutations
from graph.plan.plans import Plans
from graph.schema import core
from service.access.doorkeeper import Doorkeeper
from service.clock import Clock, system_clock
from service.database import Database


def create_app(database: Database, clock: Clock = system_clock) -> Starlette:
    """The routes. What answers before they exist (/healthz, /readyz) stands in readiness.py."""
    plans = Plans(core, database, clock)
    executor = Executor(core, plans, Mutations(core, plans, database))
    endpoint = GraphQLEndpoint(Documents(core), authenticate=Doorkeeper(database, clock), execute=executor)
    return Starlette(routes=[Route("/", _to_the_graph), Route("/graphql", endpoint), *graphiql_routes()])


async def _to_the_graph(_request: Request) -> Response:
    return RedirectResponse("/graphiql")
