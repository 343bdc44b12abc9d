"""The changes of a pledge, from the append-only record."""

from datetime import date, datetime

import strawberry
from strawberry.scalars import JSON

from graph.plan.declaration import Connected, Order, Root, column, plain, rooted
from graph.types.node import instant
from service.access.visibility import visible_history


@strawberry.type(description="One change: what, by whom, effective when and recorded when.")
class HistoryEntry:
    """An entry of the append-only record."""

    subject: str = plain("subject", "The kind of thing that changed.")
    action: str = plain("action", "What was done.")
    effective_on: date = plain("effective_on", "From which day it counts.")
    recorded_at: datetime = column("When it was recorded.", instant("recorded_at"))
    actor: str = plain("actor_label", "Who did it, by office.")
    before: JSON = plain("before", "What it was.")
    after: JSON = plain("after", "What it became.")
    reason: str | None = plain("reason", "Why.")


HISTORY = Connected(
    join=lambda row, child: child.c.pledge_id == row.c.id,
    orders={"RECORDED": Order(name="RECORDED", keys=lambda row: (row.c.id,))},
    default="RECORDED",
)

rooted("HistoryEntry", Root(rows=visible_history))
