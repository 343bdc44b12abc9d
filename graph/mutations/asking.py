"""How an input object becomes the request of a use case: fields of one name, each read as declared.

An absent field is left to the request's own default; null clears, where something may be cleared.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final, cast

import strawberry
from strawberry.utils.str_converters import to_camel_case

from graph.plan.identity import uuid_of
from service.errors import invalid, not_found

REQUESTED: Final = "requested"
Path = tuple[str, ...]
Read = Callable[[Any, Path], object]
"""From a coerced value, which is not null, and its path in the input to the request's value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """How a field of an input is read; `clears` says whether null means something."""

    read: Read
    clears: bool


def as_it_is(value: Any, _path: Path) -> object:  # noqa: ANN401 - a scalar of the graph
    """Reads what needs no reading."""
    return value


def given(description: str, read: Read = as_it_is, *, needed: bool = False, clears: bool = True) -> Any:  # noqa: ANN401 - a field of any type
    """A field of an input, `needed` or not, and how it is read."""
    options: dict[str, Any] = {} if needed else {"default": strawberry.UNSET}
    requested = Requested(read=read, clears=clears)
    return strawberry.field(description=description, metadata={REQUESTED: requested}, **options)


def of_node(prefix: str, what: str) -> Read:
    """Reads an id of one type; NOT_FOUND for every text that is none."""

    def read(value: str, path: Path) -> object:
        key = uuid_of(value, prefix)
        if key is None:
            raise not_found(what, *path)
        return key

    return read


def made_of(source: type, request: Callable[..., object]) -> Read:
    """Reads an input object as a part of the request."""
    return lambda value, path: request_of(request, source, value, path)


def each(read: Read) -> Read:
    """Reads a list, whose paths have the position in them."""
    return lambda value, path: tuple(read(one, (*path, str(place))) for place, one in enumerate(value))


def requested(source: type, values: Mapping[str, Any], path: Path = ()) -> dict[str, Any]:
    """The arguments of a request that the values of the input type `source` come to."""
    found: dict[str, Any] = {}
    for given_as, name, how in _declared(source):
        if name not in values:
            continue
        value = values[name]
        if value is not None:
            found[given_as] = how.read(value, (*path, name))
        elif how.clears:
            found[given_as] = None
        else:
            raise invalid("Tidak dapat dikosongkan. / This cannot be empty.", *path, name)
    return found


@cache
def _declared(source: type) -> tuple[tuple[str, str, Requested], ...]:
    """The fields of an input type that are read: their names in the request and in the graph, and how."""
    known = ((each.name, cast("Requested | None", each.metadata.get(REQUESTED))) for each in fields(source))
    return tuple((name, to_camel_case(name), how) for name, how in known if how is not None)


def request_of(
    request: Callable[..., object], source: type, values: Mapping[str, Any], path: Path = ()
) -> object:
    """The request that the values of an input come to."""
    return request(**requested(source, values, path))
