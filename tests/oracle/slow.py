"""A slow, obvious executor over the same declarations: graphql-core, one row and one field at a time.

It shares the declarations of graph/types and nothing of how graph/plan composes: fields are collected by
graphql-core, each expression is asked of one row, lists are sorted, filtered and cut in Python. Answers are
remembered by row and field, since the database of these tests does not change.
"""

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import orjson
from graphql import (
    ExecutionResult,
    GraphQLResolveInfo,
    GraphQLSchema,
    build_schema,
    execute,  # pyright: ignore[reportUnknownVariableType] - it leaves its executor class open
    parse,
)
from sqlalchemy import ColumnElement, DateTime, FromClause, Select, Text, and_, func, literal, select
from sqlalchemy import cast as sql_cast

from graph.plan.declaration import (
    ROOTS,
    Asked,
    Column,
    Connected,
    Embedded,
    Expression,
    Filtering,
    Lookup,
    Many,
    One,
    Planned,
    Timed,
)
from graph.plan.sites import plan_of
from graph.schema import core, printed_schema
from service.access.actors import Actor
from service.access.moments import Moment
from service.access.visibility import values_of
from service.database import ReadSession
from tests.oracle.ground import NOW
from tests.oracle.pages import Keyed, page_of

SCHEMA: GraphQLSchema = build_schema(printed_schema())
"""Built from the committed text, so that no resolver and no conversion of Strawberry has a part."""
Info = GraphQLResolveInfo[Any]
Condition = Callable[[FromClause], ColumnElement[bool]]
_NOWHERE: FromClause = select(literal(1).label("nothing")).subquery()


@dataclass(frozen=True, slots=True)
class Row:
    """A row that an actor sees: its type and the values that tell it from others."""

    kind: str
    key: tuple[object, ...]
    day: date | None = None
    known: datetime | None = None

    @property
    def moment(self) -> Moment:
        """When it is looked at."""
        return Moment(
            day=None if self.day is None else literal(self.day),
            known=None if self.known is None else literal(self.known, DateTime(timezone=True)),
        )


