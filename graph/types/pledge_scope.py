"""Where a pledge is to be kept, in SQL: the words that wait, the regions named, and the posts it comes to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import strawberry
from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    FromClause,
    Text,
    and_,
    cast,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONPATH

import models
from graph.plan.declaration import Connected, Filtering, Many, Order
from service.access.bare import bare
from service.reading.places import EVERY_LENGTH
from service.reading.posts import is_there, was_there

_ANY_WORDS = "'strict $.**.words'"


_POST: ColumnElement[str] = literal_column(
    """'(?<!"words": )"([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})"'"""
)
_NODE_ID: ColumnElement[str] = literal_column("""'"posyandu_\\1"'""")


def scope_expression(row: FromClause) -> ColumnElement[Any]:
    """The expression tree as clients write it: posts by their ids in the graph."""
    text = func.regexp_replace(cast(row.c.scope, Text), _POST, _NODE_ID, literal_column("'g'"))
    return cast(text, JSON)


_NO_VALUES: ColumnElement[Any] = literal_column("'{}'::jsonb")


def scope_words(row: FromClause) -> ColumnElement[Any]:
    """The words of the expression that no place was found for yet, as a JSON array."""
    path: ColumnElement[Any] = literal_column(_ANY_WORDS)
    return func.jsonb_path_query_array(row.c.scope, cast(path, JSONPATH), _NO_VALUES, true())


def _names(row: FromClause, region: FromClause) -> ColumnElement[bool]:
    """Whether the scope names a region; a pledge of the past brings its places along."""
    if "regions" in row.c:
        return region.c.code == func.any(row.c.regions)
    place = bare(models.PledgePlace)
    same = and_(place.c.pledge_id == row.c.id, place.c.region_code == region.c.code, _of_scope(place))
    return exists(select(literal(1)).select_from(place).where(same).correlate(row, region))


def _holds(row: FromClause, post: FromClause) -> ColumnElement[bool]:
    """Whether a post is named, or lies in a region of the scope."""
    if "posts" in row.c:
        around = func.any(row.c.regions)
        codes = [
            func.left(post.c.village_code, literal_column(str(length))) == around for length in EVERY_LENGTH
        ]
        return or_(post.c.id == func.any(row.c.posts), *codes)
    place = bare(models.PledgePlace)
    village, code = post.c.village_code, place.c.region_code
    within = or_(village == code, func.starts_with(village, code.op("||")(literal_column("'.'"))))
    here = or_(place.c.posyandu_id == post.c.id, within)
    condition = and_(place.c.pledge_id == row.c.id, _of_scope(place), here)
    return exists(select(literal(1)).select_from(place).where(condition).correlate(row, post))


def _of_scope(place: FromClause) -> ColumnElement[bool]:
    return place.c.source == literal_column("'SCOPE'")


@strawberry.input(description="Narrows the posts of a scope.")
class ScopeFilter:
    """Posts come and go, and the scope stays."""

    as_of: date | None = strawberry.field(
        default=strawberry.UNSET, description="Posts that were there on this day; today when absent."
    )


def _read(given: Mapping[str, Any]) -> dict[str, object]:
    return {name: value for name, value in given.items() if value is not None}


SCOPE_REGIONS = Many(join=_names, order=lambda child: (child.c.code,))
SCOPE_POSTS = Connected(
    join=_holds,
    orders={"VILLAGE": Order(name="VILLAGE", keys=lambda row: (row.c.village_code, row.c.id))},
    default="VILLAGE",
    filtering=Filtering(
        read=_read,
        where=lambda post, _name, day, _moment: was_there(post, cast(day, Date)),
        otherwise={"asOf": is_there},
    ),
)
