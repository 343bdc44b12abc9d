"""How a cell stands by what it counts, and that no word lacks a language."""

import pytest
from graphql import GraphQLEnumType

from graph.schema import core
from graph.window import words
from graph.window.views import AXES, Sign, sign_of
from graph.window.words import ENGLISH, INDONESIAN


def _counts(*states: str, overdue: int = 0) -> dict[str, object]:
    return {
        "pledges": len(states),
        "completed": states.count("COMPLETED"),
        "overdue": overdue,
        "byExecution": [{"execution": state, "count": states.count(state)} for state in set(states)],
    }


@pytest.mark.parametrize(
    "counts, sign",
    [
        (_counts(), Sign.NONE),
        (_counts("RECORDED", "AGREED"), Sign.PROMISED),
        (_counts("SPECIFIED", "IN_PROGRESS"), Sign.RUNNING),
        (_counts("AGREED", "COMPLETED"), Sign.RUNNING),
        (_counts("IN_PROGRESS", "COMPLETED"), Sign.RUNNING),
        (_counts("IN_PROGRESS", "COMPLETED", overdue=1), Sign.LATE),
        (_counts("REPORTED_DONE", "COMPLETED"), Sign.DONE),
        (_counts("COMPLETED", "CANCELLED"), Sign.VERIFIED),
        (_counts("CANCELLED", "TRANSFERRED", "NEVER_STARTED"), Sign.ENDED),
    ],
)
def test_a_cell_is_late_before_all_else_and_done_only_when_nothing_waits(
    counts: dict[str, object], sign: Sign
) -> None:
    assert sign_of(counts) is sign


def test_nothing_is_a_gap_only_where_something_is_owed() -> None:
    assert sign_of(_counts(), is_owed=True) is Sign.GAP
    assert sign_of(_counts("RECORDED"), is_owed=True) is Sign.PROMISED


@pytest.mark.parametrize("name", ["Execution", "Timeliness", "Verdict", "Decision"])
def test_every_word_of_the_graph_that_is_shown_is_said_in_both_languages(name: str) -> None:
    kind = core.type_map[name]
    assert isinstance(kind, GraphQLEnumType)
    for value in kind.values:
        assert INDONESIAN.state(value) != ""
        assert ENGLISH.state(value) not in {"", value}


def test_every_area_sign_axis_and_ingredient_has_a_name() -> None:
    ingredients = core.type_map["Ingredient"]
    assert isinstance(ingredients, GraphQLEnumType)
    areas = core.type_map["SpmAreaCode"]
    assert isinstance(areas, GraphQLEnumType)
    for tongue in (INDONESIAN, ENGLISH):
        assert all(tongue.area(code) for code in (*areas.values, ""))
        assert all(tongue.sign(sign) for sign in Sign)
        assert all(tongue.ingredient(one) for one in ingredients.values)
        assert all(tongue.axis(axis) for axis in AXES.values())


@pytest.mark.parametrize(
    "number, indonesian, english",
    [
        ("1234567.5", "1.234.567,5", "1,234,567.5"),
        (20, "20", "20"),
        ("0.250000", "0,25", "0.25"),
        ("3.000", "3", "3"),
    ],
)
def test_numbers_are_written_with_the_marks_of_the_language(
    number: str | int, indonesian: str, english: str
) -> None:
    assert (INDONESIAN.number(number), ENGLISH.number(number)) == (indonesian, english)


def test_only_what_is_reached_in_full_is_a_hundred_percent() -> None:
    assert [INDONESIAN.percent(ratio) for ratio in (0, 0.005, 0.994, 0.999, 1)] == [
        "0 %",
        "0 %",
        "99 %",
        "99 %",
        "100 %",
    ]


def test_days_are_written_with_the_months_of_the_language() -> None:
    assert (INDONESIAN.day("2026-08-05"), ENGLISH.day("2026-08-05")) == ("5 Agu 2026", "5 Aug 2026")
    assert words.OTHER[INDONESIAN] is ENGLISH
