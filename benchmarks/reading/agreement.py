"""Whether the servers answer the same: their answers are brought to one form and compared before any timing.

Brought to one form means: ids without our prefix, decimals as numbers, areas in one order, cursors left out
(each server writes its own), our small objects and PostGraphile's junction rows opened. Nothing else is
touched, so that a row, a value or an order that differs is a difference.
"""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, cast

import orjson

_PREFIX = re.compile(r"^(pledge|target|report|agency|posyandu|region)_")
_CURSORS = {"endCursor"}
_IDS = {"id", "key"}
_DECIMALS = {"quantity", "claimed", "verified"}


def normal(answer: bytes) -> Any:  # noqa: ANN401 - JSON of any shape
    """The data of an answer in the one form; ValueError when it has errors."""
    content: dict[str, Any] = orjson.loads(answer)
    if content.get("errors") or not content.get("data"):
        message = answer[:2_000].decode(errors="replace")
        raise ValueError(message)
    data: dict[str, Any] = content["data"]
    return _value("data", data.get("matrix", data))


def difference(left: Any, right: Any, path: str = "data") -> str | None:  # noqa: ANN401 - JSON of any shape
    """Where two answers in the one form first differ."""
    if isinstance(left, dict) and isinstance(right, dict):
        return _between_objects(cast("dict[str, Any]", left), cast("dict[str, Any]", right), path)
    if isinstance(left, list) and isinstance(right, list):
        ours, theirs = cast("list[Any]", left), cast("list[Any]", right)
        if len(ours) != len(theirs):
            return f"{path} has {len(ours)} and {len(theirs)} members"
        pairs = enumerate(zip(ours, theirs, strict=True))
        found = (difference(one, other, f"{path}[{n}]") for n, (one, other) in pairs)
        return next((each for each in found if each), None)
    return None if left == right else f"{path} is {left!r} and {right!r}"


def _between_objects(left: dict[str, Any], right: dict[str, Any], path: str) -> str | None:
    if left.keys() != right.keys():
        return f"{path} has members {sorted(left)} and {sorted(right)}"
    found = (difference(left[name], right[name], f"{path}.{name}") for name in left)
    return next((each for each in found if each), None)


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    if name in _SHAPES and value is not None:
        value = _SHAPES[name](value)
    if isinstance(value, dict):
        return _object(cast("dict[str, Any]", value))
    if isinstance(value, list):
        return [_value("", each) for each in cast("list[Any]", value)]
    if name in _IDS and isinstance(value, str):
        return _PREFIX.sub("", value)
    return _number(value) if name in _DECIMALS and isinstance(value, str) else value


def _object(members: dict[str, Any]) -> dict[str, Any]:
    members = {**members, **members.get("statement", {})}
    members.pop("statement", None)
    return {name: _value(name, value) for name, value in members.items() if name not in _CURSORS}


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text).normalize()
    except InvalidOperation:
        return text


def _areas(value: Any) -> list[Any]:  # noqa: ANN401 - JSON of any shape
    """A list of areas, or PostGraphile's junction rows with the area inside."""
    if isinstance(value, dict):
        pairs = cast("list[dict[str, Any]]", value["nodes"])
        return _areas([pair["area"] for pair in pairs])
    return sorted(cast("list[dict[str, Any]]", value), key=lambda area: area["code"])


def _nodes(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """A list, or a connection of PostGraphile's around it."""
    return cast("dict[str, Any]", value)["nodes"] if isinstance(value, dict) else value


_SHAPES: dict[str, Callable[[Any], Any]] = {
    "areas": _areas,
    "rows": _nodes,
    "columns": _nodes,
    "cells": _nodes,
}
