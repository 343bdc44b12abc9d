"""What pledges were on days gone by, as the rollup keeps it: by which they are laid out and compared.

It is by what is known now. All days of a pledge are one row, so that what it was on two days is read at once.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ARRAY, ColumnElement, Date, FromClause, Text, cast, func, select, true

import models
from service.access.bare import bare
from service.access.moments import Moment
from service.reading.sql import ZERO, Rows, chosen

_LASTING: Final = ("reference", "region_code", "lead_agency_id", "meeting_id", "synthetic")
_CHANGING: Final = ("execution", "verdict", "due_on", "stopped_on", "fiscal_year", "maturity")
_LISTS: Final = ("areas", "sources")
_PROGRESS: Final = "progress"
_STOOD: Final = "stood"
"""What others than the course itself may have put beside it."""


def courses(moments: Sequence[Moment]) -> Rows:
    """Every pledge, and after the number of each moment what it was then; NULL while it was not there."""
    course = bare(models.RollupCourse)
    at = _places(course, moments)
    columns: list[ColumnElement[Any]] = [
        course.c.pledge_id.label("id"),
        *(course.c[each] for each in _LASTING),
    ]
    for number in range(len(moments)):
        place, reached = at.c[f"at{number}"], at.c[f"reached{number}"]
        found = {name: course.c[name][place] for name in (*_CHANGING, *_LISTS)}
        share = func.round(course.c.reached[reached] / course.c.measurable[reached], 16)
        found |= {_PROGRESS: func.coalesce(share, ZERO)}
        columns += [value.label(f"{name}{number}") for name, value in found.items()]
    return chosen(*columns).select_from(course.join(at, true()))


def was(course: FromClause, number: int, moment: Moment) -> Rows:
    """These pledges as they were at the moment of this number, as far as they bring it along.

    `execution` is NULL of those that were not there.
    """
    varying, lists = (
        [(name, course.c[f"{name}{number}"]) for name in names if f"{name}{number}" in course.c]
        for names in ((*_CHANGING, _PROGRESS, _STOOD), _LISTS)
    )
    return chosen(
        *(course.c[name] for name in ("id", *_LASTING)),
        *(value.label(name) for name, value in varying),
        *(cast(value, ARRAY(Text)).label(name) for name, value in lists),
        cast(moment.day, Date).label("on_day"),
    )


def pledges_of(moment: Moment) -> Rows:
    """The pledges that had been made by then, as they were."""
    course = courses([moment]).subquery()
    return was(course, 0, moment).where(course.c.execution0.is_not(None))


def _places(course: FromClause, moments: Sequence[Moment]) -> FromClause:
    """Where in its lists the moments are; OFFSET 0 keeps it from being looked for again for each column."""
    found = {"at": course.c.since, "reached": course.c.days}
    columns = [
        func.width_bucket(moment.day, days).label(f"{name}{number}")
        for number, moment in enumerate(moments)
        for name, days in found.items()
    ]
    return select(*columns).correlate(course).offset(ZERO).lateral()
