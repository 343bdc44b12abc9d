"""Every mutation, tried by every role: who may, and what the others hear. A new mutation needs a row here."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from graphql import GraphQLObjectType

from graph.schema import core
from service.access.accounts import Office
from service.access.actors import Role
from service.rules.policy import ACTIONS
from tests.mutations import staging
from tests.mutations.conftest import ROLES, Desk, cookie_of

Inputs = Callable[[Desk], Awaitable[dict[str, Any]]]


async def _a_meeting(desk: Desk) -> dict[str, Any]:
    del desk
    return {"title": "Rapat", "kind": "RAPAT", "regionCode": "64", "source": "a", "heldOn": "2025-06-13"}


async def _met(desk: Desk) -> str:
    found = await desk.send("secretariat", "recordMeeting", "meeting { id }", **await _a_meeting(desk))
    meeting: str = found["meeting"]["id"]
    return meeting


async def _attendance(desk: Desk) -> dict[str, Any]:
    return {"meetingId": await _met(desk), "entries": [{"agencyId": desk.agency("dinkes")}]}


async def _a_directive(desk: Desk) -> dict[str, Any]:
    told = {"title": "Sinergi", "quote": "sinergi", "source": "a", "addressedTo": "semua"}
    return {"meetingId": await _met(desk), **told}


async def _a_pledge(desk: Desk) -> dict[str, Any]:
    return {"leadAgencyId": desk.agency("diskominfo"), **staging.SPOKEN}


async def _a_revision(desk: Desk) -> dict[str, Any]:
    pledge = await staging.recorded(desk)
    return {"pledgeId": pledge["id"], "expectedVersion": pledge["version"], "title": "Internet"}


async def _targets(desk: Desk) -> dict[str, Any]:
    pledge = await staging.recorded(desk)
    return {"pledgeId": pledge["id"], "targets": [staging.target_at(desk.post(), "1")]}


async def _specified(desk: Desk) -> dict[str, Any]:
    return {"pledgeId": (await staging.specified(desk))["id"]}


async def _agreed(desk: Desk) -> dict[str, Any]:
    return {"pledgeId": (await staging.agreed(desk))["id"]}


async def _a_report(desk: Desk) -> dict[str, Any]:
    return staging.report_on((await staging.started(desk))["target"])


async def _a_judgement(desk: Desk) -> dict[str, Any]:
    pledge = await staging.reported(desk)
    return {"reportId": pledge["report"], "decision": "ACCEPTED", "verdict": "CONFORMS"}


async def _reported(desk: Desk) -> dict[str, Any]:
    return {"pledgeId": (await staging.reported(desk))["id"]}


async def _done(desk: Desk) -> dict[str, Any]:
    pledge = await staging.reported(desk)
    judged = {"reportId": pledge["report"], "decision": "ACCEPTED", "verdict": "CONFORMS"}
    await desk.send("secretariat", "verifyReport", "isReplay", **judged)
    await desk.send("lead", "reportDone", "isReplay", pledgeId=pledge["id"])
    return {"pledgeId": pledge["id"]}


async def _a_reason(desk: Desk) -> dict[str, Any]:
    return {"pledgeId": (await staging.agreed(desk))["id"], "reason": "Anggaran digeser"}


async def _a_transfer(desk: Desk) -> dict[str, Any]:
    return {**await _a_reason(desk), "toAgencyId": desk.agency("baznas")}


async def _cancelled(desk: Desk) -> dict[str, Any]:
    leaving = await _a_reason(desk)
    await desk.send("secretariat", "cancelPledge", "isReplay", **leaving)
    return leaving


async def _an_obstacle(desk: Desk) -> dict[str, Any]:
    pledge = await staging.started(desk)
    return {"pledgeId": pledge["id"], "reason": "PROCUREMENT", "narrative": "Lelang gagal"}


async def _obstructed(desk: Desk) -> dict[str, Any]:
    found = await desk.send("lead", "raiseConstraint", "constraint { id }", **await _an_obstacle(desk))
    return {"constraintId": found["constraint"]["id"]}


async def _a_mandate(desk: Desk) -> dict[str, Any]:
    answers = {"agencyId": desk.agency("dinkes"), "areaCode": "KESEHATAN", "holds": True}
    return {**answers, "reason": "Tugas pokok"}


async def _a_gap(desk: Desk) -> dict[str, Any]:
    gap = {"kind": "NOTHING_PROMISED", "areaCode": "SOSIAL", "posyanduId": desk.post()}
    return {"gap": gap, "reason": "Tidak ada warga sasaran"}


async def _a_gap_mark(desk: Desk) -> dict[str, Any]:
    found = await desk.send("secretariat", "markGapNotApplicable", "mark { id }", **await _a_gap(desk))
    return {"markId": found["mark"]["id"], "reason": "Ada warga pindah"}


async def _a_pair(desk: Desk) -> dict[str, Any]:
    ids = [
        (await desk.send("secretariat", "recordPledge", "pledge { id }", **staging.SPOKEN, leadAgencyId=lead))
        for lead in (desk.agency("diskominfo"), desk.agency("dinkes"))
    ]
    one, other = (found["pledge"]["id"] for found in ids)
    return {"oneId": one, "otherId": other, "reason": "Satu program"}


async def _an_overlap_mark(desk: Desk) -> dict[str, Any]:
    found = await desk.send("secretariat", "markJointEffort", "mark { id }", **await _a_pair(desk))
    return {"markId": found["mark"]["id"], "reason": "Ternyata terpisah"}


async def _a_request(desk: Desk) -> dict[str, Any]:
    asked = {"agencyId": desk.agency("diskominfo"), "areaCode": "PENDIDIKAN", "regionCode": "64.09"}
    return {**asked, "words": "Internet untuk Posyandu", "dueOn": "2099-12-31"}


async def _requested(desk: Desk) -> str:
    found = await desk.send("secretariat", "requestPledge", "request { id }", **await _a_request(desk))
    request: str = found["request"]["id"]
    return request


async def _settling(desk: Desk) -> dict[str, Any]:
    return {"requestId": await _requested(desk), "reason": "Tidak ada anggaran"}


async def _an_answer(desk: Desk) -> dict[str, Any]:
    values = {**await _a_pledge(desk), "areas": ["PENDIDIKAN"]}
    found = await desk.send("secretariat", "recordPledge", "pledge { id }", **values)
    return {"requestId": await _requested(desk), "pledgeId": found["pledge"]["id"]}


_SECRETARIAT = {"secretariat"}
_LEAD = {"lead"}
_EITHER = {"lead", "secretariat"}
_PARTIES = {"lead", "partner", "secretariat"}

_TABLE: dict[str, tuple[Inputs, set[str]]] = {
    "recordMeeting": (_a_meeting, _SECRETARIAT),
    "recordAttendance": (_attendance, _SECRETARIAT),
    "recordDirective": (_a_directive, _SECRETARIAT),
    "recordPledge": (_a_pledge, _EITHER),
    "revisePledge": (_a_revision, _EITHER),
    "addTargets": (_targets, _EITHER),
    "agreePledge": (_specified, _EITHER),
    "startPledge": (_agreed, _EITHER),
    "reportProgress": (_a_report, {"lead", "partner"}),
    "verifyReport": (_a_judgement, _SECRETARIAT),
    "reportDone": (_reported, _LEAD),
    "completePledge": (_done, _SECRETARIAT),
    "cancelPledge": (_a_reason, _SECRETARIAT),
    "declareNeverStarted": (_a_reason, _SECRETARIAT),
    "transferPledge": (_a_transfer, _SECRETARIAT),
    "reopenPledge": (_cancelled, _SECRETARIAT),
    "raiseConstraint": (_an_obstacle, _PARTIES),
    "resolveConstraint": (_obstructed, _PARTIES),
    "setMandate": (_a_mandate, _SECRETARIAT),
    "markGapNotApplicable": (_a_gap, _SECRETARIAT),
    "withdrawGapMark": (_a_gap_mark, _SECRETARIAT),
    "markJointEffort": (_a_pair, _SECRETARIAT),
    "dismissOverlap": (_a_pair, _SECRETARIAT),
    "withdrawOverlapMark": (_an_overlap_mark, _SECRETARIAT),
    "requestPledge": (_a_request, _SECRETARIAT),
    "declinePledgeRequest": (_settling, _LEAD),
    "withdrawPledgeRequest": (_settling, _SECRETARIAT),
    "answerPledgeRequest": (_an_answer, _EITHER),
}


def test_every_mutation_has_a_row() -> None:
    mutations = core.mutation_type
    assert isinstance(mutations, GraphQLObjectType)
    assert _TABLE.keys() == mutations.fields.keys()


_ROLE_OF = {
    "lead": Role.LIAISON,
    "partner": Role.LIAISON,
    "secretariat": Role.SECRETARIAT,
}


def test_the_policy_is_for_those_who_may_here_and_for_no_mutation_more() -> None:
    said = {name: {*rule} - {Role.SYSTEM} for name, rule in ACTIONS.items()}
    assert said == {name: {_ROLE_OF[who] for who in allowed} for name, (_, allowed) in _TABLE.items()}


async def test_a_person_with_several_roles_may_what_the_role_may_that_they_act_in(desk: Desk) -> None:
    offices = (
        Office(role=Role.LIAISON, agency_id=desk.ground.diskominfo),
        Office(role=Role.SECRETARIAT, agency_id=desk.ground.dpmpd, region_code="64"),
        Office(role=Role.LEADERSHIP, region_code="64"),
        Office(role=Role.ADMINISTRATOR),
    )
    for place, who in enumerate(("lead", "secretariat", "leadership", "administrator")):
        desk.cookies["several"] = await cookie_of(desk.ground.database, f"several-{who}", *offices, act=place)
        for name in ("recordMeeting", "recordPledge", "reportProgress", "cancelPledge"):
            inputs, allowed = _TABLE[name]
            found = await desk.send("several", name, "isReplay", **await inputs(desk))
            assert ("isReplay" in found) == (who in allowed), (who, name)


@pytest.mark.parametrize("name", _TABLE)
async def test_a_mutation_is_only_for_those_who_may(desk: Desk, name: str) -> None:
    inputs, allowed = _TABLE[name]
    values = await inputs(desk)
    for who in ROLES:
        if who not in allowed:
            refused = await desk.refused(who, name, **values)
            assert refused["code"] == ("NOT_SIGNED_IN" if who == "public" else "NOT_ALLOWED"), who
    for place, who in enumerate(sorted(allowed)):
        values = await inputs(desk) if place else values
        done = await desk.send(who, name, "isReplay", **values)
        assert done == {"__typename": f"{name[0].upper()}{name[1:]}Payload", "isReplay": False}, who
