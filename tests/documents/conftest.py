"""The service as `./run serve` has it at its first start: the reference, the first data, three ways in."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from seeds.demo import seed_demo
from seeds.sign_ins import demo_sign_ins
from service.app import create_app
from service.database import Database

_WHO = ("sekretariat", "narahubung", "integrasi")


class Visitor:
    """Asks in the name of whom a document says."""

    def __init__(self, client: httpx.AsyncClient, tokens: dict[str, str]) -> None:
        self._client = client
        self._tokens = tokens

    async def ask(self, who: str, question: str, variables: dict[str, Any]) -> dict[str, Any]:
        """The whole answer."""
        headers = {} if who == "publik" else {"authorization": f"Bearer {self._tokens[who]}"}
        body = {"query": question, "variables": variables}
        answer = await self._client.post("/graphql", json=body, headers=headers)
        found: dict[str, Any] = orjson.loads(answer.content)
        return found


@pytest.fixture
async def visitor(reference: Database, tmp_path: Path) -> AsyncGenerator[Visitor]:
    """Somebody with the three tokens that a first start prints."""
    await seed_demo(reference, lambda _: None)
    sign_ins = await demo_sign_ins(reference, tmp_path)
    tokens = {who: sign_in.token for who, sign_in in zip(_WHO, sign_ins, strict=True)}
    transport = httpx.ASGITransport(create_app(reference))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Visitor(client, tokens)
