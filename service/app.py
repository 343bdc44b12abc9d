"""The application: every route of the service, over one database."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute

from graph.documents import Documents
from graph.edge import Edge
from graph.execution import Executor
from graph.graphiql.routes import routes as graphiql_routes
from graph.http import GraphQLEndpoint
from graph.listening.subscriptions import Subscriptions
from graph.mutations.running import Mutations
from graph.plan.plans import Plans
from graph.schema import core
from graph.socket import GraphQLSocket
from service.access.doorkeeper import Doorkeeper
from service.access.vigil import Vigil
from service.clock import Clock, system_clock
from service.database import Database
from service.exchange.feed import Feed


def create_app(database: Database, clock: Clock = system_clock) -> Starlette:
    """The routes. What answers before they exist (/healthz, /readyz) stands in readiness.py."""
    plans, feed = Plans(core, database, clock), Feed(database)
    subscriptions = Subscriptions(plans, feed)
    edge = Edge(
        documents=Documents(core),
        authenticate=Doorkeeper(database, clock),
        execute=Executor(core, plans, Mutations(core, plans, database, feed.wake)),
        listen=subscriptions.listening,
        watched=Vigil(database, clock).watched,
    )
    application = Starlette(
        routes=[
            Route("/", _to_the_graph),
            Route("/graphql", GraphQLEndpoint(edge)),
            WebSocketRoute("/graphql", GraphQLSocket(edge)),
            *graphiql_routes(),
        ]
    )
    application.state.let_go = subscriptions.close
    return application


async def _to_the_graph(_request: Request) -> Response:
    return RedirectResponse("/graphiql")
