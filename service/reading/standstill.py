"""Which live pledges there are, and which of them stand still: service/rules/gaps.py in SQL."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, case, exists, literal_column, or_, select

import models
from service.access.actors import Role
from service.access.moments import Moment
from service.access.visibility import (
    visible_constraints,
    visible_history,
    visible_pledges,
    visible_reports,
)
from service.reading.narrowing import Given
from service.reading.pledge_facts import timeliness, today_in
from service.reading.sql import ONE, ZERO, Rows, chosen, word
from service.rules.gaps import DAYS_OF_QUIET
from service.rules.lifecycle import EXITS, Execution
from service.rules.timeliness import Timeliness

_QUIET: ColumnElement[int] = literal_column(str(DAYS_OF_QUIET), Integer)
_OF_A_PLEDGE = {"meeting": "meeting_id", "synthetic": "synthetic"}


def live_pledges(role: Role, moment: Moment, given: Given) -> Rows:
    """Every pledge that is no exit, with the day it is for it; of a meeting, made up or not, if asked."""
    pledge, region = visible_pledges(role).subquery(), models.Region.__table__.alias()
    day = today_in(region.c.time_zone) if moment.day is None else moment.day
    exits = [word(state) for state in EXITS]
    asked = [pledge.c[own] == given[name] for name, own in _OF_A_PLEDGE.items() if name in given]
    joined = pledge.join(region, region.c.code == pledge.c.region_code)
    rows = chosen(*pledge.c, region.c.time_zone, day.label("on_day")).select_from(joined)
    return rows.where(pledge.c.execution.not_in(exits), *asked)


def stands_still(row: FromClause, role: Role) -> ColumnElement[Any]:
    """1 for a live pledge that stands still, 0 for one that moves or was kept."""
    is_late = timeliness(row) == word(Timeliness.OVERDUE)
    return case(
        (row.c.execution == word(Execution.COMPLETED), ZERO),
        (or_(is_late, _has_open_constraint(row, role)), ONE),
        (_moved_since(row, row.c.on_day - _QUIET, role), ZERO),
        else_=ONE,
    )


def _has_open_constraint(row: FromClause, role: Role) -> ColumnElement[bool]:
    constraint = visible_constraints(role).subquery()
    still_open = (constraint.c.pledge_id == row.c.id, constraint.c.resolved_at.is_(None))
    return exists(select(ONE).select_from(constraint).where(*still_open).correlate(row))


def _moved_since(row: FromClause, day: ColumnElement[Any], role: Role) -> ColumnElement[bool]:
    """Whether it was made, reported on or taken a step with since that day."""
    # What a step says may be internal; that there was one is not.
    report, step = visible_reports(role).subquery(), visible_history(Role.SYSTEM).subquery()
    found = [
        exists(
            select(ONE)
            .select_from(source)
            .where(source.c.pledge_id == row.c.id, source.c.effective_on >= day)
            .correlate(row)
        )
        for source in (report, step)
    ]
    return or_(row.c.pledged_on >= day, *found)
