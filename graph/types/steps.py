"""What may be done with a pledge in its state: the law of its life, as far as it concerns that state."""

import strawberry

from graph.plan.declaration import Root, column, plain, rooted
from graph.types.enumerations import Action, Demand, Execution, Standing
from service.reading.steps import listed, steps


@strawberry.type(description="Something that may be done with a pledge in its state, and by whom (langkah).")
class PledgeStep:
    """A line of the law; whether its demands are met is found out by asking for it."""

    action: Action = plain("action", "What.")
    to: Execution = plain("leads_to", "The state that it leads to; the same when it stays.")
    who: list[Standing] = column(
        "Who may: whoever has one of these among the pledge's `standings`.", listed("who")
    )
    demands: list[Demand] = column("What it demands beyond that.", listed("demands"))


rooted("PledgeStep", Root(rows=lambda _role, _moment: steps()))
