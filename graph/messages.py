"""The messages of graphql-transport-ws: strictly read, and written as text."""

from dataclasses import dataclass
from typing import Final, TypeGuard

import orjson

from graph.asked import Asked, asked_in_message

PROTOCOL: Final = "graphql-transport-ws"
LONGEST_ID: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a client; a `subscribe` has an id and says what is asked."""

    type: str
    id: str = ""
    payload: dict[str, object] | None = None


class UnreadableError(Exception):
    """What came is no message of the protocol."""


def read_message(text: str | None) -> Message:
    """The message in a text frame; anything else is none of the protocol."""
    try:
        members = orjson.loads(text or "")
    except orjson.JSONDecodeError:
        raise UnreadableError("Invalid message") from None
    if not _is_object(members) or not isinstance(members.get("type"), str):
        raise UnreadableError("Invalid message")
    kind, key, payload = str(members["type"]), members.get("id", ""), members.get("payload")
    if not isinstance(key, str) or len(key) > LONGEST_ID or not (payload is None or _is_object(payload)):
        raise UnreadableError("Invalid message")
    if kind == "subscribe" and not (key and payload is not None and isinstance(payload.get("query"), str)):
        raise UnreadableError("Invalid message")
    if kind not in {"connection_init", "ping", "pong", "subscribe", "complete"}:
        raise UnreadableError("Invalid message")
    return Message(type=kind, id=key, payload=payload)


def asked_of(message: Message) -> Asked:
    """What a `subscribe` asks, read as strictly as a body over HTTP."""
    return asked_in_message(message.payload or {})


def written(kind: str, payload: object = None) -> str:
    """A message without an id."""
    members = {"type": kind} if payload is None else {"type": kind, "payload": payload}
    return orjson.dumps(members).decode()


def written_for(kind: str, operation: str, payload: bytes | None = None) -> str:
    """A message about an operation; the payload is JSON already."""
    head = orjson.dumps({"type": kind, "id": operation}).decode()
    return head if payload is None else f'{head[:-1]},"payload":{payload.decode()}}}'


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)
