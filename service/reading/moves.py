"""How pledges moved between two moments, in SQL: service/rules/changes.py, from its own table.

`before` and `after` are rows of the same pledge, `step` is the execution of both in one word; `before` is all
NULL for one that was not there. `gain` has the sign of the growth of what is verified, or is NULL.
"""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, func, literal_column, or_

from service.reading.pledge_facts import timeliness
from service.reading.sql import ZERO, word
from service.rules.changes import MOVES, VERDICTS_FROM_BEST, ChangeKind
from service.rules.lifecycle import EXITS
from service.rules.timeliness import Timeliness

_FALSE: ColumnElement[bool] = literal_column("false")


def moves(
    step: ColumnElement[Any], before: FromClause, after: FromClause, gain: ColumnElement[Any]
) -> dict[ChangeKind, ColumnElement[bool]]:
    """For each kind whether the pledge moved so; never NULL."""
    found = {kind: _moved(step, kind) for kind in ChangeKind}
    compared = and_(
        before.c.execution.is_not(None), after.c.execution.not_in([word(state) for state in EXITS])
    )
    grew = and_(~found[ChangeKind.COMPLETED], func.coalesce(gain > ZERO, _FALSE))
    found[ChangeKind.ADVANCED] |= and_(compared, grew)
    found[ChangeKind.SLIPPED] |= and_(compared, _slipped(before, after, gain))
    return found


def step_of(before: FromClause, after: FromClause) -> ColumnElement[Any]:
    """The two states of execution in one word."""
    return func.concat(before.c.execution, word(">"), after.c.execution)


def _moved(step: ColumnElement[Any], kind: ChangeKind) -> ColumnElement[bool]:
    """Whether the two states of execution are a move of this kind."""
    steps = [f"{was or ''}>{now}" for (was, now), kinds in MOVES.items() if kind in kinds]
    return step.in_([word(each) for each in steps])


def _slipped(before: FromClause, after: FromClause, gain: ColumnElement[Any]) -> ColumnElement[bool]:
    late = word(Timeliness.OVERDUE)
    was, became = before.c.due_on, after.c.due_on
    is_later = and_(was.is_not(None), func.coalesce(became > was, became.is_(None)))
    is_worse = func.coalesce(_place(after.c.verdict) > _place(before.c.verdict), _FALSE)
    return or_(
        is_later,
        and_(timeliness(after) == late, timeliness(before) != late),
        is_worse,
        func.coalesce(gain < ZERO, _FALSE),
    )


def _place(verdict: ColumnElement[Any]) -> ColumnElement[Any]:
    """Where a verdict stands, from the best; NULL for none."""
    listed = ", ".join(f"'{each}'" for each in VERDICTS_FROM_BEST)
    words: ColumnElement[Any] = literal_column(f"ARRAY[{listed}]")
    return func.array_position(words, verdict)
