"""WebSockets at `/graphql`, speaking graphql-transport-ws and nothing else: many operations on one socket.

Browsers cannot set headers here, so the token comes in the payload of `connection_init`, as a header would:
`{"authorization": "Bearer …"}`; without one, the cookie of the handshake tells whose session it is, and
`{"assignment": "…"}` under what it means to act. Who asks is looked up again for each operation, and watched
for as long as the socket is open. A fault of one operation ends that operation and not the socket.
"""

from asyncio import Task, create_task, timeout, wait
from contextlib import suppress
from dataclasses import replace
from typing import Final, Generic

import orjson
from starlette.types import Receive, Scope, Send

from graph.bearer import bearer_token
from graph.cookies import session_cookie
from graph.edge import ActorT, ClosedError, Edge
from graph.errors import Code, refusal
from graph.messages import PROTOCOL, Message, UnreadableError, asked_of, read_message, written, written_for
from graph.negotiation import Media
from graph.origins import is_of_this_site
from graph.streaming import stop
from graph.transport import GoneError, TransportError, address_of
from service.access.buckets import Rate
from service.access.credential import Credential
from service.access.pace import ExhaustedError, Pace
from service.errors import DomainError

INIT_SECONDS: Final = 5.0
MOST_OPERATIONS: Final = 40
"""At once on one socket."""
_OTHERS: Final = Rate(points=100)
"""Ten a second of the messages that start nothing; the socket is not read meanwhile."""
_SHOWN: Final = 80
"""Characters of a client's own words in a reason, which may have 123 bytes."""


class CloseError(Exception):
    """The socket is to be closed, with a code of the protocol."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class GraphQLSocket(Generic[ActorT]):
    """The ASGI application for the WebSockets of one path."""

    def __init__(self, edge: Edge[ActorT], *, init_seconds: float = INIT_SECONDS) -> None:
        self._edge = edge
        self._init_seconds = init_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket to its end."""
        await receive()
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if not is_of_this_site(headers):
            await send({"type": "websocket.close", "code": 1008, "reason": "Origin"})
            return
        try:
            await self._edge.hold_back(address_of(scope))
        except ExhaustedError:
            await send({"type": "websocket.close", "code": 1013, "reason": "Too many requests"})
            return
        speaks = PROTOCOL in scope["subprotocols"]
        await send({"type": "websocket.accept", "subprotocol": PROTOCOL if speaks else None})
        if not speaks:
            await send({"type": "websocket.close", "code": 4406, "reason": "Subprotocol not acceptable"})
            return
        with suppress(GoneError, OSError):
            shown = Credential(session=session_cookie(headers))
            talk = _Conversation(self._edge, receive, send, shown, address_of(scope))
            await talk.hold(self._init_seconds)


