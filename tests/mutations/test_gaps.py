"""Gaps and overlaps as the secretariat deals with them: marked, marked no longer, and asked about."""

import uuid
from typing import Any

from tests.ledger.counting import difference
from tests.mutations import staging
from tests.mutations.conftest import Desk

_GAPS = """query ($filter: GapFilter) { gaps(filter: $filter, first: 50) { totalCount nodes {
  kind region { code } posyandu { id } area { code } agency { id } meeting { id }
  notApplicable { id reason } requests { id state } } } }"""
_OVERLAPS = """query ($filter: OverlapFilter) { overlaps(filter: $filter, first: 9) { totalCount nodes {
  one { id } other { id } services { code } indicators { name } regions { code }
  posyandus(first: 9) { nodes { id } } mark { id kind reason } } } }"""
_NOTHING = {"kind": ["NOTHING_PROMISED"], "level": "VILLAGE", "area": "PENDIDIKAN"}


async def _gaps(desk: Desk, **asked: object) -> list[dict[str, Any]]:
    answer = await desk.ask("public", _GAPS, filter=asked)
    found = answer["data"]["gaps"]
    assert found["totalCount"] == len(found["nodes"])
    return found["nodes"]


async def _overlaps(desk: Desk, **asked: object) -> list[dict[str, Any]]:
    answer = await desk.ask("public", _OVERLAPS, filter=asked)
    found = answer["data"]["overlaps"]
    assert found["totalCount"] == len(found["nodes"])
    return found["nodes"]


async def test_a_gap_is_none_once_somebody_says_why_and_one_again_when_that_is_taken_back(
    desk: Desk,
) -> None:
    assert [gap["region"]["code"] for gap in await _gaps(desk, **_NOTHING)] == ["64.09.04.1005"]
    before = await desk.rows()
    gap = {"kind": "NOTHING_PROMISED", "areaCode": "PENDIDIKAN", "regionCode": "64.09"}
    marked = await desk.send(
        "secretariat", "markGapNotApplicable", "mark { id markedBy }", gap=gap, reason="Ditangani provinsi"
    )
    assert difference(before, await desk.rows()) == {"gap_mark": 1, "history": 1, "outbox": 1}
    assert await _gaps(desk, **_NOTHING) == []
    (shown,) = await _gaps(desk, **_NOTHING, includeMarked=True)
    assert shown["notApplicable"] == {"id": marked["mark"]["id"], "reason": "Ditangani provinsi"}
    back = {"markId": marked["mark"]["id"], "reason": "Keliru"}
    taken = await desk.send("secretariat", "withdrawGapMark", "mark { withdrawal withdrawnOn }", **back)
    assert taken["mark"]["withdrawal"] == "Keliru"
    assert len(await _gaps(desk, **_NOTHING)) == 1
    assert (await desk.refused("secretariat", "withdrawGapMark", **back))["code"] == "WRONG_STATE"


async def test_a_gap_is_marked_once_and_names_what_is_there(desk: Desk) -> None:
    gap = {"kind": "NOT_MOVING", "areaCode": "SOSIAL", "posyanduId": desk.post()}
    mark = {"gap": gap, "reason": "Pos tutup sementara"}
    await desk.send("secretariat", "markGapNotApplicable", "isReplay", **mark)
    assert (await desk.refused("secretariat", "markGapNotApplicable", **mark))["code"] == "CONFLICT"
    absent = {**gap, "posyanduId": f"posyandu_{uuid.uuid4()}"}
    refused = await desk.refused("secretariat", "markGapNotApplicable", gap=absent, reason="x")
    assert refused["code"] == "NOT_FOUND"
    less = {"kind": "NOT_MOVING", "areaCode": "SOSIAL"}
    refused = await desk.refused("secretariat", "markGapNotApplicable", gap=less, reason="x")
    assert (refused["code"], refused["path"]) == ("INVALID", ["gap"])
    soon = {**mark, "gap": {**gap, "areaCode": "KESEHATAN"}, "effectiveOn": "2099-01-01"}
    assert (await desk.refused("secretariat", "markGapNotApplicable", **soon))["code"] == "INVALID"


