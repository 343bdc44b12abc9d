"""Documents made to be expensive: refused by one linear walk, counted in steps and not in seconds."""

from itertools import pairwise

import pytest
from graphql import DocumentNode, get_introspection_query, parse

from graph.documents import pages_of
from graph.errors import RequestError
from graph.guard import Guard
from graph.limits import LIMITS
from tests.edge.sample import SCHEMA

PAGES = pages_of(SCHEMA, LIMITS.page)


def refused(source: str) -> tuple[str, str, int]:
    """The code and the words of the refusal of `source`, and the steps that it took."""
    guard = Guard(PAGES)
    with pytest.raises(RequestError) as caught:
        guard.inspect(parse(source))
    return caught.value.code, str(caught.value), guard.visited


def steps(source: str) -> int:
    """The steps that it took to find `source` acceptable."""
    guard = Guard(PAGES)
    guard.inspect(parse(source))
    return guard.visited


def chain(length: int, body: str, on: str = "Post") -> str:
    """Fragments of which each spreads the next by `body`, the last one being a leaf."""
    links = (f"fragment F{n} on {on} {{ {body.format(next=f'...F{n + 1}')} }}" for n in range(length))
    return " ".join([*links, f"fragment F{length} on {on} {{ id }}"])


VALIDATION = "GRAPHQL_VALIDATION_FAILED"

ATTACKS = {
    "a fragment bomb": ("{ post { ...F0 } } " + chain(60, "{next} {next}"), "More than 250 selections"),
    "a bomb of fields": (
        "{ post { ...F0 } } " + chain(9, "near {{ {next} }} other: near {{ {next} }}"),
        "More than 250 selections",
    ),
    "a bomb that nothing spreads": ("{ hello } " + chain(60, "{next} {next}"), "More than 250 selections"),
    "a bomb in a second operation": (
        "query A { hello } query B { post { ...F0 } } " + chain(60, "{next} {next}"),
        "More than 250 selections",
    ),
    "a fragment that spreads itself": (
        "{ post { ...F } } fragment F on Post { near { ...F } }",
        "The fragment F spreads itself.",
    ),
    "a cycle of two": (
        "{ post { ...F } } fragment F on Post { ...G } fragment G on Post { near { ...F } }",
        "The fragment F spreads itself.",
    ),
    "a cycle that nothing spreads": (
        "{ hello } fragment F on Post { ...G } fragment G on Post { ...F }",
        "The fragment F spreads itself.",
    ),
    "two fragments of one name": (
        "{ post { ...F } } fragment F on Post { id } fragment F on Post { name }",
        "There are two fragments named F.",
    ),
    "an alias flood": (
        "{ post { " + " ".join(f"a{n}: id" for n in range(31)) + " } }",
        "More than 30 aliases: 31.",
    ),
    "an alias flood by fragments": (
        "{ post { ...A near { ...A near { ...A near { ...A } } } } } fragment A on Post { "
        + " ".join(f"a{n}: id" for n in range(8))
        + " }",
        "More than 30 aliases: 32.",
    ),
    "a flood of root fields": (
        "{ " + " ".join(f"a{n}: hello" for n in range(21)) + " }",
        "More than 20 root fields: 21.",
    ),
    "root fields in fragments": (
        "{ ...F ...F ...F } fragment F on Query { " + "hello " * 7 + "}",
        "More than 20 root fields: 21.",
    ),
    "one key hundreds of times": ("{ post { " + "id " * 240 + "} }", "More than 10 fields for one key."),
    "one key through inline fragments": (
        "{ post { " + "... { near { id } } " * 11 + "} }",
        "More than 10 fields for one key.",
    ),
    "one key through an alias": (
        "{ post { " + "id " * 10 + "id: name } }",
        "More than 10 fields for one key.",
    ),
    "one key in a fragment that nothing spreads": (
        "{ hello } fragment F on Post { " + "id " * 11 + "}",
        "More than 10 fields for one key.",
    ),
    "nine directives on a field": (
        "{ hello " + "@skip(if: false) " * 9 + "}",
        "More than 8 directives on one node.",
    ),
    "a directive flood on an operation": (
        "query " + "@a " * 900 + "{ hello }",
        "More than 8 directives on one node.",
    ),
    "a directive flood on a fragment": (
        "{ ...F } fragment F on Query " + "@a " * 900 + "{ hello }",
        "More than 8 directives on one node.",
    ),
    "a directive flood on a variable": (
        "query ($v: Int " + "@a " * 900 + ") { hello }",
        "More than 8 directives on one node.",
    ),
    "eleven levels": (
        "{ post " + "{ near " * 9 + "{ id } " + "} " * 9 + "}",
        "More than 10 levels of fields: 11.",
    ),
    "eleven levels by fragments": (
        "{ post { ...F0 } } " + chain(9, "near {{ {next} }}"),
        "More than 10 levels of fields: 11.",
    ),
    "a thousand levels by fragments": (
        "{ post { ...F0 } } " + chain(150, "near {{ {next} }}"),
        "Fields are more than 16 deep.",
    ),
    "braces within braces": (
        "{ " + "... { " * 32 + "hello " + "} " * 33,
        "Selections are more than 32 deep.",
    ),
    "an empty selection": ("{ post { } }", "A selection is empty."),
    "eleven operations": (
        " ".join(f"query Q{n} {{ hello }}" for n in range(11)),
        "More than 10 operations in one document.",
    ),
    "operations that are small one by one": (
        " ".join(f"query Q{n} {{ post {{ ...F0 }} }}" for n in range(10)) + chain(110, "{next}"),
        "More than 250 selections, fragments expanded.",
    ),
    "more objects than fit one statement": (
        "{ " + " ".join(f"p{n}: post {{ near {{ near {{ id }} }} }}" for n in range(17)) + " }",
        "More than 50 fields with fields inside: 51.",
    ),
    "the schema four times": (
        "{ " + " ".join(f"s{n}: __schema {{ queryType {{ name }} }}" for n in range(4)) + " }",
        "More than 3 questions about the schema: 4.",
    ),
    "aliases inside introspection": (
        "{ __schema { a: types { name } b: types { name } } }",
        "__schema takes no aliases inside.",
    ),
    "lists of lists of lists of the schema": (
        "{ __schema { types { fields { type { fields { name } } } } } }",
        "__schema lists the schema inside its own lists too deeply.",
    ),
    "the same through fragments": (
        "{ __schema { types { ...T } } } fragment T on __Type { fields { type { possibleTypes { name } } } }",
        "__schema lists the schema inside its own lists too deeply.",
    ),
    "introspection too deep": (
        '{ __type(name: "A") ' + "{ ofType " * 15 + "{ name } " + "} " * 16,
        "Fields are more than 16 deep.",
    ),
}


