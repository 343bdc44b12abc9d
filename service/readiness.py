"""What answers while the rest is coming up: the gate before the application, and how far we are."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum

import orjson
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from service.wellness import Lack

_NOTHING: Mapping[str, ASGIApp] = {}


class Stage(StrEnum):
    """How far the start has come, in order."""

    DATABASE = "database"
    MIGRATING = "migrating"
    SEEDING = "seeding"
    READY = "ready"
    STOPPING = "stopping"


Probe = Callable[[], Awaitable[tuple[Lack, ...]]]
_WORDS = {
    Stage.DATABASE: "Menunggu basis data. / Waiting for the database.",
    Stage.MIGRATING: "Menyiapkan skema. / Preparing the schema.",
    Stage.SEEDING: "Memuat data awal. / Loading the first data.",
    Stage.STOPPING: "Sedang berhenti. / Stopping.",
}


class Gate:
    """Answers /healthz always, /readyz by the stage, and lets the rest through once that is possible.

    What stands `beside` the application is answered from the beginning, too.
    """

    def __init__(self, beside: Mapping[str, ASGIApp] = _NOTHING) -> None:
        self._beside = beside
        self.stage = Stage.DATABASE
        self._application: ASGIApp | None = None
        self._probe: Probe | None = None
        self._let_go: Callable[[], Awaitable[None]] | None = None

    def open(self, application: ASGIApp, probe: Probe, let_go: Callable[[], Awaitable[None]]) -> None:
        """From now on requests reach `application`; `probe` tells what it lacks.

        `let_go` ends what would otherwise go on for ever.
        """
        self._application = application
        self._probe = probe
        self._let_go = let_go
        self.stage = Stage.READY

    async def stop(self) -> None:
        """No more is taken, and nobody listens on."""
        self.stage = Stage.STOPPING
        if self._let_go is not None:
            await self._let_go()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] == "http" and scope["path"] == "/healthz":
            await _json(200, {"status": "ok"})(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == "/readyz":
            await (await self._readiness())(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in self._beside:
            await self._beside[scope["path"]](scope, receive, send)
        elif self._application is not None:
            await self._application(scope, receive, send)
        elif scope["type"] == "http":
            await _not_yet(self.stage)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1013, "reason": "not ready"})

    async def _readiness(self) -> Response:
        if self.stage is not Stage.READY or self._probe is None:
            return _json(503, {"status": "starting", "stage": self.stage, "message": _WORDS.get(self.stage)})
        if lacks := await self._probe():
            told = [{"what": lack.need, "message": lack.message} for lack in lacks]
            return _json(503, {"status": "unavailable", "stage": lacks[0].need, "lacking": told})
        return _json(200, {"status": "ok", "stage": Stage.READY})


def _not_yet(stage: Stage) -> Response:
    message = f"Ikrar sedang dimulai ({stage}). / Ikrar is starting ({stage})."
    response = _json(503, {"errors": [{"message": message, "extensions": {"code": "UNAVAILABLE"}}]})
    response.headers["retry-after"] = "1"
    return response


def _json(status: int, content: object) -> Response:
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    return Response(orjson.dumps(content), status, headers)
