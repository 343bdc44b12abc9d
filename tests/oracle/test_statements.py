"""A read operation is one statement, composed once, in which no value of a client stands."""

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from graphql import OperationDefinitionNode, parse
from graphql.language import OperationType

from graph.errors import RequestError
from service.database import Database
from service.settings import CHECKOUT
from service.trust import Trust
from tests.documents.steps import steps_of
from tests.oracle.comparing import Both
from tests.oracle.ground import NASTY
from tests.oracle.hard import HARD, Hard

_PAGES = (*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md"))
_STARTED_WITH = CHECKOUT / "graph/graphiql/page/examples.graphql"


def documents_of(page: Path) -> list[str]:
    """The queries that a page shows, each by itself."""
    texts = [page.read_text()] if page == _STARTED_WITH else [step.question for step in steps_of(page)]
    operations = [
        node
        for text in texts
        for node in parse(text).definitions
        if isinstance(node, OperationDefinitionNode) and node.operation is OperationType.QUERY
    ]
    return [node.loc.source.body[node.loc.start : node.loc.end] for node in operations if node.loc]


SHOWN = [document for page in (_STARTED_WITH, *_PAGES) for document in documents_of(page)]


@pytest.fixture
async def statements(rich: Database) -> AsyncGenerator[list[str]]:
    """What connections for readings, of each kind for these two classes, send while the test runs."""
    heard: list[str] = []
    asked: list[Any] = [rich.of[trust] for trust in (Trust.PUBLIC, Trust.SECRETARIAT)]
    readers = [reader for each in asked for reader in (each.reads, each.counts)]
    connections = [await each._pool.take() for each in readers]  # noqa: SLF001 - what is really sent

    def hear(record: Any) -> None:  # noqa: ANN401 - asyncpg has no types
        heard.append(record.query)

    for each, connection in zip(readers, connections, strict=True):
        connection.add_query_logger(hear)
        each._pool.give_back(connection)  # noqa: SLF001 - the same
    yield heard
    for connection in connections:
        connection.remove_query_logger(hear)


async def _told() -> None:
    """The driver tells what it sent in the next round of the loop."""
    await asyncio.sleep(0)


@pytest.mark.parametrize("document", SHOWN)
async def test_what_the_pages_show_is_one_statement(both: Both, statements: list[str], document: str) -> None:
    variables = dict.fromkeys(re.findall(r"\$(\w+): (?:ID|String)!", document), "x")
    # What such a variable names is not there, and a matrix of it is refused: by the same statement.
    with contextlib.suppress(RequestError):
        await both.compiled("public", document, variables)
    await _told()
    assert len(statements) == 1


@pytest.mark.parametrize("hard", HARD.values(), ids=HARD)
async def test_whatever_its_shape_and_depth_it_is_one_statement(
    both: Both, statements: list[str], hard: Hard
) -> None:
    await both.compiled("secretariat", *hard)
    await _told()
    assert len(statements) == 1


async def test_the_schema_is_described_without_the_database(both: Both, statements: list[str]) -> None:
    await both.compiled("secretariat", "{ __schema { queryType { name } } }", {})
    await _told()
    assert statements == []


async def test_a_shape_is_composed_once_for_a_role(both: Both) -> None:
    document = """query ($n: Int, $words: String, $near: String) {
      pledges(first: $n, filter: {search: $words, within: $near}) { totalCount } }"""
    before = both.plans.compilations
    for variables in ({"n": 1, "words": "a"}, {"n": 1, "words": "b"}, {"n": 1, "words": "c", "near": None}):
        await both.compiled("public", document, variables)
    assert both.plans.compilations == before + 1
    await both.compiled("liaison", document, {"n": 1, "words": "a"})
    await both.compiled("public", document, {"n": 1, "words": "a", "near": "64"})
    assert both.plans.compilations == before + 3
    await both.compiled("public", document, {"n": 1, "words": "z", "near": "21"})
    assert both.plans.compilations == before + 3
    await both.compiled("public", document, {"n": 2, "words": "a"})
    assert both.plans.compilations == before + 4


async def test_no_value_of_a_client_stands_in_a_statement(both: Both, statements: list[str]) -> None:
    hostile = f"hostile'; DROP TABLE pledge; -- {NASTY}"
    by_variable = """query ($t: String!, $i: ID!) { region(code: $t) { id } node(id: $i) { id } agencies(
      first: 17, filter: {search: $t}) { totalCount } pledge(by: {reference: $t}) { id } }"""
    await both.compiled("public", by_variable, {"t": hostile, "i": hostile})
    literal = hostile.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    literal = "".join(
        char if char.isprintable() or char == " " else f"\\u{ord(char):04x}" for char in literal
    )
    await both.compiled("public", f'{{ region(code: "{literal}") {{ id }} }}', {})
    await _told()
    assert len(statements) == 2
    assert not any("hostile" in statement or "17" in statement for statement in statements)
