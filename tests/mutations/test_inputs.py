"""What mutations take: every field finds its place in a request, and nonsense is refused where it stands."""

from dataclasses import fields
from typing import Any

import pytest
from graphql import GraphQLObjectType

from graph.mutations.asking import REQUESTED
from graph.mutations.declaring import METADATA, Mutation
from graph.problems import TYPES, ProblemCode
from graph.schema import core
from tests.mutations import staging
from tests.mutations.conftest import Desk


def test_every_problem_has_its_type() -> None:
    assert {code.value for code in TYPES} == {code.value for code in ProblemCode}


def test_every_mutation_takes_a_key_and_gives_a_union_of_a_payload_and_problems() -> None:
    mutations = core.mutation_type
    assert isinstance(mutations, GraphQLObjectType)
    for name, field in mutations.fields.items():
        declared: Mutation = field.extensions["strawberry-definition"].metadata[METADATA]
        assert declared.name == name
        title = name[0].upper() + name[1:]
        members: Any = core.type_map[f"{title}Result"]
        expected = {kind.__name__ for kind in TYPES.values()} | {f"{title}Payload"}
        assert {member.name for member in members.types} == expected
        taken: Any = core.type_map[f"{title}Input"]
        assert "idempotencyKey" in taken.fields


_WRONG: tuple[tuple[str, dict[str, object], str, list[str]], ...] = (
    ("recordPledge", {"quote": ""}, "INVALID", ["quote"]),
    ("recordPledge", {"quote": "x" * 4001}, "INVALID", ["quote"]),
    ("recordPledge", {"quote": "NIK 6409041203900001"}, "INVALID", ["quote"]),
    ("recordPledge", {"leadAgencyId": "agency_x"}, "NOT_FOUND", ["leadAgencyId"]),
    (
        "recordPledge",
        {"leadAgencyId": f"agency_{'0' * 8}-0000-7000-8000-{'0' * 12}"},
        "NOT_FOUND",
        ["leadAgencyId"],
    ),
    ("recordPledge", {"meetingId": "pledge_x"}, "NOT_FOUND", ["meetingId"]),
    ("recordPledge", {"pledgedOn": "2999-01-01"}, "INVALID", ["pledgedOn"]),
    ("recordPledge", {"dueOn": "2025-06-18"}, "INVALID", ["dueOn"]),
    ("recordPledge", {"fiscalYear": 1}, "INVALID", ["fiscalYear"]),
    ("recordPledge", {"serviceCode": "X"}, "NOT_FOUND", ["serviceCode"]),
    ("recordPledge", {"regionCode": "21.01"}, "INVALID", ["regionCode"]),
    ("recordPledge", {"ratio": {"percent": "101", "base": "zakat"}}, "INVALID", ["ratio", "percent"]),
    ("recordPledge", {"ratio": {"percent": "-1", "base": "zakat"}}, "INVALID", ["ratio", "percent"]),
    ("recordPledge", {"scope": {"regions": ["6409"]}}, "INVALID", ["scope", "regions", "0"]),
    ("recordPledge", {"scope": {"regions": ["64.99"]}}, "NOT_FOUND", ["scope"]),
    ("recordPledge", {"scope": {"posyandu": ["x"]}}, "INVALID", ["scope", "posyandu", "0"]),
    (
        "recordPledge",
        {"fundings": [{"stage": "PROMISED", "source": "APBD", "amount": "-1"}]},
        "INVALID",
        ["fundings", "0", "amount"],
    ),
    ("recordPledge", {"idempotencyKey": " "}, "INVALID", ["idempotencyKey"]),
    ("recordPledge", {"partners": [{"agencyId": "agency_x"}]}, "NOT_FOUND", ["partners", "0", "agencyId"]),
)


@pytest.mark.parametrize("name, wrong, code, path", _WRONG)
async def test_nonsense_is_refused_where_it_stands_and_changes_nothing(
    desk: Desk, name: str, wrong: dict[str, object], code: str, path: list[str]
) -> None:
    right = {"leadAgencyId": desk.agency("diskominfo"), **staging.SPOKEN}
    refused = await desk.refused("secretariat", name, **{**right, **wrong})
    assert (refused["code"], refused["path"]) == (code, path)


_WRONG_REPORTS: tuple[tuple[dict[str, object], list[str]], ...] = (
    ({"unit": "orang"}, ["unit"]),
    ({"quantity": "-1"}, ["quantity"]),
    ({"quantity": "1000000000000001"}, ["quantity"]),
    ({"quantity": "0.0000001"}, ["quantity"]),
    ({"quantity": None}, ["quantity"]),
    ({"numerator": "1", "denominator": "2"}, ["quantity"]),
    ({"effectiveOn": "2999-01-01"}, ["effectiveOn"]),
    ({"effectiveOn": "2025-06-18"}, ["effectiveOn"]),
    ({"evidence": [{"title": "a", "url": "ftp://x", "sha256": staging.SHA}]}, ["evidence"]),
    ({"evidence": [{"title": "a", "url": "https://x", "sha256": "A"}]}, ["evidence"]),
)


async def test_a_wrong_report_is_refused_where_it_is_wrong_and_changes_nothing(desk: Desk) -> None:
    pledge = await staging.started(desk)
    for wrong, path in _WRONG_REPORTS:
        refused = await desk.refused("lead", "reportProgress", **staging.report_on(pledge["target"], **wrong))
        assert (refused["code"], refused["path"]) == ("INVALID", path), wrong


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": "NaN"},
        {"quantity": "1e3"},
        {"quantity": True},
        {"quantity": "1" * 31},
        {"effectiveOn": "20260105"},
        {"effectiveOn": "2026-02-30"},
        {"effectiveOn": 5},
        {"unit": 5},
        {"unit": None},
        {"evidence": [{"title": "a"}]},
        {"strange": 1},
    ],
)
async def test_values_that_are_not_of_their_type_are_refused_before_anything_is_done(
    desk: Desk, wrong: dict[str, object]
) -> None:
    values = {**staging.report_on(f"target_{'0' * 8}-0000-7000-8000-{'0' * 12}"), **wrong}
    document = "mutation ($input: ReportProgressInput!) { reportProgress(input: $input) { __typename } }"
    answer = await desk.ask("lead", document, input=values)
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert "data" not in answer


def test_a_field_of_an_input_is_read_into_a_field_of_the_request_or_into_its_terms() -> None:
    mutations = core.mutation_type
    assert isinstance(mutations, GraphQLObjectType)
    for name in mutations.fields:
        taken: Any = core.type_map[f"{name[0].upper()}{name[1:]}Input"]
        source: Any = taken.extensions["strawberry-definition"].origin
        unread = [one.name for one in fields(source) if REQUESTED not in one.metadata]
        assert unread == ["idempotency_key"], name
