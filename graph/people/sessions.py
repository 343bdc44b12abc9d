"""The endpoints of sessions: sign in, who am I, act as another, sign out, which others there are."""

from starlette.requests import Request
from starlette.responses import Response

from graph.cookies import FORGET, remember
from graph.people.answering import done, json, over
from graph.people.asking import arrival_of, key_of, session_of, texts_of
from models.sign_in import PersonSession
from service.access.assignments import Assignment, assignments_of
from service.access.persons import known_by_id
from service.access.sessions import Present, recognise_session, sessions_of
from service.errors import DomainError, ErrorCode, not_signed_in
from service.ledger.presence import act_as, end_others, end_own, sign_out
from service.ledger.reception import Attempt, Reception


class Sessions:
    """Answers for one reception."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def sign_in(self, request: Request) -> Response:
        """POST /session: begin a session; one that the browser had is over."""
        former = session_of(request)
        said = await texts_of(request, ("email", "password"), ("code", "assignment"))
        wanted = said.get("assignment")
        attempt = Attempt(
            email=said["email"],
            password=said["password"],
            code=said.get("code"),
            arrival=arrival_of(request, wanted),
        )
        secret = await self._reception.sign_in(attempt)
        if former is not None:
            await self.end(former)
        return await self.told(secret)

    async def show(self, request: Request) -> Response:
        """GET /session: who is signed in, or null."""
        secret = session_of(request)
        return json(200, None) if secret is None else json(200, await self._described(secret))

    async def sign_out(self, request: Request) -> Response:
        """DELETE /session: end it; again: nothing."""
        secret = session_of(request)
        if secret is not None:
            await self.end(secret)
        return done(*FORGET)

    async def act_as(self, request: Request) -> Response:
        """POST /session/assignment: act under another of one's assignments."""
        present = await self.present(request)
        said = await texts_of(request, ("assignment",))
        wanted = key_of(said["assignment"], "Penugasan / assignment", "assignment")
        return await self.told(await act_as(self._reception, present, wanted))

    async def list(self, request: Request) -> Response:
        """GET /sessions: one's own, the newest first."""
        present = await self.present(request)
        async with self._reception.database.reading() as session:
            own = await sessions_of(session, present.account_id, self._reception.terms)
        return json(200, {"sessions": [_listed(one, present) for one in own]})

    async def end_one(self, request: Request) -> Response:
        """DELETE /sessions/{id}: end one of one's own."""
        present = await self.present(request)
        key = key_of(str(request.path_params["id"]), "Sesi / session", "id")
        await end_own(self._reception, present, key)
        return done(*(FORGET if key == present.session_id else ()))

    async def end_others(self, request: Request) -> Response:
        """DELETE /sessions: end all but this one."""
        present = await self.present(request)
        return json(200, {"ended": await end_others(self._reception, present)})

    async def present(self, request: Request) -> Present:
        """The session of the request; NOT_SIGNED_IN without one."""
        secret = session_of(request)
        if secret is None:
            raise not_signed_in()
        return await self._recognised(secret)

    async def told(self, secret: str) -> Response:
        """The session as it is now, and the cookie of its new secret."""
        lasts = int(self._reception.terms.longest.total_seconds())
        return json(200, await self._described(secret), *remember(secret, lasts))

    async def _recognised(self, secret: str) -> Present:
        try:
            async with self._reception.database.reading() as session:
                return await recognise_session(session, secret, self._reception.terms)
        except DomainError as error:
            if error.code is ErrorCode.NOT_SIGNED_IN:
                raise over() from None
            raise

    async def end(self, secret: str) -> None:
        """End a session, if it is one."""
        async with self._reception.database.reading() as session:
            try:
                present = await recognise_session(session, secret, self._reception.terms)
            except DomainError:
                return
        await sign_out(self._reception, present)

    async def _described(self, secret: str) -> dict[str, object]:
        present = await self._recognised(secret)
        async with self._reception.database.reading() as session:
            known = await known_by_id(session, present.account_id)
            held = await assignments_of(session, present.account_id)
        if known is None:
            raise over()
        return {
            "id": str(present.session_id),
            "person": {"name": known.name, "email": known.email},
            "assignment": present.assignment_id and str(present.assignment_id),
            "assignments": [_assigned(one) for one in held],
            "role": present.actor.role,
            "secondFactor": {
                "has": known.second_factor_since is not None,
                "shown": present.has_second_factor,
                "needed": present.lacks_second_factor,
            },
            "expiresAt": present.expires_at,
            "idleSeconds": int(self._reception.terms.idle.total_seconds()),
        }


def _assigned(one: Assignment) -> dict[str, object]:
    return {
        "id": str(one.id),
        "role": one.role,
        "label": one.label,
        "agencyId": one.agency_id and f"agency_{one.agency_id}",
        "regionCode": one.region_code,
    }


def _listed(one: PersonSession, present: Present) -> dict[str, object]:
    return {
        "id": str(one.id),
        "isThis": one.id == present.session_id,
        "agent": one.agent,
        "address": one.address,
        "signedInAt": one.recorded_at,
        "lastSeenAt": one.last_seen_at,
        "expiresAt": one.expires_at,
    }
