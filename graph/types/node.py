"""The Node interface, scalars as the graph writes them, and SQL that several types share."""

from typing import Any

import strawberry
from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    cast,
    func,
    literal_column,
)

from graph.plan.declaration import Expression, column
from models.base import Base
from service.access.actors import Role
from service.access.bare import whole
from service.access.moments import Moment
from service.reading.sql import ZERO


@strawberry.interface(description="An object with an id that is good for ever and opaque to clients.")
class Node:
    """Relay's Node."""

    id: strawberry.ID = strawberry.field(description="Opaque; give it to node(id).")


def identity(prefix: str, key: str = "id") -> Any:  # noqa: ANN401 - a field of any type
    """The id of a node: its prefix and its key."""
    return column(
        "Opaque; give it to node(id).",
        lambda row: literal_column(f"'{prefix}_'").op("||")(cast(row.c[key], Text)),
    )


def instant(name: str) -> Expression:
    """A column of time as RFC 3339 in UTC."""
    return lambda row: in_utc(row.c[name])


def in_utc(moment: ColumnElement[Any]) -> ColumnElement[Any]:
    """An instant as RFC 3339 in UTC."""
    form: ColumnElement[str] = literal_column("""'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'""")
    return func.to_char(func.timezone(literal_column("'UTC'"), moment), form)


def decimal(name: str) -> Expression:
    """A number as text, without zeros that say nothing."""
    return lambda row: cast(func.trim_scale(row.c[name]), Text)


def begins(text: ColumnElement[Any], start: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a text begins with another, whatever the case; `%` and `_` are letters like all others."""
    return func.starts_with(func.lower(text), func.lower(start))


def has_word(text: ColumnElement[Any], start: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a text, or what follows a space in it, begins with another, whatever the case."""
    space: ColumnElement[str] = literal_column("' '")
    return func.strpos(func.lower(func.concat(space, text)), func.lower(func.concat(space, start))) > ZERO


def open_rows(table: type[Base]) -> Any:  # noqa: ANN401 - a function from a role to a select
    """The rows of a table that everybody may see whole, and that has no past to be read."""

    def rows(_role: Role, _moment: Moment) -> Select[Any]:
        return whole(table)

    return rows
