"""POST /imports/{kind}: a CSV of an administrator, tried out with `trial=1`, or taken."""

import tempfile
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from graph.evidence.pieces import pieces
from graph.people.answering import Allowing, answered, json
from graph.people.asking import headers_of
from graph.people.knowing import WhoAsks, asker
from graph.transport import TransportError
from service.access.doorkeeper import Doorkeeper
from service.database import Database
from service.errors import not_found
from service.exchange.uploads import Kind, Upload, take
from service.rules.policy import BESIDES, refuse_unless_ever_allowed
from service.rules.wording import checked_text

_MOST_BYTES: Final = 32 * 1024 * 1024
"""The posts of the whole nation are half of it."""
_SECONDS: Final = 120.0
_NAME: Final = 200
(_DEED,) = BESIDES


def routes(database: Database, doorkeeper: Doorkeeper, allowing: Allowing | None = None) -> list[BaseRoute]:
    """What service/app.py adds to the routes of the service."""
    taking = _Taking(database, asker(doorkeeper))
    return [Route("/imports/{kind}", answered(taking.take, allowing, _SECONDS), methods=["POST"])]


class _Taking:
    def __init__(self, database: Database, who_asks: WhoAsks) -> None:
        self._database = database
        self._who_asks = who_asks

    async def take(self, request: Request) -> Response:
        """200 with how many rows of what; Problems say the first row that cannot be."""
        headers = headers_of(request)
        actor = await self._who_asks(request)
        refuse_unless_ever_allowed(actor.role, _DEED)
        if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != b"text/csv":
            message = "Kirim CSV sebagai text/csv. / Send CSV as text/csv."
            raise TransportError(415, message)
        kind, query = _kind(request.path_params["kind"]), request.query_params
        with tempfile.NamedTemporaryFile(suffix=".csv") as kept:
            async for piece in pieces(request.receive, _MOST_BYTES):
                kept.write(piece)
            kept.flush()
            upload = Upload(
                kind=kind,
                file=Path(kept.name),
                name=checked_text(query.get("name", ""), ("name",), _NAME),
                version=checked_text(query.get("version") or query.get("name", ""), ("version",), _NAME),
                is_trial=query.get("trial") == "1",
            )
            counts = await take(self._database, actor, upload)
        return json(200, {"isTrial": upload.is_trial, **counts})


def _kind(word: str) -> Kind:
    if word not in set(Kind):
        raise not_found("Jenis berkas / kind of file", "kind")
    return Kind(word)
