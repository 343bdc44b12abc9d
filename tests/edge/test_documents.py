"""Documents: parsed within limits, validated, and remembered by their text and the name of the operation."""

from hashlib import sha256

import pytest

from graph import documents as module
from graph.documents import Documents
from graph.errors import RequestError
from graph.limits import LIMITS
from tests.edge.sample import SCHEMA


def code(source: str) -> tuple[str, str]:
    """The code and the words with which `source` is refused."""
    with pytest.raises(RequestError) as caught:
        Documents(SCHEMA).prepare(source, None)
    return caught.value.code, str(caught.value)


def test_the_same_text_is_understood_once() -> None:
    documents = Documents(SCHEMA)
    first = documents.prepare("{ hello }", None)
    assert documents.prepare("{ hello }", None) is first
    assert documents.prepare("{ hello  }", None) is not first


def test_an_operation_is_known_by_its_text_and_its_name() -> None:
    documents = Documents(SCHEMA)
    source = "query A { hello } query B { hello }"
    a, b = documents.prepare(source, "A"), documents.prepare(source, "B")
    assert a.key == sha256(b"A\0" + source.encode()).hexdigest()
    assert (a.key == b.key, a.operation is b.operation) == (False, False)
    assert documents.prepare("{ hello }", None).key == documents.prepare("{ hello }", "").key


def test_what_is_prepared_holds_its_fragments_by_name() -> None:
    prepared = Documents(SCHEMA).prepare("{ post { ...P } } fragment P on Post { id }", None)
    assert list(prepared.fragments) == ["P"]
    assert prepared.operation is prepared.document.definitions[0]


def test_the_least_recently_used_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_REMEMBERED", 2)
    documents = Documents(SCHEMA)
    a, b = documents.prepare("query A { hello }", None), documents.prepare("query B { hello }", None)
    documents.prepare("query A { hello }", None)
    documents.prepare("query C { hello }", None)
    assert documents.prepare("query A { hello }", None) is a
    assert documents.prepare("query B { hello }", None) is not b


def test_the_text_that_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_REMEMBERED_CHARACTERS", 30)
    documents = Documents(SCHEMA)
    a = documents.prepare("query A { hello }", None)
    documents.prepare("query B { hello }", None)
    assert documents.prepare("query A { hello }", None) is not a


def test_a_bad_document_is_not_remembered() -> None:
    documents = Documents(SCHEMA)
    errors: list[RequestError] = []
    for _ in range(2):
        with pytest.raises(RequestError) as caught:
            documents.prepare("{ helo }", None)
        errors.append(caught.value)
    assert errors[0] is not errors[1]
    assert [error.code for error in errors] == ["GRAPHQL_VALIDATION_FAILED"] * 2


@pytest.mark.parametrize(
    "source, words",
    [
        ("{ hello } " + " " * LIMITS.source_length, "more than 30000 code points"),
        ("{" + "a " * LIMITS.tokens + "}", "more than 3000 tokens"),
        ("#\n" * (LIMITS.comments + 1) + "{ hello }", "more than 300 comments"),
        ("{ hello(name: " + "[" * 5_000, "nested too deeply"),
        ("{ post " * 1_400, "nested too deeply"),
        ('{ hello(name: "\ud800") }', "Invalid character within String"),
        ("{ hello \ud800 }", "Invalid character: U+D800"),
        ("", "Unexpected <EOF>"),
        ("\ufeff", "Unexpected <EOF>"),
    ],
)
def test_what_cannot_be_parsed_within_the_limits_is_refused(source: str, words: str) -> None:
    refused, told = code(source)
    assert refused == "GRAPHQL_PARSE_FAILED"
    assert words in told


def test_a_raw_nul_anywhere_in_a_document_is_bad_input() -> None:
    assert code("{ hello } # \0") == ("BAD_USER_INPUT", "The document holds U+0000.")


def test_an_error_points_at_its_place() -> None:
    with pytest.raises(RequestError) as caught:
        Documents(SCHEMA).prepare("{\n  helo\n}", None)
    (error,) = caught.value.errors
    assert [(place.line, place.column) for place in error.locations or ()] == [(2, 3)]
