"""Relay's paging in plain Python, over rows that are sorted already."""

import base64
import json
from datetime import date
from typing import Any
from uuid import UUID

Keyed = tuple[tuple[Any, ...], Any]


def page_of(  # noqa: PLR0913 - the arguments of a connection
    keyed: list[Keyed],
    order: str,
    *,
    descending: bool,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    **_others: object,
) -> dict[str, Any]:
    """The connection of all rows, of which `keyed` has the keys and the rows in order."""
    rest = keyed
    if after is not None:
        rest = [pair for pair in rest if _comes_after(pair, _edge(after, pair), descending=descending)]
    if before is not None:
        rest = [pair for pair in rest if _comes_after(pair, _edge(before, pair), descending=not descending)]
    cut = rest[:first] if last is None else rest[max(0, len(rest) - last) :]
    more = len(cut) < len(rest)
    cursors = [cursor_of(order, keys) for keys, _ in cut]
    return {
        "nodes": [row for _, row in cut],
        "edges": [{"cursor": c, "node": row} for c, (_, row) in zip(cursors, cut, strict=True)],
        "pageInfo": {
            "hasNextPage": more if last is None else before is not None,
            "hasPreviousPage": after is not None if last is None else more,
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
        },
        "totalCount": len(keyed),
    }


def cursor_of(order: str, keys: tuple[Any, ...]) -> str:
    """The order and the keys as texts, in JSON, in base64 for URLs."""
    content = json.dumps([order, *map(str, keys)], ensure_ascii=False)
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def _edge(cursor: str, like: Keyed) -> tuple[Any, ...]:
    _, *texts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return tuple(_typed(text, key) for text, key in zip(texts, like[0], strict=True))


def _typed(text: str, like: object) -> object:
    if isinstance(like, UUID):
        return UUID(text)
    return date.fromisoformat(text) if isinstance(like, date) else type(like)(text)  # pyright: ignore[reportCallIssue] - text or a number


def _comes_after(pair: Keyed, edge: tuple[Any, ...], *, descending: bool) -> bool:
    return pair[0] < edge if descending else pair[0] > edge
