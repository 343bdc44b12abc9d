"""A pledge's whole life over HTTP, from its quote to its verified end; and the places that it names."""

from tests.mutations import staging
from tests.mutations.conftest import Desk


async def test_a_pledge_is_recorded_with_nothing_but_a_quote_an_agency_and_a_source(desk: Desk) -> None:
    found = await desk.send(
        "secretariat",
        "recordPledge",
        "isReplay pledge { reference execution version title statement { quote source speaker } "
        "lead { code } region { code } maturity { score missing } dueOn timeliness progress }",
        leadAgencyId=desk.agency("diskominfo"),
        **staging.SPOKEN,
    )
    assert found == {
        "__typename": "RecordPledgePayload",
        "isReplay": False,
        "pledge": {
            "reference": "KTM/64/2025/0001",
            "execution": "RECORDED",
            "version": 1,
            "title": staging.SPOKEN["quote"],
            "statement": {"quote": staging.SPOKEN["quote"], "source": "004.txt", "speaker": None},
            "lead": {"code": "diskominfo"},
            "region": {"code": "64"},
            "maturity": {
                "score": 0,
                "missing": [
                    "WHO",
                    "UNIT",
                    "QUANTITY",
                    "PLACE",
                    "DUE_DATE",
                    "BUDGET",
                    "INDICATOR",
                    "EVIDENCE_RULE",
                ],
            },
            "dueOn": None,
            "timeliness": "NO_DUE_DATE",
            "progress": None,
        },
    }


async def test_a_pledge_is_followed_to_its_verified_end(desk: Desk) -> None:
    pledge = await staging.reported(desk)
    verified = await desk.send(
        "secretariat",
        "verifyReport",
        "report { verification { decision verdict agency { code } } } "
        "pledge { progress claimedProgress verdict }",
        reportId=pledge["report"],
        decision="ACCEPTED",
        verdict="CONFORMS",
    )
    judged = {"decision": "ACCEPTED", "verdict": "CONFORMS", "agency": {"code": "dpmpd"}}
    assert verified["report"] == {"verification": judged}
    assert verified["pledge"] == {"progress": 1, "claimedProgress": 1, "verdict": "CONFORMS"}
    asked = "pledge { execution timeliness }"
    done = await desk.send("lead", "reportDone", asked, pledgeId=pledge["id"], effectiveOn="2026-02-01")
    assert done["pledge"]["execution"] == "REPORTED_DONE"
    completed = await desk.send("secretariat", "completePledge", asked, pledgeId=pledge["id"])
    assert completed["pledge"] == {"execution": "COMPLETED", "timeliness": "ON_TIME_DONE"}


async def test_a_returned_report_counts_for_nothing_and_another_may_follow(desk: Desk) -> None:
    pledge = await staging.reported(desk)
    returned = await desk.send(
        "secretariat",
        "verifyReport",
        "report { verification { decision reason } } pledge { progress claimedProgress }",
        reportId=pledge["report"],
        decision="RETURNED",
        reason="Foto tidak terbaca",
    )
    assert returned["report"] == {"verification": {"decision": "RETURNED", "reason": "Foto tidak terbaca"}}
    assert returned["pledge"] == {"progress": 0, "claimedProgress": 0}
    again = await desk.send(
        "lead", "reportProgress", "pledge { claimedProgress }", **staging.report_on(pledge["target"])
    )
    assert again["pledge"] == {"claimedProgress": 1}


async def test_places_are_named_by_ids_and_codes_and_come_back_so(desk: Desk) -> None:
    pledge = await staging.recorded(desk)
    scope = {
        "anyOf": [
            {"posyandu": [desk.post(1)]},
            {"posyanduWithin": ["64.09.04"]},
            {"words": "daerah rawan"},
        ]
    }
    found = await desk.send(
        "secretariat",
        "revisePledge",
        "pledge { scope { expression words regions { code } posyandus(first: 9) { totalCount } } }",
        pledgeId=pledge["id"],
        expectedVersion=1,
        scope=scope,
    )
    assert found["pledge"]["scope"] == {
        "expression": scope,
        "words": ["daerah rawan"],
        "regions": [{"code": "64.09.04"}],
        "posyandus": {"totalCount": 3},
    }


async def test_null_clears_what_may_be_cleared_and_absence_keeps_it(desk: Desk) -> None:
    pledge = await staging.specified(desk)
    asked = "pledge { responsible dueOn version }"
    kept = await desk.send(
        "secretariat",
        "revisePledge",
        asked,
        pledgeId=pledge["id"],
        expectedVersion=pledge["version"],
        responsible=None,
    )
    assert kept["pledge"] == {"responsible": None, "dueOn": "2026-12-31", "version": pledge["version"] + 1}
    refused = await desk.refused(
        "secretariat",
        "revisePledge",
        pledgeId=pledge["id"],
        expectedVersion=pledge["version"] + 1,
        title=None,
    )
    assert (refused["code"], refused["path"]) == ("INVALID", ["title"])
