"""Refuses a document whose form alone would cost too much, before graphql-core validates it.

Validation itself can be made to take minutes by a few hundred bytes (fragments that spread fragments twice,
one key a thousand times). Here each definition is walked once (graph/shapes.py); only what is known to expand
to little is then expanded, for equal keys and for pages (graph/merging.py). `Guard.visited` counts the steps,
for the tests that hold them linear.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql.language import (
    DocumentNode,
    FragmentDefinitionNode,
    OperationDefinitionNode,
    VariableDefinitionNode,
)

from graph.errors import Code, refusal
from graph.limits import LIMITS, Limits
from graph.literals import check_directives, check_value
from graph.merging import Merger
from graph.shapes import Shape, Shaper, too_much
from graph.sizes import Sizes, check_sizes
from graph.spreads import dependencies_first, spreads_of

__all__ = ["Guard", "Inspected", "check_sizes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What the guard found worth keeping: the definitions by name, and how much each operation asks."""

    operations: tuple[OperationDefinitionNode, ...]
    fragments: dict[str, FragmentDefinitionNode]
    sizes: tuple[Sizes, ...]
    root_fields: tuple[int, ...]


class Guard:
    """Inspects one document."""

    def __init__(self, pages: Mapping[str, int], limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._fragments: dict[str, FragmentDefinitionNode] = {}
        self._shaper = Shaper(limits)
        self._merger = Merger(limits, pages, self._fragments)

    @property
    def visited(self) -> int:
        """Steps taken so far: selections and values walked, and selections expanded."""
        return self._shaper.visited + self._merger.visited

    def inspect(self, document: DocumentNode) -> Inspected:
        """Check the form of `document`; RequestError names the first limit that it breaks."""
        operations = tuple(node for node in document.definitions if isinstance(node, OperationDefinitionNode))
        if len(operations) > self._limits.operations:
            message = f"More than {self._limits.operations} operations in one document."
            raise refusal(Code.GRAPHQL_VALIDATION_FAILED, message, operations[-1])
        unused = self._learn_fragments(document)
        shapes = tuple(map(self._operation, operations))
        expanded = sum(shape.selections for shape in shapes)
        expanded += sum(self._shaper.fragments[name].selections for name in unused)
        if expanded > self._limits.selections:
            message = f"More than {self._limits.selections} selections, fragments expanded."
            raise refusal(Code.GRAPHQL_VALIDATION_FAILED, message)
        for name in unused:  # validation walks them too, to say that they are unused
            self._merger.sizes(self._fragments[name].selection_set, {})
        sizes = tuple(map(self._sizes, operations))
        return Inspected(
            operations=operations,
            fragments=self._fragments,
            sizes=sizes,
            root_fields=tuple(shape.top for shape in shapes),
        )

    def _learn_fragments(self, document: DocumentNode) -> list[str]:
        """Shape every fragment, those it spreads first; the names of those that nothing spreads."""
        definitions = [node for node in document.definitions if isinstance(node, FragmentDefinitionNode)]
        for fragment in definitions:
            if self._fragments.setdefault(fragment.name.value, fragment) is not fragment:
                message = f"There are two fragments named {fragment.name.value}."
                raise refusal(Code.GRAPHQL_VALIDATION_FAILED, message, fragment)
        used: set[str] = set()
        spreads = {name: spreads_of(node.selection_set) for name, node in self._fragments.items()}
        for name in dependencies_first(spreads, self._fragments):
            fragment = self._fragments[name]
            self._shaper.visited += check_directives(fragment.directives, self._limits)
            self._shaper.fragments[name] = self._shaper.shape_of(fragment.selection_set)
            used.update(spreads[name])
        for node in document.definitions:
            if isinstance(node, OperationDefinitionNode):
                used.update(spreads_of(node.selection_set))
        return [name for name in self._fragments if name not in used]

    def _operation(self, operation: OperationDefinitionNode) -> Shape:
        limits = self._limits
        self._shaper.visited += check_directives(operation.directives, limits)
        for variable in operation.variable_definitions or ():
            self._variable(variable)
        shape = self._shaper.shape_of(operation.selection_set)
        bounds = (
            ("root fields", shape.top, limits.root_fields),
            ("levels of fields", shape.depth, limits.depth),
            ("questions about the schema", shape.introspections, limits.introspections),
            ("aliases", shape.aliases, limits.aliases),
            ("fields with fields inside", shape.objects, limits.objects),
        )
        for what, count, most in bounds:
            if count > most:
                raise too_much(f"More than {most} {what}: {count}.", operation.selection_set)
        return shape

    def _variable(self, variable: VariableDefinitionNode) -> None:
        self._shaper.visited += 1 + check_directives(variable.directives, self._limits)
        if variable.default_value is not None:
            self._shaper.visited += check_value(variable.default_value, self._limits)

    def _sizes(self, operation: OperationDefinitionNode) -> Sizes:
        """The sizes of `operation`; what its literals and defaults ask for is checked at once."""
        variables = operation.variable_definitions or ()
        defaults = {variable.variable.name.value: variable.default_value for variable in variables}
        sizes = self._merger.sizes(operation.selection_set, defaults)
        check_sizes(sizes, {}, self._limits.nodes)
        return sizes
