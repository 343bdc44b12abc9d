"""Expands the fragments of an operation that is known to be small, place by place of its answer.

A place is where fields of one response key merge, whichever fragments they come from. Validation compares the
fields of a place in pairs, so their number is bounded; and a page at a place is counted once, however many
fields ask for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql.language import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionSetNode,
)

from graph.limits import Limits
from graph.shapes import too_much
from graph.sizes import Defaults, Factor, Product, Sizes, factor, settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The selections that merge at one place of the answer, and how often the place is there."""

    selections: list[SelectionSetNode]
    name: str = ""
    """Of the field that opens it."""
    times: int = 1
    product: Product = ()

    def inside(self, fields: list[FieldNode], size: Factor | None) -> "Place":
        """The place that `fields` of one key open together; `size` when they are a page."""
        return Place(
            selections=[field.selection_set for field in fields if field.selection_set],
            name=fields[0].name.value,
            times=self.times * size if isinstance(size, int) else self.times,
            product=self.product if size is None or isinstance(size, int) else (*self.product, size),
        )


class Merger:
    """Merges the selections of one document; `visited` counts the selections expanded so far."""

    def __init__(
        self, limits: Limits, pages: Mapping[str, int], fragments: Mapping[str, FragmentDefinitionNode]
    ) -> None:
        self._limits = limits
        self._pages = pages
        self._fragments = fragments
        self.visited = 0

    def sizes(self, root: SelectionSetNode, defaults: Defaults) -> Sizes:
        """The sizes of the pages below `root`; too many fields of one key are refused on the way."""
        pages: list[tuple[int, Product]] = []
        waiting = [Place(selections=[root])]
        while waiting:
            place = waiting.pop()
            for fields in self._merged(place).values():
                size = factor(fields[0], self._pages, defaults, place.name)
                inside = place.inside(fields, size)
                if size is not None:
                    pages.append((inside.times, inside.product))
                if inside.selections:
                    waiting.append(inside)
        return settled(pages)

    def _merged(self, place: Place) -> dict[str, list[FieldNode]]:
        """The fields at `place` by response key."""
        keys: dict[str, list[FieldNode]] = {}
        waiting = list(place.selections)
        while waiting:
            for selection in waiting.pop().selections:
                self.visited += 1
                if isinstance(selection, FieldNode):
                    self._add(keys, selection)
                elif isinstance(selection, InlineFragmentNode):
                    waiting.append(selection.selection_set)
                elif isinstance(selection, FragmentSpreadNode) and selection.name.value in self._fragments:
                    waiting.append(self._fragments[selection.name.value].selection_set)
        return keys

    def _add(self, keys: dict[str, list[FieldNode]], field: FieldNode) -> None:
        key = (field.alias or field.name).value
        fields = keys.setdefault(key, [])
        fields.append(field)
        if len(fields) > self._limits.same_key:
            raise too_much(f"More than {self._limits.same_key} fields for one key.", field)
