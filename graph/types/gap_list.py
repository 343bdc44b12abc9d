"""How gaps are narrowed and listed: the arguments; what they mean in SQL stands in service/reading."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import strawberry
from sqlalchemy import ColumnElement, true

from graph.errors import Code
from graph.plan.connecting import compose_page
from graph.plan.declaration import Arguments, Asked, Composed, Composing, Order, Selected
from graph.plan.identity import uuid_of
from graph.plan.paging import read_page
from graph.types.enumerations import GapKind, PlaceLevel, SpmAreaCode
from graph.types.pledge_list import object_to_unknown
from service.reading.gap_question import GapQuestion
from service.reading.gaps import gaps
from service.reading.place_gaps import MOST_PLACES


@strawberry.input(description="Narrows gaps; every member given must hold.")
class GapFilter:
    """Which gaps."""

    within: str | None = strawberry.field(
        default=None,
        description="At places in the region of this code; of its agencies and meetings, and those inside.",
    )
    level: PlaceLevel | None = strawberry.field(
        default=None, description="At which places to look; at each post when absent."
    )
    area: SpmAreaCode | None = strawberry.field(default=None, description="In this area.")
    kind: list[GapKind] | None = strawberry.field(default=None, description="Of one of these kinds.")
    agency: strawberry.ID | None = strawberry.field(
        default=None,
        description="That concern this agency: its own, and those in its region and an area of its mandate.",
    )
    meeting: strawberry.ID | None = strawberry.field(
        default=None,
        description="As this meeting left it: only the pledges made there promise something, and only those "
        "who came to it are asked about.",
    )
    synthetic: bool | None = strawberry.field(
        default=None,
        description="Only posts, agencies, meetings and pledges that are made up, or none of them.",
    )
    include_marked: bool | None = strawberry.field(
        default=None, description="Also those that somebody marked as not applicable; not when absent."
    )


_IDS: Final = {"agency", "meeting"}
_BOUND: Final = {"within", "area", "synthetic", *_IDS}
_LEVEL, _KIND, _MARKED = "level__", "kind__", "marked"
_FILTER: Final = "filter_"
ORDER: Final = Order(name="PLACE", keys=lambda row: (row.c.key,))


def _read(given: Mapping[str, Any]) -> dict[str, object]:
    """The members that were given; the level, the kinds and the marks shape the statement by their names."""
    found: dict[str, object] = {}
    for name, value in given.items():
        if value is None:
            continue
        if name == "kind":
            found |= {f"{_KIND}{GapKind(kind)}": None for kind in value} or {_KIND: None}  # no kind at all
        elif name == "level":
            found[f"{_LEVEL}{PlaceLevel(value)}"] = None
        elif name == "includeMarked":
            found |= {_MARKED: None} if value else {}
        else:
            found[name] = uuid_of(value, name) if name in _IDS else getattr(value, "value", value)
    return found


def _read_gaps(arguments: Arguments) -> Asked:
    return read_page(arguments, ORDER.name, _read)


def _compose_gaps(composing: Composing, selected: Selected) -> ColumnElement[Any]:
    filters = cast("tuple[str, bool, int, int, tuple[str, ...]]", selected.asked.shape)[-1]
    names = sorted(name.removeprefix(_FILTER) for name in filters)
    kinds, levels = _words(names, _KIND), _words(names, _LEVEL)
    given = {name: selected.parameter(f"{_FILTER}{name}") for name in names if name in _BOUND}
    found = gaps(
        GapQuestion(
            name=selected.name,
            role=composing.role,
            moment=composing.moment,
            level=PlaceLevel(levels[0]) if levels else PlaceLevel.POSYANDU,
            kinds=frozenset(GapKind(kind) for kind in kinds if kind) if kinds else frozenset(GapKind),
            includes_marked=_MARKED in names,
            given=given,
        )
    )
    object_to_unknown(composing, given)
    composing.object_to(found.are_too_many, Code.MAX_COST_EXCEEDED, _TOO_MANY)
    return compose_page(composing, selected, ORDER, found.rows, true())


def _words(names: Sequence[str], prefix: str) -> list[str]:
    """What stands behind the prefix in the names that have it."""
    return [name.removeprefix(prefix) for name in names if name.startswith(prefix)]


_TOO_MANY: Final = (
    f"Gaps are looked for at {MOST_PLACES} places at most. Say within (a province, or narrower), "
    "a wider level, or only the kinds that are about agencies."
)
GAPS: Final = Composed(read=_read_gaps, compose=_compose_gaps)
