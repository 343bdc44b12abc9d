"""The schema as clients read it: everything says what it is."""

from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
)

from graph.schema import core


def test_everything_has_a_description() -> None:
    ours = [kind for kind in core.type_map.values() if not kind.name.startswith("__")]
    assert [name for kind in ours for name in _undescribed(kind)] == []


def _undescribed(kind: GraphQLNamedType) -> Iterator[str]:
    if not kind.description:
        yield kind.name
    if isinstance(kind, GraphQLEnumType):
        yield from (f"{kind.name}.{name}" for name, value in kind.values.items() if not value.description)
    elif isinstance(kind, GraphQLInputObjectType):
        yield from (f"{kind.name}.{name}" for name, field in kind.fields.items() if not field.description)
    elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        for name, field in kind.fields.items():
            if not field.description:
                yield f"{kind.name}.{name}"
            for argument, what in field.args.items():
                if not what.description:
                    yield f"{kind.name}.{name}({argument})"
