"""Refusals of use cases in the graph: one interface, one type a code; clients switch on `code`.

They are read by plan like everything else, from a row that holds what the refusal said. A refusal that says
nothing about the request (UNAVAILABLE) is no Problem: the edge answers 503, and the same key may come again.
"""

import uuid
from enum import StrEnum
from typing import Any, Final

import strawberry
from sqlalchemy import ARRAY, BindParameter, FromClause, Integer, Text, Uuid, bindparam, func, select

from graph.plan.declaration import One, column, plain, planned
from graph.types.enum_words import described
from graph.types.pledges import Pledge
from service.errors import DomainError, ErrorCode, StaleError


class ProblemCode(StrEnum):
    """The codes of service/errors.py that a Problem may have."""

    NOT_SIGNED_IN = "NOT_SIGNED_IN"
    NOT_ALLOWED = "NOT_ALLOWED"
    NOT_FOUND = "NOT_FOUND"
    INVALID = "INVALID"
    WRONG_STATE = "WRONG_STATE"
    STALE = "STALE"
    CONFLICT = "CONFLICT"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"


described(
    ProblemCode,
    "Why a mutation was refused; it changed nothing.",
    {
        "NOT_SIGNED_IN": "Nobody is signed in.",
        "NOT_ALLOWED": "Not the caller's to do.",
        "NOT_FOUND": "Absent, or invisible to the caller.",
        "INVALID": "Breaks a rule that holds whatever the state.",
        "WRONG_STATE": "The present state does not allow it.",
        "STALE": "expectedVersion is not the stored one.",
        "CONFLICT": "What must be unique exists already.",
        "IDEMPOTENCY_KEY_REUSED": "The key was used before, with other input.",
    },
)


@strawberry.interface(description="Why a mutation was refused; it changed nothing.")
class Problem:
    """What every refusal says."""

    code: ProblemCode = plain("code", "For programs to switch on.")
    message: str = plain("message", "For people: Bahasa Indonesia, then English, divided by ' / '.")
    path: list[str] | None = column(
        "To the field of the input that caused it, outermost first; null when no single one did.",
        lambda row: func.array_to_json(row.c.path),
    )


@strawberry.type(description="Nobody is signed in, and the mutation needs somebody.")
class NotSignedIn(Problem):
    """NOT_SIGNED_IN."""


@strawberry.type(description="This is not the caller's to do.")
class NotAllowed(Problem):
    """NOT_ALLOWED."""


@strawberry.type(description="Something that the input names is absent, or invisible to the caller.")
class NotFound(Problem):
    """NOT_FOUND."""


@strawberry.type(description="The input breaks a rule that holds whatever the state.")
class InvalidInput(Problem):
    """INVALID."""


@strawberry.type(description="The present state does not allow it; the message says what is missing.")
class WrongState(Problem):
    """WRONG_STATE."""


@strawberry.type(description="Somebody changed the pledge since: expectedVersion is not its version.")
class Stale(Problem):
    """STALE, with what is there now."""

    current_version: int = plain("current_version", "The version that is stored now.")
    current: Pledge | None = planned(
        One(join=lambda row, child: child.c.id == row.c.subject_id), "The pledge as it stands now."
    )


@strawberry.type(description="Something that must be unique exists already.")
class Conflict(Problem):
    """CONFLICT."""


@strawberry.type(description="The key was used before, with other input.")
class IdempotencyKeyReused(Problem):
    """IDEMPOTENCY_KEY_REUSED."""


TYPES: Final[dict[ErrorCode, type]] = {
    ErrorCode.NOT_SIGNED_IN: NotSignedIn,
    ErrorCode.NOT_ALLOWED: NotAllowed,
    ErrorCode.NOT_FOUND: NotFound,
    ErrorCode.INVALID: InvalidInput,
    ErrorCode.WRONG_STATE: WrongState,
    ErrorCode.STALE: Stale,
    ErrorCode.CONFLICT: Conflict,
    ErrorCode.IDEMPOTENCY_KEY_REUSED: IdempotencyKeyReused,
}
"""Every refusal that is a Problem."""


def _parameter(name: str, kind: Any) -> BindParameter[Any]:  # noqa: ANN401 - SQL of any type
    return bindparam(f"problem_{name}", type_=kind)


REFUSED: Final[FromClause] = select(
    _parameter("code", Text()).label("code"),
    _parameter("message", Text()).label("message"),
    _parameter("path", ARRAY(Text())).label("path"),
    _parameter("current_version", Integer()).label("current_version"),
    _parameter("subject_id", Uuid()).label("subject_id"),
).subquery("refused")
"""The row that a refusal is read from."""


def values_of_problem(error: DomainError) -> dict[str, object]:
    """What the row of a refusal holds."""
    version: int | None = None
    subject: uuid.UUID | None = None
    if isinstance(error, StaleError):
        version, subject = error.current, error.subject_id
    return {
        "problem_code": error.code.value,
        "problem_message": error.message,
        "problem_path": list(error.path) or None,
        "problem_current_version": version,
        "problem_subject_id": subject,
    }
