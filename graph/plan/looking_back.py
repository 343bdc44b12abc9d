"""As of which moment a field asks: its arguments `asOf` (a day) and `knownOn` (an instant).

Below such a field everything is read at its moment. What is known at an instant is known about the days up to
it, so `knownOn` alone asks for its own day. An instant ahead is now: nothing is known yet that is not known.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, DateTime, Text, bindparam, cast, func, literal_column, select

import models
from service.access.bare import bare
from service.access.moments import Moment

AS_OF: Final = "as_of"
KNOWN_ON: Final = "known_on"
_ARGUMENTS: Final = {"asOf": AS_OF, "knownOn": KNOWN_ON}
_CAPITAL: ColumnElement[str] = literal_column("'Asia/Jakarta'")
Parameter = Callable[[str], ColumnElement[Any]]


def read_moment(arguments: Mapping[str, Any]) -> dict[str, object]:
    """The values of the two that were given, by the names of their parameters."""
    given = ((name, arguments.get(argument)) for argument, name in _ARGUMENTS.items())
    return {name: value for name, value in given if value is not None}


def moment_of(values: Mapping[str, object], parameter: Parameter) -> Moment | None:
    """The moment that the values of a field say; None when they say none."""
    if AS_OF not in values and KNOWN_ON not in values:
        return None
    known = parameter(KNOWN_ON) if KNOWN_ON in values else None
    day = parameter(AS_OF) if AS_OF in values else day_at(instant_of(known), _CAPITAL)
    return Moment(day=day, known=known)


def instant_of(known: ColumnElement[Any] | None) -> ColumnElement[Any]:
    """The instant up to which things are known: that of the request at the latest."""
    now = bindparam("now", type_=DateTime(timezone=True))
    return now if known is None else func.least(known, now)


def day_at(instant: ColumnElement[Any], time_zone: ColumnElement[Any]) -> ColumnElement[Any]:
    """The calendar day of an instant in a time zone."""
    return cast(func.timezone(time_zone, instant), Date)


def today_at(code: ColumnElement[Any] | None) -> ColumnElement[Any]:
    """Today in the region of a code; in the capital without one, or where there is no such region."""
    zone = _CAPITAL
    if code is not None:
        region = bare(models.Region)
        found = select(region.c.time_zone).where(region.c.code == cast(code, Text)).scalar_subquery()
        zone = func.coalesce(found, _CAPITAL)
    return day_at(instant_of(None), zone)
