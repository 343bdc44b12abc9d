"""Regions and Posyandu in the graph."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlalchemy import func, literal_column

import models
from graph.plan.declaration import Connected, Filtering, Many, One, Order, Root, plain, planned, rooted
from graph.types.connection import Connection, connection
from graph.types.enumerations import RegionLevel
from graph.types.node import Node, begins, identity, open_rows
from service.access.moments import Moment
from service.reading.places import holds

if TYPE_CHECKING:
    from graph.types.agencies import Agency

_BY_CODE = {"CODE": Order(name="CODE", keys=lambda row: (row.c.code,))}
_INSIDE = Connected(
    join=lambda row, child: child.c.parent_code == row.c.code, orders=_BY_CODE, default="CODE"
)
_AGENCIES = Connected(
    join=lambda row, child: child.c.region_code == row.c.code,
    orders={"CODE": Order(name="CODE", keys=lambda row: (row.c.code, row.c.id))},
    default="CODE",
)


@strawberry.type(description="A region (wilayah): province, regency or city, district, or village.")
class Region(Node):
    """A region by its dotted Kemendagri code."""

    id: strawberry.ID = identity("region", "code")
    code: str = plain("code", "Dotted Kemendagri code, such as 64.09.")
    name: str = plain("name", "Official name.")
    level: RegionLevel = plain("level", "How wide it is.")
    parent: "Region | None" = planned(
        One(join=lambda row, child: child.c.code == row.c.parent_code), "The region around it."
    )
    path: list["Region"] = planned(
        Many(
            join=lambda row, child: child.c.code.in_(
                (*(func.left(row.c.code, literal_column(str(n))) for n in (2, 5, 8)), row.c.code)
            ),
            order=lambda child: (func.length(child.c.code),),
        ),
        "From the province down to the region itself.",
    )
    time_zone: str = plain("time_zone", "IANA time zone (WIB, WITA or WIT).")
    regions: "Connection[Region]" = connection(_INSIDE, "The regions inside it, one level down, by code.")
    agencies: Connection[Annotated["Agency", strawberry.lazy("graph.types.agencies")]] = connection(
        _AGENCIES, "The agencies of this region itself, by code."
    )


@strawberry.input(description="Narrows regions.")
class RegionFilter:
    """What a region must be."""

    level: RegionLevel | None = strawberry.field(default=None, description="Of this level.")
    within: str | None = strawberry.field(default=None, description="Inside the region of this code.")
    search: str | None = strawberry.field(default=None, description="Name begins with these words.")


def read_texts(given: dict[str, Any]) -> dict[str, object]:
    """The members of a filter that were given, as they are."""
    return {name: getattr(value, "value", value) for name, value in given.items() if value is not None}


def _region_where(child: Any, name: str, value: Any, _moment: Moment) -> Any:  # noqa: ANN401 - SQL of any type
    if name == "level":
        return child.c.level == value
    if name == "within":
        return holds(value, child.c.code) & (child.c.code != value)
    return begins(child.c.name, value)


REGIONS = Connected(
    join=None,
    orders=_BY_CODE,
    default="CODE",
    filtering=Filtering(read=read_texts, where=_region_where),
)
rooted("Region", Root(rows=open_rows(models.Region), prefix="region", key="code", key_type="text"))


@strawberry.type(description="A service post (Posyandu) in a village.")
class Posyandu(Node):
    """A post; the registration number is usually unknown."""

    id: strawberry.ID = identity("posyandu")
    name: str = plain("name", "Name of the post.")
    village: Region = planned(One(join=lambda row, child: child.c.code == row.c.village_code), "Its village.")
    registration_number: str | None = plain("registration_number", "PP.KK.KC.DDDD.NNN, when registered.")
    latitude: float | None = plain("latitude", "Degrees north.")
    longitude: float | None = plain("longitude", "Degrees east.")
    opened_on: date | None = plain("opened_on", "When it began; null when unknown.")
    closed_on: date | None = plain("closed_on", "From which day it is no more.")
    synthetic: bool = plain("synthetic", "Whether the post is made up, for demonstrations and load.")


@strawberry.input(description="Narrows posts.")
class PosyanduFilter:
    """What a post must be."""

    within: str | None = strawberry.field(default=None, description="In the region of this code.")
    search: str | None = strawberry.field(default=None, description="Name begins with these words.")
    synthetic: bool | None = strawberry.field(default=None, description="Made up, or not.")


@strawberry.input(one_of=True, description="Names one post.")
class PosyanduBy:
    """One way to name a post."""

    id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="By its id.")
    registration_number: str | None = strawberry.field(default=strawberry.UNSET, description="By its number.")


def _posyandu_where(child: Any, name: str, value: Any, _moment: Moment) -> Any:  # noqa: ANN401 - SQL of any type
    if name == "within":
        return holds(value, child.c.village_code)
    if name == "synthetic":
        return child.c.synthetic == value
    return begins(child.c.name, value)


POSYANDUS = Connected(
    join=None,
    orders={"VILLAGE": Order(name="VILLAGE", keys=lambda row: (row.c.village_code, row.c.id))},
    default="VILLAGE",
    filtering=Filtering(read=read_texts, where=_posyandu_where),
)
rooted("Posyandu", Root(rows=open_rows(models.Posyandu), prefix="posyandu"))
