"""Names of villages in files that nobody knows, in the graph: for administrators, and nothing for others."""

from datetime import datetime
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, FromClause, func, literal_column

from graph.plan.declaration import (
    Connected,
    Filtering,
    Many,
    One,
    Order,
    Root,
    column,
    plain,
    planned,
    rooted,
)
from graph.types.node import Node, identity, instant
from graph.types.places import Region, read_texts
from service.access.administered import visible_place_names
from service.access.moments import Moment
from service.reading.likeness import likely_villages


@strawberry.type(description="A village as a file calls it, until a person says which (nama tempat).")
class PlaceName(Node):
    """What was said, where, and what it means."""

    id: strawberry.ID = identity("placename")
    words: str = plain("words", "As the file has it.")
    within: Region = planned(
        One(join=lambda row, child: child.c.code == row.c.within_code), "The region in which it should be."
    )
    source: str = plain("source", "The last file that said so.")
    candidates: list[Region] = planned(
        Many(
            join=lambda row, child: likely_villages(row.c.within_code, row.c.words, child),
            order=lambda child: (child.c.code,),
        ),
        "Villages there whose names share a word with it, whatever the case.",
    )
    region: Region | None = planned(
        One(join=lambda row, child: child.c.code == row.c.region_code), "The village that is meant."
    )
    reason: str | None = plain("reason", "Why none is meant.")
    seen_at: datetime = column("When a file last said so.", instant("seen_at"))


@strawberry.input(description="Narrows names of places; every member given must hold.")
class PlaceNameFilter:
    """What a name must be."""

    waits: bool | None = strawberry.field(
        default=None, description="Nobody said yet what it means, or somebody did."
    )
    within: str | None = strawberry.field(default=None, description="In the region of this code.")


def _where(child: FromClause, name: str, value: ColumnElement[Any], _moment: Moment) -> ColumnElement[bool]:
    row = child.c
    if name == "within":
        return func.starts_with(row.within_code, value)
    return func.num_nonnulls(row.region_code, row.reason).op("=")(literal_column("0")) == value


PLACE_NAMES = Connected(
    join=None,
    orders={"SEEN": Order(name="SEEN", keys=lambda row: (row.c.seen_at, row.c.id), descending=True)},
    default="SEEN",
    filtering=Filtering(read=read_texts, where=_where),
)
rooted("PlaceName", Root(rows=lambda role, _moment: visible_place_names(role), prefix="placename"))
