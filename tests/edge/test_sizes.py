"""How many objects an operation may hold: from literals, defaults and the variables of each request."""

import pytest

from graph.documents import Documents
from graph.errors import RequestError
from graph.guard import check_sizes
from tests.edge.sample import SCHEMA


def size(source: str, variables: dict[str, object] | None = None) -> int:
    return check_sizes(Documents(SCHEMA).prepare(source, None).sizes, variables or {})


@pytest.mark.parametrize(
    "selection, objects",
    [
        ("hello", 0),
        ("post { id }", 0),
        ("posts(first: 50) { totalCount }", 50),
        ("posts(last: 3) { totalCount }", 3),
        ("posts(first: 50) { nodes { posts(first: 5) { nodes { id } } } }", 50 + 50 * 5),
        ("posts(first: 2) { nodes { near { posts(first: 3) { edges { node { id } } } } } }", 2 + 2 * 3),
        ("posts(first: 0) { nodes { posts(first: 100) { totalCount } } }", 1 + 100),
        ("posts(first: -5) { totalCount }", 1),
        ("posts { totalCount }", 20),
        ("posts(first: null) { totalCount }", 20),
        ("areas { totalCount }", 7),
        ('nodes(ids: ["a", "b"]) { id ... on Post { posts(first: 4) { totalCount } } }', 2 + 2 * 4),
        ("a: posts(first: 10) { totalCount } b: posts(first: 10) { totalCount }", 20),
        ("posts(first: 10) { totalCount } posts(first: 10) { nodes { id } }", 10),
        ("posts(first: 4990) { totalCount } areas(first: 10) { totalCount }", 5_000),
    ],
)
def test_a_page_holds_what_its_literal_says_times_the_pages_around_it(selection: str, objects: int) -> None:
    assert size(f"{{ {selection} }}") == objects


NESTED = (
    "query Q($outer: Int = 10, $inner: Int) { posts(first: $outer) { nodes { posts(first: $inner) {%s} } } }"
)
TOTAL = NESTED % " totalCount "


@pytest.mark.parametrize(
    "variables, objects",
    [
        ({}, 10 + 10 * 20),
        ({"inner": 3}, 10 + 10 * 3),
        ({"outer": 2, "inner": 3}, 2 + 2 * 3),
        ({"outer": None, "inner": 1}, 10 + 10),
        ({"outer": -4, "inner": 3}, 1 + 1 * 3),
        ({"outer": "many", "inner": 3}, 0),
    ],
)
def test_variables_complete_the_sum(variables: dict[str, object], objects: int) -> None:
    assert size(TOTAL, variables) == objects


def test_a_list_of_ids_in_a_variable_is_counted() -> None:
    source = "query Q($ids: [ID!]!) { nodes(ids: $ids) { ... on Post { posts(first: 7) { totalCount } } } }"
    assert size(source, {"ids": ["a", "b", "c"]}) == 3 + 3 * 7


def test_a_fragment_takes_the_variables_of_the_operation_that_spreads_it() -> None:
    source = """
      query A($n: Int = 1) { ...F }
      query B($n: Int = 2) { ...F }
      fragment F on Query { posts(first: $n) { totalCount } }
    """
    documents = Documents(SCHEMA)
    assert check_sizes(documents.prepare(source, "A").sizes, {}) == 1
    assert check_sizes(documents.prepare(source, "B").sizes, {}) == 2
    assert check_sizes(documents.prepare(source, "B").sizes, {"n": 9}) == 9


@pytest.mark.parametrize(
    "variables", [{"outer": 100, "inner": 100}, {"outer": 5_001}, {"outer": 10**18, "inner": 10**18}]
)
def test_more_than_five_thousand_objects_by_variables_are_refused(variables: dict[str, object]) -> None:
    with pytest.raises(RequestError, match="5000 is the most") as caught:
        size(TOTAL, variables)
    assert caught.value.code == "MAX_COST_EXCEEDED"


@pytest.mark.parametrize(
    "source",
    [
        "{ posts(first: 100) { nodes { posts(first: 100) { totalCount } } } }",
        "query Q($n: Int = 100) { posts(first: $n) { nodes { posts(first: $n) { totalCount } } } }",
        "{ posts(first: 5001) { totalCount } }",
        "{ posts { nodes { posts { nodes { posts { totalCount } } } } } }",
    ],
)
def test_more_than_five_thousand_objects_by_the_document_are_refused_before_any_request(source: str) -> None:
    with pytest.raises(RequestError) as caught:
        Documents(SCHEMA).prepare(source, None)
    assert caught.value.code == "MAX_COST_EXCEEDED"
