"""The known attacks as bodies of requests, each as large as the edge lets it come."""

from collections.abc import Iterator
from typing import cast

import orjson
from graphql import GraphQLObjectType, get_introspection_query, get_named_type, is_leaf_type

from graph.schema import core

_PAGE = "{ pledges(first: 1) { nodes { %s } } }"
_NAME = "{ __typename }"
_LEAVES = " ".join(
    name
    for name, field in cast("GraphQLObjectType", core.type_map["Pledge"]).fields.items()
    if is_leaf_type(get_named_type(field.type))
)
_LISTS = "".join(f"{name}(first: 1) {{ nodes {_NAME} }} " for name in ("targets", "reports", "history"))
_ONES = ("lead", "region", "madeAt", "predecessor", "successor")
_OTHERS = ("agencies", "areas", "constraints", "milestones", "fundings")
_WIDE = _LISTS + " ".join(f"{name} {_NAME}" for name in (*_ONES, *_OTHERS))
_REPORTS = "reports(first: 1) { nodes "
_DEEP = f"targets(first: 1) {{ nodes {{ {_REPORTS} {{ target {{ {_REPORTS} {_NAME} }} }} }} }} }} }}"


def attacks() -> Iterator[tuple[str, bytes]]:
    """The name and the body of each."""
    for name, source in _documents():
        yield name, orjson.dumps({"query": source})
    yield from _bodies()


def _documents() -> Iterator[tuple[str, str]]:
    bomb = " ".join(f"fragment F{n} on Pledge {{ ...F{n + 1} ...F{n + 1} }}" for n in range(200))
    ring = " ".join(f"fragment F{n} on Pledge {{ ...F{(n + 1) % 250} }}" for n in range(250))
    line = " ".join(f"fragment F{n} on Pledge {{ ...F{n + 1} }}" for n in range(250))
    fields = " ".join(["title", "execution", "reference", "timeliness"] * 2)
    yield "fragment bomb", _PAGE % "...F0" + bomb + " fragment F200 on Pledge { id }"
    yield "circular fragments", _PAGE % "...F0" + ring
    yield "a chain of fragments", _PAGE % "...F0" + line + " fragment F250 on Pledge { id }"
    yield "alias flood", _PAGE % " ".join(f"a{n}: title" for n in range(950))
    yield "root field flood", "{ " + " ".join(f"a{n}: pledges {{ totalCount }}" for n in range(250)) + " }"
    yield "one key a thousand times", _PAGE % ("title " * 2_900)
    yield "one argument a thousand times", "{ pledges(" + "first: 1 " * 900 + ") { totalCount } }"
    yield "directive flood", _PAGE % ("title " + "@skip(if: false) " * 400)
    yield "deep selections", "{ pledges " + "{ nodes " * 900
    yield "deep lists", "{ nodes(ids: " + "[" * 2_900
    yield "a long list", "{ nodes(ids: [" + '"a" ' * 2_900 + "]) { id } }"
    yield "huge number", "{ pledges(first: " + "9" * 29_900 + ") { totalCount } }"
    yield "unknown fields", _PAGE % " ".join(f"x{n}" for n in range(950))
    unused = " ".join(f"$v{n}: Int" for n in range(700))
    yield "unused variables", f"query ({unused}) {{ viewer {{ label }} }}"
    yield "ten operations", " ".join(f"query Q{n} {{ {_wide(20)} }}" for n in range(10))
    yield "introspection", get_introspection_query()
    nested = "fields { type { " * 7 + "name" + " } } " * 7
    yield "nested introspection", f"{{ __schema {{ types {{ {nested} }} }} }}"
    yield "comments", "#" + "x" * 90 + ("\n#" + "x" * 90) * 290 + "\n{ viewer { label } }"
    yield "a long text", '{ pledge(by: {reference: "' + "x" * 29_900 + '"}) { id } }'
    yield "bytes that are no letters", "{ " + "\u202e\ufeff\u200b" * 5_000 + " }"
    yield "twenty pages", "{ " + " ".join(f"a{n}: {_page(fields)}" for n in range(20)) + " }"
    yield "as many fields as are valid", "{ " + " ".join(f"a{n}: {_page(_LEAVES)}" for n in range(10)) + " }"
    yield "as wide as is valid", "{ " + " ".join(f"a{n}: {_page(_WIDE)}" for n in range(2)) + " }"
    yield "as deep as is valid", "{ " + " ".join(f"a{n}: {_page(_DEEP)}" for n in range(5)) + " }"
    yield "wider than is valid", "{ " + " ".join(f"a{n}: {_page(_WIDE)}" for n in range(14)) + " }"
    yield "the largest page", "{ pledges(first: 100) { nodes { targets(first: 100) { totalCount } } } }"


def _bodies() -> Iterator[tuple[str, bytes]]:
    yield "deep JSON", b'{"query":"{ viewer { label } }","variables":{"a":' + b"[" * 99_000
    yield "wide JSON", b'{"query":"{ viewer { label } }","variables":{"a":[' + b"[]," * 33_000 + b"[]]}}"
    yield (
        "many keys",
        orjson.dumps({"query": "{ viewer { label } }", "variables": {f"k{n}": n for n in range(6_000)}}),
    )
    huge = b"9" * 99_000
    yield "a huge number in JSON", b'{"query":"{ viewer { label } }","variables":{"a":' + huge + b"}}"
    yield "a batch", b"[" + b",".join([b'{"query":"{ viewer { label } }"}'] * 2_900) + b"]"
    yield "no JSON", b"\xff" * 100_000


def _page(fields: str) -> str:
    return _PAGE[2:-2] % fields


def _wide(fields: int) -> str:
    return " ".join(f"a{n}: pledges(first: 1) {{ totalCount }}" for n in range(fields))
