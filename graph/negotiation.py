"""Media types: which one a client accepts, and whether what it sends is JSON."""

from enum import StrEnum
from functools import lru_cache
from typing import Final


class Media(StrEnum):
    """The forms of an answer. The first two differ in their name and in the status of request errors."""

    RESPONSE = "application/graphql-response+json"
    JSON = "application/json"
    EVENTS = "text/event-stream"


UTF_8: Final = ("utf-8", "utf8")


@lru_cache(maxsize=64)
def accepted(header: bytes | None) -> Media | None:
    """The media type to answer in; none when the client accepts none of them.

    Events have to be asked for by name, and before JSON: urql names them for every query, beside what it
    would rather have. A client that says nothing, or anything, is one of the many that know only
    `application/json`; one that names both forms of JSON with equal weight knows the newer one.
    """
    if header is None or not header.strip():
        return Media.JSON
    weights = _weights(header.decode("latin-1"))
    response = weights.get(Media.RESPONSE, 0.0)
    json = weights.get(Media.JSON, weights.get("application/*", weights.get("*/*", 0.0)))
    events = weights.get(Media.EVENTS, 0.0)
    if events > 0 and events > max(response, json):
        return Media.EVENTS
    if response > 0 and response >= json:
        return Media.RESPONSE
    return Media.JSON if json > 0 else None


def _weights(header: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in header.split(","):
        media, parameters = _parsed(part)
        if parameters.get("charset", "utf-8") in UTF_8:
            weights[media] = max(weights.get(media, 0.0), _quality(parameters.get("q", "1")))
    return weights


def _quality(text: str) -> float:
    try:
        quality = float(text)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0


@lru_cache(maxsize=64)
def is_json(header: bytes | None) -> bool:
    """Whether a request body is declared as JSON in UTF-8, the one form that is read."""
    if header is None:
        return False
    media, parameters = _parsed(header.decode("latin-1"))
    return media == Media.JSON and parameters.get("charset", "utf-8") in UTF_8


def _parsed(text: str) -> tuple[str, dict[str, str]]:
    media, *parameters = text.split(";")
    pairs = (parameter.partition("=") for parameter in parameters)
    named = {name.strip().lower(): value.strip().strip('"').lower() for name, _, value in pairs}
    return media.strip().lower(), named
