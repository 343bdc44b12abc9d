"""Runs the root fields of a mutation in order, each in its own transaction, and reads what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import orjson
from graphql import GraphQLError, GraphQLObjectType, GraphQLSchema
from graphql.execution import get_argument_values
from graphql.language import FieldNode

from graph.documents import Prepared
from graph.errors import Code, coded
from graph.mutations.declaring import DONE, KEY, METADATA, Mutation, values_of_result
from graph.plan.plans import Aim, Asking, Plans
from graph.problems import REFUSED, TYPES, values_of_problem
from service.access.actors import Actor
from service.database import Database, WriteSession
from service.errors import DomainError, ErrorCode
from service.ledger.idempotency import Identified, Result, once
from service.rules.policy import refuse_unless_ever_allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """A root field: its key in the answer, what it declares, and the values of its input."""

    key: str
    selected: list[FieldNode]
    declared: Mutation | None
    values: dict[str, Any]


class Mutations:
    """Answers the mutations of one schema over one database.

    It calls `committed` after each that was done, and `refused` with each that somebody is not allowed.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        plans: Plans,
        database: Database,
        committed: Callable[[], None],
        refused: Callable[[Actor, str], None],
    ) -> None:
        self._schema = schema
        self._plans = plans
        self._database = database
        self._committed = committed
        self._refused = refused

    async def data(self, prepared: Prepared, variables: Mapping[str, Any], actor: Actor) -> bytes:
        """The JSON of the operation's data. Nothing is done before all arguments are known to be readable."""
        asking = self._plans.asking(prepared, variables, actor)
        fields = self._fields(asking)
        parts = [orjson.dumps(field.key) + b":" + await self._answer(asking, field) for field in fields]
        return b"{" + b",".join(parts) + b"}"

    def _fields(self, asking: Asking) -> list[_Field]:
        kind = cast("GraphQLObjectType", self._schema.mutation_type)
        selection_set = asking.prepared.operation.selection_set
        found = self._plans.collector(asking).collect(kind, selection_set, {})
        return [self._field(kind, asking, key, nodes) for key, nodes in found.items()]

    def _field(self, kind: GraphQLObjectType, asking: Asking, key: str, nodes: list[FieldNode]) -> _Field:
        name = nodes[0].name.value
        if name == "__typename":
            return _Field(key=key, selected=nodes, declared=None, values={})
        field = kind.fields[name]
        try:
            values = get_argument_values(field, nodes[0], asking.variables)
        except GraphQLError as error:
            raise coded(Code.BAD_USER_INPUT, (error,)) from error
        declared = field.extensions["strawberry-definition"].metadata[METADATA]
        return _Field(key=key, selected=nodes, declared=declared, values=values["input"])

    async def _answer(self, asking: Asking, field: _Field) -> bytes:
        if field.declared is None:
            return b'"Mutation"'
        try:
            result = await self._do(asking.actor, field.declared, field.values)
        except DomainError as error:
            if error.code not in TYPES:
                raise
            if error.code is ErrorCode.NOT_ALLOWED:
                self._refused(asking.actor, field.declared.name)
            kind, row, values = TYPES[error.code].__name__, REFUSED, values_of_problem(error)
        else:
            kind, row, values = field.declared.payload.__name__, DONE, values_of_result(result)
        named = cast("GraphQLObjectType", self._schema.type_map[kind])
        return await self._plans.read(
            asking, Aim(kind=named, selected=field.selected, row=row, values=values)
        )

    async def _do(self, actor: Actor, declared: Mutation, values: dict[str, Any]) -> Result:
        """The use case in a transaction, anew when PostgreSQL asks for it, once for a key.

        Who may never do it, whatever it is done to, hears so before anything is looked up.
        """
        refuse_unless_ever_allowed(actor.role, declared.name)
        request = declared.make(values)

        async def work(session: WriteSession) -> Identified:
            return await declared.verb(session, actor, request)

        result = await once(self._database, actor, declared.name, values.get(KEY), request, work)
        self._committed()
        return result