class _Conversation(Generic[ActorT]):
    """One socket: who opened it, and the operations that run on it."""

    def __init__(
        self, edge: Edge[ActorT], receive: Receive, send: Send, shown: Credential, address: str
    ) -> None:
        self._edge = edge
        self._address = address
        self._receive = receive
        self._send = send
        self._shown = shown
        self._running: dict[str, Task[None]] = {}
        self._pace = Pace(_OTHERS)

    async def hold(self, init_seconds: float) -> None:
        """Begin, then do what the messages say, until either side ends it."""
        try:
            async with timeout(init_seconds):
                await self._begin()
            await self._talk_while_signed_in()
        except TimeoutError:
            await self._close(4408, "Connection initialisation timeout")
        except UnreadableError as error:
            await self._close(4400, str(error))
        except CloseError as error:
            await self._close(error.code, error.reason)
        except (GoneError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged and never shown
            self._edge.answer_to(error, Media.JSON)
            await self._close(1011, "Internal error")
        finally:
            await stop(*self._running.values())

    async def _begin(self) -> None:
        """Wait for the word that begins, and learn who asks."""
        message = await self._next()
        while message.type != "connection_init":
            if message.type == "subscribe":
                raise CloseError(4401, "Unauthorized")
            await self._answer_ping(message)
            message = await self._next()
        try:
            self._shown = self._shown_in(message.payload or {})
            await self._edge.caller(self._shown, self._address)
        except TransportError:
            raise CloseError(4403, "Forbidden") from None
        except ExhaustedError:
            raise CloseError(1013, "Too many requests") from None
        except DomainError:
            raise CloseError(1013, "Try again later") from None
        await self._say(written("connection_ack"))

    def _shown_in(self, said: dict[str, object]) -> Credential:
        line = said.get("authorization")
        token = bearer_token([] if line is None else [str(line).encode()])
        if token is not None:
            return Credential(token=token)
        means = said.get("assignment")
        return replace(self._shown, assignment=None if means is None else str(means))

    async def _talk_while_signed_in(self) -> None:
        talk = create_task(self._talk())
        lost: list[bool] = []

        def lose() -> None:
            lost.append(talk.cancel())

        try:
            with self._edge.watched(self._shown, lose):
                await wait({talk})
        finally:
            await stop(talk)
        if any(lost):
            raise CloseError(4403, "Forbidden")
        talk.result()

    async def _talk(self) -> None:
        while True:
            message = await self._next()
            if message.type == "connection_init":
                raise CloseError(4429, "Too many initialisation requests")
            if message.type == "subscribe":
                await self._subscribe(message)
            elif message.type == "complete" and message.id in self._running:
                self._running.pop(message.id).cancel()
            else:
                await self._answer_ping(message)

    async def _subscribe(self, message: Message) -> None:
        if message.id in self._running:
            raise CloseError(4409, f"Subscriber for {message.id[:_SHOWN]} already exists")
        if len(self._running) >= MOST_OPERATIONS:
            await self._pace.step()
            error = refusal(Code.RATE_LIMITED, f"At most {MOST_OPERATIONS} operations at once on a socket.")
            await self._refuse(message.id, error)
            return
        task = create_task(self._operate(message))
        self._running[message.id] = task

        def forget(_ended: Task[None]) -> None:
            if self._running.get(message.id) is task:
                del self._running[message.id]

        task.add_done_callback(forget)

    async def _operate(self, message: Message) -> None:
        with self._edge.witness.visit("websocket"):
            await self._answer(message)

    async def _answer(self, message: Message) -> None:
        try:
            await self._run(message)
        except ClosedError:
            return  # the server says so to the whole socket
        except (GoneError, OSError):
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged and never shown
            await self._refuse(message.id, error)
            return
        await self._say(written_for("complete", message.id))

    async def _run(self, message: Message) -> None:
        edge, asked = self._edge, asked_of(message)
        caller = await edge.within(edge.caller(self._shown, self._address))
        admitted = await edge.within(edge.admit(asked, caller))
        if not admitted.is_subscription:
            await self._say(written_for("next", message.id, await edge.within(edge.run(admitted))))
            return
        async with edge.listening(admitted) as listening:
            event = await edge.within(listening.next())
            while True:
                await self._say(written_for("next", message.id, event.payload))
                event = await listening.next()

    async def _refuse(self, operation: str, error: Exception) -> None:
        errors = orjson.loads(self._edge.answer_to(error, Media.JSON).body)["errors"]
        with suppress(OSError):
            await self._say(written_for("error", operation, orjson.dumps(errors)))

    async def _answer_ping(self, message: Message) -> None:
        await self._pace.step()
        if message.type == "ping":
            await self._say(written("pong", message.payload))

    async def _next(self) -> Message:
        received = await self._receive()
        if received["type"] == "websocket.disconnect":
            raise GoneError
        return read_message(received.get("text"))

    async def _say(self, text: str) -> None:
        await self._send({"type": "websocket.send", "text": text})

    async def _close(self, code: int, reason: str) -> None:
        await self._send({"type": "websocket.close", "code": code, "reason": reason})
