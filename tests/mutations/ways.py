"""The shortest way to every type of the graph, by introspection, and all that a type says at its end."""

from collections.abc import Iterator
from typing import Any, Final, cast

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    is_object_type,
    is_required_argument,
)

from graph.schema import core

_MANY: Final = 20
_FEW: Final = 3
_MOMENTARY: Final = {"Matrix.knownOn"}
"""What is another thing at every request."""
Way = tuple[str, ...]
"""The fields from the root, each with its arguments; a concrete type of an abstract one as a fragment."""


def ways(arguments: dict[str, str], but: frozenset[str]) -> dict[str, Way]:
    """The way to each type that a query reaches, with these arguments for fields that need some."""
    found: dict[str, Way] = {}
    todo: list[tuple[GraphQLObjectType, Way]] = [(cast("GraphQLObjectType", core.query_type), ())]
    while todo:
        kind, way = todo.pop(0)
        for name, field in kind.fields.items():
            for reached, step in _reached(kind, name, field, arguments):
                if reached.name not in found and reached.name not in but:
                    found[reached.name] = (*way, *step)
                    todo.append((reached, found[reached.name]))
    return found


def ways_by_id(ids: list[str]) -> dict[str, Way]:
    """The way by id to each type that has ids."""
    (root,) = (kind for kind in core.type_map.values() if kind.name == "Node")
    given = ", ".join(f'"{one}"' for one in ids)
    kinds = core.get_possible_types(cast("GraphQLInterfaceType", root))
    return {kind.name: (f"nodes(ids: [{given}])", f"... on {kind.name}") for kind in kinds}


def document(kind: str, way: Way, arguments: dict[str, str]) -> str:
    """A query for all that the type says, and all that the types right behind it say."""
    named = cast("GraphQLObjectType", core.type_map[kind])
    return "query { " + " { ".join((*way, "")) + _said(named, arguments) + " }" * (len(way) + 1)


def _kind_of(field: GraphQLField) -> GraphQLNamedType:
    return get_named_type(cast("GraphQLNamedType", field.type))


def _reached(
    kind: GraphQLObjectType, name: str, field: GraphQLField, arguments: dict[str, str]
) -> Iterator[tuple[GraphQLObjectType, Way]]:
    to = _kind_of(field)
    if to.name == "Node":
        return
    called = _called(kind, name, field, arguments, _MANY if name == "history" else _FEW)
    if is_object_type(to):
        yield to, (called,)
    elif is_abstract_type(to):
        for one in core.get_possible_types(to):
            yield one, (called, f"... on {one.name}")


def _said(kind: GraphQLObjectType, arguments: dict[str, str]) -> str:
    """The leaves of the type, and those of its fields."""
    parts = ["__typename", *_leaves(kind, arguments)]
    for name, field in kind.fields.items():
        to = _kind_of(field)
        if is_composite_type(to) and to.name != "Viewer":
            leaves = _leaves(to, arguments) if isinstance(to, GraphQLObjectType) else []
            inside = " ".join(("__typename", *leaves))
            parts.append(f"{_called(kind, name, field, arguments, _MANY)} {{ {inside} }}")
    return " ".join(parts)


def _leaves(kind: GraphQLObjectType, arguments: dict[str, str]) -> list[str]:
    return [
        _called(kind, name, field, arguments, _FEW)
        for name, field in kind.fields.items()
        if is_leaf_type(_kind_of(field)) and f"{kind.name}.{name}" not in _MOMENTARY
    ]


def _called(
    kind: GraphQLObjectType, name: str, field: GraphQLField, arguments: dict[str, str], first: int
) -> str:
    given = arguments.get(f"{kind.name}.{name}")
    needed: Any = [one for one, argument in field.args.items() if is_required_argument(argument)]
    assert given or not needed, f"{kind.name}.{name} needs {needed}"
    counted = f"first: {first}" if "first" in field.args else ""
    inside = ", ".join(part for part in (given, counted) if part)
    return f"{name}({inside})" if inside else name
