"""What moved between two points, as clients ask for it; that its counts are right stands in tests/reading."""

from datetime import timedelta
from typing import Any

import pytest

from service.clock import system_clock, today_in
from tests.mutations.conftest import Desk
from tests.mutations.conftest import desk as desk  # noqa: PLC0414 - the desk, as a fixture
from tests.mutations.staging import reported

_CHANGES = """query Q($from: MatrixPoint!, $to: MatrixPoint!, $filter: PledgeFilter) {
  matrixChanges(rows: SPM_AREA, columns: EXECUTION, from: $from, to: $to, filter: $filter, first: 2) {
    __typename fromOn toOn rowCount pageInfo { hasNextPage } rows { key label } columns { key }
    cells { row column changed new advanced } rowTotals { row advanced } columnTotals { column changed }
    total { row column changed new advanced slipped completed withdrawn reopened } } }"""
_PLEDGES = """query Q($from: MatrixPoint!, $to: MatrixPoint!, $kind: ChangeKind, $at: [AxisValue!]) {
  matrixChanges(rows: SPM_AREA, columns: EXECUTION, from: $from, to: $to, first: 0) {
    pledges(kind: $kind, at: $at, first: 5) { totalCount nodes {
      kinds pledge { execution verdict progress } before { execution verdict progress }
      facts { fact was became } } } } }"""
_BEFORE, _BETWEEN, _AFTER = "2025-06-30", "2025-12-31", "2026-02-01"


async def _verified(desk: Desk) -> dict[str, str]:
    """A pledge at work of which all is verified; a meeting before the work, and one after it."""
    pledge = await reported(desk)
    await desk.send(
        "secretariat",
        "verifyReport",
        "isReplay",
        reportId=pledge["report"],
        decision="ACCEPTED",
        verdict="CONFORMS",
        effectiveOn="2026-01-10",
    )
    held = await _meeting(desk, "Rapat Juni", heldOn=_BEFORE)
    told = await _meeting(desk, "Rapat Februari", reportedOn=_AFTER)
    return {"before": held, "after": told, "pledge": pledge["id"]}


async def _meeting(desk: Desk, title: str, **day: str) -> str:
    found = await desk.send(
        "secretariat",
        "recordMeeting",
        "meeting { id }",
        title=title,
        kind="RAPAT",
        regionCode="64",
        source="s",
        **day,
    )
    return str(found["meeting"]["id"])


async def _ask(desk: Desk, question: str, since: object, to: object, **more: object) -> dict[str, Any]:
    answer = await desk.ask("public", question, **{"from": since, "to": to}, **more)
    assert "errors" not in answer, answer
    found: dict[str, Any] = answer["data"]["matrixChanges"]
    return found


async def test_what_moved_since_the_last_meeting_is_one_question(desk: Desk) -> None:
    known = await _verified(desk)
    found = await _ask(desk, _CHANGES, {"meeting": known["before"]}, {"meeting": known["after"]})
    one = {"changed": 1, "new": 0, "advanced": 1}
    none = dict.fromkeys(one, 0)
    states = [head["key"] for head in found["columns"]]
    # Before, it served no area yet, and stood in the row behind this page.
    stood, across = {(0, states.index("IN_PROGRESS"))}, {"RECORDED", "IN_PROGRESS"}
    assert found == {
        "__typename": "MatrixChanges",
        "fromOn": _BEFORE,
        "toOn": _AFTER,
        "rowCount": 8,
        "pageInfo": {"hasNextPage": True},
        "rows": found["rows"],
        "columns": found["columns"],
        "cells": [
            {"row": row, "column": column, **(one if (row, column) in stood else none)}
            for row in range(2)
            for column in range(len(states))
        ],
        "rowTotals": [{"row": 0, "advanced": 1}, {"row": 1, "advanced": 0}],
        "columnTotals": [
            {"column": column, "changed": int(state in across)} for column, state in enumerate(states)
        ],
        "total": {
            "row": None,
            "column": None,
            **one,
            "slipped": 0,
            "completed": 0,
            "withdrawn": 0,
            "reopened": 0,
        },
    }


async def test_each_pledge_says_how_it_moved_and_what_is_other(desk: Desk) -> None:
    known = await _verified(desk)
    points = ({"meeting": known["before"]}, {"date": _AFTER})
    found = await _ask(desk, _PLEDGES, *points)
    (moved,) = found["pledges"]["nodes"]
    facts = {each["fact"]: (each["was"], each["became"]) for each in moved.pop("facts")}
    assert moved == {
        "kinds": ["ADVANCED"],
        "pledge": {"execution": "IN_PROGRESS", "verdict": "CONFORMS", "progress": 1},
        "before": {"execution": "RECORDED", "verdict": None, "progress": None},
    }
    maturity = facts.pop("MATURITY")
    assert int(maturity[0][0]) < int(maturity[1][0])
    assert facts == {
        "EXECUTION": (["RECORDED"], ["IN_PROGRESS"]),
        "VERDICT": ([], ["CONFORMS"]),
        "TIMELINESS": (["NO_DUE_DATE"], ["NOT_DUE"]),
        "DUE_ON": ([], ["2026-12-31"]),
        "PROGRESS": ([], ["1"]),
        "AREAS": ([], ["PENDIDIKAN"]),
    }
    for kind, key, count in (("ADVANCED", "RECORDED", 1), (None, "IN_PROGRESS", 1), ("SLIPPED", "AGREED", 0)):
        at = [{"axis": "EXECUTION", "key": key}]
        opened = await _ask(desk, _PLEDGES, *points, kind=kind, at=at)
        assert opened["pledges"]["totalCount"] == count


