"""Hard operations, on both executors; and those that must be refused whole."""

from typing import Any

import pytest
from graphql import FieldNode

from graph.errors import RequestError
from tests.oracle.comparing import Both
from tests.oracle.ground import PEOPLE
from tests.oracle.hard import DEEP, HARD


@pytest.mark.parametrize("name", HARD)
async def test_both_executors_answer_the_same(both: Both, name: str) -> None:
    document, variables = HARD[name]
    for who in ("public", "liaison"):
        await both.agree(who, document, variables)


@pytest.mark.parametrize("who", PEOPLE)
async def test_everybody_sees_what_is_theirs(both: Both, who: str) -> None:
    document, variables = DEEP["the first and the last of everything in a pledge"]
    told = await both.agree(who, document, variables)
    pledges = [edge["node"] for edge in told["pledges"]["edges"]]
    words = [one["narrative"] for pledge in pledges for one in pledge["constraints"]]
    shown = {"public": 1, "integration": 1, "liaison": 4, "secretariat": 4}
    assert sum(word is not None for word in words) == shown[who]
    assert {pledge["responsible"] for pledge in pledges} == ({None} if who == "public" else {None, "Budi"})


async def test_each_operation_of_a_document_is_read_by_itself(both: Both) -> None:
    document = """query A($n: Int!) { pledges(first: $n) { ...N } } query B { agencies(last: 1) {
         totalCount } }
      fragment N on PledgeConnection { nodes { id } }"""
    await both.agree("public", document, {"n": 2}, "A")
    await both.agree("public", document, {}, "B")


async def test_one_document_is_planned_anew_for_other_switches_and_nulls(both: Both) -> None:
    document = """query ($a: Boolean = true, $b: Boolean = true, $made_up: Boolean, $code: String) {
      pledges(first: 9, filter: {synthetic: $made_up, within: $code}) { totalCount @include(if: $a)
        nodes @include(if: $b) { reference } } }"""
    for variables in (
        {"a": True, "b": False},
        {"a": False, "b": True},
        {"a": False, "made_up": True},
        {"b": False, "made_up": True},
        {"made_up": None, "code": "64"},
        {"made_up": False, "code": None},
    ):
        await both.agree("public", document, variables)


@pytest.mark.parametrize(
    "document, variables",
    [
        ('query ($a: Boolean = true) { region(code: "64") @skip(if: $a) { id } }', {"a": None}),
        ("{ pledges(first: 101) { totalCount } }", {}),
        ("{ pledges(first: -1) { totalCount } }", {}),
        ("{ pledges { totalCount } }", {}),
        ("{ pledges(first: 1, last: 1) { totalCount } }", {}),
        ('{ pledges(first: 1, before: "x") { totalCount } }', {}),
        ('{ pledges(first: 1, after: "x") { totalCount } }', {}),
        ('{ pledges(first: 1, after: "") { totalCount } }', {}),
        ('{ regions(first: 1, after: "WyJDT0RFIiwgIjY0IiwgIngiXQ") { totalCount } }', {}),
        (
            '{ pledges(first: 1, after: "WyJSRUZFUkVOQ0UiLCAieCIsICJub3QgYSB1dWlkIl0") { nodes { id } } }',
            {},
        ),
        ("query ($by: PledgeBy!) { pledge(by: $by) { id } }", {"by": {}}),
        ("query ($by: PledgeBy!) { pledge(by: $by) { id } }", {"by": {"id": None}}),
        ("query ($by: PledgeBy!) { pledge(by: $by) { id } }", {"by": {"id": "x", "reference": "y"}}),
        ("{ agency(by: {}) { id } }", {}),
        ("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["x"] * 101}),
        ("query ($y: Int) { pledges(first: 1, filter: {fiscalYear: $y}) { totalCount } }", {"y": 2**31}),
        (
            "query ($e: [Execution!]) { pledges(first: 1, filter: {execution: $e}) { totalCount } }",
            {"e": ["X"]},
        ),
    ],
)
async def test_a_request_that_makes_no_sense_is_refused_whole(
    both: Both, document: str, variables: dict[str, Any]
) -> None:
    with pytest.raises(RequestError) as refused:
        await both.compiled("public", document, variables)
    assert refused.value.code in {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"}


async def test_a_refused_argument_is_pointed_at(both: Both) -> None:
    with pytest.raises(RequestError) as refused:
        await both.compiled(
            "public", "query ($n: Int) { spmAreas { code } pledges(first: $n) { totalCount } }", {"n": 101}
        )
    (node,) = list(refused.value.errors[0].nodes or [])
    assert isinstance(node, FieldNode)
    assert node.name.value == "pledges"


@pytest.mark.parametrize(
    "document",
    [
        "{ spmAreas { code } ...Q __typename } fragment Q on Query { __schema { queryType { name } } }",
        '{ a: __type(name: "Pledge") { kind } ... { b: __typename } c: spmAreas { code } }',
        '{ __type(name: "Nothing") { kind } }',
    ],
)
async def test_questions_about_the_schema_may_stand_beside_others(both: Both, document: str) -> None:
    await both.agree("secretariat", document, {})
