"""What moved between two points in time: the kinds of change, by what a pledge was and what it is.

Only the two points are compared, never the steps between them: what went back and forth did not move. The
execution changes by one table; what dates, verdicts and quantities say is added to it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from service.rules.lifecycle import EXITS, Execution
from service.rules.timeliness import Timeliness
from service.rules.verification import Verdict


class ChangeKind(StrEnum):
    """How a pledge moved; it may have moved in several ways at once."""

    NEW = "NEW"
    ADVANCED = "ADVANCED"
    SLIPPED = "SLIPPED"
    COMPLETED = "COMPLETED"
    WITHDRAWN = "WITHDRAWN"
    REOPENED = "REOPENED"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What of a pledge is compared, at one point; `progress` is verified, None when nothing is measurable."""

    execution: Execution
    verdict: Verdict | None = None
    due_on: date | None = None
    timeliness: Timeliness = Timeliness.NO_DUE_DATE
    progress: Decimal | None = None


_SAME: frozenset[ChangeKind] = frozenset()
_NEW, _FORTH = frozenset({ChangeKind.NEW}), frozenset({ChangeKind.ADVANCED})
_BACK, _DONE = frozenset({ChangeKind.SLIPPED}), frozenset({ChangeKind.COMPLETED})
_OUT, _AGAIN = frozenset({ChangeKind.WITHDRAWN}), frozenset({ChangeKind.REOPENED})
_STATES = tuple(Execution)

# From what it was (None: it was not there) to each state, in the order of the lifecycle:
# RECORDED, SPECIFIED, AGREED, IN_PROGRESS, REPORTED_DONE, COMPLETED, CANCELLED, TRANSFERRED, NEVER_STARTED.
_LAW: Final[dict[Execution | None, tuple[frozenset[ChangeKind], ...]]] = {
    None: (_NEW, _NEW, _NEW, _NEW, _NEW, _NEW | _DONE, _NEW | _OUT, _NEW | _OUT, _NEW | _OUT),
    Execution.RECORDED: (_SAME, _FORTH, _FORTH, _FORTH, _FORTH, _DONE, _OUT, _OUT, _OUT),
    Execution.SPECIFIED: (_BACK, _SAME, _FORTH, _FORTH, _FORTH, _DONE, _OUT, _OUT, _OUT),
    Execution.AGREED: (_BACK, _BACK, _SAME, _FORTH, _FORTH, _DONE, _OUT, _OUT, _OUT),
    Execution.IN_PROGRESS: (_BACK, _BACK, _BACK, _SAME, _FORTH, _DONE, _OUT, _OUT, _OUT),
    Execution.REPORTED_DONE: (_AGAIN, _AGAIN, _AGAIN, _AGAIN, _SAME, _DONE, _OUT, _OUT, _OUT),
    Execution.COMPLETED: (_AGAIN, _AGAIN, _AGAIN, _AGAIN, _AGAIN, _SAME, _OUT, _OUT, _OUT),
    Execution.CANCELLED: (_AGAIN, _AGAIN, _AGAIN, _AGAIN, _AGAIN, _DONE, _SAME, _SAME, _SAME),
    Execution.TRANSFERRED: (_AGAIN, _AGAIN, _AGAIN, _AGAIN, _AGAIN, _DONE, _SAME, _SAME, _SAME),
    Execution.NEVER_STARTED: (_AGAIN, _AGAIN, _AGAIN, _AGAIN, _AGAIN, _DONE, _SAME, _SAME, _SAME),
}
MOVES: Final[dict[tuple[Execution | None, Execution], frozenset[ChangeKind]]] = {
    (before, after): kinds for before, row in _LAW.items() for after, kinds in zip(_STATES, row, strict=True)
}
"""The whole law of what the execution says."""
VERDICTS_FROM_BEST: Final = (
    Verdict.CONFORMS,
    Verdict.NOT_YET,
    Verdict.NOT_ACTED_ON,
    Verdict.CANNOT_BE_ACTED_ON,
)
"""The words of audit follow-up in their order; no verdict yet is neither better nor worse."""
_NOTHING: Final = Decimal(0)


def kinds_of(before: State | None, after: State | None) -> frozenset[ChangeKind]:
    """How a pledge moved; not at all when it is not there at the later point.

    Withdrawn, it neither advances nor slips; completed just then, it does not advance besides.
    """
    if after is None:
        return _SAME
    moved = MOVES[None if before is None else before.execution, after.execution]
    if before is None or after.execution in EXITS:
        return moved
    grew = ChangeKind.COMPLETED not in moved and _reached(after) > _reached(before)
    return moved | (_FORTH if grew else _SAME) | (_BACK if _slipped(before, after) else _SAME)


def _reached(state: State) -> Decimal:
    """What is verified; nothing measurable is nothing reached."""
    return _NOTHING if state.progress is None else state.progress


def _slipped(before: State, after: State) -> bool:
    """A later date or none, overdue since, a worse verdict, or less is verified."""
    is_overdue, was_overdue = (each.timeliness is Timeliness.OVERDUE for each in (after, before))
    return (
        _is_later(before.due_on, after.due_on)
        or (is_overdue and not was_overdue)
        or _is_worse(before.verdict, after.verdict)
        or _reached(after) < _reached(before)
    )


def _is_later(before: date | None, after: date | None) -> bool:
    return before is not None and (after is None or after > before)


def _is_worse(before: Verdict | None, after: Verdict | None) -> bool:
    if before is None or after is None:
        return False
    return VERDICTS_FROM_BEST.index(after) > VERDICTS_FROM_BEST.index(before)
