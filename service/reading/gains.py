"""By how much the progress of pledges grew between two moments: what of it can differ, and nothing else.

Where a pledge has the targets that it had, only those of which something was verified in between can tell,
and the sum of their differences has the sign of the difference of the means. Where it has others, the two
means are computed.
"""

from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, exists, func, literal_column, select

from service.access.actors import Role
from service.access.bare import rows_of
from service.access.moments import Moment
from service.access.past import past_verified
from service.access.turns import turned_targets, turned_verifications
from service.access.visibility import visible_reports
from service.reading.pledge_facts import capped_share, mean_progress
from service.reading.sql import ONE, ZERO, Rows, all_of, chosen

_DECIMALS: Final[ColumnElement[Any]] = literal_column("12")
"""A difference smaller than that is one of rounding."""


def gains(pledges: FromClause, earlier: Moment, later: Moment) -> Rows:
    """`pledge_id` and `gain`, for those of `pledges` of which it can be other than nothing."""
    return all_of([_with_the_same_targets(pledges, earlier, later), _with_others(pledges, earlier, later)])


def gain_of(was: ColumnElement[Any], became: ColumnElement[Any]) -> ColumnElement[Any]:
    """By how much one number is more than another, whatever both were rounded to."""
    return func.round(became - was, _DECIMALS)


def _with_the_same_targets(pledges: FromClause, earlier: Moment, later: Moment) -> Rows:
    """The sum of what the targets of which something was verified have gained."""
    turned, report = rows_of(turned_verifications(earlier, later)), rows_of(visible_reports(Role.PUBLIC))
    verified = pledges.join(turned, turned.c.pledge_id == pledges.c.id)
    targets = select(report.c.target_id).select_from(verified.join(report, report.c.id == turned.c.report_id))
    found = past_verified((earlier, later), targets.distinct()).subquery()
    was, became = (capped_share(found, found.c[name]) for name in ("verified0", "verified1"))
    gain = func.round(func.sum(became - was), _DECIMALS).label("gain")
    sums = chosen(found.c.pledge_id, gain)
    return sums.where(~_has_others(found.c.pledge_id, earlier, later)).group_by(found.c.pledge_id)


def _with_others(pledges: FromClause, earlier: Moment, later: Moment) -> Rows:
    """The difference of the means; nothing measurable is nothing reached."""
    was, became = (
        func.coalesce(mean_progress("verified")(pledges, moment), ZERO) for moment in (earlier, later)
    )
    rows = chosen(pledges.c.id.label("pledge_id"), (became - was).label("gain"))
    return rows.where(_has_others(pledges.c.id, earlier, later))


def _has_others(pledge_id: ColumnElement[Any], earlier: Moment, later: Moment) -> ColumnElement[bool]:
    """Whether a pledge has targets that it had not."""
    turned = turned_targets(earlier, later).subquery()
    return exists(select(ONE).select_from(turned).where(turned.c.pledge_id == pledge_id))
