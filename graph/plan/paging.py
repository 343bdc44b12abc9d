"""Relay paging by keyset: exactly one of first and last, cursors that carry the order and the keys."""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

import orjson

from graph.errors import Code, refusal
from graph.plan.declaration import Arguments, Asked, Connected

MAX_PAGE: Final = 100


def read_paging(plan: Connected, arguments: Arguments) -> Asked:
    """What the arguments of a connection came to."""
    order = _order(plan, arguments)
    return read_page(arguments, order, None if plan.filtering is None else plan.filtering.read)


def read_page(
    arguments: Arguments, order: str, read: Callable[[Any], Mapping[str, object]] | None = None
) -> Asked:
    """The shape (order, direction, size, keys of the cursor, filters present) and the values.

    The size shapes the statement: with a LIMIT that it knows PostgreSQL keeps one plan for every request,
    and otherwise makes one for each. Documents mostly say their sizes, so they stay few.
    """
    forward, size = _size(arguments)
    values: dict[str, object] = {}
    cursor = arguments.get("after" if forward else "before")
    if arguments.get("before" if forward else "after") is not None:
        raise _bad("Use after with first, and before with last.")
    keys = [] if cursor is None else cursor_keys(cursor, order)
    for position, key in enumerate(keys):
        values[f"key{position}"] = key
    if read is not None and arguments.get("filter") is not None:
        for name, value in read(arguments["filter"]).items():
            values[f"filter_{name}"] = value
    filters = tuple(name for name in values if name.startswith("filter_"))
    shape = (order, forward, size, len(keys), filters)
    return Asked(shape=shape, values=values)


def _size(arguments: Arguments) -> tuple[bool, int]:
    first, last = arguments.get("first"), arguments.get("last")
    if (first is None) == (last is None):
        raise _bad("Give exactly one of first and last.")
    size = first if first is not None else last
    if not isinstance(size, int) or not 0 <= size <= MAX_PAGE:
        raise _bad(f"A page holds 0 to {MAX_PAGE} objects.")
    return first is not None, size


def _order(plan: Connected, arguments: Arguments) -> str:
    asked = arguments.get("orderBy")
    return plan.default if asked is None else str(getattr(asked, "value", asked))


def cursor_keys(cursor: str, order: str) -> list[str]:
    """The keys in a cursor of this order."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        content: Any = orjson.loads(text)
    except (binascii.Error, ValueError) as error:
        raise not_ours() from error
    if not isinstance(content, list) or not content or content[0] != order:
        raise _bad("This cursor belongs to another order.")
    keys = cast("list[object]", content[1:])
    if not keys or not all(isinstance(key, str) for key in keys):
        raise not_ours()
    return [str(key) for key in keys]


def not_ours() -> Exception:
    """A cursor that no page of ours carried."""
    return _bad("This is not a cursor of ours.")


def _bad(message: str) -> Exception:
    return refusal(Code.BAD_USER_INPUT, message)
