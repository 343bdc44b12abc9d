"""The schema keeps what was released, and gives up only what was to go by now."""

import re
from datetime import date
from pathlib import Path

import pytest
from graphql import build_schema

from graph.evolution import Change, changes, deprecations, faults, goes_on
from graph.schema import printed_schema
from service.clock import system_clock
from service.commands.export_schema import CHANGELOG, RELEASED

TODAY = date(2026, 11, 25)
RELEASED_THEN = """
type Query { pledges(first: Int, filter: Filter, old: Int %s): [Pledge!]! gone: Gone %s }
type Pledge { id: ID! title: String! state: State }
type Gone { id: ID }
enum State { OPEN CLOSED %s }
input Filter { a: Int b: Int %s }
"""


def schema(*reasons: str) -> str:
    """The released schema, with reasons why four of its parts go."""
    given = [f'@deprecated(reason: "{reason}")' if reason else "" for reason in reasons]
    return RELEASED_THEN % tuple([*given, "", "", "", ""][:4])


KEPT = schema()


def without(text: str, source: str = KEPT) -> str:
    """The schema without a piece of its text."""
    assert text in source
    return source.replace(text, "")


@pytest.mark.parametrize(
    "current, fault",
    [
        (without("title: String!"), "Field Pledge.title was removed."),
        (without("old: Int "), "Argument Query.pledges(old:) was removed."),
        (without("CLOSED "), "Enum value State.CLOSED was removed."),
        (without("b: Int "), "Field Filter.b was removed."),
        (
            without("type Gone { id: ID }", without("gone: Gone ")),
            "Field Query.gone was removed.",
        ),
        (
            KEPT.replace("title: String!", "title: Int!"),
            "Field Pledge.title changed type from String! to Int!.",
        ),
        (
            KEPT.replace("title: String!", "title: String"),
            "Field Pledge.title changed type from String! to String.",
        ),
        (KEPT.replace("a: Int", "a: Int!"), "Field Filter.a changed type from Int to Int!."),
        (KEPT.replace("first: Int", "first: Int!"), "Argument Query.pledges(first:) has changed type"),
    ],
)
def test_what_is_released_may_not_be_broken(current: str, fault: str) -> None:
    found = faults(KEPT, current, TODAY)
    assert any(line.startswith(fault) for line in found), found


def test_what_is_added_breaks_nothing() -> None:
    current = KEPT.replace("title: String!", "title: String! more(of: Int): Int") + "type Another { id: ID }"
    assert faults(KEPT, current, TODAY) == []
    assert changes(KEPT, current) == [
        Change(kind="ADDED", words="Another was added."),
        Change(kind="ADDED", words="Field Pledge.more was added."),
    ]


GOING = schema(*["Use `first`. Goes on 2026-11-25."] * 4)
MISSING = without("type Gone { id: ID }", without("gone: Gone ", without("old: Int ", KEPT)))


def test_what_was_to_go_may_be_missing_from_its_day_on() -> None:
    assert faults(GOING, MISSING, TODAY) == []
    early = faults(GOING, MISSING, date(2026, 11, 24))
    assert {line.partition(" was removed.")[0] for line in early} == {
        "Gone",
        "Argument Query.pledges(old:)",
        "Field Query.gone",
    }


def test_what_is_still_used_elsewhere_is_not_gone_with_it() -> None:
    released = GOING.replace("title: String!", "title: String! gone: Gone")
    current = MISSING
    assert any(line.startswith("Gone was removed.") for line in faults(released, current, TODAY))


@pytest.mark.parametrize(
    "reason, fault",
    [
        ("No longer used.", "Query.pledges(old:) is deprecated without its day"),
        ("Goes on 2027-06-30.", "Query.pledges(old:) is deprecated without its day"),
        ("Use `first`. Goes on 2027-06-31.", "Query.pledges(old:) is deprecated without its day"),
        ("Use `first`. Goes on 2027-05-26.", "Query.pledges(old:) goes on 2027-05-26: that is less"),
    ],
)
def test_a_deprecation_names_what_to_use_and_a_day_half_a_year_ahead(reason: str, fault: str) -> None:
    (found,) = faults(KEPT, schema(reason), TODAY)
    assert found.startswith(fault)


def test_a_good_deprecation_is_told_with_its_reason() -> None:
    current = schema("Use `first`. Goes on 2027-05-27.")
    assert faults(KEPT, current, TODAY) == []
    words = "Query.pledges(old:): Use `first`. Goes on 2027-05-27."
    assert changes(KEPT, current) == [Change(kind="DEPRECATED", words=words)]


def test_a_deprecation_that_was_released_keeps_its_day_however_near() -> None:
    released = schema("Use `first`. Goes on 2026-12-01.")
    assert faults(released, released, TODAY) == []
    sooner = schema("Use `first`. Goes on 2026-11-30.")
    assert faults(released, sooner, TODAY) != []


def test_everything_that_can_be_deprecated_is_found() -> None:
    assert sorted(deprecations(build_schema(schema(*["Use x. Goes on 2027-06-30."] * 4)))) == [
        "Filter.b",
        "Query.gone",
        "Query.pledges(old:)",
        "State.CLOSED",
    ]
    assert goes_on("Use x. Goes on 2027-06-30.") == date(2027, 6, 30)


def test_our_schema_keeps_what_is_released() -> None:
    assert faults(RELEASED.read_text(), printed_schema(), system_clock().date()) == []


def test_the_changelog_can_be_read_by_machines() -> None:
    page = Path(CHANGELOG).read_text()
    headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert headings[0] == "Unreleased"
    days = [date.fromisoformat(heading) for heading in headings[1:]]
    assert days == sorted(days, reverse=True)
    entries = [line for line in page.splitlines() if line.startswith("- ")]
    assert [e for e in entries if not re.match(r"- (BREAKING|DEPRECATED|CAREFUL|ADDED): \S", e)] == []