async def test_a_mandate_without_a_pledge_is_a_gap_until_one_is_made_or_the_mandate_ends(desk: Desk) -> None:
    asked = {"kind": ["NO_PLEDGE_FOR_MANDATE"]}
    mandate = {"agencyId": desk.agency("diskominfo"), "areaCode": "PENDIDIKAN", "reason": "Tugas pokok"}
    before = await desk.rows()
    given = await desk.send(
        "secretariat", "setMandate", "agency { mandates { area { code } source } }", **mandate, holds=True
    )
    assert given["agency"]["mandates"] == [{"area": {"code": "PENDIDIKAN"}, "source": "Tugas pokok"}]
    changed = {"agency_mandate": 1, "history": 1, "outbox": 1}
    assert difference(before, await desk.rows()) == changed
    await desk.send("secretariat", "setMandate", "isReplay", **mandate, holds=True)
    assert difference(before, await desk.rows()) == changed
    (gap,) = await _gaps(desk, **asked)
    assert (gap["agency"]["id"], gap["area"]["code"]) == (desk.agency("diskominfo"), "PENDIDIKAN")
    await desk.send(
        "secretariat",
        "recordPledge",
        "isReplay",
        **staging.SPOKEN,
        leadAgencyId=desk.agency("diskominfo"),
        areas=["PENDIDIKAN"],
    )
    assert await _gaps(desk, **asked) == []
    await desk.send("secretariat", "setMandate", "isReplay", **{**mandate, "areaCode": "SOSIAL"}, holds=True)
    assert len(await _gaps(desk, **asked)) == 1
    ended = await desk.send(
        "secretariat",
        "setMandate",
        "agency { mandates { area { code } } }",
        **{**mandate, "areaCode": "SOSIAL"},
        holds=False,
    )
    assert ended["agency"]["mandates"] == [{"area": {"code": "PENDIDIKAN"}}]
    assert await _gaps(desk, **asked) == []


async def _requested(desk: Desk, **more: object) -> str:
    asked = {
        "agencyId": desk.agency("diskominfo"),
        "areaCode": "PENDIDIKAN",
        "regionCode": "64.09.04.1005",
        "words": "Internet untuk Posyandu",
        "dueOn": "2099-12-31",
    }
    found = await desk.send("secretariat", "requestPledge", "request { id state }", **{**asked, **more})
    assert found["request"]["state"] == "OPEN"
    request: str = found["request"]["id"]
    return request


async def test_a_gap_becomes_a_request_that_a_recorded_pledge_answers(desk: Desk) -> None:
    request = await _requested(desk)
    (gap,) = await _gaps(desk, **_NOTHING)
    assert gap["requests"] == [{"id": request, "state": "OPEN"}]
    recorded = await desk.send(
        "lead",
        "recordPledge",
        "pledge { id }",
        **staging.SPOKEN,
        leadAgencyId=desk.agency("diskominfo"),
        areas=["PENDIDIKAN"],
        requestId=request,
    )
    listed = await desk.ask(
        "public",
        """query ($agency: ID!) { pledgeRequests(first: 9, filter: {agency: $agency, within: "64",
           state: [ANSWERED], dueBy: "2099-12-31"}) { nodes { id state pledge { id } version } } }""",
        agency=desk.agency("diskominfo"),
    )
    answered = {"id": request, "state": "ANSWERED", "pledge": recorded["pledge"], "version": 2}
    assert listed["data"]["pledgeRequests"]["nodes"] == [answered]
    (gap,) = await _gaps(desk, **_NOTHING)
    assert gap["requests"] == []
    again = {"requestId": request, "reason": "Tidak jadi"}
    assert (await desk.refused("lead", "declinePledgeRequest", **again))["code"] == "WRONG_STATE"


async def test_a_pledge_that_does_not_answer_is_not_recorded(desk: Desk) -> None:
    request = await _requested(desk)
    pledge = {**staging.SPOKEN, "leadAgencyId": desk.agency("diskominfo"), "requestId": request}
    refused = await desk.refused("lead", "recordPledge", **pledge, areas=["SOSIAL"])
    assert (refused["code"], refused["path"]) == ("INVALID", ["requestId"])
    unknown = f"request_{uuid.uuid4()}"
    refused = await desk.refused("lead", "recordPledge", **{**pledge, "requestId": unknown})
    assert refused["code"] == "NOT_FOUND"


async def test_a_request_is_declined_or_taken_back_with_a_reason(desk: Desk) -> None:
    reason = "Bukan kewenangan kami"
    declined = await desk.send(
        "lead",
        "declinePledgeRequest",
        "request { state reason settledOn }",
        requestId=await _requested(desk),
        reason=reason,
    )
    assert (declined["request"]["state"], declined["request"]["reason"]) == ("DECLINED", reason)
    assert declined["request"]["settledOn"] is not None
    blank = {"requestId": await _requested(desk), "reason": " "}
    assert (await desk.refused("secretariat", "withdrawPledgeRequest", **blank))["code"] == "INVALID"


