"""What mutations give back beside the pledge: successors, constraints, meetings, directives; and to whom."""

import uuid
from typing import Any

from sqlalchemy import insert

from models import SubActivity
from tests.mutations import staging
from tests.mutations.conftest import Desk


async def test_a_transfer_gives_the_successor_and_what_it_came_from(desk: Desk) -> None:
    pledge = await staging.agreed(desk)
    found = await desk.send(
        "secretariat",
        "transferPledge",
        "successor { reference execution lead { code } predecessor { reference } "
        "targets(first: 5) { totalCount } dueOn history(first: 1) { nodes { after } } } "
        "pledge { execution successor { reference } }",
        pledgeId=pledge["id"],
        toAgencyId=desk.agency("baznas"),
        reason="Kewenangan beralih",
        effectiveOn="2025-08-01",
    )
    (begun,) = found["successor"].pop("history")["nodes"]
    assert begun["after"]["due_on"] == "2026-12-31"
    assert found["successor"] == {
        "dueOn": "2026-12-31",
        "reference": "KTM/64/2025/0002",
        "execution": "RECORDED",
        "lead": {"code": "baznas"},
        "predecessor": {"reference": "KTM/64/2025/0001"},
        "targets": {"totalCount": 1},
    }
    assert found["pledge"] == {
        "execution": "TRANSFERRED",
        "successor": {"reference": "KTM/64/2025/0002"},
    }


async def test_the_words_of_an_internal_constraint_are_for_those_whom_it_concerns(desk: Desk) -> None:
    pledge = await staging.started(desk)
    found = await desk.send(
        "lead",
        "raiseConstraint",
        "constraint { id reason narrative internal untilOn } pledge { constraints { narrative } }",
        pledgeId=pledge["id"],
        reason="PROCUREMENT",
        narrative="Lelang gagal",
        internal=True,
        sinceOn="2025-09-01",
    )
    constraint = found["constraint"]
    assert (constraint["reason"], constraint["narrative"], constraint["untilOn"]) == (
        "PROCUREMENT",
        "Lelang gagal",
        None,
    )
    assert found["pledge"] == {"constraints": [{"narrative": "Lelang gagal"}]}
    question = "query ($id: ID!) { node(id: $id) { ... on Constraint { reason narrative } } }"
    for who, told in (("partner", "Lelang gagal"), ("stranger", None), ("public", None)):
        answer = await desk.ask(who, question, id=constraint["id"])
        assert answer["data"]["node"] == {"reason": "PROCUREMENT", "narrative": told}, who
    resolved = await desk.send(
        "secretariat",
        "resolveConstraint",
        "constraint { untilOn resolution }",
        constraintId=constraint["id"],
        resolution="Lelang ulang",
        untilOn="2025-10-01",
    )
    assert resolved["constraint"] == {"untilOn": "2025-10-01", "resolution": "Lelang ulang"}


async def _met(desk: Desk) -> dict[str, Any]:
    met = await desk.send(
        "secretariat",
        "recordMeeting",
        "meeting { id heldOn reportedOn version }",
        title="Rapat Tim Pembina",
        kind="RAPAT",
        regionCode="64",
        source="004.txt",
        reportedOn="2025-06-19",
    )
    meeting: dict[str, Any] = met["meeting"]
    return meeting


async def test_a_meeting_is_recorded_with_who_came(desk: Desk) -> None:
    meeting = await _met(desk)
    assert (meeting["heldOn"], meeting["reportedOn"], meeting["version"]) == (None, "2025-06-19", 1)
    came = await desk.send(
        "secretariat",
        "recordAttendance",
        "meeting { attendanceComplete attendance(first: 5) { nodes { capacity agency { code } } } "
        "attendedWithoutPledge { code } version }",
        meetingId=meeting["id"],
        entries=[{"agencyId": desk.agency("dinkes"), "capacity": "REPRESENTED"}],
    )
    assert came["meeting"] == {
        "attendanceComplete": False,
        "attendance": {"nodes": [{"capacity": "REPRESENTED", "agency": {"code": "dinkes"}}]},
        "attendedWithoutPledge": [{"code": "dinkes"}],
        "version": 2,
    }


async def test_a_directive_is_recorded_at_its_meeting_and_a_pledge_may_answer_it(desk: Desk) -> None:
    meeting = await _met(desk)
    directed = await desk.send(
        "secretariat",
        "recordDirective",
        "directive { id title areas { code } } meeting { directives { title } }",
        meetingId=meeting["id"],
        title="Sinergi anggaran",
        quote="bersinergi",
        source="004.txt",
        addressedTo="semua OPD",
        areas=["PENDIDIKAN"],
    )
    assert directed["directive"]["areas"] == [{"code": "PENDIDIKAN"}]
    assert directed["meeting"] == {"directives": [{"title": "Sinergi anggaran"}]}
    answering = await desk.send(
        "secretariat",
        "recordPledge",
        "pledge { madeAt { title } }",
        leadAgencyId=desk.agency("dinkes"),
        meetingId=meeting["id"],
        directiveId=directed["directive"]["id"],
        **staging.SPOKEN,
    )
    assert answering["pledge"] == {"madeAt": {"title": "Rapat Tim Pembina"}}


async def test_history_tells_who_did_what_and_when(desk: Desk) -> None:
    pledge = await staging.agreed(desk)
    question = """query ($id: ID!) { pledge(by: {id: $id}) { history(first: 9) {
      nodes { subject action effectiveOn actor reason } } } }"""
    answer = await desk.ask("public", question, id=pledge["id"])
    told = [
        (one["action"], one["effectiveOn"], one["actor"])
        for one in answer["data"]["pledge"]["history"]["nodes"]
    ]
    assert told == [
        ("RECORD", "2025-06-19", "secretariat"),
        ("REVISE_TERMS", "2025-07-01", "secretariat"),
        ("REVISE_TERMS", "2025-07-01", "diskominfo"),
        ("SPECIFY", "2025-07-01", "diskominfo"),
        ("AGREE", "2025-07-01", "diskominfo"),
    ]


async def test_a_budget_line_of_the_wrong_level_warns_and_does_not_block(desk: Desk) -> None:
    rows = [
        {"id": uuid.uuid4(), "version": "v", "level": level, "code": "2.16.03", "name": "Internet"}
        for level in ("PROVINCE", "REGENCY")
    ]
    async with desk.ground.database.writing() as session:
        await session.execute(insert(SubActivity), rows)
    listed = await desk.ask(
        "public", '{ subActivities(filter: {search: "INTER"}, first: 5) { nodes { id level } } }'
    )
    lines = listed["data"]["subActivities"]["nodes"]
    assert [line["level"] for line in lines] == ["PROVINCE", "REGENCY"]
    pledge = await staging.recorded(desk)
    for place, line in enumerate(lines):
        found = await desk.send(
            "secretariat",
            "revisePledge",
            "pledge { subActivity { id } subActivityFits }",
            pledgeId=pledge["id"],
            expectedVersion=1 + place,
            subActivityId=line["id"],
        )
        assert found["pledge"] == {"subActivity": {"id": line["id"]}, "subActivityFits": place == 0}
