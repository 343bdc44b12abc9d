"""The counts of a face on a day, in SQL: what was folded, the days after that, and what is fresh."""

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Text,
    case,
    cast,
    column,
    exists,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, array

import models
from service.access.bare import bare
from service.access.moments import Moment
from service.reading.pledge_facts import today_in
from service.reading.sql import ZERO, Rows, all_of, chosen, word
from service.rules.faces import EDITION, SEVERAL, Face, Facet
from service.rules.lifecycle import Execution
from service.rules.timeliness import Timeliness

STATES: Final = tuple(state.lower() for state in Execution)
COUNTED_STATES: Final = {
    "promised": (Execution.RECORDED, Execution.SPECIFIED, Execution.AGREED),
    "in_progress": (Execution.IN_PROGRESS,),
    "reported_done": (Execution.REPORTED_DONE,),
    "completed": (Execution.COMPLETED,),
}
"""The measures that count the pledges in some states."""
MEASURES: Final = ("pledges", *STATES, "overdue", "targets", "measurable", "reached")
_LATEST: Final[ColumnElement[str]] = literal_column("'Asia/Jayapura'")
"""The first of the country's time zones in which a day begins."""
_LISTS: Final = {Facet.SPM_AREA: "areas", Facet.FUNDING_SOURCE: "sources"}
_LONG_AGO: ColumnElement[Any] = literal_column("'-infinity'::date")


def is_rolled() -> ColumnElement[bool]:
    """Whether the rollup is there."""
    edition = bare(models.RollupEdition)
    return exists(select(edition.c.version).where(edition.c.version == word(EDITION), edition.c.is_built))


def counts_at(face: Face, places: ColumnElement[Any], moment: Moment, measures: tuple[str, ...]) -> Rows:
    """Rows of `place`, `at`, `synthetic` and the measures, to be added up, at any of the places."""
    arms = _past(face, moment) if moment.day is not None else _present(face)
    fresh = _fresh(face, moment)
    columns = ("place", "at", "synthetic", *measures)
    return all_of(
        [
            chosen(*(arm.c[name] for name in columns)).where(arm.c.place == func.any(places))
            for arm in (*(found.subquery() for found in arms), fresh.subquery())
        ]
    )


def _present(face: Face) -> list[Rows]:
    now, day = bare(models.RollupNow), bare(models.RollupDay)
    edition = bare(models.RollupEdition)
    base = select(edition.c.base).scalar_subquery()
    ahead = [day.c.day > base, day.c.day <= today_in(_LATEST), day.c.day <= today_in(day.c.time_zone)]
    return [
        chosen(*now.c).where(now.c.face == _number(face)),
        chosen(*day.c).where(day.c.face == _number(face), *ahead),
    ]


def _past(face: Face, moment: Moment) -> list[Rows]:
    month, day = bare(models.RollupMonth), bare(models.RollupDay)
    last = _last_month(moment)
    since = [day.c.day > func.coalesce(last, _LONG_AGO), day.c.day <= moment.day]
    return [
        chosen(*month.c).where(month.c.face == _number(face), month.c.day == last),
        chosen(*day.c).where(day.c.face == _number(face), *since),
    ]


def _last_month(moment: Moment) -> ColumnElement[Any]:
    edition = bare(models.RollupEdition)
    ends = func.unnest(edition.c.months).table_valued(column("day", Date)).render_derived().lateral()
    found = select(func.max(ends.c.day)).select_from(edition.join(ends, true()))
    return found.where(ends.c.day <= moment.day).scalar_subquery()


def _fresh(face: Face, moment: Moment) -> Rows:
    """What is not folded yet, told apart as the face does."""
    delta = bare(models.RollupFresh)
    source: FromClause = delta
    columns: dict[str, FromClause] = {}
    for name in ("places", *(_LISTS[axis] for axis in face.axes if axis in SEVERAL)):
        each = func.unnest(delta.c[name]).table_valued(column("one", Text)).render_derived().lateral()
        source, columns[name] = source.join(each, true()), each
    values = [columns[_LISTS[axis]].c.one if axis in SEVERAL else delta.c[axis.lower()] for axis in face.axes]
    pledges = delta.c.pledges
    counted = {
        "pledges": pledges,
        **{state.lower(): _when(delta.c.execution == word(state), pledges) for state in Execution},
        "overdue": _when(delta.c.timeliness == word(Timeliness.OVERDUE), pledges),
        **{name: delta.c[name] for name in ("targets", "measurable", "reached")},
    }
    today = moment.day if moment.day is not None else today_in(delta.c.time_zone)
    return (
        chosen(
            columns["places"].c.one.label("place"),
            cast(array(values), ARRAY(Text)).label("at"),
            delta.c.synthetic,
            *(value.label(name) for name, value in counted.items()),
        )
        .select_from(source)
        .where(delta.c.day <= today)
    )


def _when(condition: ColumnElement[bool], value: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((condition, value), else_=ZERO)


def _number(face: Face) -> ColumnElement[Any]:
    return literal_column(f"{face.number}::smallint")
