"""What is other about a pledge than it was: the facts that people ask about, each with what it was and is."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    Text,
    cast,
    func,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import array

from service.access.actors import Role
from service.access.bare import rows_of
from service.access.moments import Moment
from service.access.visibility import visible_pledges
from service.reading.pledge_facts import mean_progress, timeliness
from service.reading.sql import NULL, ONE, Rows, chosen, word

MOST_PLACES: Final = 50
"""How many places a fact names."""


class Fact(StrEnum):
    """What of a pledge can change and is compared."""

    EXECUTION = "EXECUTION"
    VERDICT = "VERDICT"
    TIMELINESS = "TIMELINESS"
    DUE_ON = "DUE_ON"
    PROGRESS = "PROGRESS"
    TITLE = "TITLE"
    FISCAL_YEAR = "FISCAL_YEAR"
    MATURITY = "MATURITY"
    AREAS = "AREAS"
    PLACES = "PLACES"


_Words = Callable[[FromClause, Moment], ColumnElement[Any]]
_SINGLE: Final[dict[Fact, _Words]] = {
    Fact.EXECUTION: lambda row, _: row.c.execution,
    Fact.VERDICT: lambda row, _: row.c.verdict,
    Fact.TIMELINESS: lambda row, _: timeliness(row),
    Fact.DUE_ON: lambda row, _: row.c.due_on,
    Fact.PROGRESS: mean_progress("verified"),
    Fact.TITLE: lambda row, _: row.c.title,
    Fact.FISCAL_YEAR: lambda row, _: row.c.fiscal_year,
    Fact.MATURITY: lambda row, _: row.c.maturity,
}
_TEXTS: Any = ARRAY(Text)


def changed_facts(role: Role, moments: tuple[Moment, Moment], pledge_id: ColumnElement[Any]) -> Rows:
    """`fact`, `was` and `became` (lists of words) for each that differs; nothing of a new pledge."""
    before, after = (rows_of(visible_pledges(role, moment)) for moment in moments)
    earlier, later = moments
    told = [
        _told(fact, _listed(words(before, earlier)), _listed(words(after, later)))
        for fact, words in _SINGLE.items()
    ]
    told += [
        _told(Fact.AREAS, before.c.areas, after.c.areas),
        _told(Fact.PLACES, _only(_places(before), _places(after)), _only(_places(after), _places(before))),
    ]
    each = union_all(*(one.correlate(before, after) for one in told)).lateral()
    both = before.join(after, after.c.id == before.c.id).join(each, true())
    rows = chosen(each.c.fact, each.c.was, each.c.became, each.c.place).select_from(both)
    return rows.where(before.c.id == pledge_id, each.c.was.is_distinct_from(each.c.became))


def _told(fact: Fact, was: ColumnElement[Any], became: ColumnElement[Any]) -> Rows:
    place: ColumnElement[Any] = literal_column(str(list(Fact).index(fact)))
    named = (word(fact).label("fact"), place.label("place"))
    return chosen(*named, cast(was, _TEXTS).label("was"), cast(became, _TEXTS).label("became"))


def _listed(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """A list of one word; of none when there is no value."""
    return func.array_remove(array([cast(value, Text)]), NULL)


def _places(row: FromClause) -> ColumnElement[Any]:
    """The codes of the regions and the ids of the posts that the scope names."""
    post = func.unnest(row.c.posts).table_valued("key").render_derived()
    named = select(word("posyandu_").op("||")(cast(post.c.key, Text))).select_from(post)
    posts = func.array(named.correlate(row).scalar_subquery())
    return func.array_cat(row.c.regions, posts)


def _only(these: ColumnElement[Any], others: ColumnElement[Any]) -> ColumnElement[Any]:
    """The first of what is among these and not among the others."""
    each = func.unnest(these).table_valued("place").render_derived()
    other = func.unnest(others).table_valued("place").render_derived()
    missing = select(each.c.place).select_from(each)
    same = select(ONE).select_from(other).where(other.c.place == each.c.place)
    left = missing.where(~same.exists()).order_by(each.c.place).limit(MOST_PLACES)
    return func.array(left.scalar_subquery())
