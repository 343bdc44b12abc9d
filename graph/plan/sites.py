"""The argument sites of an operation: each field it comes to that takes arguments, read for every request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from graphql import (
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
)
from graphql.execution import VariableValues, get_argument_values
from graphql.language import FieldNode, ListValueNode, ObjectValueNode, ValueNode, VariableNode

from graph.errors import Code, RequestError, coded
from graph.plan.collecting import Collector
from graph.plan.declaration import METADATA, Asked, Composed, Connected, Lookup, One, Part, Planned
from graph.plan.identity import read_ids
from graph.plan.looking_back import read_moment
from graph.plan.paging import read_paging

NO_VARIABLES = VariableValues({}, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A field that takes arguments; `settled` is what it asks when no variable has a say in it."""

    position: int
    node: FieldNode
    field: GraphQLField
    plan: Planned
    settled: Asked | None

    @property
    def name(self) -> str:
        """What the names of its parameters begin with."""
        return f"s{self.position}"

    def read(self, variables: VariableValues) -> Asked:
        """What this request asks here."""
        return self.settled or read_arguments(self.field, self.plan, self.node, variables)


Sites = dict[int, Site]
"""By where the field stands in the document, which is the same however often the document is parsed."""


def place_of(node: FieldNode) -> int:
    """Where a field stands in its document."""
    assert node.loc is not None  # noqa: S101 - documents are parsed with locations
    return node.loc.start


def read_arguments(field: GraphQLField, plan: Planned, node: FieldNode, variables: VariableValues) -> Asked:
    """What a field asks; a request error points to it."""
    try:
        arguments = get_argument_values(field, node, variables)
        return replace(_read(plan, arguments), looks=read_moment(arguments))
    except GraphQLError as error:
        raise coded(Code.BAD_USER_INPUT, (error,)) from error
    except RequestError as error:
        for each in error.errors:
            each.nodes = [node]
        raise


def _read(plan: Planned, arguments: Mapping[str, Any]) -> Asked:
    if isinstance(plan, Connected):
        return read_paging(plan, arguments)
    if isinstance(plan, Lookup):
        return read_ids(arguments.get("ids") if plan.is_list else [arguments["id"]])
    if isinstance(plan, One) and plan.arguments is not None:
        return plan.arguments(arguments)
    return plan.read(arguments) if isinstance(plan, Composed | Part) else Asked()


def plan_of(field: GraphQLField) -> Planned | None:
    """What a field of the schema was declared to be; None for introspection and mutations."""
    declared = field.extensions.get("strawberry-definition")
    metadata = cast("Mapping[str, Planned]", getattr(declared, "metadata", {}))
    return metadata.get(METADATA)


def sites_of(schema: GraphQLSchema, collector: Collector, kind: GraphQLObjectType, root: FieldNode) -> Sites:
    """Every site below `root`, whatever types stand behind interfaces and unions."""
    sites: Sites = {}
    waiting: list[tuple[GraphQLNamedType, list[FieldNode]]] = [(kind, [root])]
    while waiting:
        outer, nodes = waiting.pop()
        for concrete in _concretes(schema, outer):
            for same in collector.fields(concrete, nodes).values():
                field = concrete.fields.get(same[0].name.value)
                if field is not None:
                    _keep(sites, field, same[0])
                    waiting.append((cast("GraphQLNamedType", get_named_type(field.type)), same))
    return sites


def _concretes(schema: GraphQLSchema, kind: GraphQLNamedType) -> Iterable[GraphQLObjectType]:
    if isinstance(kind, GraphQLObjectType):
        return (kind,)
    if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
        return schema.get_possible_types(kind)
    return ()


def _keep(sites: Sites, field: GraphQLField, node: FieldNode) -> None:
    plan = plan_of(field)
    if plan is None or not field.args or place_of(node) in sites:
        return
    varies = any(_varies(argument.value) for argument in node.arguments or ())
    settled = None if varies else read_arguments(field, plan, node, NO_VARIABLES)
    sites[place_of(node)] = Site(position=len(sites), node=node, field=field, plan=plan, settled=settled)


def _varies(value: ValueNode) -> bool:
    if isinstance(value, ListValueNode):
        return any(map(_varies, value.values))
    if isinstance(value, ObjectValueNode):
        return any(_varies(member.value) for member in value.fields)
    return isinstance(value, VariableNode)
