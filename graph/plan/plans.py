"""Plans: one statement for one operation, kept by document, role and shape of arguments, and run as bytes."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, cast

import asyncpg
from graphql import GraphQLObjectType, GraphQLSchema
from graphql.execution import VariableValues, get_variable_values
from graphql.language import FieldNode, NameNode
from sqlalchemy import ColumnElement, FromClause, Text, func, literal_column, null, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import asyncpg as dialect

from graph.documents import Prepared
from graph.errors import Code, coded, refusal
from graph.plan.collecting import Collector
from graph.plan.composing import Composer
from graph.plan.declaration import Asked
from graph.plan.sites import Site, sites_of
from service.access.actors import Actor
from service.access.visibility import values_of
from service.clock import Clock
from service.database import Database

MAX_REMEMBERED: Final = 2_000
_DIALECT = dialect.dialect()
_ONE: ColumnElement[int] = literal_column("1")
_NOTHING: FromClause = select(_ONE).subquery()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is read: an object of a type from one row, by the selections of some fields of the document."""

    kind: GraphQLObjectType
    selected: list[FieldNode]
    row: FromClause = field(default_factory=lambda: _NOTHING)
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    """What is bound in the row."""

    @property
    def shape(self) -> tuple[str, ...]:
        """What tells this aim from others of the same document."""
        return (self.kind.name, *((node.alias or node.name).value for node in self.selected[:1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A statement and the names of its parameters in order, with the values that never change."""

    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, object]
    may_object: bool
    """Whether the statement answers a second column: why the request is refused after all."""


class Plans:
    """Answers the read operations of one schema over one database."""

    def __init__(self, schema: GraphQLSchema, database: Database, clock: Clock) -> None:
        self._schema = schema
        self._database = database
        self._clock = clock
        self._sites: OrderedDict[str, dict[FieldNode, Site]] = OrderedDict()
        self._plans: OrderedDict[object, Plan] = OrderedDict()

    def variables(self, prepared: Prepared, given: Mapping[str, Any]) -> VariableValues:
        """The variables of the request, coerced; a request error says what is wrong with them."""
        definitions = prepared.operation.variable_definitions or []
        values = get_variable_values(self._schema, definitions, dict(given))
        if isinstance(values, list):
            raise coded(Code.BAD_USER_INPUT, values)
        return values

    async def data(self, prepared: Prepared, given: Mapping[str, Any], actor: Actor) -> bytes:
        """The JSON of the operation's data, from one statement."""
        kind = cast("GraphQLObjectType", self._schema.query_type)
        root = FieldNode(name=NameNode(value="query"), selection_set=prepared.operation.selection_set)
        return await self.read(self.asking(prepared, given, actor), Aim(kind=kind, selected=[root]))

    def asking(self, prepared: Prepared, given: Mapping[str, Any], actor: Actor) -> "Asking":
        """What a request asks with its document; whatever is wrong with its arguments is said here."""
        variables = self.variables(prepared, given)
        sites = self._remembered_sites(prepared)
        return Asking(
            prepared=prepared,
            variables=variables,
            actor=actor,
            sites=sites,
            asked={site.name: site.read(variables) for site in sites.values()},
        )

    async def read(self, asking: "Asking", aim: Aim) -> bytes:
        """The JSON of one object, from one statement."""
        plan = self._remembered_plan(asking, aim)
        try:
            row = await self._database.pool.fetchrow(plan.sql, *_bound(plan, asking, aim, self._clock()))
        except asyncpg.DataError as error:
            raise refusal(Code.BAD_USER_INPUT, "A cursor or a value is not of its type.") from error
        if row is None:
            return b"null"
        if plan.may_object and row[1] is not None:
            raise refusal(Code.BAD_USER_INPUT, str(row[1]))
        return str(row[0]).encode()

    def _remembered_sites(self, prepared: Prepared) -> dict[FieldNode, Site]:
        known = self._sites.get(prepared.key)
        if known is None:
            known = self._sites[prepared.key] = sites_of(self._schema, prepared)
            if len(self._sites) > MAX_REMEMBERED:
                self._sites.popitem(last=False)
        return known

    def _remembered_plan(self, asking: "Asking", aim: Aim) -> Plan:
        shape = (*asking.shape, *aim.shape)
        known = self._plans.get(shape)
        if known is None:
            composer = Composer(
                schema=self._schema,
                role=asking.actor.role,
                collector=self.collector(asking),
                sites=asking.sites,
                asked=asking.asked,
            )
            known = self._plans[shape] = _compile(composer, aim)
            if len(self._plans) > MAX_REMEMBERED:
                self._plans.popitem(last=False)
        return known

    def collector(self, asking: "Asking") -> Collector:
        """Collects the fields of the request's selections."""
        fragments = asking.prepared.fragments
        return Collector(schema=self._schema, fragments=fragments, variables=asking.variables)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A request with its arguments read, for one actor."""

    prepared: Prepared
    variables: VariableValues
    actor: Actor
    sites: Mapping[FieldNode, Site]
    asked: Mapping[str, Asked]

    @property
    def shape(self) -> tuple[object, ...]:
        """Everything of the request that shapes its statements."""
        switches = tuple(value for value in self.variables.coerced.values() if isinstance(value, bool))
        return (self.prepared.key, self.actor.role, switches, tuple(one.shape for one in self.asked.values()))


def _compile(composer: Composer, aim: Aim) -> Plan:
    statement = select(sql_cast(composer.object(aim.kind, aim.selected, aim.row), Text))
    objections = composer.objections
    if objections:
        statement = statement.add_columns(func.coalesce(*objections, null()))
    compiled: Any = statement.compile(dialect=_DIALECT)
    names = tuple(compiled.positiontup or ())
    return Plan(sql=str(compiled), names=names, constants=dict(compiled.params), may_object=bool(objections))


def _bound(plan: Plan, asking: Asking, aim: Aim, now: datetime) -> list[object]:
    """The values in the order of the statement's parameters."""
    here: dict[str, object] = {**values_of(asking.actor), "now": now, **aim.values}
    for site, each in asking.asked.items():
        here.update({f"{site}_{name}": value for name, value in each.values.items()})
    try:
        return [here[name] if name in here else _constant(plan, name) for name in plan.names]
    except KeyError as error:
        raise refusal(Code.BAD_USER_INPUT, "This is not a cursor of ours.") from error


def _constant(plan: Plan, name: str) -> object:
    value = plan.constants[name]
    if value is None:
        raise KeyError(name)
    return value
