"""What an operation costs, in points: told from its form and its arguments before it is run."""

from dataclasses import dataclass
from typing import Final

import orjson
from graphql.language import OperationType

from graph.documents import Prepared
from graph.limits import LIMITS
from service.access.allowance import Throttle
from service.access.pace import REQUEST

READING: Final = 4
"""Characters of a document for a point, when it is read for the first time: some 25 microseconds."""
WRITE: Final = 20
"""Points of one root field of a mutation."""
LISTENING: Final = 100
"""Points of beginning a subscription."""


def cost_of_reading(source: str) -> int:
    """What it costs to understand a document that is not known yet, good or bad."""
    return REQUEST + len(source) // READING


def effort_of(prepared: Prepared) -> int:
    """What an operation takes beside its request and the objects that it reads."""
    kind = prepared.operation.operation
    if kind is OperationType.SUBSCRIPTION:
        return LISTENING
    return WRITE * prepared.root_fields if kind is OperationType.MUTATION else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What was taken for an operation, and what is left."""

    requested: int
    throttle: Throttle

    def beside(self, response: bytes) -> bytes:
        """The response with the bill as its `extensions.cost`; only an operation that was run has one."""
        told = {
            "requested": self.requested,
            # The objects that the answer holds; a brace in a text counts as one, for the sake of speed.
            "actual": response.count(b"{"),
            "limit": LIMITS.nodes,
            "throttle": {
                "max": self.throttle.most,
                "available": self.throttle.available,
                "restoreRate": self.throttle.restored,
            },
        }
        return response[:-1] + b',"extensions":{"cost":' + orjson.dumps(told) + b"}}"
