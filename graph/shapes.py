"""What one selection set amounts to once its fragments are expanded, counted without expanding them.

Each definition is walked once and its shape remembered, so that the work is linear in the document, whatever
its fragments multiply to.
"""

from dataclasses import dataclass
from typing import Final

from graphql.language import (
    FieldNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
)

from graph.errors import Code, RequestError, refusal
from graph.limits import Limits
from graph.literals import check_arguments, check_directives

INTROSPECTION: Final = frozenset({"__schema", "__type"})
INTROSPECTION_LISTS: Final = frozenset({"types", "fields", "interfaces", "possibleTypes", "inputFields"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a selection set holds, its fragments expanded."""

    selections: int = 0
    top: int = 0
    """Fields at its own level."""
    depth: int = 0
    introspections: int = 0
    lists: int = 0
    """Lists within lists, should this be a description of the schema."""
    aliases: int = 0
    objects: int = 0
    """Fields with fields inside, introspection apart: the parts of the statement."""

    def beside(self, part: "Shape") -> "Shape":
        """Both together at one level: what is there, and a field with its inside or a fragment."""
        return Shape(
            selections=1 + self.selections + part.selections,
            top=self.top + part.top,
            depth=max(self.depth, part.depth),
            introspections=self.introspections + part.introspections,
            lists=max(self.lists, part.lists),
            aliases=self.aliases + part.aliases,
            objects=self.objects + part.objects,
        )


class Shaper:
    """Walks selection sets, with the shapes of the fragments that are known already."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.fragments: dict[str, Shape] = {}
        self.visited = 0

    def shape_of(self, selection_set: SelectionSetNode, nesting: int = 1) -> Shape:
        """The shape of `selection_set`; a limit of any single place is refused on the way."""
        if nesting > self.limits.nesting:
            raise too_much(f"Selections are more than {self.limits.nesting} deep.", selection_set)
        if not selection_set.selections:
            raise too_much("A selection is empty.", selection_set)
        shape = Shape()
        for selection in selection_set.selections:
            shape = shape.beside(self._part(selection, nesting))
            if shape.selections > self.limits.selections:
                raise too_much(
                    f"More than {self.limits.selections} selections, fragments expanded.", selection
                )
        return shape

    def _part(self, selection: SelectionNode, nesting: int) -> Shape:
        self.visited += 1 + check_directives(selection.directives, self.limits)
        if isinstance(selection, FieldNode):
            return self._field(selection, nesting)
        if isinstance(selection, FragmentSpreadNode):
            # A fragment that does not exist has no shape; validation says so.
            return self.fragments.get(selection.name.value, Shape())
        assert isinstance(selection, InlineFragmentNode)  # noqa: S101 - the grammar has no fourth kind
        return self.shape_of(selection.selection_set, nesting + 1)

    def _field(self, field: FieldNode, nesting: int) -> Shape:
        self.visited += check_arguments(field.arguments, self.limits)
        inside = self.shape_of(field.selection_set, nesting + 1) if field.selection_set else Shape()
        if inside.depth >= self.limits.introspection_depth:
            raise too_much(f"Fields are more than {self.limits.introspection_depth} deep.", field)
        if field.name.value in INTROSPECTION:
            return self._introspection(field, inside)
        return Shape(
            selections=inside.selections,
            top=1,
            depth=1 + inside.depth,
            introspections=inside.introspections,
            lists=inside.lists + (field.name.value in INTROSPECTION_LISTS),
            aliases=inside.aliases + (field.alias is not None),
            objects=inside.objects + (field.selection_set is not None),
        )

    def _introspection(self, field: FieldNode, inside: Shape) -> Shape:
        """A question about the schema: deeper than others, but without what multiplies the answer."""
        if inside.aliases:
            raise too_much(f"{field.name.value} takes no aliases inside.", field)
        if inside.lists > self.limits.introspection_lists:
            raise too_much(f"{field.name.value} lists the schema inside its own lists too deeply.", field)
        return Shape(
            selections=inside.selections,
            top=1,
            depth=1,
            introspections=1 + inside.introspections,
            aliases=int(field.alias is not None),
        )


def too_much(message: str, node: SelectionSetNode | SelectionNode) -> RequestError:
    """A document whose form alone is refused."""
    return refusal(Code.GRAPHQL_VALIDATION_FAILED, message, node)
