"""Collects the fields of a selection for one concrete type, as section 6.3.2 of the specification says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, GraphQLUnionType
from graphql.execution import VariableValues, get_directive_values
from graphql.language import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionSetNode,
)
from graphql.type import GraphQLIncludeDirective, GraphQLSkipDirective

Collected = dict[str, list[FieldNode]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """What collecting needs to know: the schema, the fragments, and the variables of the request."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: VariableValues

    def fields(self, kind: GraphQLObjectType, nodes: list[FieldNode]) -> Collected:
        """The selections below `nodes`, merged by response key."""
        found: Collected = {}
        for node in nodes:
            if node.selection_set is not None:
                self.collect(kind, node.selection_set, found)
        return found

    def collect(
        self, kind: GraphQLObjectType, selection_set: SelectionSetNode, found: Collected
    ) -> Collected:
        """Add the fields of a selection set that apply to `kind`."""
        for selection in selection_set.selections:
            if not self._is_included(selection):
                continue
            if isinstance(selection, FieldNode):
                key = (selection.alias or selection.name).value
                found.setdefault(key, []).append(selection)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                if condition is None or self._applies(kind, condition.name.value):
                    self.collect(kind, selection.selection_set, found)
            elif isinstance(selection, FragmentSpreadNode):
                fragment = self.fragments[selection.name.value]
                if self._applies(kind, fragment.type_condition.name.value):
                    self.collect(kind, fragment.selection_set, found)
        return found

    def _is_included(self, node: object) -> bool:
        selection = cast("FieldNode", node)
        if not selection.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, selection, self.variables)
        include = get_directive_values(GraphQLIncludeDirective, selection, self.variables)
        return not (skip and skip["if"]) and not (include and not include["if"])

    def _applies(self, kind: GraphQLObjectType, name: str) -> bool:
        if name == kind.name:
            return True
        condition = self.schema.type_map.get(name)
        if isinstance(condition, GraphQLInterfaceType | GraphQLUnionType):
            return self.schema.is_sub_type(condition, kind)
        return False
