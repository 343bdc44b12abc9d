"""How readings are asked in tests: over HTTP, of a made-up world."""

from dataclasses import dataclass
from typing import Any

import httpx
import orjson

from tests.reading.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A world, and the way to ask about it."""

    world: World
    client: httpx.AsyncClient

    async def __call__(self, query: str, **variables: object) -> Any:  # noqa: ANN401 - JSON
        """The data."""
        answer = await self.client.post("/graphql", json={"query": query, "variables": variables})
        found: dict[str, Any] = orjson.loads(answer.content)
        assert "errors" not in found, found["errors"]
        return found["data"]
