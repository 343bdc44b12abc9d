"""A client as a phone is one: it keeps a connection, and does not know more than it was told."""

import time
from dataclasses import dataclass
from typing import Any, Final

import httpx
import orjson

from benchmarks.campaign.journal import Journal

_DONE: Final = 200
_UNAVAILABLE: Final = 503
_TIMEOUT: Final = httpx.Timeout(15.0, connect=2.0)
"""Longer than the service gives itself, so that a service that hangs is seen as a gap and a slow answer."""


class UnknownOutcomeError(Exception):
    """Nobody told what became of it: the same key again."""


class AwayError(UnknownOutcomeError):
    """Nobody listens, or the service is only starting: it was not even looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer, and when it was asked and told."""

    data: dict[str, Any]
    asked_at: float
    told_at: float


class Phone:
    """Asks in one actor's name over one connection; notes in the journal what it was told."""

    def __init__(self, address: str, token: str, journal: Journal) -> None:
        self._journal = journal
        self._client = httpx.AsyncClient(
            base_url=address,
            timeout=_TIMEOUT,
            limits=httpx.Limits(max_connections=1),
            headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
        )

    async def ask(self, document: str, **variables: object) -> Told:
        """The answer's data; UnknownOutcomeError when there is none to rely on."""
        body = orjson.dumps({"query": document, "variables": variables})
        asked_at = time.monotonic()
        try:
            answer = await self._client.post("/graphql", content=body)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise AwayError from error
        except httpx.TransportError as error:
            self._sent(asked_at)
            raise self._unknown() from error
        self._sent(asked_at)
        return Told(data=self._data(answer), asked_at=asked_at, told_at=time.monotonic())

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()

    def _data(self, answer: httpx.Response) -> dict[str, Any]:
        content: dict[str, Any] = orjson.loads(answer.content) if answer.content else {}
        if answer.status_code == _UNAVAILABLE:
            is_starting = content["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
            raise AwayError if is_starting else self._unknown()
        if answer.status_code != _DONE or "errors" in content or not content.get("data"):
            # A fault of the service's own says that something failed, which is more than it can know.
            self._journal.wrong.append(f"HTTP {answer.status_code}: {answer.text[:300]}")
            raise UnknownOutcomeError
        return content["data"]

    def _sent(self, asked_at: float) -> None:
        self._journal.requests += 1
        self._journal.slowest = max(self._journal.slowest, time.monotonic() - asked_at)

    def _unknown(self) -> UnknownOutcomeError:
        self._journal.unknown += 1
        return UnknownOutcomeError()
