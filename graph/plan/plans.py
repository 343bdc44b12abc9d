"""Plans: one statement for one operation, kept by document, role and shape of arguments, and run as bytes."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

import asyncpg
from graphql import GraphQLObjectType, GraphQLSchema
from graphql.execution import VariableValues, get_variable_values
from graphql.language import FieldNode
from sqlalchemy import ColumnElement, Text, func, literal_column, null, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import asyncpg as dialect

from graph.documents import Prepared
from graph.errors import Code, coded, refusal
from graph.plan.collecting import Collector
from graph.plan.composing import Composer, json_object
from graph.plan.declaration import Asked
from graph.plan.sites import Site, sites_of
from service.access.actors import Actor
from service.access.visibility import values_of
from service.clock import Clock
from service.database import Database

MAX_REMEMBERED: Final = 2_000
_DIALECT = dialect.dialect()
_ONE: ColumnElement[int] = literal_column("1")


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
        variables = self.variables(prepared, given)
        sites = self._remembered_sites(prepared)
        asked = {site.name: site.read(variables) for site in sites.values()}
        plan = self._remembered_plan(prepared, variables, sites, asked, actor)
        try:
            row = await self._database.pool.fetchrow(plan.sql, *_bound(plan, asked, actor, self._clock()))
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

    def _remembered_plan(
        self,
        prepared: Prepared,
        variables: VariableValues,
        sites: dict[FieldNode, Site],
        asked: Mapping[str, Asked],
        actor: Actor,
    ) -> Plan:
        switches = tuple(value for value in variables.coerced.values() if isinstance(value, bool))
        shape = (prepared.key, actor.role, switches, tuple(each.shape for each in asked.values()))
        known = self._plans.get(shape)
        if known is None:
            collector = Collector(schema=self._schema, fragments=prepared.fragments, variables=variables)
            composer = Composer(
                schema=self._schema, role=actor.role, collector=collector, sites=sites, asked=asked
            )
            known = self._plans[shape] = _compile(composer, self._schema, prepared)
            if len(self._plans) > MAX_REMEMBERED:
                self._plans.popitem(last=False)
        return known


def _compile(composer: Composer, schema: GraphQLSchema, prepared: Prepared) -> Plan:
    kind = cast("GraphQLObjectType", schema.query_type)
    nothing = select(_ONE).subquery()
    pairs: list[Any] = []
    fields = composer.collector.collect(kind, prepared.operation.selection_set, {})
    for key, same in fields.items():
        pairs += [literal_column(f"'{key}'"), composer.value(kind, same, nothing)]
    objections = composer.objections
    statement = select(sql_cast(json_object(pairs), Text))
    if objections:
        statement = statement.add_columns(func.coalesce(*objections, null()))
    compiled: Any = statement.compile(dialect=_DIALECT)
    names = tuple(compiled.positiontup or ())
    return Plan(sql=str(compiled), names=names, constants=dict(compiled.params), may_object=bool(objections))


def _bound(plan: Plan, asked: Mapping[str, Asked], actor: Actor, now: datetime) -> list[object]:
    """The values in the order of the statement's parameters."""
    here: dict[str, object] = {
        **values_of(actor),
        "now": now,
    }
    for site, each in asked.items():
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
