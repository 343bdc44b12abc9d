"""What each mutation is given: an input that nothing is wrong with, and what has to be there before it."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import select

from models import PlaceName
from models.sign_in import SecondFactor
from service.ledger.naming import keep_unknown
from tests.mutations import staging
from tests.mutations.conftest import Desk

Inputs = Callable[[Desk], Awaitable[dict[str, Any]]]


async def _a_meeting(desk: Desk) -> dict[str, Any]:
    return {
        "title": f"Rapat {uuid.uuid4()}",
        "kind": "RAPAT",
        "regionCode": desk.region,
        "source": "a",
        "heldOn": "2025-06-13",
    }


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


async def _an_account(desk: Desk) -> dict[str, Any]:
    office = {"role": "LIAISON", "agencyId": desk.agency("dinkes")}
    return {"name": "Uji", "email": f"{uuid.uuid4()}@example.go.id", **office}


async def _account(desk: Desk) -> dict[str, Any]:
    selection = "account { id assignments { id } }"
    found = await desk.send("administrator", "openAccount", selection, **await _an_account(desk))
    account: dict[str, Any] = found["account"]
    return account


async def _of_account(desk: Desk) -> dict[str, Any]:
    return {"accountId": (await _account(desk))["id"]}


async def _an_assignment(desk: Desk) -> dict[str, Any]:
    return {**await _of_account(desk), "role": "LEADERSHIP", "regionCode": "64"}


async def _assigned(desk: Desk) -> dict[str, Any]:
    (held,) = (await _account(desk))["assignments"]
    return {"assignmentId": held["id"]}


async def _with_second_factor(desk: Desk) -> dict[str, Any]:
    asked = await _of_account(desk)
    key = uuid.UUID(asked["accountId"].removeprefix("account_"))
    async with desk.ground.database.writing() as session:
        session.add(SecondFactor(account_id=key, secret=b"0"))
    return asked


async def _a_token(_desk: Desk) -> dict[str, Any]:
    return {"label": "Dasbor", "role": "INTEGRATION"}


async def _of_token(desk: Desk) -> dict[str, Any]:
    found = await desk.send("administrator", "createToken", "token { id }", **await _a_token(desk))
    return {"tokenId": found["token"]["id"]}


async def _waiting(desk: Desk) -> str:
    async with desk.ground.database.writing() as session:
        await keep_unknown(session, [("64.09", f"Sei {uuid.uuid4()}")], "posyandu.csv")
        name = (await session.scalars(select(PlaceName.id).order_by(PlaceName.id.desc()).limit(1))).one()
    return f"placename_{name}"


async def _a_place_name(desk: Desk) -> dict[str, Any]:
    return {"placeNameId": await _waiting(desk), "regionCode": "64.09.04.1005"}


async def _no_place_name(desk: Desk) -> dict[str, Any]:
    return {"placeNameId": await _waiting(desk), "reason": "Nama sekolah"}


INPUTS: dict[str, Inputs] = {
    "recordMeeting": _a_meeting,
    "recordAttendance": _attendance,
    "recordDirective": _a_directive,
    "recordPledge": _a_pledge,
    "revisePledge": _a_revision,
    "addTargets": _targets,
    "agreePledge": _specified,
    "startPledge": _agreed,
    "reportProgress": _a_report,
    "verifyReport": _a_judgement,
    "reportDone": _reported,
    "completePledge": _done,
    "cancelPledge": _a_reason,
    "declareNeverStarted": _a_reason,
    "transferPledge": _a_transfer,
    "reopenPledge": _cancelled,
    "raiseConstraint": _an_obstacle,
    "resolveConstraint": _obstructed,
    "setMandate": _a_mandate,
    "markGapNotApplicable": _a_gap,
    "withdrawGapMark": _a_gap_mark,
    "markJointEffort": _a_pair,
    "dismissOverlap": _a_pair,
    "withdrawOverlapMark": _an_overlap_mark,
    "requestPledge": _a_request,
    "declinePledgeRequest": _settling,
    "withdrawPledgeRequest": _settling,
    "answerPledgeRequest": _an_answer,
    "openAccount": _an_account,
    "inviteAccount": _of_account,
    "assignRole": _an_assignment,
    "withdrawRole": _assigned,
    "removeSecondFactor": _with_second_factor,
    "closeAccount": _of_account,
    "createToken": _a_token,
    "rotateToken": _of_token,
    "revokeToken": _of_token,
    "namePlace": _a_place_name,
    "dismissPlaceName": _no_place_name,
}
"""By the name of the mutation in the graph."""
