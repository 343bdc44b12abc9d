"""The argument sites of an operation: each field that takes arguments, read anew for every request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from graphql import GraphQLError, GraphQLField, GraphQLSchema, TypeInfo, Visitor, visit
from graphql.execution import VariableValues, get_argument_values
from graphql.language import FieldNode
from graphql.utilities import TypeInfoVisitor

from graph.documents import Prepared
from graph.errors import Code, RequestError, coded
from graph.plan.declaration import METADATA, Asked, Composed, Connected, Lookup, One, Part, Planned
from graph.plan.identity import read_ids
from graph.plan.paging import read_paging


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A field of the document that takes arguments, under a short name for its parameters."""

    name: str
    node: FieldNode
    field: GraphQLField
    plan: Planned

    def read(self, variables: VariableValues) -> Asked:
        """What this request asks here."""
        try:
            arguments = get_argument_values(self.field, self.node, variables)
            return _read(self.plan, arguments)
        except GraphQLError as error:
            raise coded(Code.BAD_USER_INPUT, (error,)) from error
        except RequestError as error:
            for each in error.errors:
                each.nodes = [self.node]
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


def sites_of(schema: GraphQLSchema, prepared: Prepared) -> dict[FieldNode, Site]:
    """Every field of the document whose declaration reads arguments."""
    info = TypeInfo(schema)
    found: dict[FieldNode, Site] = {}
    visit(prepared.document, TypeInfoVisitor(info, _Finder(info, found)))
    return found


class _Finder(Visitor):
    def __init__(self, info: TypeInfo, found: dict[FieldNode, Site]) -> None:
        super().__init__()
        self._info = info
        self._found = found

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Keep the field when it takes arguments."""
        field = self._info.get_field_def()
        plan = None if field is None else plan_of(field)
        if field is not None and plan is not None and field.args:
            self._found[node] = Site(name=f"s{len(self._found)}", node=node, field=field, plan=plan)
