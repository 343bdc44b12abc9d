"""Agencies, SPM areas and their services in the graph."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlalchemy import ColumnElement, FromClause, exists, func, literal_column, select

import models
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
from graph.types.connection import Connection, connection
from graph.types.enumerations import AgencyKind, RegionLevel, SpmAreaCode
from graph.types.node import Node, begins, has_word, identity, open_rows
from graph.types.places import Region, read_texts
from graph.types.pledge_list import LED, NARROWED
from service.access.bare import bare
from service.access.moments import Moment
from service.reading.said import standing_mandates
from service.reading.sql import ONE

if TYPE_CHECKING:
    from graph.types.pledges import Pledge


@strawberry.type(description="A legal service inside an area (jenis layanan SPM).")
class SpmService:
    """A service of one level of government."""

    code: str = plain("code", "Our code of the service.")
    name: str = plain("name", "Legal name.")
    level: RegionLevel = plain("level", "Level of government that owes it.")
    confirmed: bool = plain("confirmed", "Whether the wording was seen in an official list.")


@strawberry.type(description="An area of minimum service (bidang SPM).")
class SpmArea:
    """An area, in the official order."""

    code: SpmAreaCode = plain("code", "The area.")
    name: str = plain("name", "Official name.")
    services: list[SpmService] = planned(
        Many(join=lambda row, child: child.c.area_code == row.c.code, order=lambda child: (child.c.code,)),
        "Its legal services.",
    )


rooted("SpmArea", Root(rows=open_rows(models.SpmArea), key="code", key_type="text"))
rooted("SpmService", Root(rows=open_rows(models.SpmService), key="code", key_type="text"))


@strawberry.type(description="An area that an agency answers for by its office (mandat).")
class Mandate:
    """A mandate, as a mapping of ours or as the secretariat said."""

    area: SpmArea = planned(One(join=lambda row, child: child.c.code == row.c.area_code), "The area.")
    source: str = plain("source", "Where it is written, or whose mapping it is.")
    since_on: date | None = plain("from_on", "From which day on; null when it always did.")


rooted("Mandate", Root(rows=lambda _role, moment: standing_mandates(moment)))


def _aliases(row: FromClause) -> ColumnElement[Any]:
    alias = models.AgencyAlias
    listed = func.json_agg(alias.alias).aggregate_order_by(alias.alias)
    found = select(func.coalesce(listed, literal_column("'[]'::json"))).where(alias.agency_id == row.c.id)
    return found.correlate(row).scalar_subquery()


@strawberry.type(description="An agency (instansi, OPD) of a region.")
class Agency(Node):
    """Who promises."""

    id: strawberry.ID = identity("agency")
    code: str = plain("code", "Unique within its region.")
    name: str = plain("name", "Official name.")
    short_name: str = plain("short_name", "The name people use.")
    kind: AgencyKind = plain("kind", "What it is.")
    region: Region = planned(One(join=lambda row, child: child.c.code == row.c.region_code), "Its region.")
    aliases: list[str] = column("Other names in use, press slips included.", _aliases)
    pledges: Connection[Annotated["Pledge", strawberry.lazy("graph.types.pledges")]] = connection(
        LED, "The pledges that it leads, by reference unless told.", **NARROWED
    )
    mandates: list[Mandate] = planned(
        Many(
            join=lambda row, child: child.c.agency_id == row.c.id,
            order=lambda child: (child.c.area_code, child.c.id),
        ),
        "The areas that it answers for.",
    )
    synthetic: bool = plain("synthetic", "Whether it is made up, for demonstrations and load.")


@strawberry.input(description="Narrows agencies.")
class AgencyFilter:
    """What an agency must be."""

    region: str | None = strawberry.field(default=None, description="Of the region of this code.")
    kind: AgencyKind | None = strawberry.field(default=None, description="Of this kind.")
    search: str | None = strawberry.field(
        default=None, description="The short name, a word of the full one, or another name begins with this."
    )
    synthetic: bool | None = strawberry.field(default=None, description="Made up, or not.")


@strawberry.input(description="Names an agency by region and code.")
class AgencyCode:
    """A code is unique within its region."""

    region: str = strawberry.field(description="Dotted code of the region.")
    code: str = strawberry.field(description="Code of the agency there.")


@strawberry.input(one_of=True, description="Names one agency.")
class AgencyBy:
    """One way to name an agency."""

    id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="By its id.")
    code: AgencyCode | None = strawberry.field(default=strawberry.UNSET, description="By region and code.")


def _where(child: FromClause, name: str, value: ColumnElement[Any], _moment: Moment) -> ColumnElement[bool]:
    row = child.c
    if name == "search":
        other = bare(models.AgencyAlias)
        called = select(ONE).where(other.c.agency_id == row.id, begins(other.c.alias, value))
        so_called = exists(called.correlate(child))
        return begins(row.short_name, value) | has_word(row.name, value) | so_called
    return row["region_code" if name == "region" else name] == value


AGENCIES = Connected(
    join=None,
    orders={"REGION": Order(name="REGION", keys=lambda row: (row.c.region_code, row.c.code, row.c.id))},
    default="REGION",
    filtering=Filtering(read=read_texts, where=_where),
)
rooted("Agency", Root(rows=open_rows(models.Agency), prefix="agency"))
