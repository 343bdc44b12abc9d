"""Which programs may ask, in the graph: for administrators; there is nothing of it for anybody else."""

from datetime import datetime
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, FromClause, case, func, or_

from graph.plan.declaration import Connected, Filtering, One, Order, Root, column, plain, planned, rooted
from graph.types.agencies import Agency
from graph.types.enumerations import Role
from graph.types.node import Node, identity, instant
from graph.types.places import Region, read_texts
from service.access.administered import visible_tokens
from service.access.moments import Moment


@strawberry.type(description="The way in of a program (token). Its text is kept nowhere.")
class Token(Node):
    """What it is called, what it may do, and whether it is still used."""

    id: strawberry.ID = identity("token")
    label: str = plain("label", "What it is for.")
    prefix: str = plain("prefix", "The part of its text by which it is told from others.")
    role: Role = plain("role", "What it is here for.")
    scopes: list[str] = column(
        "What it may do: read, report, secretariat.", lambda row: func.array_to_json(row.c.scopes)
    )
    agency: Agency | None = planned(
        One(join=lambda row, child: child.c.id == row.c.agency_id), "For which agency."
    )
    region: Region | None = planned(
        One(join=lambda row, child: child.c.code == row.c.region_code), "In which region."
    )
    expires_at: datetime | None = column("Until when it is good; null for ever.", instant("expires_at"))
    revoked_at: datetime | None = column("When it was taken away.", instant("revoked_at"))
    last_used_at: datetime | None = column(
        "When it was last used, within some minutes.", instant("last_used_at")
    )
    recorded_at: datetime = column("When it was made.", instant("recorded_at"))


@strawberry.input(description="Narrows tokens; every member given must hold.")
class TokenFilter:
    """What a token must be."""

    good: bool | None = strawberry.field(
        default=None, description="Neither revoked nor expired now, or one of them."
    )
    role: Role | None = strawberry.field(default=None, description="For this.")


def _where(child: FromClause, name: str, value: ColumnElement[Any], _moment: Moment) -> ColumnElement[bool]:
    if name == "role":
        return child.c.role == value
    lives = or_(child.c.expires_at.is_(None), child.c.expires_at > func.now())
    return case((child.c.revoked_at.is_(None), lives), else_=False) == value


TOKENS = Connected(
    join=None,
    orders={"NEWEST": Order(name="NEWEST", keys=lambda row: (row.c.id,), descending=True)},
    default="NEWEST",
    filtering=Filtering(read=read_texts, where=_where),
)
rooted("Token", Root(rows=lambda role, _moment: visible_tokens(role), prefix="token"))
