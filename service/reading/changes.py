"""Which cells of a matrix were moved by what happened between two places in the outbox, and by which pledges.

A cell was moved when a pledge that something happened to stands there, or stood there before. Time alone
moves nothing: a pledge that becomes overdue at midnight is no event.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
    Text,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

import models
from models.record import Xid8
from service.access.actors import Role
from service.access.bare import bare, rows_of
from service.access.moments import NOW, Moment
from service.access.visibility import visible_pledges
from service.reading.axes import MatrixAxis, axis_at
from service.reading.matrix import carried, pledges_under
from service.reading.narrowing import Given
from service.reading.pledge_facts import today_in
from service.reading.sql import ONE, Rows, all_of, chosen
from service.reading.values import UNIVERSES

MOST_EVENTS: Final = 10_000
MOST_PLEDGES: Final = 1_000
MOST_CELLS: Final = 200
MOST_MOVES: Final = 2_000
"""What one change tells at most, the last being pledges at cells; beyond it the matrix is to be read anew."""

_ENDLESS: ColumnElement[Any] = literal_column("'infinity'::timestamptz")
_A_MOMENT: ColumnElement[Any] = literal_column("interval '1 microsecond'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """The events after one place, up to another."""

    after: tuple[ColumnElement[Any], ColumnElement[Any]]
    upto: tuple[ColumnElement[Any], ColumnElement[Any]]

    @classmethod
    def of(cls) -> "Between":
        """Places that the request tells: `after_xid`, `after_id`, `upto_xid`, `upto_id`."""
        return cls(after=_place("after"), upto=_place("upto"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A matrix to look at: its axes and its filter, in the name of a role."""

    name: str
    role: Role
    given: Given
    rows: MatrixAxis
    columns: MatrixAxis


class Changes:
    """The sets of one question: what happened, where it moved something, and the heads of those cells."""

    def __init__(self, laid: Laid, between: Between) -> None:
        self._laid = laid
        events = _events(between).cte(f"{laid.name}_events")
        self._events = events
        self._moved = _moved(laid.role, events).cte(f"{laid.name}_moved")
        self._standing = self._stood_at().cte(f"{laid.name}_stood")
        self._touched = self._cells().cte(f"{laid.name}_touched")
        self.told = chosen(*self._touched.c).where(self.is_complete).cte(f"{laid.name}_told")
        """`row` and `column` by value, NULL for none, and `moved`: the ids of the pledges."""

    @property
    def is_complete(self) -> ColumnElement[bool]:
        """Whether every cell is told; otherwise none is."""
        bounds = (
            (self._events, MOST_EVENTS),
            (self._moved, MOST_PLEDGES),
            (self._standing, MOST_MOVES),
            (self._touched, MOST_CELLS),
        )
        counts = [select(func.count() <= _number(most)).select_from(each) for each, most in bounds]
        return and_(*(count.scalar_subquery() for count in counts))

    @property
    def is_any(self) -> ColumnElement[bool]:
        """Whether there is anything to tell."""
        return or_(exists(select(ONE).select_from(self.told)), ~self.is_complete)

    def heads(self, side: str) -> CTE:
        """The rows or the columns of the cells that were moved, in the form of the heads of a matrix."""
        axis = self._laid.rows if side == "row" else self._laid.columns
        each = chosen(self.told.c[side].label("value")).distinct().subquery()
        position = func.row_number().over(order_by=each.c.value).label("position")
        columns = [*each.c, position, each.c.value.is_(None).label("is_none")]
        source: FromClause = each
        if axis is MatrixAxis.POSYANDU:
            post = bare(models.Posyandu)
            columns.append(post.c.village_code.label("village"))
            source = each.outerjoin(post, post.c.id == each.c.value)
        return chosen(*columns).select_from(source).cte(f"{self._laid.name}_{side}s")

    def _cells(self) -> Rows:
        stood = self._standing
        moved = func.array_agg(stood.c.pledge_id.distinct()).label("moved")
        found = chosen(stood.c.row, stood.c.column, moved).group_by(stood.c.row, stood.c.column)
        return found.limit(_number(MOST_CELLS + 1))

    def _stood_at(self) -> Rows:
        """The pledges with the cells at which they stand, and those at which they stood before."""
        laid, moved = self._laid, self._moved
        every = pledges_under(laid.role, laid.given, NOW).subquery()
        now = _carried(every).where(every.c.id.in_(select(moved.c.pledge_id))).cte(f"{laid.name}_standing")
        both = union_all(_cells_of(laid, now, NOW), self._before()).subquery()
        return chosen(*both.c).distinct()

    def _before(self) -> Rows:
        """Where each stood at every instant of its own, as was known then."""
        laid, moved = self._laid, _instants(self._moved).cte(f"{self._laid.name}_instants")
        its: dict[str, ColumnElement[Any]] = {
            name: literal_column(f"{moved.name}.{name}") for name in ("pledge_id", "known", "day")
        }
        moment = Moment(day=its["day"], known=its["known"])
        then = pledges_under(laid.role, laid.given, moment).subquery()
        one = _carried(then).where(then.c.id == its["pledge_id"]).cte(f"{laid.name}_then")
        cells = _cells_of(laid, one, moment).add_cte(one, nest_here=True).lateral()
        return chosen(*cells.c).select_from(moved.join(cells, true()))


