"""Which places a name may mean, for a person to choose from; nothing is ever chosen by likeness alone."""

from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, and_, func, literal_column

_SHORT: Final[ColumnElement[str]] = literal_column(r"'\m\w{1,3}\M'")
_BETWEEN: Final[ColumnElement[str]] = literal_column(r"'\W+'")
_NOTHING: Final[ColumnElement[str]] = literal_column("''")
_EVERY: Final[ColumnElement[str]] = literal_column("'g'")


def likely_villages(
    within: ColumnElement[Any], words: ColumnElement[Any], village: FromClause
) -> ColumnElement[bool]:
    """Whether a village lies within a region and shares a word of four letters or more with what was said."""
    name = village.c.name
    return and_(
        func.length(village.c.code) == literal_column("13"),
        village.c.retired_at.is_(None),
        func.starts_with(village.c.code, func.concat(within, literal_column("'.'"))),
        _long_words(name).op("&&")(_long_words(words)),
    )


def _long_words(text: ColumnElement[Any]) -> ColumnElement[Any]:
    """The lower-case words of a text that are long enough, as an array."""
    long_ones = func.regexp_replace(func.lower(text), _SHORT, _NOTHING, _EVERY)
    return func.array_remove(func.regexp_split_to_array(long_ones, _BETWEEN), _NOTHING)
