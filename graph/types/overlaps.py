"""Overlaps in the graph: two pledges that offer the same at the same place; how they are read."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final, cast

import strawberry
from graphql import GraphQLObjectType, get_named_type
from sqlalchemy import ColumnElement, FromClause, func, select, true

import models
from graph.errors import Code
from graph.plan.composing import empty_list
from graph.plan.connecting import compose_page
from graph.plan.declaration import (
    Arguments,
    Asked,
    Composed,
    Composing,
    One,
    Order,
    Root,
    Selected,
    column,
    plain,
    planned,
    rooted,
)
from graph.plan.identity import uuid_of
from graph.plan.paging import read_page
from graph.types.agencies import SpmService
from graph.types.arguments import PAGING, takes
from graph.types.connection import Connection
from graph.types.enumerations import OverlapMarkKind, SpmAreaCode
from graph.types.node import Node, identity, instant, open_rows
from graph.types.places import Posyandu, Region
from graph.types.pledge_list import object_to_unknown
from graph.types.pledges import Pledge
from graph.types.targets import Indicator
from service.reading.offers import shared_by
from service.reading.overlaps import MOST_PLEDGES, OverlapQuestion, overlaps


@strawberry.type(description="What was said of two pledges that overlap.")
class OverlapMark(Node):
    """A joint effort, or dismissed with a reason."""

    id: strawberry.ID = identity("overlapmark")
    kind: OverlapMarkKind = plain("kind", "What was said.")
    one: Pledge = planned(One(join=lambda row, child: child.c.id == row.c.one_id), "One pledge.")
    other: Pledge = planned(One(join=lambda row, child: child.c.id == row.c.other_id), "The other.")
    reason: str = plain("reason", "Why.")
    marked_on: date = plain("marked_on", "From which day on.")
    marked_by: str = plain("marked_by", "Who said so, by office.")
    withdrawal: str | None = plain("withdrawal", "Why it was taken back.")
    withdrawn_on: date | None = plain("withdrawn_on", "When it was taken back.")
    recorded_at: datetime = column("When it was recorded.", instant("recorded_at"))


def _is_shared(composing: Composing, selected: Selected, what: str, child: FromClause) -> ColumnElement[bool]:
    """Whether the pair shares what `child` is, by the column `what` of what they share."""
    shared = shared_by(selected.row, what, composing.role, composing.moment)
    return child.c["code" if what.endswith("code") else "id"].in_(shared)


def _shared(what: str, order: Callable[[FromClause], ColumnElement[Any]]) -> Composed:
    """A list of what the pair shares."""

    def compose(composing: Composing, selected: Selected) -> ColumnElement[Any]:
        child = composing.rows(selected.kind.name)
        shaped = composing.shaped(selected.kind, selected.nodes, child)
        listed = func.json_agg(shaped.value).aggregate_order_by(order(child))
        found = select(func.coalesce(listed, empty_list())).select_from(shaped.beside(child))
        shown = found.where(_is_shared(composing, selected, what, child))
        return shown.correlate(selected.row).scalar_subquery()

    return Composed(compose=compose)


_POSTS: Final = Order(name="VILLAGE", keys=lambda row: (row.c.village_code, row.c.id))


def _compose_posts(composing: Composing, selected: Selected) -> ColumnElement[Any]:
    node = cast("GraphQLObjectType", get_named_type(selected.kind.fields["nodes"].type))
    child = composing.rows(node.name)
    return compose_page(
        composing, selected, _POSTS, child, _is_shared(composing, selected, "posyandu_id", child)
    )


@strawberry.type(
    description="Two live pledges of two agencies that offer the same service or indicator, at the same "
    "place, at the same time, and are no joint effort (tumpang tindih). It is computed, never stored."
)
class Overlap:
    """A pair, with what the two share and where."""

    one: Pledge = planned(
        One(join=lambda row, child: child.c.id == row.c.one_id), "The pledge that was recorded first."
    )
    other: Pledge = planned(One(join=lambda row, child: child.c.id == row.c.other_id), "The other pledge.")
    services: list[SpmService] = planned(
        _shared("service_code", lambda child: child.c.code), "The services that both offer at one place."
    )
    indicators: list[Indicator] = planned(
        _shared("indicator_id", lambda child: child.c.id), "The indicators that both count at one place."
    )
    regions: list[Region] = planned(
        _shared("region_code", lambda child: child.c.code),
        "Where, as regions: the narrower of the two places.",
    )
    posyandus: Connection[Posyandu] = planned(
        Composed(
            read=lambda arguments: read_page(arguments, _POSTS.name),
            compose=_compose_posts,
        ),
        "Where, as posts.",
        resolver=takes(**PAGING),
    )
    mark: OverlapMark | None = planned(
        One(join=lambda row, child: child.c.id == row.c.mark_id), "What was said of it."
    )


@strawberry.input(description="Narrows overlaps; every member given must hold.")
class OverlapFilter:
    """Which overlaps."""

    within: str | None = strawberry.field(
        default=None, description="At places in the region of this code, or around it."
    )
    area: SpmAreaCode | None = strawberry.field(default=None, description="Both serve this area.")
    agency: strawberry.ID | None = strawberry.field(default=None, description="This agency leads one.")
    meeting: strawberry.ID | None = strawberry.field(default=None, description="One was made there.")
    pledge: strawberry.ID | None = strawberry.field(default=None, description="This pledge is one.")
    synthetic: bool | None = strawberry.field(default=None, description="Both are made up, or neither.")
    include_marked: bool | None = strawberry.field(
        default=None,
        description="Also those that somebody marked as joint or dismissed; not when absent. Pledges that "
        "name each other's agency as JOINT never overlap.",
    )


_IDS: Final = {"agency", "meeting", "pledge"}
_MARKED, _FILTER = "marked", "filter_"
ORDER: Final = Order(name="RECORDED", keys=lambda row: (row.c.one_id, row.c.other_id))


def _read(given: Mapping[str, Any]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in given.items():
        if name == "includeMarked":
            found |= {_MARKED: None} if value else {}
        elif value is not None:
            found[name] = uuid_of(value, name) if name in _IDS else getattr(value, "value", value)
    return found


def _read_overlaps(arguments: Arguments) -> Asked:
    return read_page(arguments, ORDER.name, _read)


def _compose_overlaps(composing: Composing, selected: Selected) -> ColumnElement[Any]:
    filters = cast("tuple[str, bool, int, int, tuple[str, ...]]", selected.asked.shape)[-1]
    names = {name.removeprefix(_FILTER) for name in filters}
    given = {name: selected.parameter(f"{_FILTER}{name}") for name in sorted(names - {_MARKED})}
    found = overlaps(
        OverlapQuestion(
            name=selected.name,
            role=composing.role,
            moment=composing.moment,
            includes_marked=_MARKED in names,
            given=given,
        )
    )
    object_to_unknown(composing, given)
    composing.object_to(found.are_too_many, Code.MAX_COST_EXCEEDED, _TOO_MANY)
    return compose_page(composing, selected, ORDER, found.pairs, true())


_TOO_MANY: Final = (
    f"Overlaps are looked for among {MOST_PLEDGES} live pledges at most. Say within (a regency, or "
    "narrower), or an area."
)
OVERLAPS: Final = Composed(read=_read_overlaps, compose=_compose_overlaps)
rooted("OverlapMark", Root(rows=open_rows(models.OverlapMark), prefix="overlapmark"))
