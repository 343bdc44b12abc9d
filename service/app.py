"""The application: every route of the service, over one database."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Route, WebSocketRoute

from graph.client.files import built
from graph.client.routes import manifest as client_manifest
from graph.client.routes import routes as client_routes
from graph.deprecated import Deprecated
from graph.documents import Documents
from graph.edge import Edge
from graph.evidence.routes import Files
from graph.evidence.routes import routes as evidence_routes
from graph.execution import Executor
from graph.graphiql.routes import routes as graphiql_routes
from graph.http import GraphQLEndpoint
from graph.imports.routes import routes as import_routes
from graph.listening.subscriptions import Subscriptions
from graph.mutations.running import Mutations
from graph.people.routes import routes as people_routes
from graph.plan.plans import Plans, Statements, remembered_statements
from graph.schema import core
from graph.socket import GraphQLSocket
from graph.trusted import Manifest, read_manifest
from graph.window.asking import Window, window_manifest
from graph.window.routes import routes as window_routes
from service.access.actors import Actor, Role
from service.access.allowance import Allowances, Rates
from service.access.doorkeeper import Doorkeeper
from service.access.second_factor import SecondFactors, secrets_key
from service.access.sessions import Terms
from service.access.vigil import Vigil
from service.clock import Clock, system_clock
from service.database import Database
from service.errors import invalid
from service.exchange.evidence.handing_in import HandingIn
from service.exchange.evidence.stores import INCOMING, store_of
from service.exchange.feed import Feed
from service.exchange.identity_provider import IdentityProvider
from service.exchange.letters import MailServer, by_mail, to_the_operator
from service.exchange.oidc_file import read_oidc_file
from service.ledger.inviting import Deliver
from service.ledger.programs import NOTES
from service.ledger.reception import Reception
from service.ledger.refusing import Refusals
from service.settings import Settings, TrustedOnly
from service.witness import Witness, Witnessed


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """How persons come in: for how long, with what, and how a link reaches them."""

    terms: Terms = field(default_factory=Terms)
    factor_key: bytes | None = None
    deliver: Deliver = field(default_factory=lambda: to_the_operator(lambda _: None, ""))
    provider: IdentityProvider | None = None


def front_of(settings: Settings, address: str, tell: Callable[[str], None]) -> Front:
    """How persons come in, as the settings have it."""
    site = settings.public_url or address
    server = settings.smtp_url and MailServer(url=settings.smtp_url, sender=settings.mail_from)
    key = secrets_key(settings.secrets_key_file)
    return Front(
        terms=Terms(
            idle=settings.session_idle,
            longest=settings.session_longest,
            second_factor_for=frozenset(map(Role, settings.second_factor_for)),
        ),
        factor_key=key,
        deliver=by_mail(server, site) if server else to_the_operator(tell, site),
        provider=_provider(settings.oidc_file, key, site),
    )


def _provider(file: Path | None, key: bytes | None, site: str) -> IdentityProvider | None:
    if file is None:
        return None
    if key is None:
        message = "OIDC_FILE memerlukan SECRETS_KEY_FILE. / OIDC_FILE needs SECRETS_KEY_FILE."
        raise invalid(message, "SECRETS_KEY_FILE")
    return IdentityProvider(read_oidc_file(file), key, site)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What an operator decides about those who ask; without rates nobody is counted."""

    rates: Rates | None = None
    trusted_documents: Path | None = None
    trusted_only: TrustedOnly = TrustedOnly.NOBODY
    allowed_origins: tuple[str, ...] = ()

    def may_send_others(self, actor: Actor) -> bool:
        """Whether an actor may send documents that are not trusted."""
        return self.trusted_only is TrustedOnly.NOBODY or (
            self.trusted_only is TrustedOnly.PUBLIC and not actor.is_public
        )


OPEN: Final = Policy()
_STATEMENTS: Final[Statements] = remembered_statements()
NOBODY: Final = Witness()
UNATTENDED: Final = Front()
"""Nobody is told of links."""


def files_of(settings: Settings, database: Database) -> Files:
    """Where files of evidence arrive and are kept, as the settings have it."""
    store = store_of(settings)
    return Files(store=store, handing_in=HandingIn(database, settings.evidence_dir / INCOMING, store))


def create_app(
    database: Database,
    clock: Clock = system_clock,
    front: Front = UNATTENDED,
    policy: Policy = OPEN,
    witness: Witness = NOBODY,
    files: Files | None = None,
) -> Starlette:
    """The routes. What answers before they exist (/healthz, /readyz) stands in readiness.py."""
    reception = Reception(database, clock, front.terms, SecondFactors(front.factor_key))
    plans, feed = Plans(core, database, clock, _STATEMENTS), Feed(database)
    subscriptions = Subscriptions(plans, feed)
    doorkeeper = Doorkeeper(database, clock, front.terms, NOTES)
    deprecated, refusals = Deprecated(core, database, clock), Refusals(database, clock)
    documents = Documents(core)
    shown, client = window_manifest(documents), built()
    trusted = [shown, client_manifest(client), *_given(policy.trusted_documents, documents)]
    edge = Edge(
        documents=documents,
        authenticate=doorkeeper,
        execute=Executor(core, plans, Mutations(core, plans, database, feed.wake, refusals.note)),
        listen=subscriptions.listening,
        watched=Vigil(database, clock, front.terms).watched,
        allowing=None if policy.rates is None else Allowances(database, policy.rates).of,
        trusted={each["id"]: each["text"] for manifest in trusted for each in manifest.values()},
        may_send_others=policy.may_send_others,
        noted=deprecated.note,
        witness=witness,
    )
    routes = [
        *client_routes(client),
        *_graph_routes(edge, policy.allowed_origins, Window(edge=edge, manifest=shown)),
        *people_routes(reception, front.deliver, front.provider, edge.allowing),
        *import_routes(database, doorkeeper, edge.allowing),
        *(evidence_routes(database, doorkeeper, files, edge.allowing) if files else ()),
    ]
    application = Starlette(routes=routes, middleware=_middleware(witness))
    application.state.let_go = _closing(subscriptions, reception, doorkeeper, deprecated, refusals)
    application.state.trusted_operations = frozenset(name for manifest in trusted for name in manifest)
    return application


def _graph_routes(
    edge: Edge[Actor], allowed_origins: tuple[str, ...], window: Window[Actor]
) -> list[BaseRoute]:
    """The graph, and the pages that ask it."""
    return [
        Route("/graphql", GraphQLEndpoint(edge), middleware=_shared_with(allowed_origins)),
        WebSocketRoute("/graphql", GraphQLSocket(edge)),
        *graphiql_routes(),
        *window_routes(window),
    ]


class _Closable(Protocol):
    async def close(self) -> None: ...


def _closing(*parts: _Closable) -> Callable[[], Awaitable[None]]:
    """What ends all of these, one after the other."""

    async def close() -> None:
        for part in parts:
            await part.close()

    return close


def _middleware(witness: Witness) -> list[Middleware]:
    """Nothing stands around the routes when nobody is told of requests."""
    return [Middleware(Witnessed, witness=witness)] if witness.tellers else []


def _shared_with(origins: tuple[str, ...]) -> list[Middleware]:
    """Lets pages of these sites ask, and read what is answered; a cookie of ours is never theirs to send."""
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Content-Type", "If-None-Match", "Last-Event-ID"),
            expose_headers=("ETag", "Retry-After"),
        )
    ]


def _given(manifest: Path | None, documents: Documents) -> list[Manifest]:
    """The manifest that the operator names, if there is one."""
    return [] if manifest is None else [read_manifest(manifest, documents)]
