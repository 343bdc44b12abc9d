"""Documents that are known beforehand, by the SHA-256 of their text: how a manifest is made and read."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeGuard

import orjson
from graphql import GraphQLError, parse, print_ast
from graphql.language import DefinitionNode, FragmentDefinitionNode, OperationDefinitionNode

from graph.documents import Documents
from graph.errors import RequestError
from graph.spreads import spreads_of
from service.errors import DomainError, invalid

PREFIX: Final = "sha256:"

Manifest: TypeAlias = Mapping[str, Mapping[str, str]]
"""By the name of each operation its `id` and its `text`."""


def document_id(text: str) -> str:
    """The id by which a document is asked for."""
    return f"{PREFIX}{sha256(text.encode()).hexdigest()}"


def manifest_of(sources: Iterable[str], documents: Documents) -> Manifest:
    """By the name of each operation in `sources` its id and its text: the operation with its fragments.

    Fragments may stand in any of the sources. What the schema does not answer is refused.
    """
    fragments: dict[str, FragmentDefinitionNode] = {}
    operations: dict[str, OperationDefinitionNode] = {}
    for definition in (each for source in sources for each in _definitions(source)):
        kept = fragments if isinstance(definition, FragmentDefinitionNode) else operations
        name = _name_of(definition)
        if name in fragments or name in operations:
            raise _unfit(name, "the name stands twice")
        kept[name] = definition  # pyright: ignore[reportArgumentType] - of the kind that was asked for
    texts = {name: _alone(operation, fragments) for name, operation in sorted(operations.items())}
    for name, text in texts.items():
        _check(name, text, documents)
    return {name: {"id": document_id(text), "text": text} for name, text in texts.items()}


def read_manifest(file: Path, documents: Documents) -> Manifest:
    """The manifest in a file; INVALID when a text is not what its id says, or not for us."""
    try:
        members: object = orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise _unfit(file.name, type(error).__name__) from error
    if not _is_object(members):
        raise _unfit(file.name, "not an object")
    for name, entry in members.items():
        text = entry.get("text") if _is_object(entry) else None
        if not isinstance(text, str) or not _is_object(entry) or entry.get("id") != document_id(text):
            raise _unfit(name, "the id is not that of the text")
        _check(name, text, documents)
    return members


def _definitions(source: str) -> tuple[DefinitionNode, ...]:
    try:
        return tuple(parse(source).definitions)
    except GraphQLError as error:
        raise _unfit("document", error.message) from error


def _name_of(definition: DefinitionNode) -> str:
    if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode) and definition.name:
        return definition.name.value
    raise _unfit("document", "every operation needs a name")


def _alone(operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]) -> str:
    """The operation with every fragment that it spreads, however far down."""
    needed: dict[str, None] = {}
    waiting = [*spreads_of(operation.selection_set)]
    while waiting:
        name = waiting.pop()
        if name not in needed and name in fragments:
            needed[name] = None
            waiting += spreads_of(fragments[name].selection_set)
    return "\n\n".join(print_ast(node) for node in (operation, *(fragments[name] for name in sorted(needed))))


def _check(name: str, text: str, documents: Documents) -> None:
    try:
        documents.prepare(text, None)
    except RequestError as error:
        raise _unfit(name, str(error)) from error


def _unfit(name: str, why: str) -> DomainError:
    message = f"Dokumen {name} tidak dapat dipercaya: {why}. / Document {name} cannot be trusted: {why}."
    return invalid(message, "TRUSTED_DOCUMENTS")


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)
