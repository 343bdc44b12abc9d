"""What was said and taken back again (marks, mandates): which rows of it stand at a moment, in SQL.

Such a row has the days on which it began and ended, and the instants at which those were recorded.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, and_, func, not_, or_, true

import models
from service.access.moments import Moment
from service.reading.sql import Rows, chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """The columns of a table that say from when until when, and when each of the two was recorded."""

    begins: str
    ends: str
    ended_at: str


_OF_MARKS = _Days(begins="marked_on", ends="withdrawn_on", ended_at="withdrawn_at")
_OF_MANDATES = _Days(begins="from_on", ends="until_on", ended_at="ended_at")


def standing_gap_marks(moment: Moment) -> Rows:
    """Marks on gaps."""
    return _standing(models.GapMark.__table__.alias(), _OF_MARKS, moment)


def standing_overlap_marks(moment: Moment) -> Rows:
    """Marks on overlaps."""
    return _standing(models.OverlapMark.__table__.alias(), _OF_MARKS, moment)


def standing_mandates(moment: Moment) -> Rows:
    """Mandates; one without a first day always stood."""
    return _standing(models.AgencyMandate.__table__.alias(), _OF_MANDATES, moment)


def _standing(table: FromClause, days: _Days, moment: Moment) -> Rows:
    rows = chosen(*table.c)
    if moment.day is None and moment.known is None:
        return rows.where(table.c[days.ended_at].is_(None))
    begun = table.c[days.begins] <= moment.day if moment.day is not None else true()
    is_known = table.c.recorded_at <= moment.known if moment.known is not None else true()
    return rows.where(is_known, or_(table.c[days.begins].is_(None), begun), not_(_ended(table, days, moment)))


def _ended(table: FromClause, days: _Days, moment: Moment) -> ColumnElement[bool]:
    """Whether its end was known, and had come."""
    parts: list[ColumnElement[bool]] = [table.c[days.ended_at].is_not(None)]
    if moment.known is not None:
        parts.append(table.c[days.ended_at] <= moment.known)
    if moment.day is not None:
        parts.append(table.c[days.ends] <= moment.day)
    return func.coalesce(and_(*parts), False)
