"""Pledges at two moments beside each other: those that a filter takes, and how each of them moved.

The rollup keeps all days of a pledge in one row, so there both states are read at once. With `knownOn`, or
without a rollup, the pledges of each moment are looked for, and what one of the two lacks is looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, FromClause, and_, exists, or_, select, true, union

from service.access.actors import Role
from service.access.bare import rows_of
from service.access.moments import Moment
from service.access.visibility import visible_pledges
from service.reading.courses import courses, was
from service.reading.gains import gain_of, gains
from service.reading.matrix import carried, pledges_under
from service.reading.moves import moves, step_of
from service.reading.narrowing import Given, condition, conditions, lasts
from service.reading.pledge_facts import timeliness
from service.reading.sql import ONE, ZERO, Rows, all_of, chosen
from service.reading.stays import stood_around
from service.rules.changes import ChangeKind

KINDS: Final = tuple(kind.lower() for kind in ChangeKind)
"""The columns that say of a pledge how it moved, and of a cell how many did."""
_STATE: Final = ("id", "reference", "execution", "verdict", "due_on", "timeliness")
"""What of a pledge is compared."""
_DONE_WITH: Final = ("id", "reference", "step", "progress", "maturity", "stood")
"""What need not be brought along any more, once both are compared."""
_TAKEN: Final = ("taken0", "taken1")
"""Whether the filter takes a pledge at each of the moments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Two moments, and under which filter they are compared."""

    name: str
    role: Role
    given: Given
    earlier: Moment
    later: Moment

    @property
    def moments(self) -> tuple[Moment, Moment]:
        """Both, in order."""
        return self.earlier, self.later

    @property
    def is_rolled(self) -> bool:
        """Whether the rollup may be asked at both."""
        return self.earlier.is_rolled and self.later.is_rolled

    def cte(self, name: str, rows: Rows) -> CTE:
        """The rows under a name of this question."""
        return rows.cte(f"{self.name}_{name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """`moved`: `id`, `reference` and the kinds of each; and which of them the filter takes at each moment."""

    moved: CTE
    under: tuple[FromClause, ...]


def compare(asked: Between) -> Compared:
    """Those under the filter at the earlier or at the later moment."""
    return _by_courses(asked) if asked.is_rolled else _by_spans(asked)


def _by_courses(asked: Between) -> Compared:
    both = _courses(asked).offset(ZERO).subquery()
    before, after = _sides(both, asked)
    kinds = moves(both.c.step, before, after, gain_of(before.c.progress, after.c.progress))
    pairs = both.join(before, true()).join(after, or_(*(both.c[name] for name in _TAKEN)))
    brought = [column for column in both.c if column.name.rstrip("01") not in _DONE_WITH]
    moved = asked.cte("moved", _moved(both, kinds, pairs, *brought))
    under = tuple(
        was(moved, number, moment).where(moved.c[_TAKEN[number]]).subquery()
        for number, moment in enumerate(asked.moments)
    )
    return Compared(moved=moved, under=under)


def _courses(asked: Between) -> Rows:
    """Every pledge that the filter may take at one of the moments, and whether it does at each of them."""
    row = _candidates(asked).subquery()
    before, after = _sides(row, asked)
    taken = [
        and_(there.c.execution.is_not(None), *conditions(there, asked.given, moment)).label(name)
        for name, there, moment in zip(_TAKEN, (before, after), asked.moments, strict=True)
    ]
    wanted = [condition(row, name, value, asked.later) for name, value in asked.given.items() if lasts(name)]
    pairs = row.join(before, true()).join(after, true())
    return chosen(*taken, *row.c, step_of(before, after).label("step")).select_from(pairs).where(*wanted)


def _candidates(asked: Between) -> Rows:
    """Every pledge; those of a region alone, where the filter looks into one."""
    course = courses(asked.moments).subquery()
    if "within" not in asked.given:
        return chosen(*course.c)
    stood = stood_around(asked.given["within"], asked.moments).subquery()
    there = stood.join(course, course.c.id == stood.c.pledge_id)
    return chosen(*course.c, *(each for each in stood.c if each.name != "pledge_id")).select_from(there)


def _sides(course: FromClause, asked: Between) -> list[FromClause]:
    """What pledges were at each of the moments."""
    return [
        was(course, number, moment).correlate(course).lateral() for number, moment in enumerate(asked.moments)
    ]


def _by_spans(asked: Between) -> Compared:
    found = tuple(_found(asked, moment, number) for number, moment in enumerate(asked.moments))
    ids = union(*(select(each.c.id) for each in found)).subquery()
    either = asked.cte("either", chosen(*ids.c))
    before, after = (
        _states(asked, moment, either, each) for moment, each in zip(asked.moments, found, strict=True)
    )
    gained = asked.cte("gained", gains(either, *asked.moments))
    pairs = after.outerjoin(before, before.c.id == after.c.id)
    pairs = pairs.outerjoin(gained, gained.c.pledge_id == after.c.id)
    kinds = moves(step_of(before, after), before, after, gained.c.gain)
    moved = asked.cte("moved", _moved(after, kinds, pairs))
    under = tuple(
        asked.cte(f"under{number}", chosen(*each.c).where(each.c.id.in_(select(moved.c.id))))
        for number, each in enumerate(found)
    )
    return Compared(moved=moved, under=under)


def _found(asked: Between, moment: Moment, number: int) -> CTE:
    """The pledges under the filter."""
    row = pledges_under(asked.role, asked.given, moment).subquery()
    kept = chosen(*(row.c[name] for name in dict.fromkeys((*carried(row), *_STATE))))
    return asked.cte(f"found{number}", kept)


def _states(asked: Between, moment: Moment, either: CTE, found: CTE) -> FromClause:
    """The pledges as they were; those that the filter left out are few, and looked up one by one."""
    row = rows_of(visible_pledges(asked.role, moment))
    same = select(ONE).where(found.c.id == either.c.id)
    sought = [row.c[name] for name in _STATE[:-1]]
    one = chosen(*sought, timeliness(row).label("timeliness")).where(row.c.id == either.c.id)
    each = one.limit(1).correlate(either).lateral()
    others = chosen(*each.c).select_from(either.join(each, true()))
    known = chosen(*(found.c[name] for name in _STATE))
    return all_of([known, others.where(~exists(same.correlate(either)))]).subquery()


def _moved(
    row: FromClause,
    kinds: Mapping[ChangeKind, ColumnElement[bool]],
    pairs: FromClause,
    *brought: ColumnElement[Any],
) -> Rows:
    """Of these pairs the ones that moved; each kind is worked out once (OFFSET 0)."""
    named = [moved.label(kind.lower()) for kind, moved in kinds.items()]
    every = chosen(row.c.id, row.c.reference, *named, *brought).select_from(pairs).offset(ZERO).subquery()
    return chosen(*every.c).where(or_(*(every.c[kind] for kind in KINDS)))
