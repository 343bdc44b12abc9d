"""Tables as readings select from them: the names and types of their columns, and nothing else.

A table of the models brings its constraints along, and SQLAlchemy copies them with each column of each alias:
that took half of composing a reading.
"""

from functools import cache
from typing import Any, Final

from sqlalchemy import FromClause, Select, TableClause, column, select
from sqlalchemy import table as table_clause

from models import Base

_WHOLE: Final[dict[Select[*tuple[Any, ...]], TableClause]] = {}


def bare(model: type[Base]) -> FromClause:
    """The table of a model, under a name of its own in each place."""
    return bare_table(model).alias()


@cache
def bare_table(model: type[Base]) -> TableClause:
    """The table of a model, always the same."""
    columns = model.__table__.columns
    return table_clause(model.__tablename__, *(column(each.name, each.type) for each in columns))


@cache
def whole(model: type[Base]) -> Select[*tuple[Any, ...]]:
    """All rows of a table with all of its columns."""
    table = bare_table(model)
    rows = select(table)
    _WHOLE[rows] = table
    return rows


def rows_of(rows: Select[*tuple[Any, ...]]) -> FromClause:
    """The rows of a select, under a name of its own in each place.

    Of a whole table that is the table itself: a subquery more would name all of its columns once more.
    """
    table = _WHOLE.get(rows)
    return rows.subquery() if table is None else table.alias()
