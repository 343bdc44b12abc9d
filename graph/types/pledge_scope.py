"""Where a pledge is to be kept, in SQL: the words that wait, the regions named, and the posts it comes to."""

from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
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
from graph.plan.declaration import Connected, Many, Order

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
    place = models.PledgePlace.__table__.alias()
    same = and_(place.c.pledge_id == row.c.id, place.c.region_code == region.c.code, _of_scope(place))
    return exists(select(literal(1)).select_from(place).where(same).correlate(row, region))


def _holds(row: FromClause, post: FromClause) -> ColumnElement[bool]:
    """Whether a post is named, or lies in a region of the scope."""
    place = models.PledgePlace.__table__.alias()
    village, code = post.c.village_code, place.c.region_code
    within = or_(village == code, func.starts_with(village, code.op("||")(literal_column("'.'"))))
    here = or_(place.c.posyandu_id == post.c.id, within)
    condition = and_(place.c.pledge_id == row.c.id, _of_scope(place), here)
    return exists(select(literal(1)).select_from(place).where(condition).correlate(row, post))


def _of_scope(place: FromClause) -> ColumnElement[bool]:
    return place.c.source == literal_column("'SCOPE'")


SCOPE_REGIONS = Many(join=_names, order=lambda child: (child.c.code,))
SCOPE_POSTS = Connected(
    join=_holds,
    orders={"VILLAGE": Order(name="VILLAGE", keys=lambda row: (row.c.village_code, row.c.id))},
    default="VILLAGE",
)
