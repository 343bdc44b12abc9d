"""A Relay connection in SQL: one page by keyset, its edges and pageInfo, and a count only when asked."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from graphql import GraphQLObjectType, get_named_type
from graphql.language import FieldNode
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    case,
    false,
    func,
    literal_column,
    null,
    select,
    true,
    tuple_,
)
from sqlalchemy import (
    cast as sql_cast,
)

from graph.plan.declaration import Composing, Connected, Order, Selected
from graph.plan.paging import not_ours
from service.access.moments import Moment

Parameter = Callable[[str], ColumnElement[Any]]


_Shape = tuple[str, bool, int, int, tuple[str, ...]]
"""Order, direction, size, keys of the cursor and members of the filter, as paging.py read them."""


def compose_connection(composer: Composing, plan: Connected, selected: Selected) -> ColumnElement[Any]:
    """The JSON object of the connection."""
    order, _, _, _, filters = cast("_Shape", selected.asked.shape)
    child = composer.rows(_node_kind(selected.kind).name)
    condition = _condition(plan, selected, child, filters, composer.moment)
    return compose_page(composer, selected, plan.orders[order], child, condition)


def compose_page(
    composer: Composing,
    selected: Selected,
    order: Order,
    child: FromClause,
    condition: ColumnElement[bool],
) -> ColumnElement[Any]:
    """The JSON object of a connection over the rows of `child` that meet the condition."""
    _, forward, size, cursor_keys, _ = cast("_Shape", selected.asked.shape)
    kind, nodes, row = selected.kind, selected.nodes, selected.row
    parameter = _sized(selected.parameter, size)
    has_cursor = cursor_keys > 0
    if has_cursor and cursor_keys != len(order.keys(child)):
        raise not_ours()
    paged = page_of(order, child, condition, parameter, forward=forward, has_cursor=has_cursor)
    page = paged.correlate(row).subquery()
    face = Face(composer, kind, page, order, parameter, forward=forward, has_cursor=has_cursor)
    pairs: list[ColumnElement[Any]] = []
    is_paged = False
    for key, same in composer.collector.fields(kind, nodes).items():
        pairs.append(literal_column(f"'{key}'"))
        if same[0].name.value == "totalCount":
            counted = select(func.count()).select_from(child).where(condition).correlate(row)
            pairs.append(counted.scalar_subquery())
        else:
            is_paged = True
            pairs.append(face.value(same))
    made = func.json_build_object(*pairs)
    if not is_paged:
        return made
    # HAVING makes one row of the page, be it empty, even where nothing of what is selected aggregates.
    return select(made).select_from(face.source).having(true()).correlate(row).scalar_subquery()


def _sized(parameter: Parameter, size: int) -> Parameter:
    """The parameters of a page whose size stands in the statement."""
    sizes: dict[str, ColumnElement[Any]] = {
        "limit": literal_column(str(size)),
        "more": literal_column(str(size + 1)),
    }
    return lambda name: sizes[name] if name in sizes else parameter(name)


def _node_kind(connection: GraphQLObjectType) -> GraphQLObjectType:
    return cast("GraphQLObjectType", get_named_type(connection.fields["nodes"].type))


def _condition(
    plan: Connected, selected: Selected, child: FromClause, filters: tuple[str, ...], moment: Moment
) -> ColumnElement[bool]:
    parts = [true() if plan.join is None else plan.join(selected.row, child)]
    if plan.filtering is not None:
        for name in filters:
            short = name.removeprefix("filter_")
            parts.append(plan.filtering.where(child, short, selected.parameter(name), moment))
        otherwise = plan.filtering.otherwise.items()
        parts += [holds(child) for name, holds in otherwise if f"filter_{name}" not in filters]
    return and_(*parts)


def page_of(
    order: Order,
    child: FromClause,
    condition: ColumnElement[bool],
    parameter: Parameter,
    *,
    forward: bool,
    has_cursor: bool,
) -> Select[Any]:
    """The rows of the page and one more, numbered in the order in which they were fetched."""
    keys = list(order.keys(child))
    descends = order.descending is forward
    directed = [key.desc() if descends else key.asc() for key in keys]
    numbered = func.row_number().over(order_by=directed).label("row_position")
    if has_cursor:
        edge = tuple_(*(sql_cast(parameter(f"key{n}"), key.type) for n, key in enumerate(keys)))
        here = tuple_(*keys)
        condition = and_(condition, here < edge if descends else here > edge)
    chosen = select(*child.c, numbered).select_from(child).where(condition)
    return chosen.order_by(*directed).limit(cast("Any", parameter("more")))


class Face:
    """The fields of a connection over one page."""

    def __init__(  # noqa: PLR0913 - what the page was made of
        self,
        composer: Composing,
        kind: GraphQLObjectType,
        page: FromClause,
        order: Order,
        parameter: Parameter,
        *,
        forward: bool,
        has_cursor: bool,
    ) -> None:
        self._composer = composer
        self._kind = kind
        self._page = page
        self.source = page
        """The page, beside the records that are made of it."""
        self._order = order
        self._has_more = func.count() > parameter("limit")
        self._is_shown = page.c.row_position <= parameter("limit")
        self._forward = forward
        self._has_cursor = has_cursor

    def value(self, nodes: list[FieldNode]) -> ColumnElement[Any]:
        """The JSON value of one field."""
        name = nodes[0].name.value
        if name == "__typename":
            return literal_column(f"'{self._kind.name}'")
        if name == "nodes":
            return self._listed(self._node(nodes))
        if name == "edges":
            return self._listed(self._edge(nodes))
        return self._page_info(nodes)

    def _node(self, nodes: list[FieldNode]) -> ColumnElement[Any]:
        shaped = self._composer.shaped(_node_kind(self._kind), nodes, self._page)
        self.source = shaped.beside(self.source)
        return shaped.value

    def _listed(self, each: ColumnElement[Any]) -> ColumnElement[Any]:
        position = self._page.c.row_position
        ordered = func.json_agg(each).aggregate_order_by(position.asc() if self._forward else position.desc())
        return func.coalesce(ordered.filter(self._is_shown), literal_column("'[]'::json"))

    def _edge(self, nodes: list[FieldNode]) -> ColumnElement[Any]:
        kind = cast("GraphQLObjectType", get_named_type(self._kind.fields["edges"].type))
        pairs: list[ColumnElement[Any]] = []
        for key, same in self._composer.collector.fields(kind, nodes).items():
            name = same[0].name.value
            pairs.append(literal_column(f"'{key}'"))
            if name == "node":
                pairs.append(self._node(same))
            else:
                pairs.append(
                    cursor_of(self._order, _texts(self._order, self._page))
                    if name == "cursor"
                    else literal_column(f"'{kind.name}'")
                )
        return func.json_build_object(*pairs)

    def _page_info(self, nodes: list[FieldNode]) -> ColumnElement[Any]:
        kind = cast("GraphQLObjectType", get_named_type(self._kind.fields["pageInfo"].type))
        before: ColumnElement[Any] = true() if self._has_cursor else false()
        near, far = self._end("min"), self._end("max")
        first, last = (near, far) if self._forward else (far, near)
        answers: dict[str, ColumnElement[Any]] = {
            "__typename": literal_column(f"'{kind.name}'"),
            "hasNextPage": self._has_more if self._forward else before,
            "hasPreviousPage": before if self._forward else self._has_more,
            "startCursor": first,
            "endCursor": last,
        }
        pairs: list[ColumnElement[Any]] = []
        for key, same in self._composer.collector.fields(kind, nodes).items():
            pairs += [literal_column(f"'{key}'"), answers[same[0].name.value]]
        return func.json_build_object(*pairs)

    def _end(self, which: str) -> ColumnElement[Any]:
        """The cursor of the page's first or last row as fetched; made of that row's keys alone."""
        position = self._page.c.row_position
        near_end = position.asc() if which == "min" else position.desc()
        ends: list[ColumnElement[Any]] = []
        for text in _texts(self._order, self._page):
            listed = func.array_agg(text).aggregate_order_by(near_end).filter(self._is_shown)
            ends.append(func.coalesce(listed, literal_column("'{}'::text[]"))[1])
        is_empty = func.count().filter(self._is_shown) == literal_column("0")
        return case((is_empty, null()), else_=cursor_of(self._order, ends))


def _texts(order: Order, row: FromClause) -> list[ColumnElement[Any]]:
    return [sql_cast(key, Text) for key in order.keys(row)]


def cursor_of(order: Order, texts: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    """The cursor of a row: its keys in an order, as text that is safe in an address."""
    content = sql_cast(func.json_build_array(literal_column(f"'{order.name}'"), *texts), Text)
    coded = func.encode(func.convert_to(content, literal_column("'UTF8'")), literal_column("'base64'"))
    return func.translate(coded, literal_column("E'+/=\\n'"), literal_column("'-_'"))
