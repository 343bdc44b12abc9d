"""What a request asks: the members of its JSON body or of its query string, strictly read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeGuard
from urllib.parse import parse_qsl

import orjson

from graph.limits import LIMITS
from graph.transport import TransportError, bad_request

MEMBERS: Final = frozenset({"query", "operationName", "variables", "extensions", "documentId"})
MAX_QUERY_STRING: Final = 60_000
MAX_INTEGER: Final = 2**63 - 1
"""The largest whole number that the database holds; a longer one would lose digits on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A well-formed request. Without `query` it names a trusted document, if the id is one."""

    query: str | None
    document_id: str | None = None
    operation_name: str | None
    variables: dict[str, object]


def asked_in_body(body: bytes) -> Asked:
    """What a JSON body asks."""
    return _asked(_json(body, "The body"), nul_possible=b"\\u0000" in body)


def asked_in_query_string(query_string: bytes) -> Asked:
    """What the query string of a GET asks; `variables` and `extensions` are JSON in it."""
    if len(query_string) > MAX_QUERY_STRING:
        raise TransportError(414, f"The query string is longer than {MAX_QUERY_STRING} bytes.")
    try:
        pairs = parse_qsl(
            query_string.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=len(MEMBERS),
        )
    except ValueError:
        raise bad_request("The query string is not a list of a few parameters in UTF-8.") from None
    members: dict[str, object] = dict(pairs)
    if len(members) < len(pairs):
        raise bad_request("A parameter stands twice in the query string.")
    for name in ("variables", "extensions"):
        text = members.get(name)
        if isinstance(text, str):
            members[name] = _json(text.encode(), name) if text else None
    return _asked(members, nul_possible=True)


def asked_in_message(members: dict[str, object]) -> Asked:
    """What the payload of a message asks."""
    return _asked(members, nul_possible=True)


def _json(text: bytes, what: str) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise bad_request(f"{what} is not JSON in UTF-8: {error.msg}.") from None


def _asked(members: object, *, nul_possible: bool) -> Asked:
    if isinstance(members, list):
        raise bad_request("Batches are not accepted: send one operation a request.")
    if not _is_object(members):
        raise bad_request("The body must be a JSON object.")
    if not members.keys() <= MEMBERS:
        raise bad_request(f"A request has no other members than {', '.join(sorted(MEMBERS))}.")
    query, extensions = _text(members, "query"), _object(members, "extensions")
    document_id = _text(members, "documentId")
    if query is None and document_id is None and "persistedQuery" not in extensions:
        raise bad_request("query is missing.")
    if query is not None and document_id is not None:
        raise bad_request("Send query or documentId, not both.")
    asked = Asked(
        query=query,
        document_id=document_id,
        operation_name=_text(members, "operationName"),
        variables=_object(members, "variables"),
    )
    if nul_possible or asked.variables or extensions:
        _check(members)
    return asked


def _text(members: Mapping[str, object], name: str) -> str | None:
    value = members.get(name)
    if value is not None and not isinstance(value, str):
        raise bad_request(f"{name} must be a text.")
    return value


def _object(members: Mapping[str, object], name: str) -> dict[str, object]:
    value = members.get(name)
    if value is None:
        return {}
    if not _is_object(value):
        raise bad_request(f"{name} must be an object.")
    return value


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


def _check(members: object) -> None:
    """Refuse what JSON allows and no column, or no stack, can bear, anywhere in the request."""
    level: list[object] = [members]
    depth = 0
    while level:
        deeper: list[object] = []
        for value in level:
            if isinstance(value, dict):
                deeper += value.keys()
                deeper += value.values()
            elif isinstance(value, list):
                deeper += value
            else:
                _check_leaf(value)
        level = deeper
        depth += 1
        if depth > LIMITS.value_depth + 2:
            raise bad_request(f"A value is more than {LIMITS.value_depth} deep.")


def _check_leaf(value: object) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise bad_request("A text holds U+0000, which cannot be stored.")
    elif isinstance(value, int | float) and abs(value) > MAX_INTEGER:
        raise bad_request("A number is too large.")
