"""How the schema may change: what was released is kept, or given up half a year after that was said.

What is to go says so with `@deprecated(reason: "Use `this`. Goes on 2027-06-30.")`. From that day on it may
be missing; before, a check refuses the schema without it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from graphql import GraphQLSchema, build_ast_schema, build_schema, parse, visit
from graphql.language import (
    REMOVE,
    DirectiveNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    InputValueDefinitionNode,
    Node,
    StringValueNode,
    Visitor,
)
from graphql.type import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLType,
    GraphQLUnionType,
    get_named_type,
)
from graphql.utilities import BreakingChange, DangerousChange, SafeChangeType, find_schema_changes

AHEAD: Final = timedelta(days=183)
_GOES: Final = re.compile(r"\S.* Goes on (\d{4}-\d{2}-\d{2})\.", re.DOTALL)
_Deprecatable: TypeAlias = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two schemas; `kind` is a word for machines, `words` are for people."""

    kind: str
    words: str


def changes(released: str, current: str) -> list[Change]:
    """What is other in the current schema, the gravest first; descriptions apart."""
    old, new = build_schema(released), build_schema(current)
    found: list[Change] = []
    for change in find_schema_changes(old, new):
        if change.type is SafeChangeType.DESCRIPTION_CHANGED:
            continue
        kind = "BREAKING" if isinstance(change, BreakingChange) else "ADDED"
        found.append(
            Change(kind="CAREFUL" if isinstance(change, DangerousChange) else kind, words=change.description)
        )
    said = deprecations(new)
    newly = said.keys() - deprecations(old).keys()
    found += [Change(kind="DEPRECATED", words=f"{name}: {said[name]}") for name in newly]
    order = ("BREAKING", "DEPRECATED", "CAREFUL", "ADDED")
    return sorted(found, key=lambda change: (order.index(change.kind), change.words))


def faults(released: str, current: str, today: date) -> list[str]:
    """Why the current schema may not follow the released one today; nothing when it may."""
    found = [
        f"{change.description} It is released: deprecate it, with the day on which it goes."
        for change in find_schema_changes(_promised(released, today), build_schema(current))
        if isinstance(change, BreakingChange)
    ]
    before = deprecations(build_schema(released))
    for name, reason in deprecations(build_schema(current)).items():
        day = goes_on(reason)
        if day is None:
            found.append(f"{name} is deprecated without its day: say `Use ... Goes on 2027-06-30.`")
        elif before.get(name) != reason and day < today + AHEAD:
            found.append(f"{name} goes on {day}: that is less than half a year ahead.")
    return found


def goes_on(reason: str) -> date | None:
    """The day that a deprecation names, if it does."""
    said = _GOES.fullmatch(reason)
    try:
        return date.fromisoformat(said[1]) if said else None
    except ValueError:
        return None


def deprecations(schema: GraphQLSchema) -> dict[str, str]:
    """Why each deprecated thing goes, by its coordinate such as `Pledge.title` or `Query.pledges(first:)`."""
    found: dict[str, str | None] = {}
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLEnumType):
            found |= {f"{kind.name}.{name}": value.deprecation_reason for name, value in kind.values.items()}
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            found |= {f"{kind.name}.{name}": field.deprecation_reason for name, field in kind.fields.items()}
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            found |= {
                f"{kind.name}.{name}({argument}:)": given.deprecation_reason
                for name, field in kind.fields.items()
                for argument, given in field.args.items()
            }
    return {name: reason for name, reason in found.items() if reason is not None}


def _promised(released: str, today: date) -> GraphQLSchema:
    """The released schema without what may be gone by now, and without the types that only that needs."""
    schema = build_ast_schema(visit(parse(released), _Expired(today)), assume_valid=True)
    needed = _reachable(schema)
    arguments = schema.to_kwargs()
    arguments["types"] = tuple(kind for kind in schema.type_map.values() if kind.name in needed)
    return GraphQLSchema(**arguments)


class _Expired(Visitor):
    """Removes what was to go by today."""

    def __init__(self, today: date) -> None:
        self._today = today
        super().__init__()

    def leave(self, node: Node, *_where: object) -> object:
        """Called when a node and all inside it was seen."""
        if not isinstance(node, _Deprecatable):
            return None
        days = [goes_on(reason) for directive in node.directives or () for reason in _reasons(directive)]
        return REMOVE if any(day is not None and day <= self._today for day in days) else None


def _reasons(directive: DirectiveNode) -> Iterator[str]:
    if directive.name.value == "deprecated":
        for argument in directive.arguments or ():
            if isinstance(argument.value, StringValueNode):
                yield argument.value.value


def _reachable(schema: GraphQLSchema) -> set[str]:
    """The names of the types that an operation can meet."""
    found: set[str] = set()
    waiting: list[GraphQLType] = [
        root for root in (schema.query_type, schema.mutation_type, schema.subscription_type) if root
    ]
    while waiting:
        kind = get_named_type(waiting.pop())
        if kind.name in found:
            continue
        found.add(kind.name)
        if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
            waiting += schema.get_possible_types(kind)
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            waiting += kind.interfaces
            waiting += [given.type for field in kind.fields.values() for given in field.args.values()]
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            waiting += [field.type for field in kind.fields.values()]
    return found
