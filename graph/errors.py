"""The closed list of GraphQL error codes, and the refusal of a whole request.

Refusals of a use case are Problems in the data (graph/problems.py), not errors of this kind.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from graphql import GraphQLError
from graphql.language import Node

MAX_ERRORS: Final = 20
MAX_MESSAGE: Final = 400
MAX_LOCATIONS: Final = 10


class Code(StrEnum):
    """`errors[].extensions.code`. Clients switch on these words, so they never change."""

    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    NOT_FOUND = "NOT_FOUND"
    RATE_LIMITED = "RATE_LIMITED"
    MAX_COST_EXCEEDED = "MAX_COST_EXCEEDED"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    OPERATION_RESOLUTION_FAILURE = "OPERATION_RESOLUTION_FAILURE"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"


class RequestError(Exception):
    """The request as a whole cannot be executed; every error carries a code of the closed list."""

    def __init__(self, errors: Collection[GraphQLError]) -> None:
        self.errors = tuple(errors)[:MAX_ERRORS]
        super().__init__("; ".join(error.message for error in self.errors))

    @property
    def code(self) -> str:
        """The code of the first error: the one that decides the HTTP status."""
        return str((self.errors[0].extensions or {})["code"])


def refusal(code: Code, message: str, nodes: Collection[Node] | Node | None = None) -> RequestError:
    """A request error of one message, pointing at `nodes` of the document when they are known."""
    return RequestError((GraphQLError(message, nodes, extensions={"code": str(code)}),))


def coded(code: Code, errors: Collection[GraphQLError]) -> RequestError:
    """The errors of graphql-core, each given `code`; what they echo of the document is cut short."""
    for error in errors:
        error.extensions = {"code": str(code)}
        error.message = shortened(error.message)
        error.locations = (error.locations or [])[:MAX_LOCATIONS] or None
    return RequestError(errors)


def shortened(message: str) -> str:
    """A message that may repeat the caller's own words, at a length that fits an answer and a log."""
    return message if len(message) <= MAX_MESSAGE else f"{message[:MAX_MESSAGE]}…"
