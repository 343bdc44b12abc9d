"""Relay's connection, and how a field that is one takes its arguments."""

from typing import Any, Generic, TypeVar

import strawberry

from graph.plan.declaration import Connected, planned
from graph.types.arguments import PAGING, takes

T = TypeVar("T")


@strawberry.type(description="Where a page stands among the others (Relay).")
class PageInfo:
    """Relay's PageInfo."""

    has_next_page: bool = strawberry.field(description="Whether more follow.")
    has_previous_page: bool = strawberry.field(description="Whether some came before.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first edge.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last edge.")


@strawberry.type(description="An object of a connection and its cursor.")
class Edge(Generic[T]):
    """Relay's Edge."""

    cursor: str = strawberry.field(description="Where to go on from.")
    node: T = strawberry.field(description="The object.")


@strawberry.type(description="A page of objects. Exactly one of first and last is given, 0 to 100.")
class Connection(Generic[T]):
    """Relay's Connection, with nodes and a count that costs only when asked for."""

    edges: list[Edge[T]] = strawberry.field(description="The page with cursors.")
    nodes: list[T] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    total_count: int = strawberry.field(description="How many there are in all.")


def connection(plan: Connected, description: str, **more: Any) -> Any:  # noqa: ANN401 - a field of any type
    """A field that is a connection; `more` are arguments beside those of paging."""
    return planned(plan, description, resolver=takes(**more, **PAGING))
