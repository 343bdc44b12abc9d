"""From the text of a document to one operation that is safe and valid to execute, remembered by its text."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from graphql import GraphQLError, GraphQLObjectType, GraphQLSchema, parse, validate
from graphql.language import DocumentNode, FragmentDefinitionNode, OperationDefinitionNode
from graphql.utilities import get_default_value_ast

from graph.errors import MAX_ERRORS, Code, coded, refusal
from graph.guard import Guard
from graph.limits import LIMITS, Limits
from graph.sizes import Sizes, literal_size

MAX_REMEMBERED: Final = 1_000
MAX_REMEMBERED_CHARACTERS: Final = 250_000
"""The parsed form takes some 300 bytes a character, so this bounds the memory to about 75 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One operation of a valid document, ready to be planned or executed."""

    document: DocumentNode
    operation: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    sizes: Sizes
    root_fields: int
    key: str
    """SHA-256 of the text and the name of the operation: the same key is the same operation."""
    text_hash: str
    """SHA-256 of the text alone: what a trusted document is called by, and the log says."""


class Documents:
    """Prepares documents of one schema and remembers the good ones, least recently used first out.

    Suggestions ("Did you mean …") are off: they cost a comparison with every name of the schema, and tell
    strangers names that they did not ask for.
    """

    def __init__(self, schema: GraphQLSchema, limits: Limits = LIMITS) -> None:
        self._schema = schema
        self._limits = limits
        self._pages = pages_of(schema, limits.page)
        self._remembered: OrderedDict[tuple[str, str | None], Prepared] = OrderedDict()
        self._characters = 0

    def prepare(self, source: str, operation_name: str | None) -> Prepared:
        """The operation of `source` called `operation_name`; RequestError says why there is none."""
        known = self.known(source, operation_name)
        if known is not None:
            return known
        prepared = self._understand(source, operation_name)
        self._remember((source, operation_name), prepared)
        return prepared

    def known(self, source: str, operation_name: str | None) -> Prepared | None:
        """The same, if it was prepared before."""
        known = self._remembered.get((source, operation_name))
        if known is not None:
            self._remembered.move_to_end((source, operation_name))
        return known

    def _understand(self, source: str, operation_name: str | None) -> Prepared:
        document = self._parse(source)
        inspected = Guard(self._pages, self._limits).inspect(document)
        self._validate(document)
        chosen = chosen_operation(inspected.operations, operation_name)
        name = operation_name or ""
        return Prepared(
            document=document,
            operation=inspected.operations[chosen],
            fragments=inspected.fragments,
            sizes=inspected.sizes[chosen],
            root_fields=inspected.root_fields[chosen],
            key=sha256(f"{name}\0{source}".encode()).hexdigest(),
            text_hash=sha256(source.encode()).hexdigest(),
        )

    def _parse(self, source: str) -> DocumentNode:
        if "\0" in source:
            raise refusal(Code.BAD_USER_INPUT, "The document holds U+0000.")
        try:
            return parse(
                source,
                max_lexical_tokens=self._limits.tokens,
                max_comments=self._limits.comments,
                max_source_length=self._limits.source_length,
            )
        except GraphQLError as error:
            raise coded(Code.GRAPHQL_PARSE_FAILED, [error]) from None

    def _validate(self, document: DocumentNode) -> None:
        # One error more says that validation stopped.
        errors = validate(self._schema, document, max_errors=MAX_ERRORS - 1, hide_suggestions=True)
        if errors:
            raise coded(Code.GRAPHQL_VALIDATION_FAILED, errors)

    def _remember(self, asked: tuple[str, str | None], prepared: Prepared) -> None:
        self._remembered[asked] = prepared
        self._characters += len(asked[0])
        while len(self._remembered) > MAX_REMEMBERED or self._characters > MAX_REMEMBERED_CHARACTERS:
            (source, _), _ = self._remembered.popitem(last=False)
            self._characters -= len(source)


def chosen_operation(operations: tuple[OperationDefinitionNode, ...], name: str | None) -> int:
    """Which of `operations` to execute: the one called `name`, or the only one."""
    if not name:
        if len(operations) == 1:
            return 0
        message = "The document has several operations: operationName must say which one."
        raise refusal(Code.OPERATION_RESOLUTION_FAILURE, message if operations else "There is no operation.")
    for index, operation in enumerate(operations):
        if operation.name is not None and operation.name.value == name:
            return index
    raise refusal(Code.OPERATION_RESOLUTION_FAILURE, "The document has no operation of that name.")


def pages_of(schema: GraphQLSchema, page: int) -> Mapping[str, int]:
    """The fields that take `first`, by name, with the largest size that they hold when none is said.

    The cells of a matrix are a page within each of its rows; so are the pledges that moved a cell in it. A
    forecast is worth many objects, unless it is of a cell, whose pledges are counted before that.
    """
    pages = {"cells": LIMITS.columns, "moved": page, "forecast": LIMITS.forecast_weight}
    pages |= {"cells.forecast": 1, "counts.forecast": 1}
    for declared in schema.type_map.values():
        if isinstance(declared, GraphQLObjectType):
            for name, field in declared.fields.items():
                if "first" in field.args:
                    size = literal_size(get_default_value_ast(field.args["first"]), page)
                    pages[name] = max(pages.get(name, 0), size)
    return pages
