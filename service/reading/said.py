"""What was said and taken back again (marks, mandates): which rows of it stand at a moment, in SQL.

Such a row has the days on which it began and ended, and the instants at which those were recorded.
"""

from dataclasses import dataclass

from sqlalchemy import FromClause, and_, not_, or_

import models
from service.access.bare import bare
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
    return _standing(bare(models.GapMark), _OF_MARKS, moment)


def standing_overlap_marks(moment: Moment) -> Rows:
    """Marks on overlaps."""
    return _standing(bare(models.OverlapMark), _OF_MARKS, moment)


def standing_mandates(moment: Moment) -> Rows:
    """Mandates; one without a first day always stood."""
    return _standing(bare(models.AgencyMandate), _OF_MANDATES, moment)


def _standing(table: FromClause, days: _Days, moment: Moment) -> Rows:
    rows, begins = chosen(*table.c), table.c[days.begins]
    if moment.is_now:
        return rows.where(table.c[days.ended_at].is_(None))
    has_begun = or_(begins.is_(None), begins <= moment.day)
    is_over = and_(table.c[days.ended_at].is_not(None), table.c[days.ends] <= moment.day)
    if moment.known is None:
        return rows.where(has_begun, not_(is_over))
    is_over = and_(is_over, table.c[days.ended_at] <= moment.known)
    return rows.where(has_begun, table.c.recorded_at <= moment.known, not_(is_over))
