"""Who asks, in the graph: the holder of the token, as far as the service knows it."""

import strawberry
from sqlalchemy import func

from graph.plan.declaration import Embedded, One, column, planned
from graph.types.agencies import Agency
from graph.types.enumerations import Role
from graph.types.places import Region
from service.access.visibility import ACTOR_AGENCY, ACTOR_LABEL, ACTOR_REGION, ACTOR_ROLE, ACTOR_SCOPES
from service.reading.sql import word


@strawberry.type(description="Who asks (pemegang token); nobody in particular is null.")
class Viewer:
    """The one whom the service recognised."""

    label: str = column("What the token is called.", lambda _row: ACTOR_LABEL)
    role: Role = column("What the viewer is here for.", lambda _row: ACTOR_ROLE)
    agency: Agency | None = planned(
        One(join=lambda _row, child: child.c.id == ACTOR_AGENCY), "The agency for which it acts."
    )
    region: Region | None = planned(
        One(join=lambda _row, child: child.c.code == ACTOR_REGION), "The region that it serves."
    )
    scopes: list[str] = column(
        "What it may do: read, report, secretariat.", lambda _row: func.array_to_json(ACTOR_SCOPES)
    )


VIEWER = Embedded(when=lambda _row: word(Role.PUBLIC) != ACTOR_ROLE)
