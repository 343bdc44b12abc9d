"""Tables as readings select from them: the names and types of their columns, and nothing else.

A table of the models brings its constraints along, and SQLAlchemy copies them with each column of each alias:
that took half of composing a reading.
"""

from functools import cache

from sqlalchemy import FromClause, TableClause, column
from sqlalchemy import table as table_clause

from models import Base


def bare(model: type[Base]) -> FromClause:
    """The table of a model, under a name of its own in each place."""
    return bare_table(model).alias()


@cache
def bare_table(model: type[Base]) -> TableClause:
    """The table of a model, always the same."""
    columns = model.__table__.columns
    return table_clause(model.__tablename__, *(column(each.name, each.type) for each in columns))
