"""Of which pledges something else may be verified at another moment, or of other targets.

Whoever compares what was verified at the two need look at no others.
"""

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select

import models
from service.access.bare import bare
from service.access.moments import Moment
from service.rules.verification import Decision

Turns = Select[*tuple[Any, ...]]
_ACCEPTED: Final[ColumnElement[Any]] = literal_column(f"'{Decision.ACCEPTED}'")


def turned_verifications(earlier: Moment, later: Moment) -> Turns:
    """`pledge_id` and `report_id` where something more, or something else, is verified.

    Nothing is verified before it was achieved, so a report never counts later than its verification.
    """
    row = bare(models.Verification)
    came = _came(row.c.effective_on, row.c.recorded_at, earlier, later)
    return select(row.c.pledge_id, row.c.report_id).where(row.c.decision == _ACCEPTED, came)


def turned_targets(earlier: Moment, later: Moment) -> Turns:
    """`pledge_id` of those that have other targets."""
    row = bare(models.Target)
    return select(row.c.pledge_id).where(_came(row.c.effective_on, row.c.recorded_at, earlier, later))


def _came(
    day: ColumnElement[Any], instant: ColumnElement[Any], earlier: Moment, later: Moment
) -> ColumnElement[bool]:
    """Whether it is there at the later moment and was not at the earlier, or is known at only one of them."""
    knowledge = _knowledge(earlier, later)
    since: ColumnElement[bool] = day > earlier.day
    if knowledge:
        since = or_(since, instant > func.least(*knowledge))
    return and_(since, day <= later.day)


def _knowledge(earlier: Moment, later: Moment) -> list[ColumnElement[Any]]:
    """The instants up to which things are known, where they are not all known."""
    return [moment.known for moment in (earlier, later) if moment.known is not None]
