"""How long one request holds the event loop: all that its thread computes until the answer is there."""

import contextlib
import gc
import time
from collections.abc import Callable, Generator
from typing import Final

import orjson
from starlette.types import ASGIApp, Message

from benchmarks.flooding.attacks import attacks
from service.access.actors import Role
from service.access.allowance import Rates
from service.access.buckets import Rate
from service.access.tokens import NewToken, create_token
from service.app import Policy, create_app
from service.database import Database
from service.serving import settle

MOST_SECONDS: Final = 0.1
_PLENTY: Final = Rate(points=10_000_000)
_POLICY: Final = Policy(rates=Rates(public=_PLENTY, known=_PLENTY))


_QUIET_SECONDS: Final = 0.008
"""What `slowness` computes takes on the machine whose figures are in docs/security.md, when it is quiet."""


def slowness() -> float:
    """How many times as long as there anything takes here and now; never less than one."""
    began = time.thread_time()
    sum(number * number for number in range(200_000))
    return max(1.0, (time.thread_time() - began) / _QUIET_SECONDS)


async def measured(url: str, rounds: int, yardstick: Callable[[], float]) -> list[tuple[str, float, str]]:
    """Of each known attack the name, for how long it holds the loop, and how it is answered to a program.

    Seconds are divided by what the yardstick says beside them: `slowness` where others are busy, too.
    """
    database = await Database.open(url, size=1)
    try:
        async with database.writing() as session:
            token = await create_token(session, NewToken(label="Uji / A test", role=Role.INTEGRATION))
        with _settled():
            return [
                (name, *await _held(database, token.text, body, [yardstick] * rounds))
                for name, body in attacks()
            ]
    finally:
        await database.close()


async def _held(
    database: Database, token: str, body: bytes, rounds: list[Callable[[], float]]
) -> tuple[float, str]:
    """The least seconds in a few rounds; each time of a service to which the request is new."""
    found: list[tuple[float, str]] = []
    for yardstick in rounds:
        before = yardstick()
        seconds, told = await _once(create_app(database, policy=_POLICY), token, body)
        found.append((seconds / max(before, yardstick()), told))
    return min(found)


async def _once(application: ASGIApp, token: str, body: bytes) -> tuple[float, str]:
    sent: list[Message] = []
    parts = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> Message:
        return next(parts)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"authorization", b"Bearer " + token.encode()),
    ]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "headers": headers,
        "query_string": b"",
        "client": ("192.0.2.1", 1),
    }
    began = time.thread_time()
    await application(scope, receive, send)
    return time.thread_time() - began, _told(sent)


@contextlib.contextmanager
def _settled() -> Generator[None]:
    """The garbage collector as serving has it."""
    before = gc.get_threshold()
    settle()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def _told(sent: list[Message]) -> str:
    """The status and the first code of an answer."""
    answer = orjson.loads(sent[1]["body"])
    code = answer["errors"][0]["extensions"]["code"] if "errors" in answer else "served"
    return f"{sent[0]['status']} {code}"
