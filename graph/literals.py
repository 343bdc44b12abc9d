"""Looks at every value written in a document for what no column, number or parser below could bear."""

from collections.abc import Iterable, Iterator, Sequence
from math import isfinite

from graphql.language import (
    ArgumentNode,
    DirectiveNode,
    FloatValueNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
)

from graph.errors import Code, refusal
from graph.limits import Limits


def check_arguments(arguments: Iterable[ArgumentNode] | None, limits: Limits) -> int:
    """Check the values of `arguments`; the number of values seen."""
    return sum(check_value(argument.value, limits) for argument in arguments or ())


def check_directives(directives: Sequence[DirectiveNode] | None, limits: Limits) -> int:
    """Check how many directives stand on one node, and their arguments; the number of values seen."""
    if not directives:
        return 0
    if len(directives) > limits.directives:
        message = f"More than {limits.directives} directives on one node."
        raise refusal(Code.GRAPHQL_VALIDATION_FAILED, message, directives[limits.directives])
    return sum(check_arguments(directive.arguments, limits) for directive in directives)


def check_value(value: ValueNode, limits: Limits) -> int:
    """Check one value with everything inside it; the number of values seen."""
    seen = 0
    waiting = [(value, 1)]
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if depth > limits.value_depth:
            raise refusal(Code.BAD_USER_INPUT, f"A value is more than {limits.value_depth} deep.", value)
        _check_text(node)
        _check_number(node, limits)
        waiting.extend((inner, depth + 1) for inner in _inner(node))
    return seen


def _inner(node: ValueNode) -> Iterator[ValueNode]:
    if isinstance(node, ListValueNode):
        yield from node.values
    elif isinstance(node, ObjectValueNode):
        yield from (field.value for field in node.fields)


def _check_text(node: ValueNode) -> None:
    if isinstance(node, StringValueNode) and "\0" in node.value:
        raise refusal(Code.BAD_USER_INPUT, "A text holds U+0000, which cannot be stored.", node)


def _check_number(node: ValueNode, limits: Limits) -> None:
    if not isinstance(node, IntValueNode | FloatValueNode):
        return
    if len(node.value) > limits.number_length or not isfinite(float(node.value)):
        raise refusal(Code.BAD_USER_INPUT, "A number is too large.", node)
