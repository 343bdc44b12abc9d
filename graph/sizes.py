"""How many objects the pages of an operation may hold, as a sum of products that variables complete.

`pledges(first: 50) { nodes { targets(first: $n) … } }` is 50 + 50·n. The sum is made once a document; a
request only puts its variables in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from graphql.language import FieldNode, IntValueNode, ListValueNode, ValueNode, VariableNode

from graph.errors import Code, refusal
from graph.limits import LIMITS

SIZE_ARGUMENTS: Final = ("first", "last", "ids")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A page whose size a variable tells; `default` when the request leaves the variable out."""

    variable: str
    default: int


Product: TypeAlias = tuple[Unknown, ...]
Factor: TypeAlias = int | Unknown
Defaults: TypeAlias = Mapping[str, ValueNode | None]
"""What the variables of an operation are worth when a request leaves them out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The sum for one operation: what is known already, and the products that wait for variables."""

    known: int
    products: tuple[tuple[int, Product], ...]


def check_sizes(sizes: Sizes, variables: Mapping[str, object], limit: int = LIMITS.nodes) -> int:
    """The number of objects that may be asked for with `variables`; more than `limit` is refused."""
    total = sizes.known
    for constant, product in sizes.products:
        term = constant
        for unknown in product:
            term *= _told(unknown, variables)
        total += term
    if total > limit:
        message = f"The pages of this operation may hold {total} objects; {limit} is the most."
        raise refusal(Code.MAX_COST_EXCEEDED, message)
    return total


def _told(unknown: Unknown, variables: Mapping[str, object]) -> int:
    """A value of the wrong type counts as nothing: coercion will refuse it with better words.

    A page of none counts as one: what stands beside the objects of a page is there without them.
    """
    value = variables.get(unknown.variable)
    if value is None:
        return unknown.default
    if isinstance(value, int):
        return max(1, value)
    return len(value) if isinstance(value, list) else 0  # pyright: ignore[reportUnknownArgumentType] - any list


def factor(field: FieldNode, pages: Mapping[str, int], defaults: Defaults, parent: str = "") -> Factor | None:
    """What `field` multiplies its inside by; none when it is no page.

    `pages` are the connections of the schema by field name, or first by that of the parent and its own, with
    what they hold when no size is said. A field of such a name with nothing inside is a number (the pledges
    of a cell), not a page.
    """
    if field.selection_set is None:
        return None
    name = field.name.value
    unsaid = pages.get(f"{parent}.{name}", pages.get(name))
    for argument in field.arguments or ():
        if argument.name.value in SIZE_ARGUMENTS:
            return _size(argument.value, 1 if unsaid is None else unsaid, defaults)
    return unsaid


def _size(value: ValueNode, unsaid: int, defaults: Defaults) -> Factor:
    if not isinstance(value, VariableNode):
        return literal_size(value, unsaid)
    name = value.name.value
    return Unknown(variable=name, default=literal_size(defaults.get(name), unsaid))


def literal_size(value: ValueNode | None, unsaid: int) -> int:
    """The size that a literal says; `unsaid` for null and for what validation will refuse."""
    if isinstance(value, IntValueNode):
        return max(1, int(value.value))
    return len(value.values) if isinstance(value, ListValueNode) else unsaid


def settled(pages: Iterable[tuple[int, Product]]) -> Sizes:
    """The sum of `pages` in the form that a request completes."""
    known = 0
    products: list[tuple[int, Product]] = []
    for times, product in pages:
        if product:
            products.append((times, product))
        else:
            known += times
    return Sizes(known=known, products=tuple(products))
