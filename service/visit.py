"""One request while it lasts: what is asked, by whom, and what PostgreSQL takes for it.

Whoever learns something of it writes it here; what is made of it when it is over stands in witness.py.
Nothing that a person typed is kept: no values, no names, no addresses.
"""

import time
from contextvars import Context, ContextVar, copy_context
from dataclasses import dataclass
from typing import Final

clock: Final = time.perf_counter
"""Seconds; only differences of them mean something."""
_LONGEST_NAME: Final = 80
_MOST_SLOW: Final = 3
"""Slow statements of one request that are told: the slowest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow:
    """A statement that took long: its text, in which there are no values, and its seconds."""

    sql: str
    seconds: float


class Visit:
    """What is known of a request by now. It is filled in while the request lasts, by whoever knows."""

    operation: str | None = None
    kind: str | None = None
    document: str | None = None
    actor: str | None = None
    cost: int | None = None
    status: int | None = None
    code: str | None = None
    """Why it was refused."""
    error_id: str | None = None
    statements: int = 0
    sql_seconds: float = 0.0
    slow: tuple[Slow, ...] = ()
    seconds: float = 0.0
    """How long it took, once it is over."""

    def __init__(self, transport: str, slow_after: float = float("inf"), parent: str | None = None) -> None:
        self.transport = transport
        self.began = clock()
        self.slow_after = slow_after
        """Seconds after which a statement is slow."""
        self.parent = parent
        """Of which trace it is a part, in the words of W3C's `traceparent`."""


VISIT: Final[ContextVar[Visit | None]] = ContextVar("visit", default=None)


def behind() -> Context:
    """A context for what is done behind the request: nobody waits for it, so it is none of its time."""
    context = copy_context()
    context.run(VISIT.set, None)
    return context


def note_operation(operation: str | None, kind: str, document: str, cost: int) -> None:
    """The request of this task asks for this operation of this document."""
    visit = VISIT.get()
    if visit is not None:
        visit.operation = operation and operation[:_LONGEST_NAME]
        visit.kind, visit.document, visit.cost = kind, document, cost


def note_actor(kind: str, actor_id: str) -> None:
    """The request of this task is somebody's."""
    visit = VISIT.get()
    if visit is not None:
        visit.actor = f"{kind} {actor_id}"


def note_refusal(code: str, error_id: str | None = None) -> None:
    """The request of this task is refused."""
    visit = VISIT.get()
    if visit is not None:
        visit.code, visit.error_id = code, error_id


def note_statement(sql: str, began: float) -> None:
    """PostgreSQL took from `began` until now for a statement of this task's request."""
    visit = VISIT.get()
    if visit is None:
        return
    seconds = clock() - began
    visit.statements += 1
    visit.sql_seconds += seconds
    if seconds >= visit.slow_after:
        slow = (*visit.slow, Slow(sql=sql, seconds=seconds))
        visit.slow = tuple(sorted(slow, key=lambda slow: -slow.seconds)[:_MOST_SLOW])
