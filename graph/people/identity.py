"""The way to an identity provider and back: two redirects, of which only the browser that left may return."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from graph.cookies import COOKIE, DEPARTURE, cookie_called, keep_departure, remember
from graph.people.answering import gone_to
from graph.people.asking import arrival_of, headers_of, session_of
from graph.people.sessions import Sessions
from service.errors import not_found
from service.exchange.identity_provider import MINUTES, IdentityProvider, not_vouched
from service.ledger.reception import Reception
from service.ledger.vouching import sign_in_by

_LONGEST: Final = 4_000
_OVER: Final = keep_departure("", 0)


class Identity:
    """Answers for one reception; without a provider there is no such way."""

    def __init__(self, reception: Reception, sessions: Sessions, provider: IdentityProvider | None) -> None:
        self._reception = reception
        self._sessions = sessions
        self._provider = provider

    async def depart(self, request: Request) -> Response:
        """GET /identity: to the provider, from a page of ours."""
        session_of(request)
        departure = await self._known().depart()
        return gone_to(departure.url, *keep_departure(departure.kept, int(MINUTES.total_seconds())))

    async def arrive(self, request: Request) -> Response:
        """GET /identity/back: sent by the provider, which is another site: what the browser kept must fit."""
        provider, headers = self._known(), headers_of(request)
        kept = cookie_called(DEPARTURE, headers)
        state, code = (request.query_params.get(name, "") for name in ("state", "code"))
        if kept is None or not (0 < len(state) <= _LONGEST and 0 < len(code) <= _LONGEST):
            raise not_vouched()
        secret = await sign_in_by(
            self._reception, lambda: provider.arrive(kept, state, code), arrival_of(request)
        )
        former = cookie_called(COOKIE, headers)
        if former is not None:
            await self._sessions.end(former)
        lasts = int(self._reception.terms.longest.total_seconds())
        return gone_to("/", *_OVER, *remember(secret, lasts))

    def _known(self) -> IdentityProvider:
        if self._provider is None:
            raise not_found("Penyedia identitas / identity provider")
        return self._provider
