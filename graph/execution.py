"""Executes an operation: reads by plan, mutations by their use cases, introspection by graphql-core."""

from collections.abc import Mapping
from typing import Any, Protocol, cast

import orjson
from graphql import ExecutionResult, GraphQLSchema
from graphql import execute_sync as untyped  # pyright: ignore[reportUnknownVariableType] - some of its options
from graphql.language import DocumentNode, FieldNode, OperationType

from graph.documents import Prepared
from graph.errors import Code, coded
from graph.mutations.running import Mutations
from graph.plan.plans import Plans
from service.access.actors import Actor


class _Execute(Protocol):
    def __call__(
        self, schema: GraphQLSchema, document: DocumentNode, *, variable_values: dict[str, Any]
    ) -> ExecutionResult: ...


_execute = cast("_Execute", untyped)


class Executor:
    """Answers with the complete JSON of a response."""

    def __init__(self, schema: GraphQLSchema, plans: Plans, mutations: Mutations) -> None:
        self._schema = schema
        self._plans = plans
        self._mutations = mutations

    async def __call__(self, prepared: Prepared, variables: Mapping[str, Any], actor: Actor) -> bytes:
        """The response of one operation; RequestError when the request as a whole cannot be executed."""
        if _asks_about_the_schema(prepared):
            return self._introspected(prepared, variables)
        if prepared.operation.operation is OperationType.MUTATION:
            return b'{"data":' + await self._mutations.data(prepared, variables, actor) + b"}"
        return b'{"data":' + await self._plans.data(prepared, variables, actor) + b"}"

    def _introspected(self, prepared: Prepared, variables: Mapping[str, Any]) -> bytes:
        document = DocumentNode(definitions=(prepared.operation, *prepared.fragments.values()))
        result = _execute(self._schema, document, variable_values=dict(variables))
        if result.data is None:
            raise coded(Code.BAD_USER_INPUT, result.errors or ())
        return orjson.dumps({"data": result.data})


def _asks_about_the_schema(prepared: Prepared) -> bool:
    return any(
        isinstance(selection, FieldNode) and selection.name.value in {"__schema", "__type"}
        for selection in prepared.operation.selection_set.selections
    )
