"""Who stands at which heads: the pledges of one side of a matrix, and the targets that go with them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, select

from service.reading.axes import Axis, Listed, Placed, Single
from service.reading.narrowing import Given
from service.reading.sql import ONE, Rows, all_of, chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The rows or the columns: their axis, and the heads shown of it; `is_none` marks what has no value."""

    name: str
    axis: Axis
    heads: FromClause
    is_complete: bool
    """Whether every value is shown."""

    @property
    def none(self) -> ColumnElement[Any]:
        """The position of the head for what has no value; NULL when it is not shown."""
        heads = self.heads.alias()
        return select(heads.c.position).where(heads.c.is_none).scalar_subquery()

    @property
    def tells_targets_apart(self) -> bool:
        """Whether a target stands at a value of its own."""
        return isinstance(self.axis, Placed) or (
            isinstance(self.axis, Listed) and self.axis.target_column is not None
        )


def pledges_at(side: Side, pledges: FromClause, given: Given, *, are_few: bool) -> Rows:
    """`pledge_id` and `position` for every head at which one of `pledges` stands, each pair once.

    Unless they are few, others may be among them, as the heads alone tell: whoever counts joins `pledges`.
    """
    axis, within = side.axis, given.get("within")
    if isinstance(axis, Single) or (isinstance(axis, Listed) and axis.told_by(pledges) is not None):
        arms = axis.standing(side.heads, pledges)
        return all_of(
            [*arms, absent_from(side, pledges, axis.is_absent(pledges, within))] if axis.is_nullable else arms
        )
    found = axis.standing(side.heads, pledges if are_few else None)
    pairs = all_of(found) if isinstance(axis, Placed) and axis.is_kept else _once(found)
    if not axis.is_nullable:
        return pairs
    valued = pairs.cte(f"{side.name}_valued")
    same = select(ONE).select_from(valued).where(valued.c.pledge_id == pledges.c.id)
    is_absent = ~exists(same.correlate(pledges))
    if not side.is_complete:
        is_absent = and_(is_absent, axis.is_absent(pledges, within))
    return all_of([chosen(*valued.c), absent_from(side, pledges, is_absent)])


def absent_from(side: Side, pledges: FromClause, is_absent: ColumnElement[bool]) -> Rows:
    """The pledges without a value; not looked for unless their head is shown."""
    pairs = chosen(pledges.c.id.label("pledge_id"), side.none.label("position"))
    return pairs.where(side.none.is_not(None), is_absent)


def has_shown_value(side: Side, axis: Single, row: FromClause) -> ColumnElement[bool]:
    """Whether a pledge's value is among the heads."""
    heads = side.heads.alias()
    shown = axis.value(row).in_(select(heads.c.value))
    return shown | and_(axis.value(row).is_(None), side.none.is_not(None)) if axis.is_nullable else shown


def targets_at(side: Side, targets: FromClause, pairs: FromClause, name: str) -> Rows:
    """`targets` with the position (as `name`) of each head at which they count; `pairs` are the pledges'."""
    position = side.heads.c.position.label(name)
    if isinstance(side.axis, Placed):
        arms = [
            chosen(*targets.c, position).select_from(joined)
            for joined in side.axis.joins(targets, side.heads)
        ]
        return all_of([*arms, _ofabsent_from(side, targets, pairs, name)])
    if isinstance(side.axis, Listed) and side.axis.target_column is not None:
        own = targets.c[side.axis.target_column] == side.heads.c.value
        return chosen(*targets.c, position).select_from(targets.join(side.heads, own))
    same = pairs.c.pledge_id == targets.c.pledge_id
    return chosen(*targets.c, pairs.c.position.label(name)).select_from(targets.join(pairs, same))


def _ofabsent_from(side: Side, targets: FromClause, pairs: FromClause, name: str) -> Rows:
    """A pledge without a place keeps its targets, wherever they are."""
    absent = and_(pairs.c.pledge_id == targets.c.pledge_id, pairs.c.position == side.none)
    return chosen(*targets.c, pairs.c.position.label(name)).select_from(targets.join(pairs, absent))


def _once(arms: list[Rows]) -> Rows:
    pairs = all_of(arms).subquery()
    return chosen(pairs.c.pledge_id, pairs.c.position).distinct()
