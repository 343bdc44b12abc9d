"""Server-sent events, as the distinct connections mode of graphql-sse has them: an operation, a response."""

from asyncio import FIRST_COMPLETED, Task, create_task, timeout, wait
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Final, Generic

from starlette.types import Receive, Send

from graph.answers import MEDIA_HEADERS, body_of
from graph.asked import Asked
from graph.bearer import signed_out
from graph.edge import ActorT, Caller, ClosedError, Edge, Listening
from graph.errors import RequestError
from graph.negotiation import Media
from graph.transport import GoneError
from service.access.credential import Credential
from service.visit import note_refusal

KEEP_ALIVE_SECONDS: Final = 15.0
"""A silence longer than this ends many a proxy's patience."""
SEND_SECONDS: Final = 30.0
"""Who reads nothing for so long is gone."""
_HEADERS: Final = [*MEDIA_HEADERS[Media.EVENTS], (b"x-accel-buffering", b"no")]
_COMPLETE: Final = b"event: complete\ndata:\n\n"
_KEEP_ALIVE: Final = b":\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for by events, by whom, and after which event."""

    asked: Asked
    shown: Credential
    address: str
    last: str | None
    only_reads: bool


class Stream(Generic[ActorT]):
    """The events that answer one request."""

    def __init__(self, edge: Edge[ActorT], send: Send, keep_alive: float) -> None:
        self._edge = edge
        self._send = send
        self._keep_alive = keep_alive
        self._has_begun = False

    async def run(self, request: Request, caller: Caller[ActorT]) -> None:
        """Tell until all is told. What fails before the first event is raised: it has a status of its own.

        What GraphQL refuses is an event too, as the protocol has it.
        """
        edge = self._edge
        try:
            admitted = await edge.within(edge.admit(request.asked, caller, only_reads=request.only_reads))
            if admitted.is_subscription:
                await self._listen(edge.listening(admitted, request.last))
            else:
                await self._tell(await edge.within(edge.run(admitted)))
        except RequestError as error:
            note_refusal(error.code)
            await self._tell(body_of(error.errors))
        except ClosedError:
            # The end without the word that it is complete: clients ask again.
            await self._write(b"", more=False)
            return
        except Exception as error:
            if not self._has_begun:
                raise
            await self._tell(edge.answer_to(error, Media.EVENTS).body)
        await self._write(_COMPLETE, more=False)

    async def sign_out(self) -> None:
        """Say that the token or the session is good no more, and end."""
        await self._tell(signed_out())
        await self._write(_COMPLETE, more=False)

    async def _listen(self, beginning: AbstractAsyncContextManager[Listening]) -> None:
        async with beginning as listening:
            event = await self._edge.within(listening.next())
            while True:
                await self._tell(event.payload, event.id)
                event = None
                while event is None:
                    try:
                        async with timeout(self._keep_alive):
                            event = await listening.next()
                    except TimeoutError:
                        await self._write(_KEEP_ALIVE)

    async def _tell(self, payload: bytes, event_id: str | None = None) -> None:
        named = b"" if event_id is None else b"id: " + event_id.encode() + b"\n"
        await self._write(named + b"event: next\ndata: " + payload.replace(b"\n", b"") + b"\n\n")

    async def _write(self, body: bytes, *, more: bool = True) -> None:
        try:
            async with timeout(SEND_SECONDS):
                if not self._has_begun:
                    self._has_begun = True
                    await self._send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
                await self._send({"type": "http.response.body", "body": body, "more_body": more})
        except TimeoutError:
            raise GoneError from None


async def stream(
    edge: Edge[ActorT], request: Request, receive: Receive, send: Send, keep_alive: float
) -> None:
    """Answer by events until all is told, the client leaves, or its token or session is lost."""
    caller = await edge.within(edge.caller(request.shown, request.address))
    telling = Stream(edge, send, keep_alive)
    work, ear = create_task(telling.run(request, caller)), create_task(_left(receive))
    lost: list[bool] = []

    def lose() -> None:
        lost.append(work.cancel())

    try:
        with edge.watched(request.shown, lose):
            await wait({work, ear}, return_when=FIRST_COMPLETED)
    finally:
        await stop(work, ear)
    if any(lost):
        await telling.sign_out()
    elif not work.cancelled():
        work.result()


async def stop(*tasks: Task[None]) -> None:
    """Cancel what still runs, and wait until it has ended."""
    for task in tasks:
        task.cancel()
    if tasks:
        await wait(tasks)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