async def test_a_request_names_one_place_in_the_agencys_region(desk: Desk) -> None:
    asked = {"agencyId": desk.agency("bintan"), "areaCode": "SOSIAL", "words": "x", "dueOn": "2099-01-01"}
    refused = await desk.refused("secretariat", "requestPledge", **asked, regionCode="64.09")
    assert (refused["code"], refused["path"]) == ("INVALID", ["regionCode"])
    refused = await desk.refused("secretariat", "requestPledge", **asked)
    assert (refused["code"], refused["path"]) == ("INVALID", ["regionCode"])
    late = {**asked, "agencyId": desk.agency("dinkes"), "regionCode": "64.09", "dueOn": "2025-01-01"}
    refused = await desk.refused("secretariat", "requestPledge", **late)
    assert (refused["code"], refused["path"]) == ("INVALID", ["dueOn"])


async def _doubled(desk: Desk) -> list[str]:
    """Two pledges of two agencies for the same thing at the same post."""
    pledges: list[str] = []
    for agency in ("diskominfo", "dinkes"):
        found = await desk.send(
            "secretariat",
            "recordPledge",
            "pledge { id }",
            **staging.SPOKEN,
            leadAgencyId=desk.agency(agency),
            targets=[staging.target_at(desk.post(), "2")],
        )
        pledges.append(found["pledge"]["id"])
    return pledges


async def test_two_agencies_that_do_the_same_at_one_post_overlap_until_they_do_it_together(
    desk: Desk,
) -> None:
    one, other = await _doubled(desk)
    (found,) = await _overlaps(desk)
    assert (found["one"]["id"], found["other"]["id"]) == (one, other)
    assert (len(found["indicators"]), found["services"], found["regions"]) == (1, [], [])
    assert found["posyandus"]["nodes"] == [{"id": desk.post()}]
    before = await desk.rows()
    pair = {"oneId": other, "otherId": one, "reason": "Satu program"}
    marked = await desk.send("secretariat", "markJointEffort", "mark { id one { id } }", **pair)
    assert marked["mark"]["one"]["id"] == one
    assert difference(before, await desk.rows()) == {"overlap_mark": 1, "history": 1, "outbox": 1}
    assert await _overlaps(desk, within="64") == []
    (shown,) = await _overlaps(desk, includeMarked=True)
    assert (shown["mark"]["kind"], shown["mark"]["reason"]) == ("JOINT", "Satu program")
    assert (await desk.refused("secretariat", "dismissOverlap", **pair))["code"] == "CONFLICT"
    await desk.send(
        "secretariat", "withdrawOverlapMark", "isReplay", markId=marked["mark"]["id"], reason="Terpisah"
    )
    assert len(await _overlaps(desk)) == 1
    dismissed = await desk.send("secretariat", "dismissOverlap", "mark { kind }", **pair)
    assert dismissed["mark"]["kind"] == "DISMISSED"
    assert await _overlaps(desk) == []


async def test_pledges_that_name_each_other_as_joint_never_overlap(desk: Desk) -> None:
    one, _ = await _doubled(desk)
    joint = [{"agencyId": desk.agency("dinkes"), "role": "JOINT"}]
    version = await desk.ask("public", "query ($i: ID!) { pledge(by: {id: $i}) { version } }", i=one)
    await desk.send(
        "secretariat",
        "revisePledge",
        "isReplay",
        pledgeId=one,
        expectedVersion=version["data"]["pledge"]["version"],
        partners=joint,
    )
    assert await _overlaps(desk, includeMarked=True) == []


async def test_an_overlap_is_of_two_agencies(desk: Desk) -> None:
    one, other = (await staging.recorded(desk))["id"], (await staging.recorded(desk))["id"]
    refused = await desk.refused("secretariat", "dismissOverlap", oneId=one, otherId=other, reason="x")
    assert (refused["code"], refused["path"]) == ("INVALID", ["otherId"])


async def test_what_is_not_there_is_refused_and_not_found_empty(desk: Desk) -> None:
    for document in (_GAPS, _OVERLAPS):
        answer = await desk.ask("public", document, filter={"within": "99"})
        assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
