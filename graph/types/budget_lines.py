"""Budget lines (sub kegiatan, SIPD) in the graph: a code means what it means in one export, at one level."""

from typing import Any

import strawberry
from sqlalchemy import ColumnElement, FromClause, func, literal_column, or_

import models
from graph.plan.declaration import Connected, Filtering, Order, Root, plain, rooted
from graph.types.enumerations import RegionLevel
from graph.types.node import Node, identity, open_rows
from graph.types.places import read_texts
from service.access.moments import Moment


@strawberry.type(description="A line of the budget nomenclature (sub kegiatan, SIPD).")
class SubActivity(Node):
    """A sub-activity; the key is version, level and code."""

    id: strawberry.ID = identity("subactivity")
    version: str = plain("version", "The export that it stands in.")
    level: RegionLevel = plain("level", "PROVINCE, or REGENCY for regencies and cities.")
    code: str = plain("code", "Code within version and level.")
    name: str = plain("name", "Official name.")


@strawberry.input(description="Narrows budget lines.")
class SubActivityFilter:
    """What a line must be."""

    version: str | None = strawberry.field(default=None, description="Of this export.")
    level: RegionLevel | None = strawberry.field(default=None, description="Of this level of government.")
    search: str | None = strawberry.field(
        default=None, description="Code begins with this, or the name has these words."
    )


def _where(child: FromClause, name: str, value: ColumnElement[Any], _moment: Moment) -> ColumnElement[bool]:
    if name != "search":
        return child.c[name] == value
    named = func.strpos(func.lower(child.c.name), func.lower(value)) > literal_column("0")
    return or_(func.starts_with(child.c.code, value), named)


SUB_ACTIVITIES = Connected(
    join=None,
    orders={
        "CODE": Order(name="CODE", keys=lambda row: (row.c.version, row.c.level, row.c.code, row.c.id)),
    },
    default="CODE",
    filtering=Filtering(read=read_texts, where=_where),
)
rooted("SubActivity", Root(rows=open_rows(models.SubActivity), prefix="subactivity"))
