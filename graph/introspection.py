"""What the schema says of itself: the fields `__schema` and `__type`, answered by graphql-core."""

from collections.abc import Mapping
from itertools import chain
from typing import Any, Protocol, cast

from graphql import ExecutionResult, GraphQLSchema
from graphql import execute_sync as untyped  # pyright: ignore[reportUnknownVariableType] - some of its options
from graphql.language import (
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)

from graph.documents import Prepared
from graph.errors import Code, coded
from graph.plan.collecting import Collected
from graph.plan.composing import ABOUT_THE_SCHEMA


class _Execute(Protocol):
    def __call__(
        self, schema: GraphQLSchema, document: DocumentNode, *, variable_values: dict[str, Any]
    ) -> ExecutionResult: ...


_execute = cast("_Execute", untyped)


def asks_about_the_schema(prepared: Prepared) -> bool:
    """Whether a root field of the operation, in whatever fragment it stands, is about the schema."""
    waiting = [prepared.operation.selection_set]
    while waiting:
        for selection in waiting.pop().selections:
            if isinstance(selection, FieldNode):
                if selection.name.value in ABOUT_THE_SCHEMA:
                    return True
            elif isinstance(selection, InlineFragmentNode):
                waiting.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode):
                waiting.append(prepared.fragments[selection.name.value].selection_set)
    return False


def introspected(
    schema: GraphQLSchema, prepared: Prepared, fields: Collected, variables: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers to these fields of the operation, by their keys."""
    alone = OperationDefinitionNode(
        operation=OperationType.QUERY,
        variable_definitions=prepared.operation.variable_definitions,
        selection_set=SelectionSetNode(selections=tuple(chain.from_iterable(fields.values()))),
    )
    document = DocumentNode(definitions=(alone, *prepared.fragments.values()))
    result = _execute(schema, document, variable_values=dict(variables))
    if result.data is None or result.errors:
        raise coded(Code.BAD_USER_INPUT, result.errors or ())
    return result.data