@pytest.mark.parametrize("source, words", ATTACKS.values(), ids=ATTACKS.keys())
def test_an_attack_is_refused_in_steps_linear_in_its_text(source: str, words: str) -> None:
    code, told, visited = refused(source)
    assert (code, told[: len(words)]) == (VALIDATION, words)
    assert visited <= len(source) + LIMITS.selections


def test_a_bomb_twice_as_long_takes_no_more_than_twice_the_steps() -> None:
    _, _, short = refused("{ post { ...F0 } } " + chain(100, "{next} {next}"))
    _, _, long = refused("{ post { ...F0 } } " + chain(200, "{next} {next}"))
    assert long <= 2 * short


def test_the_steps_of_a_good_document_grow_with_its_text_alone() -> None:
    def wide(fields: int) -> str:
        return "{ post { " + "near { id name } " * 5 + "... { id } " * fields + "} }"

    growth = [steps(wide(fields)) for fields in (1, 2, 3, 4)]
    assert [after - before for before, after in pairwise(growth)] == [4, 4, 4]


def test_a_chain_longer_than_the_stack_of_python_is_walked() -> None:
    _, words, visited = refused("{ post { ...F0 } } " + chain(2_000, "{next}"))
    assert (words, visited) == ("More than 250 selections, fragments expanded.", 251)


DEEP_VALUE = "{within: " * 20 + "null" + "}" * 20
DEEP_LIST = "[" * 20 + "1" + "]" * 20

BAD_LITERALS = {
    "NUL in an argument": r'{ hello(name: "a\u0000") }',
    "NUL in a list in an object": r'{ post(near: {any: [{name: "\u0000"}]}) { id } }',
    "NUL in a directive": r'{ hello @skip(if: "\u0000") }',
    "NUL in a default": r'query ($n: String = "\u0000") { hello(name: $n) }',
    "NUL in a block string": '{ hello(name: """a\0""") }',
    "a deep object": f"{{ post(near: {DEEP_VALUE}) {{ id }} }}",
    "a deep list": f"{{ number(int: {DEEP_LIST}) }}",
    "a long number": "{ number(int: %s) }" % ("9" * 41),
    "an infinite number": "{ number(float: -1e400) }",
}


@pytest.mark.parametrize("source", BAD_LITERALS.values(), ids=BAD_LITERALS.keys())
def test_a_value_that_nothing_below_could_bear_is_bad_input(source: str) -> None:
    assert refused(source)[0] == "BAD_USER_INPUT"


GOOD = {
    "ten levels": "{ post " + "{ near " * 8 + "{ id } " + "} " * 8 + "}",
    "thirty aliases": "{ post { " + " ".join(f"a{n}: id" for n in range(30)) + " } }",
    "twenty root fields": "{ " + " ".join(f"a{n}: hello" for n in range(20)) + " }",
    "ten of one key": "{ post { " + "id " * 10 + "} }",
    "eight directives": "{ hello " + "@skip(if: false) " * 8 + "}",
    "fields named as lists of the schema": "{ types { fields { types { fields { types } } } } }",
    "a fragment that is missing": "{ ...Nowhere }",
    "one fragment at many places": "{ post { ...P near { ...P near { ...P } } } } fragment P on Post { id }",
}


@pytest.mark.parametrize("source", GOOD.values(), ids=GOOD.keys())
def test_what_stays_within_every_limit_passes(source: str) -> None:
    assert steps(source) <= len(source)


@pytest.mark.parametrize("deprecated", [True, False])
def test_the_introspection_of_graphiql_passes(*, deprecated: bool) -> None:
    document: DocumentNode = parse(
        get_introspection_query(
            specified_by_url=True,
            directive_is_repeatable=True,
            schema_description=True,
            input_value_deprecation=deprecated,
        )
    )
    guard = Guard(PAGES)
    (sizes,) = guard.inspect(document).sizes
    assert (sizes.known, sizes.products) == (0, ())