def _events(between: Between) -> Rows:
    """The pledge of each event, and the instant of the change."""
    event, change = bare(models.Outbox), bare(models.History)
    place = tuple_(event.c.xid, event.c.id)
    written = select(func.min(change.c.recorded_at)).where(
        change.c.xid == event.c.xid, change.c.pledge_id == event.c.pledge_id
    )
    found = chosen(event.c.pledge_id, written.correlate(event).scalar_subquery().label("recorded_at"))
    asked = (place > tuple_(*between.after), place <= tuple_(*between.upto))
    return found.where(*asked, event.c.pledge_id.is_not(None)).limit(_number(MOST_EVENTS + 1))


def _moved(role: Role, events: CTE) -> Rows:
    """The pledges that something happened to, the instant just before that, and their day today."""
    since = func.min(events.c.recorded_at) - _A_MOMENT
    found = chosen(events.c.pledge_id, since.label("known")).group_by(events.c.pledge_id)
    each = found.limit(_number(MOST_PLEDGES + 1)).subquery()
    pledge, region = rows_of(visible_pledges(role)), bare(models.Region)
    joined = each.join(pledge, pledge.c.id == each.c.pledge_id)
    zoned = joined.join(region, region.c.code == pledge.c.region_code)
    return chosen(*each.c, today_in(region.c.time_zone).label("day")).select_from(zoned)


def _carried(pledges: FromClause) -> Rows:
    """What of a pledge says where it stands."""
    return chosen(*(pledges.c[name] for name in (*carried(pledges), "timeliness")))


def _instants(moved: CTE) -> Rows:
    """The instants at which a pledge was something else: before the first change, and before each later one.

    They are its own, of the locks under which it was changed. Those after the last event count as well: what
    was told before may have been read after the events that it was about, and so tell of a later one's state.
    """
    span = bare(models.PledgeSpan)
    later = and_(
        span.c.pledge_id == moved.c.pledge_id,
        span.c.known_until > moved.c.known,
        span.c.known_until < _ENDLESS,
    )
    ends = (span.c.known_until - _A_MOMENT).label("known")
    since = chosen(moved.c.pledge_id, ends, moved.c.day).select_from(moved.join(span, later))
    both = union_all(chosen(*moved.c), since).subquery()
    return chosen(*both.c).distinct()


def _cells_of(laid: Laid, pledges: FromClause, moment: Moment) -> Rows:
    """`pledge_id`, and the values of `row` and `column` at which it stands."""
    rows = _values_at(laid.rows, laid.given, pledges, moment).subquery()
    columns = _values_at(laid.columns, laid.given, pledges, moment).subquery()
    cells = rows.join(columns, columns.c.pledge_id == rows.c.pledge_id)
    values = (rows.c.value.label("row"), columns.c.value.label("column"))
    return chosen(rows.c.pledge_id, *values).select_from(cells)


def _values_at(axis: MatrixAxis, given: Given, pledges: FromClause, moment: Moment) -> Rows:
    """`pledge_id` and each `value` of the axis at which it stands, NULL where it has none."""
    values = UNIVERSES[axis].values(given, pledges, moment).subquery()
    heads = chosen(*values.c, values.c.value.label("position")).subquery()
    kind = axis_at(axis, moment)
    pairs = all_of(kind.standing(heads, pledges)).subquery()
    found = [chosen(pairs.c.pledge_id, pairs.c.position.label("value"))]
    if kind.is_nullable:
        absent = kind.is_absent(pledges, given.get("within"))
        found.append(chosen(pledges.c.id, null().label("value")).where(absent))
    return all_of(found)


def _place(name: str) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    xid = cast(bindparam(f"{name}_xid", type_=Text()), Xid8)
    return xid, bindparam(f"{name}_id", type_=BigInteger())


def _number(number: int) -> ColumnElement[Any]:
    return literal_column(str(number))
