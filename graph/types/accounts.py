"""Who may come in, in the graph: for administrators; there is nothing of it for anybody else."""

from datetime import datetime
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, FromClause, func

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
from graph.types.agencies import Agency
from graph.types.enumerations import Role
from graph.types.node import Node, begins, has_word, identity, instant
from graph.types.places import Region, read_texts
from service.access.administered import visible_accounts, visible_assignments
from service.access.moments import Moment


@strawberry.type(description="What an account may act as (penugasan); a session acts under one at a time.")
class Assignment(Node):
    """An office of a person."""

    id: strawberry.ID = identity("assignment")
    role: Role = plain("role", "What its holder is here for.")
    agency: Agency | None = planned(
        One(join=lambda row, child: child.c.id == row.c.agency_id), "For which agency."
    )
    region: Region | None = planned(
        One(join=lambda row, child: child.c.code == row.c.region_code), "In which region."
    )
    issuer: str | None = plain(
        "issuer", "The identity provider whose words made it, and may take it away; null for our own."
    )


rooted("Assignment", Root(rows=lambda role, _moment: visible_assignments(role), prefix="assignment"))


@strawberry.type(description="The way in of a person (akun).")
class Account(Node):
    """Who they are, what they may act as, and how far they came in."""

    id: strawberry.ID = identity("account")
    name: str = plain("name", "The person's name.")
    position: str | None = plain("position", "The person's position.")
    email: str = plain("email", "The work address by which they sign in.")
    assignments: list[Assignment] = planned(
        Many(join=lambda row, child: child.c.account_id == row.c.id, order=lambda child: (child.c.id,)),
        "What they may act as, the oldest first.",
    )
    has_password: bool = plain("has_password", "Whether they have set a password.")
    has_second_factor: bool = plain("has_second_factor", "Whether they show a second factor.")
    invitation_due_at: datetime | None = column(
        "Since when, or from when on, an invitation waits to be sent; null when none does.",
        instant("invitation_due_at"),
    )
    invited_until: datetime | None = column(
        "Until when the invitation that was sent is good, unless it was used; null without one.",
        instant("invited_until"),
    )
    signed_in_at: datetime | None = column("When they last signed in.", instant("signed_in_at"))
    closed_at: datetime | None = column("When it was closed, for good.", instant("closed_at"))
    recorded_at: datetime = column("When it was opened.", instant("recorded_at"))


@strawberry.input(description="Narrows accounts; every member given must hold.")
class AccountFilter:
    """What an account must be."""

    search: str | None = strawberry.field(
        default=None, description="The name, a later word of it, or the address begins with this."
    )
    role: Role | None = strawberry.field(default=None, description="May act as this.")
    closed: bool | None = strawberry.field(default=None, description="Closed, or not.")


def _where(child: FromClause, name: str, value: ColumnElement[Any], _moment: Moment) -> ColumnElement[bool]:
    row = child.c
    if name == "search":
        return begins(row.email, value) | has_word(row.name, value)
    return value == func.any(row.roles) if name == "role" else row.closed_at.is_not(None) == value


ACCOUNTS = Connected(
    join=None,
    orders={"EMAIL": Order(name="EMAIL", keys=lambda row: (row.c.email, row.c.id))},
    default="EMAIL",
    filtering=Filtering(read=read_texts, where=_where),
)
rooted("Account", Root(rows=lambda role, _moment: visible_accounts(role), prefix="account"))
