"""Where a pledge applies (cakupan lokasi): an expression tree over posts, regions and words.

{"anyOf": […]} · {"posyandu": [ids]} · {"regions": [codes]} · {"posyanduWithin": [codes]} · {"words": "…"}.
Which posts that is on a given day is a question to the tables, not asked here. Words wait for a person.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast
from uuid import UUID

from service.errors import DomainError, invalid
from service.rules.region_code import checked_code, is_within
from service.rules.wording import checked_text

DEEPEST = 6
MOST_LEAVES = 5000
LONGEST_WORDS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Posyandu:
    """These posts, by id."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """These regions as such: villages, districts, regencies, provinces."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PosyanduWithin:
    """Every post within these regions, those registered later too."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A place in somebody's words ("daerah rawan"), to be resolved by a person."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """All the places of its parts."""

    parts: "tuple[Scope, ...]"


Scope: TypeAlias = AnyOf | Posyandu | Regions | PosyanduWithin | Words
Leaf: TypeAlias = Posyandu | Regions | PosyanduWithin | Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What a scope names, flattened: sets, so that order and repetition say nothing."""

    posyandu: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


def parse(tree: object, path: tuple[str, ...] = ("scope",)) -> Scope:
    """The scope that a tree of plain dicts and lists says; a refusal points at the part that cannot be."""
    scope = _parse(tree, path, DEEPEST)
    leaves = count_leaves(scope)
    if leaves > MOST_LEAVES:
        raise _too_many(leaves, path)
    return scope


def dump(scope: Scope) -> dict[str, object]:
    """The tree of plain dicts and lists that parses to this scope."""
    match scope:
        case AnyOf():
            return {"anyOf": [dump(part) for part in scope.parts]}
        case Posyandu():
            return {"posyandu": list(scope.ids)}
        case Regions():
            return {"regions": list(scope.codes)}
        case PosyanduWithin():
            return {"posyanduWithin": list(scope.codes)}
        case Words():
            return {"words": scope.text}


def union(first: Scope, *others: Scope) -> Scope:
    """All the places of these scopes; parts that say the same once."""
    parts = dict.fromkeys(part for scope in (first, *others) for part in _parts_of(scope))
    return next(iter(parts)) if len(parts) == 1 else AnyOf(parts=tuple(parts))


def leaves_of(scope: Scope) -> Iterable[Leaf]:
    """The parts that name places, from left to right."""
    if isinstance(scope, AnyOf):
        for part in scope.parts:
            yield from leaves_of(part)
    else:
        yield scope


def places(scope: Scope) -> Places:
    """Everything that the scope names, flattened."""
    leaves = list(leaves_of(scope))
    return Places(
        posyandu=frozenset(one for leaf in leaves if isinstance(leaf, Posyandu) for one in leaf.ids),
        regions=frozenset(code for leaf in leaves if isinstance(leaf, Regions) for code in leaf.codes),
        within=frozenset(code for leaf in leaves if isinstance(leaf, PosyanduWithin) for code in leaf.codes),
        words=frozenset(leaf.text for leaf in leaves if isinstance(leaf, Words)),
    )


def is_resolved(scope: Scope) -> bool:
    """Whether no words are left that wait for a person."""
    return not any(isinstance(leaf, Words) for leaf in leaves_of(scope))


def count_leaves(scope: Scope) -> int:
    """How many posts, regions and wordings are named, repetitions included."""
    return sum(_size(leaf) for leaf in leaves_of(scope))


def contains(outer: str, inner: str) -> bool:
    """Whether the region `outer` is `inner` or has it inside."""
    return is_within(inner, outer)


def touches(one: str, other: str) -> bool:
    """Whether two regions have ground in common: one is the other, or has it inside."""
    return contains(one, other) or contains(other, one)


def _size(leaf: Leaf) -> int:
    match leaf:
        case Posyandu():
            return len(leaf.ids)
        case Regions() | PosyanduWithin():
            return len(leaf.codes)
        case Words():
            return 1


def _parts_of(scope: Scope) -> tuple[Scope, ...]:
    return scope.parts if isinstance(scope, AnyOf) else (scope,)


def _parse(tree: object, path: tuple[str, ...], depth: int) -> Scope:
    if depth == 0:
        message = (
            f"Cakupan lokasi paling dalam {DEEPEST} tingkat. / A location scope has at most {DEEPEST} levels."
        )
        raise invalid(message, *path)
    kind, value = _only_entry(tree, path)
    at = (*path, kind)
    match kind:
        case "anyOf":
            parts = [
                _parse(part, (*at, str(place)), depth - 1) for place, part in enumerate(_items(value, at))
            ]
            return AnyOf(parts=tuple(dict.fromkeys(parts)))
        case "posyandu":
            return Posyandu(ids=_each(value, at, _checked_id))
        case "regions":
            return Regions(codes=_each(value, at, checked_code))
        case "posyanduWithin":
            return PosyanduWithin(codes=_each(value, at, checked_code))
        case _:
            return Words(text=checked_text(_text(value, at), at, LONGEST_WORDS))


def _only_entry(tree: object, path: tuple[str, ...]) -> tuple[str, object]:
    """The one entry of a node of the tree."""
    if isinstance(tree, Mapping):
        entries = list(cast("Mapping[object, object]", tree).items())
        if len(entries) == 1 and entries[0][0] in _KINDS:
            return str(entries[0][0]), entries[0][1]
    message = (
        "Isi tepat satu dari anyOf, posyandu, regions, posyanduWithin, words. "
        "/ Give exactly one of anyOf, posyandu, regions, posyanduWithin, words."
    )
    raise invalid(message, *path)


_KINDS = frozenset({"anyOf", "posyandu", "regions", "posyanduWithin", "words"})


def _items(value: object, path: tuple[str, ...]) -> list[object]:
    if not isinstance(value, list) or not value:
        raise invalid("Daftar tidak boleh kosong. / A list that is not empty is needed.", *path)
    items = cast("list[object]", value)
    if len(items) > MOST_LEAVES:
        raise _too_many(len(items), path)
    return items


def _each(
    value: object, path: tuple[str, ...], check: Callable[[str, tuple[str, ...]], str]
) -> tuple[str, ...]:
    """Every text of a list, checked, once, in the order in which it was given."""
    places = ((item, (*path, str(place))) for place, item in enumerate(_items(value, path)))
    return tuple(dict.fromkeys(check(_text(item, at), at) for item, at in places))


def _text(value: object, path: tuple[str, ...]) -> str:
    if not isinstance(value, str):
        raise invalid("Harus berupa teks. / Must be a text.", *path)
    return value


def _checked_id(value: str, path: tuple[str, ...]) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        raise invalid("Posyandu tidak dikenal. / Not the id of a Posyandu.", *path) from None


def _too_many(count: int, path: tuple[str, ...]) -> DomainError:
    message = (
        f"Cakupan lokasi memuat {count} tempat; paling banyak {MOST_LEAVES}. "
        f"/ The location scope names {count} places; at most {MOST_LEAVES}."
    )
    return invalid(message, *path)
