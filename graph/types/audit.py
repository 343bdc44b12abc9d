"""What happened at the door, in the graph: for administrators; there is nothing of it for anybody else."""

from datetime import datetime
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, FromClause, cast, exists, func, select
from strawberry.scalars import JSON

import models
from graph.plan.declaration import Connected, Filtering, Order, Root, column, plain, rooted
from graph.types.node import instant
from service.access.bare import bare
from service.access.moments import Moment
from service.access.visibility import visible_at_the_door
from service.reading.sql import ONE


def _name(row: FromClause) -> ColumnElement[Any]:
    """The account's address, or what the token is called."""
    account, token = bare(models.Account), bare(models.ApiToken)
    address = select(account.c.email).where(account.c.id == row.c.subject_id).correlate(row)
    label = select(token.c.label).where(token.c.id == row.c.subject_id).correlate(row)
    return func.coalesce(address.scalar_subquery(), label.scalar_subquery())


def _is_sealed(row: FromClause) -> ColumnElement[bool]:
    link = bare(models.HistoryLink)
    return exists(select(ONE).select_from(link).where(link.c.history_id == row.c.id).correlate(row))


@strawberry.type(description="Something that happened at the door (catatan audit), in the sealed history.")
class AuditEntry:
    """A sign-in, a refusal, a change of roles, the use of a token."""

    subject: str = plain("subject", "account or api_token.")
    subject_id: str = plain("subject_id", "Which one; entries of one account have one id.")
    name: str | None = column("The account's address, or what the token is called.", _name)
    action: str = plain("action", "What happened: SIGN_IN, REFUSE_SIGN_IN, REFUSE_DEED, ASSIGN, USE_TOKEN …")
    recorded_at: datetime = column("When.", instant("recorded_at"))
    actor_kind: str = plain("actor_kind", "PERSON, TOKEN, OPERATOR, SYSTEM or PUBLIC.")
    actor: str = plain("actor_label", "Who did it, by office.")
    before: JSON = plain("before", "What it was.")
    after: JSON = plain("after", "What it became.")
    reason: str | None = plain("reason", "Why.")
    sealed: bool = column("Whether the chain holds it already; it takes seconds.", _is_sealed)


@strawberry.input(description="Narrows the audit; every member given must hold.")
class AuditFilter:
    """What an entry must be."""

    action: list[str] | None = strawberry.field(default=None, description="One of these actions.")
    since: datetime | None = strawberry.field(default=None, description="Recorded then or after.")
    until: datetime | None = strawberry.field(default=None, description="Recorded before then.")


def _read(given: dict[str, Any]) -> dict[str, object]:
    return {name: value for name, value in given.items() if value is not None}


def _where(child: FromClause, name: str, value: ColumnElement[Any], _moment: Moment) -> ColumnElement[bool]:
    if name == "action":
        return child.c.action == func.any(value)
    instant = cast(value, child.c.recorded_at.type)
    return child.c.recorded_at >= instant if name == "since" else child.c.recorded_at < instant


AUDIT = Connected(
    join=None,
    orders={"NEWEST": Order(name="NEWEST", keys=lambda row: (row.c.id,), descending=True)},
    default="NEWEST",
    filtering=Filtering(read=_read, where=_where),
)
rooted("AuditEntry", Root(rows=lambda role, _moment: visible_at_the_door(role)))
