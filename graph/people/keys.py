"""The endpoints of what proves who somebody is: the password, the link that sets it, the second factor."""

from starlette.requests import Request
from starlette.responses import Response

from graph.people.answering import done, json
from graph.people.asking import address_of, session_of, texts_of
from graph.people.sessions import Sessions
from service.ledger.inviting import Deliver, ask_reset, set_password
from service.ledger.presence import (
    change_password,
    confirm_second_factor,
    offer_second_factor,
    remove_second_factor,
)
from service.ledger.reception import Reception


class Keys:
    """Answers for one reception; `deliver` sends links."""

    def __init__(self, reception: Reception, sessions: Sessions, deliver: Deliver) -> None:
        self._reception = reception
        self._sessions = sessions
        self._deliver = deliver

    async def change_password(self, request: Request) -> Response:
        """POST /password: another one; other sessions end."""
        present = await self._sessions.present(request)
        said = await texts_of(request, ("current", "password"))
        secret = await change_password(self._reception, present, said["current"], said["password"])
        return await self._sessions.told(secret)

    async def forgotten(self, request: Request) -> Response:
        """POST /password/forgotten: a link by mail; the answer is the same for every address."""
        session_of(request)
        said = await texts_of(request, ("email",))
        await ask_reset(self._reception, self._deliver, said["email"], address_of(request))
        return json(202, {"sent": "IF_KNOWN"})

    async def by_link(self, request: Request) -> Response:
        """POST /password/link: set a password by an invitation or a reset, once."""
        session_of(request)
        said = await texts_of(request, ("link", "password"))
        await set_password(self._reception, said["link"], said["password"], address_of(request))
        return done()

    async def offer(self, request: Request) -> Response:
        """POST /second-factor: the secret for an authenticator."""
        present = await self._sessions.present(request)
        said = await texts_of(request, ("password",))
        offer = await offer_second_factor(self._reception, present, said["password"])
        return json(200, {"secret": offer.secret, "uri": offer.uri})

    async def confirm(self, request: Request) -> Response:
        """PUT /second-factor: it counts from its first code on."""
        present = await self._sessions.present(request)
        said = await texts_of(request, ("code",))
        secret = await confirm_second_factor(self._reception, present, said["code"])
        return await self._sessions.told(secret)

    async def remove(self, request: Request) -> Response:
        """DELETE /second-factor: by password and code."""
        present = await self._sessions.present(request)
        said = await texts_of(request, ("password", "code"))
        secret = await remove_second_factor(self._reception, present, said["password"], said["code"])
        return await self._sessions.told(secret)
