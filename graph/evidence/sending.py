"""The endpoints to which files are sent: announce, ask how far it is, send a piece, finish, give up."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from graph.evidence.pieces import pieces
from graph.evidence.tus import ABLE, SPOKEN, arriving, check_version, expires, new_file, offset_of
from graph.people.answering import done, json
from graph.people.asking import headers_of
from graph.people.knowing import WhoAsks
from graph.transport import CLOSE, TransportError, not_allowed
from service.exchange.evidence.handing_in import HandedIn, HandingIn
from service.exchange.evidence.incoming import BusyError

ADDRESS: Final = "/evidence/uploads/"


class Sending:
    """Answers for one place where files are handed in."""

    def __init__(self, handing_in: HandingIn, who_asks: WhoAsks) -> None:
        self._handing_in = handing_in
        self._who_asks = who_asks

    async def able(self, _request: Request) -> Response:
        """OPTIONS: what is spoken here."""
        return done(*SPOKEN, *ABLE)

    async def announce(self, request: Request) -> Response:
        """POST /evidence: the address to which the file is to be sent."""
        headers = headers_of(request)
        check_version(headers)
        asked = new_file(headers)
        begun = await self._handing_in.begin(await self._who_asks(request), asked)
        place = (b"location", f"{ADDRESS}{begun.secret}".encode())
        return json(201, {"expiresAt": begun.expires_at}, *SPOKEN, place, expires(begun.expires_at))

    async def look(self, request: Request) -> Response:
        """HEAD: how much of it has come."""
        check_version(headers_of(request))
        actor = await self._who_asks(request)
        file = await self._handing_in.look(actor, _secret(request))
        return done(*SPOKEN, *arriving(file))

    async def send(self, request: Request) -> Response:
        """PATCH: a piece, behind what has come."""
        headers = headers_of(request)
        check_version(headers)
        offset = offset_of(headers)
        actor, secret = await self._who_asks(request), _secret(request)
        file = await self._handing_in.look(actor, secret)
        room = file.size_bytes - offset
        if 0 <= room < int(headers.get(b"content-length", b"0")):
            message = "Kiriman melebihi ukuran berkasnya. / More is sent than the file has."
            raise TransportError(413, message, headers=CLOSE)
        with _busy_is_locked():
            come = await self._handing_in.send(actor, secret, offset, pieces(request.receive, room))
        return done(*SPOKEN, (b"upload-offset", b"%d" % come), expires(file.expires_at))

    async def finish(self, request: Request) -> Response:
        """POST: what a report says to show it. Some clients can only POST, and name what they mean beside."""
        instead = request.headers.get("x-http-method-override", "POST").upper()
        if instead != "POST":
            others = {"PATCH": self.send, "DELETE": self.give_up, "HEAD": self.look}
            if instead not in others:
                raise not_allowed("There is no such method.", b"POST, PATCH, HEAD, DELETE")
            return await others[instead](request)
        with _busy_is_locked():
            handed_in = await self._handing_in.finish(await self._who_asks(request), _secret(request))
        return json(200, _described(handed_in), *SPOKEN)

    async def give_up(self, request: Request) -> Response:
        """DELETE: nothing of it stays."""
        check_version(headers_of(request))
        await self._handing_in.give_up(await self._who_asks(request), _secret(request))
        return done(*SPOKEN)


def _secret(request: Request) -> str:
    return str(request.path_params["secret"])


@contextmanager
def _busy_is_locked() -> Generator[None]:
    try:
        yield
    except BusyError as error:
        raise TransportError(423, error.message, headers=((b"retry-after", b"2"), *CLOSE)) from None


def _described(file: HandedIn) -> dict[str, object]:
    place = file.place and {"latitude": file.place[0], "longitude": file.place[1]}
    return {
        "kind": "FILE",
        "url": file.url,
        "sha256": file.sha256,
        "name": file.name,
        "mediaType": file.media_type,
        "sizeBytes": file.size_bytes,
        "coordinates": place,
        "expiresAt": file.expires_at,
    }
