"""What can be listened to: the fields of the type Subscription. They are run in graph/listening."""

import strawberry

from graph.plan.declaration import Composed, planned
from graph.types.arguments import described, takes
from graph.types.enumerations import MatrixAxis
from graph.types.matrix_change import MatrixChange, compose_change, read_change
from graph.types.pledge_list import PledgeFilter


@strawberry.type(description="What can be listened to, over server-sent events or a WebSocket.")
class Subscription:
    """Root of every subscription."""

    matrix_changed: MatrixChange = planned(
        Composed(read=read_change, compose=compose_change),
        "The cells of a matrix that a write has moved, as they are now. The first event comes at once: what "
        "has moved since `after`, or nothing without it. Time alone moves nothing.",
        resolver=takes(
            rows=described(MatrixAxis, "What the rows are."),
            columns=described(MatrixAxis, "What the columns are."),
            filter=described(PledgeFilter | None, "Which pledges are counted."),
            after=described(str | None, "The id of the last event that was received."),
        ),
    )
