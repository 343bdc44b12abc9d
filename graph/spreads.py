"""Which fragment spreads which, and the order in which they can be understood one after another."""

from collections.abc import Iterator, Mapping

from graphql.language import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionSetNode,
)

from graph.errors import Code, refusal


def spreads_of(selection_set: SelectionSetNode) -> tuple[str, ...]:
    """The names that `selection_set` spreads at any depth of its own text, each once."""
    names: dict[str, None] = {}
    waiting = [selection_set]
    while waiting:
        for selection in waiting.pop().selections:
            if isinstance(selection, FragmentSpreadNode):
                names[selection.name.value] = None
            elif isinstance(selection, FieldNode | InlineFragmentNode) and selection.selection_set:
                waiting.append(selection.selection_set)
    return tuple(names)


def dependencies_first(
    spreads: Mapping[str, tuple[str, ...]], definitions: Mapping[str, FragmentDefinitionNode]
) -> list[str]:
    """All names, each after what it spreads; a cycle is refused.

    Without recursion, since a chain of fragments may be longer than Python's stack.
    """
    done: dict[str, None] = {}
    for root in spreads:
        path: dict[str, Iterator[str]] = {} if root in done else {root: iter(spreads[root])}
        while path:
            name = next(reversed(path))
            following = next(
                (spread for spread in path[name] if spread in spreads and spread not in done), None
            )
            if following is None:
                path.pop(name)
                done[name] = None
            elif following in path:
                message = f"The fragment {following} spreads itself."
                raise refusal(Code.GRAPHQL_VALIDATION_FAILED, message, definitions[following])
            else:
                path[following] = iter(spreads[following])
    return list(done)
