"""How the window asks the graph: its own documents, as the public does, at the pace of whoever looks."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Generic

import orjson

from graph.answers import Answer
from graph.asked import asked_in_message
from graph.documents import Documents
from graph.edge import ActorT, Edge
from graph.negotiation import Media
from graph.trusted import Manifest, manifest_of
from service.access.credential import NOTHING
from service.access.pace import PACE

_DOCUMENTS: Final = (Path(__file__).parent / "window.graphql").read_text()


class RefusedError(Exception):
    """The graph refused; with what a client of it would have heard."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.status = answer.status
        self.headers = answer.headers
        self.message: str = orjson.loads(answer.body)["errors"][0]["message"]


def window_manifest(documents: Documents) -> Manifest:
    """The documents by their names, each with `id` and `text`; whoever serves the window trusts them."""
    return manifest_of([_DOCUMENTS], documents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Generic[ActorT]):
    """The graph as it is seen from outside."""

    edge: Edge[ActorT]
    manifest: Manifest

    async def ask(self, address: str, name: str, variables: dict[str, object]) -> dict[str, Any]:
        """What the graph tells the public at an address; RefusedError when it tells nothing."""
        try:
            return await self.edge.within(self._ask(address, name, variables))
        except Exception as error:
            raise RefusedError(self.edge.answer_to(error, Media.RESPONSE)) from error

    async def _ask(self, address: str, name: str, variables: dict[str, object]) -> dict[str, Any]:
        caller = await self.edge.caller(NOTHING, address)
        PACE.set(None)  # the shapes of our own documents are few: composing them is not the visitor's doing
        asked = asked_in_message({"documentId": self.manifest[name]["id"], "variables": variables})
        admitted = await self.edge.admit(asked, caller, only_reads=True)
        answer: dict[str, Any] = orjson.loads(await self.edge.run(replace(admitted, bill=None)))
        return answer["data"]
