"""How much longer than their pace said pledges took: `slippage` of service/rules/forecast.py in SQL.

Whose experience counts is bounded: of the pledges recorded since the beginning of last year the first ones,
which were followed for longest; some of each agency, and more of everybody, read once a statement.
"""

from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    DateTime,
    Double,
    FromClause,
    Integer,
    Uuid,
    bindparam,
    cast,
    extract,
    false,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.sql.selectable import LateralFromClause

from service.access.actors import Role
from service.access.bare import rows_of
from service.access.moments import Moment
from service.access.visibility import visible_pledges
from service.reading.pledge_facts import day_of
from service.reading.series import number_of, pace, series
from service.reading.sql import ZERO, Rows, all_of, chosen, once, word
from service.rules.forecast import (
    CLOSING_DAYS,
    EXACT,
    FEWEST_POINTS,
    HALF,
    LONGEST,
    NEUTRAL,
    NEVER_ALL,
    OTHERS_WEIGHT,
    SHORTEST,
    USUAL,
    WHOLE,
)
from service.rules.lifecycle import Execution

OF_AN_AGENCY, OF_EVERYBODY = 8, 60
"""Pledges that are looked at, at most."""
STOPPED = (Execution.REPORTED_DONE, Execution.COMPLETED)
_WHOLE: ColumnElement[Any] = literal_column(str(WHOLE))
CLOSING: ColumnElement[Any] = literal_column(str(CLOSING_DAYS))
_FOLLOWED = (Execution.IN_PROGRESS, *STOPPED, Execution.CANCELLED, Execution.TRANSFERRED)


def real(value: float) -> ColumnElement[Any]:
    """A number of double precision, written into the statement."""
    return literal_column(f"{value!r}::float8")


def everybody(role: Role, moment: Moment) -> CTE:
    """The tracks of some pledges, whoever leads them."""
    row = rows_of(visible_pledges(role, moment))
    return once(_tracks(role, _sample(row, OF_EVERYBODY, moment), moment))


def experience(role: Role, agencies: FromClause, others: CTE, moment: Moment) -> LateralFromClause:
    """Beside each of `agencies`: `times`, or NULL; and from how many pledges (`own`, `others`)."""
    row = rows_of(visible_pledges(role, moment))
    sample = _sample(row, OF_AN_AGENCY, moment).where(row.c.lead_agency_id == agencies.c.lead_agency_id)
    own = _tracks(role, sample, moment, agencies).correlate(agencies).subquery()
    count = select(func.count()).select_from(others).scalar_subquery()
    neutral = func.unnest(literal_column(f"ARRAY[{', '.join(map(str, NEUTRAL))}]::float8[]")).column_valued()
    pool = all_of(
        [
            chosen(*own.c, real(1.0).label("weight"), true().label("is_own")).correlate(agencies),
            chosen(*others.c, (real(OTHERS_WEIGHT) / count).label("weight"), false().label("is_own")),
            chosen(
                neutral.label("slippage"),
                true().label("is_done"),
                real(1 / len(NEUTRAL)).label("weight"),
                false().label("is_own"),
            ),
        ]
    )
    return _reached(pool.correlate(agencies).subquery(), agencies, count)


def _sample(row: FromClause, most: int, moment: Moment) -> Rows:
    """The first pledges that were recorded since the beginning of last year and came so far as to report."""
    columns = (row.c.id, row.c.execution, row.c.stopped_on, day_of(row).label("today"))
    followed = row.c.execution.in_([word(state) for state in _FOLLOWED])
    first = chosen(*columns).where(followed, row.c.id >= _least_id(moment)).order_by(row.c.id)
    return first.limit(literal_column(str(most)))


def _least_id(moment: Moment) -> ColumnElement[Any]:
    """No id of version 7 that was made since the beginning of last year is below it."""
    day = bindparam("now", type_=DateTime(timezone=True)) if moment.day is None else moment.day
    start = func.date_trunc(word("year"), cast(day, DateTime(timezone=True)), word("UTC")) - literal_column(
        "interval '1 year'"
    )
    milliseconds = cast(extract("epoch", start) * literal_column("1000"), BigInteger)
    digits = func.lpad(func.to_hex(milliseconds), literal_column("12"), word("0"))
    return cast(func.rpad(digits, literal_column("32"), word("0")), Uuid)


def _tracks(role: Role, sample: Rows, moment: Moment, outside: FromClause | None = None) -> Rows:
    """`slippage` and `is_done` of those pledges that had a half with enough points before it."""
    one = _correlated(sample, outside).subquery()
    points = series(role, one, moment)
    lines = chosen(*one.c, *points.c).select_from(one.join(points, true())).subquery()
    half = _half(lines)
    halved = chosen(*lines.c, half.c.half).select_from(lines.join(half, true())).subquery()
    speed = pace(halved, halved.c.half)
    paced = chosen(*halved.c, speed.c.pace).select_from(halved.join(speed, true())).subquery()
    left = cast(_WHOLE - paced.c.marks[paced.c.half], Double) / paced.c.pace + CLOSING
    is_done = paced.c.execution.in_([word(state) for state in STOPPED])
    until = number_of(func.coalesce(paced.c.stopped_on, paced.c.today))
    took = cast(until - paced.c.days[paced.c.half], Double) / left
    told = func.least(func.greatest(took, real(SHORTEST)), real(LONGEST))
    return chosen(told.label("slippage"), is_done.label("is_done")).where(paced.c.pace > ZERO)


def _half(lines: FromClause) -> LateralFromClause:
    """`half`: the place of the first point from half of the way on, with enough points so far."""
    place = func.generate_series(literal_column(str(FEWEST_POINTS)), func.cardinality(lines.c.marks))
    at = place.column_valued()
    mark = lines.c.marks[at]
    found = select(func.min(at).label("half")).where(mark >= literal_column(str(HALF)), mark < _WHOLE)
    return found.correlate(lines).lateral()


def _reached(pool: FromClause, outside: FromClause, count: ColumnElement[Any]) -> LateralFromClause:
    """The curve of those that last longer, and where it passes the half."""
    weight = func.sum(pool.c.weight)
    at_once = chosen(
        pool.c.slippage,
        weight.label("ending"),
        func.coalesce(weight.filter(pool.c.is_done), ZERO).label("done"),
        func.count().filter(pool.c.is_own).label("own"),
    ).group_by(pool.c.slippage)
    each = _correlated(at_once, outside).subquery()
    at_risk = func.sum(each.c.ending).over(order_by=each.c.slippage.desc())
    lasting = func.greatest(real(1.0) - each.c.done / at_risk, real(NEVER_ALL))
    steps = _correlated(chosen(*each.c, lasting.label("lasting")), outside).subquery()
    left = func.exp(func.sum(func.ln(steps.c.lasting)).over(order_by=steps.c.slippage))
    curve = _correlated(chosen(*steps.c, left.label("left")), outside).subquery()
    passed = curve.c.done > ZERO, curve.c.left <= real(1 - USUAL + EXACT)
    times = func.min(curve.c.slippage).filter(*passed).label("times")
    own = cast(func.sum(curve.c.own), Integer).label("own")
    return chosen(times, own, cast(count, Integer).label("others")).lateral()


def _correlated(rows: Rows, outside: FromClause | None) -> Rows:
    return rows if outside is None else rows.correlate(outside)
