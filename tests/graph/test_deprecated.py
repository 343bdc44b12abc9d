"""What is to go is counted by client and by day, whichever way a document names it."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime

import pytest
from graphql import build_schema

from graph.deprecated import Deprecated, used_by, used_in
from graph.documents import Documents
from service.access.actors import PUBLIC, Actor, Role
from service.access.uses import uses_since
from service.attaching import Addresses
from service.clock import system_clock
from service.database import Database

GOES = '@deprecated(reason: "Use another. Goes on 2027-06-30.")'
SDL = f"""
type Query {{ old: Int {GOES} new(filter: Filter, late: Int {GOES}, state: State): Thing }}
type Thing {{ name: String {GOES} id: ID thing: Thing }}
input Filter {{ a: Int {GOES} b: Int inner: Filter }}
enum State {{ OPEN SHUT {GOES} }}
"""
SCHEMA = build_schema(SDL)
GOING = {"Query.old", "Query.new(late:)", "Thing.name", "Filter.a", "State.SHUT"}
SOMEBODY = Actor(kind="TOKEN", id="1", label="Satu", role=Role.INTEGRATION)
DAY = date(2026, 11, 25)


def noon() -> datetime:
    """Of the day."""
    return datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
async def database(own_addresses: Addresses) -> AsyncGenerator[Database]:
    """A migrated database."""
    opened = await Database.open(own_addresses.service, size=1)
    yield opened
    await opened.close()


async def told(database: Database) -> list[tuple[str, str, int]]:
    """What was counted."""
    async with database.reading() as session:
        return [(what, client, uses) for what, client, uses, _ in await uses_since(session, DAY)]


@pytest.mark.parametrize(
    "source, used",
    [
        ("{ old }", {"Query.old"}),
        ("{ new { id } }", set[str]()),
        (
            "{ x: new(late: 1) { ...F } } fragment F on Thing { thing { name } }",
            {"Query.new(late:)", "Thing.name"},
        ),
        ("{ new(filter: {inner: {a: 1}}, state: SHUT) { id } }", {"Filter.a", "State.SHUT"}),
        ("query ($s: State = SHUT) { new(state: $s) { id } }", {"State.SHUT"}),
    ],
)
def test_a_use_is_found_wherever_it_stands(source: str, used: set[str]) -> None:
    assert used_by(SCHEMA, Documents(SCHEMA).prepare(source, None)) & GOING == used


@pytest.mark.parametrize(
    "kind, value, used",
    [
        ("Filter", {"inner": {"a": 1, "b": 2}, "made up": 1}, {"Filter.a"}),
        ("[Filter!]!", [{"b": 1}, {"a": 1}], {"Filter.a"}),
        ("State", "SHUT", {"State.SHUT"}),
        ("[State]", ["OPEN", "SHUT", None], {"State.SHUT"}),
        ("Filter", "SHUT", set[str]()),
        ("Int", 1, set[str]()),
        ("Filter", None, set[str]()),
    ],
)
def test_a_use_is_found_in_what_the_variables_say(kind: str, value: object, used: set[str]) -> None:
    schema = build_schema(f"{SDL} extend type Query {{ some(x: {kind}): Int }}")
    prepared = Documents(schema).prepare(
        f"query ($v: {kind}, $w: Int) {{ some(x: $v) new(late: $w) {{ id }} }}", None
    )
    assert used_in(schema, prepared, {"v": value, "unknown": {"a": 1}}) & GOING == used


async def test_uses_are_summed_by_client_and_written_behind_the_requests(database: Database) -> None:
    deprecated = Deprecated(SCHEMA, database, noon, seconds=0.01)
    old, new = (Documents(SCHEMA).prepare(source, None) for source in ("{ old }", "{ new { id } }"))
    for actor in (PUBLIC, SOMEBODY, SOMEBODY):
        deprecated.note(old, {}, actor)
        deprecated.note(new, {}, actor)
    while not await told(database):
        await asyncio.sleep(0.01)
    deprecated.note(old, {}, SOMEBODY)
    await deprecated.close()
    assert await told(database) == [("Query.old", "TOKEN 1", 3), ("Query.old", "public", 1)]


async def test_where_nothing_is_to_go_nothing_is_looked_at(database: Database) -> None:
    schema = build_schema("type Query { a: Int }")
    deprecated = Deprecated(schema, database, system_clock)
    deprecated.note(Documents(schema).prepare("{ a }", None), {}, PUBLIC)
    await deprecated.close()
    assert await told(database) == []
