"""Which live pledges there are, and which of them stand still: service/rules/gaps.py in SQL."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    case,
    cast,
    exists,
    literal_column,
    or_,
    select,
)

import models
from service.access.actors import Role
from service.access.bare import bare, rows_of
from service.access.moments import Moment
from service.access.visibility import (
    visible_constraints,
    visible_pledges,
    visible_reports,
    visible_steps,
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
    pledge, region = rows_of(visible_pledges(role, moment)), bare(models.Region)
    day = [today_in(region.c.time_zone).label("on_day")] if moment.is_now else []
    exits = [word(state) for state in EXITS]
    asked = [pledge.c[own] == given[name] for name, own in _OF_A_PLEDGE.items() if name in given]
    joined = pledge.join(region, region.c.code == pledge.c.region_code)
    rows = chosen(*pledge.c, *day).select_from(joined)
    return rows.where(pledge.c.execution.not_in(exits), *asked)


def stands_still(row: FromClause, role: Role, moment: Moment) -> ColumnElement[Any]:
    """1 for a live pledge that stands still, 0 for one that moves or was kept."""
    is_late = timeliness(row) == word(Timeliness.OVERDUE)
    return case(
        (row.c.execution == word(Execution.COMPLETED), ZERO),
        (or_(is_late, _has_open_constraint(row, role, moment)), ONE),
        (_moved(row, role, moment), ZERO),
        else_=ONE,
    )


def _has_open_constraint(row: FromClause, role: Role, moment: Moment) -> ColumnElement[bool]:
    constraint = rows_of(visible_constraints(role, moment))
    still_open = (constraint.c.pledge_id == row.c.id, constraint.c.resolved_at.is_(None))
    return exists(select(ONE).select_from(constraint).where(*still_open).correlate(row))


def _moved(row: FromClause, role: Role, moment: Moment) -> ColumnElement[bool]:
    """Whether it took a step, or was reported on, in the days before its day that are not yet quiet."""
    report, step = rows_of(visible_reports(role, moment)), rows_of(visible_steps(moment))
    since = cast(row.c.on_day, Date) - _QUIET
    found = [
        exists(
            select(ONE)
            .select_from(source)
            .where(source.c.pledge_id == row.c.id, source.c.effective_on >= since)
            .correlate(row)
        )
        for source in (report, step)
    ]
    return or_(row.c.pledged_on >= since, *found)