class Slow:
    """Answers for one actor."""

    def __init__(self, session: ReadSession, actor: Actor) -> None:
        self._session = session
        self._actor = actor
        self._remembered: dict[Hashable, Any] = {}
        self._sources: dict[tuple[object, ...], FromClause] = {}
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self, document: str, variables: dict[str, Any], name: str | None) -> ExecutionResult:
        """The result of an operation."""
        result = execute(
            SCHEMA,
            parse(document),
            root_value=Row("Query", ()),
            variable_values=variables,
            operation_name=name,
            field_resolver=self._resolve,
            type_resolver=_type_of,
        )
        return result if isinstance(result, ExecutionResult) else await cast("Any", result)

    async def _resolve(self, parent: Any, info: Info, **arguments: Any) -> Any:  # noqa: ANN401 - as graphql-core calls it
        if isinstance(parent, dict):  # a connection, an edge, a pageInfo
            return cast("dict[str, Any]", parent)[info.field_name]
        declared = cast("Any", core.type_map[info.parent_type.name]).fields[info.field_name]
        plan = plan_of(declared)
        where = f"{info.parent_type.name}.{info.field_name}"
        if isinstance(plan, Column):
            return await self._value(parent, where, plan.expression)
        if isinstance(plan, Timed):
            timed = plan.expression
            return await self._value(parent, where, lambda row: timed(row, parent.moment))
        if isinstance(plan, Embedded):
            here = plan.when is None or await self._value(parent, where, plan.when)
            return parent if here else None
        if isinstance(plan, Lookup):
            ids = arguments["ids"] if plan.is_list else [arguments["id"]]
            found = [await self._node(each) for each in ids]
            return found if plan.is_list else found[0]
        site = _Site(where, _named(declared.type), parent, *_looking(parent, arguments))
        return await self._related(plan, site, arguments)

    async def _related(self, plan: Planned | None, site: "_Site", arguments: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
        if isinstance(plan, One):
            return await self._one(plan, site, arguments)
        if isinstance(plan, Many):
            keyed = await self._keyed(await self._children(plan.join, site), site.where, plan.order)
            return [row for _, row in sorted(keyed, key=lambda pair: pair[0])]
        if isinstance(plan, Connected):
            return await self._connected(plan, site, arguments)
        message = f"{site.where} has no plan that this executor knows."
        raise TypeError(message)

    async def _one(self, plan: One, site: "_Site", arguments: dict[str, Any]) -> Row | None:
        found = await self._children(plan.join, site)
        if plan.arguments is not None and plan.where is not None:
            asked, where = plan.arguments(arguments), plan.where
            found = [
                row
                for row in found
                if await self._holds(row, (site.where, repr(asked)), _given(asked, where))
            ]
        assert len(found) <= 1
        return found[0] if found else None

    async def _node(self, given: str) -> Row | None:
        for kind, root in ROOTS.items():
            if root.prefix is not None and given.startswith(f"{root.prefix}_"):
                for row in await self._rows(Row(kind, ())):
                    if given == f"{root.prefix}_{row.key[0]}":
                        return row
        return None

    async def _connected(self, plan: Connected, site: "_Site", arguments: dict[str, Any]) -> dict[str, Any]:
        rows = await self._children(plan.join, site)
        narrowed: dict[str, Any] = arguments.get("filter") or {}
        if plan.filtering is not None:
            values = plan.filtering.read(narrowed)
            otherwise = plan.filtering.otherwise
            conditions: dict[str, Condition] = {name: otherwise[name] for name in otherwise.keys() - values}
            conditions |= {
                name: _passing(plan.filtering, name, value, site.child.moment)
                for name, value in values.items()
            }
            for name, passes in conditions.items():
                about = (site.where, name, repr(values.get(name)))
                rows = [row for row in rows if await self._holds(row, about, passes)]
        order = plan.orders[arguments.get("orderBy") or plan.default]
        keyed = await self._keyed(rows, (site.where, order.name), order.keys)
        keyed.sort(key=lambda pair: pair[0], reverse=order.descending)
        return page_of(keyed, order.name, descending=order.descending, **arguments)

    async def _holds(self, row: Row, about: Hashable, condition: Condition) -> bool:
        source = self._source(row)
        asked = select(func.coalesce(condition(source), literal(value=False))).where(self._is(source, row))
        ((held,),) = await self._ask((row, about), asked)
        return bool(held)

    async def _keyed(self, rows: list[Row], about: Hashable, order: Any) -> list[Keyed]:  # noqa: ANN401 - an order of a declaration
        keyed: list[Keyed] = []
        for row in rows:
            source = self._source(row)
            asked = select(*order(source)).where(self._is(source, row))
            (keys,) = await self._ask((row, "keys", about), asked)
            keyed.append((keys, row))
        return keyed

    async def _value(self, row: Row, about: Hashable, expression: Expression) -> Any:  # noqa: ANN401 - any value
        source = self._source(row)
        json = sql_cast(func.to_json(expression(source)), Text)
        ((text,),) = await self._ask((row, about), select(json).where(self._is(source, row)))
        return None if text is None else orjson.loads(text)

    async def _children(self, join: Any, site: "_Site") -> list[Row]:  # noqa: ANN401 - a join of a declaration
        children = await self._rows(site.child)
        if join is None or not children:
            return children
        above, below = self._source(site.parent), self._source(site.child, "child")
        asked = select(*(below.c[name] for name in _key(below))).select_from(
            above.join(below, join(above, below))
        )
        about = (site.parent, site.where, site.child)
        keys = await self._ask(about, asked.where(self._is(above, site.parent)))
        return [child for child in children if child.key in keys]

    async def _rows(self, like: Row) -> list[Row]:
        source = self._source(like)
        keys = await self._ask(like, select(*(source.c[name] for name in _key(source))))
        return [replace(like, key=key) for key in keys]

    def _source(self, row: Row, use: str = "row") -> FromClause:
        """The rows of a type at a moment; another source for each use, since it may be related to itself."""
        if row.kind == "Query":
            return _NOWHERE
        name = (row.kind, row.day, row.known, use)
        if name not in self._sources:
            self._sources[name] = ROOTS[row.kind].rows(self._actor.role, row.moment).subquery()
        return self._sources[name]

    @staticmethod
    def _is(source: FromClause, row: Row) -> ColumnElement[bool]:
        if row.kind == "Query":
            return literal(value=True)
        return and_(*(source.c[n] == value for n, value in zip(_key(source), row.key, strict=True)))

    async def _ask(self, about: Hashable, asked: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        if about not in self._remembered:
            values = {**values_of(self._actor), "now": NOW}
            async with self._one_at_a_time:
                lines = await self._session.execute(asked, values)
            self._remembered[about] = [tuple(line) for line in lines]
        return self._remembered[about]


@dataclass(frozen=True, slots=True)
class _Site:
    """A field of a row that leads to others: where it is declared, and the type that it names."""

    where: str
    kind: str
    parent: Row
    day: date | None
    known: datetime | None

    @property
    def child(self) -> Row:
        """What its children are like."""
        return Row(self.kind.removesuffix("Connection"), (), self.day, self.known)


def _looking(parent: Row, arguments: dict[str, Any]) -> tuple[date | None, datetime | None]:
    """As of when the children of a field are looked at: as it says, else as what it hangs on."""
    day, known = arguments.pop("asOf", None), arguments.pop("knownOn", None)
    if day is None and known is None:
        return parent.day, parent.known
    instant = None if known is None else datetime.fromisoformat(known)
    if day is None:
        assert instant is not None
        return min(instant, NOW).astimezone(ZoneInfo("Asia/Jakarta")).date(), instant
    return date.fromisoformat(day), instant


def _passing(filtering: Filtering, name: str, value: object, moment: Moment) -> Condition:
    return lambda child: filtering.where(child, name, literal(value), moment)


def _key(source: FromClause) -> tuple[str, ...]:
    names = [column.name for column in source.c]
    return next(((name,) for name in ("id", "code") if name in names), tuple(names))


def _given(asked: Asked, where: Any) -> Condition:  # noqa: ANN401 - a condition of a declaration
    def parameter(name: str) -> ColumnElement[Any]:
        return literal(asked.values[name])

    return lambda child: where(child, parameter, asked.shape)


def _type_of(row: Row, *_: object) -> str:
    return row.kind


def _named(kind: Any) -> str:  # noqa: ANN401 - any type of the schema
    while hasattr(kind, "of_type"):
        kind = kind.of_type
    return str(kind.name)