async def test_before_the_first_record_everything_is_new_and_ahead_only_dates_pass(desk: Desk) -> None:
    await _verified(desk)
    (moved,) = (await _ask(desk, _PLEDGES, {"date": "2001-01-01"}, {"date": _AFTER}))["pledges"]["nodes"]
    assert (moved["kinds"], moved["before"], moved["facts"]) == (["NEW"], None, [])
    ahead = today_in("Asia/Makassar", system_clock()) + timedelta(days=4_000)
    (late,) = (await _ask(desk, _PLEDGES, {"date": _AFTER}, {"date": str(ahead)}))["pledges"]["nodes"]
    assert late["kinds"] == ["SLIPPED"]
    assert late["facts"] == [{"fact": "TIMELINESS", "was": ["NOT_DUE"], "became": ["OVERDUE"]}]
    for since, to in (("2001-01-01", "2001-01-02"), (_AFTER, _AFTER)):
        total = (await _ask(desk, _CHANGES, {"date": since}, {"date": to}))["total"]
        assert total["changed"] == 0


async def test_one_day_as_it_was_known_against_as_corrected_since(desk: Desk) -> None:
    pledge = await reported(desk)
    instant = (await desk.ask("public", "{ matrix(rows: AGENCY, columns: VERDICT) { knownOn } }"))["data"]
    then = {"moment": {"asOf": _AFTER, "knownOn": instant["matrix"]["knownOn"]}}
    await desk.send(
        "secretariat",
        "verifyReport",
        "isReplay",
        reportId=pledge["report"],
        decision="ACCEPTED",
        verdict="CONFORMS",
        effectiveOn="2026-01-10",
    )
    found = await _ask(desk, _PLEDGES, then, {"date": _AFTER})
    (moved,) = found["pledges"]["nodes"]
    assert moved["kinds"] == ["ADVANCED"]
    assert {each["fact"] for each in moved["facts"]} == {"VERDICT", "PROGRESS"}
    assert (await _ask(desk, _CHANGES, then, then))["total"]["changed"] == 0


@pytest.mark.parametrize(
    "since, to, more, message",
    [
        ({"date": _AFTER}, {"date": _BEFORE}, {}, "from comes after to."),
        (
            {"date": _BEFORE},
            {"moment": {"asOf": _BEFORE, "knownOn": "2020-01-01T00:00:00Z"}},
            {},
            "from comes after to.",
        ),
        ({"meeting": "x"}, {"date": _AFTER}, {}, "from names no meeting whose day is known."),
        (
            {"date": _BEFORE},
            {"meeting": "meeting_01900000-0000-7000-8000-0000000000aa"},
            {},
            "to names no meeting whose day is known.",
        ),
        (
            {"date": _BEFORE},
            {"date": _AFTER},
            {"filter": {"region": "99"}},
            "region names nothing that is there.",
        ),
    ],
)
async def test_points_out_of_order_and_what_is_not_there_are_refused(
    desk: Desk, since: object, to: object, more: dict[str, object], message: str
) -> None:
    answer = await desk.ask("public", _CHANGES, **{"from": since, "to": to}, **more)
    (error,) = answer["errors"]
    assert (error["extensions"]["code"], error["message"]) == ("BAD_USER_INPUT", message)


@pytest.mark.parametrize(
    "arguments",
    [
        'rows: AGENCY, columns: AGENCY, from: {date: "2025-01-01"}, to: {date: "2025-01-02"}',
        'rows: AGENCY, columns: VERDICT, first: 101, from: {date: "2025-01-01"}, to: {date: "2025-01-02"}',
        'rows: AGENCY, columns: VERDICT, after: "x", from: {date: "2025-01-01"}, to: {date: "2025-01-02"}',
    ],
)
async def test_axes_and_pages_are_refused_as_those_of_a_matrix_are(desk: Desk, arguments: str) -> None:
    answer = await desk.ask("public", f"{{ matrixChanges({arguments}) {{ rowCount }} }}")
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_a_point_is_named_in_one_way(desk: Desk) -> None:
    both = {"date": _BEFORE, "meeting": "meeting_01900000-0000-7000-8000-0000000000aa"}
    answer = await desk.ask("public", _CHANGES, **{"from": both, "to": {"date": _AFTER}})
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    listed = "pledges(first: 100) { nodes { pledge { targets(first: 100) { totalCount } } } }"
    points = 'from: {date: "2025-01-01"}, to: {date: "2025-01-02"}'
    question = f"{{ matrixChanges(rows: AGENCY, columns: VERDICT, first: 0, {points}) {{ {listed} }} }}"
    costly = await desk.ask("public", question)
    assert costly["errors"][0]["extensions"]["code"] == "MAX_COST_EXCEEDED"
