"""The floor: the service's own final SQL through a bare ASGI handler that passes the bytes on.

Nothing is parsed, checked or planned: the statements and their values are taken from the service once, when
the process starts, and the path of a request says which. Pool, settings of the connections and HTTP server
are the service's own, so that what lies between the two is the whole cost of speaking GraphQL.
"""

import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import orjson
import uvloop
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from benchmarks.peers.lifeline import announce, end_with_parent
from benchmarks.reading.operations import OPERATIONS, Operation
from service.app import create_app
from service.connections import Questions
from service.database import Database
from service.listening import Listener, nobody, take_port
from service.readers import Row
from service.trust import Trust

Statement = tuple[Questions, str, tuple[object, ...]]
"""By which of the service's pools, what, and with which values."""
_HEADERS = [(b"content-type", b"application/json; charset=utf-8")]


class _Recorder:
    """One of the service's pools, noting what it is asked."""

    def __init__(self, pool: Questions, asked: list[Statement]) -> None:
        self._pool = pool
        self._asked = asked

    async def fetchrow(self, query: str, *args: object) -> Row | None:
        """Ask, and keep the question."""
        self._asked.append((self._pool, query, args))
        return await self._pool.fetchrow(query, *args)

    async def close(self) -> None:
        """The pool is closed by whoever opened it."""


async def statement_of(operation: Operation, variables: dict[str, str], database: Database) -> Statement:
    """The one statement by which the service answers an operation."""
    asked: list[Statement] = []
    public = database.of[Trust.PUBLIC]
    heard = replace(public, reads=_Recorder(public.reads, asked), counts=_Recorder(public.counts, asked))
    app = create_app(replace(database, of={**database.of, Trust.PUBLIC: heard}))
    await _post(app, operation.body(operation.document, variables))
    if len(asked) != 1:
        message = f"{operation.name} takes {len(asked)} statements; the floor knows of one"
        raise RuntimeError(message)
    return asked[0]


async def _post(app: ASGIApp, body: bytes) -> None:
    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))],
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        del message

    await app(scope, receive, send)


class Floor:
    """The handler: a path, its statement, the answer's bytes."""

    def __init__(self, statements: Mapping[str, Statement]) -> None:
        self._statements = statements

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        while (await receive()).get("more_body"):
            pass
        pool, query, args = self._statements[scope["path"]]
        row = await pool.fetchrow(query, *args)
        body = b'{"data":' + cast("tuple[bytes]", row)[0] + b"}"
        length = (b"content-length", b"%d" % len(body))
        await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS, length]})
        await send({"type": "http.response.body", "body": body})


async def _serve(url: str, variables: dict[str, str]) -> None:
    database = await Database.open(url)
    statements = {f"/{each.name}": await statement_of(each, variables, database) for each in OPERATIONS}
    with take_port("127.0.0.1", 0) as port:
        announce(port.getsockname()[1])
        await Listener(Floor(statements), nobody).serve(sockets=[port])
    await database.close()


if __name__ == "__main__":
    end_with_parent()
    uvloop.run(_serve(sys.argv[1], orjson.loads(sys.argv[2])))
