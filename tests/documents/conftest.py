"""The service as `./run serve` has it at its first start: the reference, the first data, three ways in."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from starlette.types import ASGIApp, Message

from seeds.sign_ins import demo_sign_ins
from service.app import create_app
from service.attaching import Addresses
from service.database import Database

_WHO = ("sekretariat", "narahubung", "integrasi")


class Visitor:
    """Asks in the name of whom a document says."""

    def __init__(self, application: ASGIApp, client: httpx.AsyncClient, tokens: dict[str, str]) -> None:
        self._application = application
        self._client = client
        self._tokens = tokens

    async def ask(self, who: str, question: str, variables: dict[str, Any]) -> dict[str, Any]:
        """The whole answer; the first event of a subscription."""
        headers = {} if who == "publik" else {"authorization": f"Bearer {self._tokens[who]}"}
        body = {"query": question, "variables": variables}
        if question.startswith("subscription"):
            return await first_event(self._application, orjson.dumps(body), headers)
        answer = await self._client.post("/graphql", json=body, headers=headers)
        found: dict[str, Any] = orjson.loads(answer.content)
        return found


async def first_event(application: ASGIApp, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    """What the first event says, of a client that leaves then."""
    sent, enough = bytearray(), asyncio.Event()
    given = {"content-type": "application/json", "accept": "text/event-stream", **headers}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    messages = iter([{"type": "http.request", "body": body}])

    async def receive() -> dict[str, Any]:
        message = next(messages, None)
        if message is None:
            await enough.wait()
        return message or {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.extend(message.get("body", b""))
        if sent.endswith(b"\n\n"):
            enough.set()

    await application(scope, receive, send)
    found: dict[str, Any] = orjson.loads(sent.split(b"data: ")[1].split(b"\n")[0])
    return found


@pytest.fixture
async def first_data(demo_addresses: Addresses) -> AsyncGenerator[Database]:
    """A database of the test's own with the reference and the first data."""
    database = await Database.open(demo_addresses.service, size=2)
    yield database
    await database.close()


@pytest.fixture
async def visitor(first_data: Database, tmp_path: Path) -> AsyncGenerator[Visitor]:
    """Somebody with the three tokens that a first start prints."""
    sign_ins = await demo_sign_ins(first_data, tmp_path)
    tokens = {who: sign_in.token for who, sign_in in zip(_WHO, sign_ins, strict=True)}
    application = create_app(first_data)
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Visitor(application, client, tokens)
