"""A mutation sent again: the key that makes it once, the phone's key, and the version that was seen."""

import asyncio

from tests.ledger.counting import difference
from tests.mutations import staging
from tests.mutations.conftest import Desk


async def test_the_same_key_and_input_give_the_first_result_and_change_nothing(desk: Desk) -> None:
    pledge = await staging.started(desk)
    report = staging.report_on(pledge["target"], idempotencyKey="k-1")
    first = await desk.send("lead", "reportProgress", "isReplay report { id }", **report)
    before = await desk.rows()
    second = await desk.send("lead", "reportProgress", "isReplay report { id quantity }", **report)
    assert first["isReplay"] is False
    assert second == {
        "__typename": "ReportProgressPayload",
        "isReplay": True,
        "report": {"id": first["report"]["id"], "quantity": "2"},
    }
    assert difference(before, await desk.rows()) == {}


async def test_what_could_not_be_done_again_is_told_again(desk: Desk) -> None:
    pledge = await staging.specified(desk)
    agreed = {"pledgeId": pledge["id"], "idempotencyKey": "k"}
    await desk.send("lead", "agreePledge", "isReplay", **agreed)
    await desk.send("lead", "startPledge", "isReplay", pledgeId=pledge["id"])
    before = await desk.rows()
    again = await desk.send("lead", "agreePledge", "isReplay pledge { execution }", **agreed)
    assert (again["isReplay"], again["pledge"]["execution"]) == (True, "IN_PROGRESS")
    assert difference(before, await desk.rows()) == {}


async def test_equal_numbers_are_the_same_input_however_they_are_written(desk: Desk) -> None:
    pledge = await staging.started(desk)
    report = staging.report_on(pledge["target"], idempotencyKey="k-1")
    await desk.send("lead", "reportProgress", "isReplay", **report)
    again = await desk.send("lead", "reportProgress", "isReplay", **{**report, "quantity": "2.00"})
    assert again["isReplay"] is True


async def test_the_same_key_with_other_input_is_refused(desk: Desk) -> None:
    pledge = await staging.started(desk)
    report = staging.report_on(pledge["target"], idempotencyKey="k-1")
    await desk.send("lead", "reportProgress", "isReplay", **report)
    refused = await desk.refused("lead", "reportProgress", **{**report, "quantity": "1"})
    assert (refused["code"], refused["path"]) == ("IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])


async def test_a_key_is_one_actors_own_and_one_mutations(desk: Desk) -> None:
    pledge = await staging.specified(desk)
    await desk.send("lead", "agreePledge", "isReplay", pledgeId=pledge["id"], idempotencyKey="k")
    started = await desk.send("lead", "startPledge", "isReplay", pledgeId=pledge["id"], idempotencyKey="k")
    assert started["isReplay"] is False
    refused = await desk.refused("secretariat", "startPledge", pledgeId=pledge["id"], idempotencyKey="k")
    assert refused["code"] == "WRONG_STATE"


async def test_a_refused_mutation_leaves_its_key_free(desk: Desk) -> None:
    pledge = await staging.started(desk)
    wrong = staging.report_on(pledge["target"], idempotencyKey="k-1", unit="orang")
    refused = await desk.refused("lead", "reportProgress", **wrong)
    assert (refused["code"], refused["path"]) == ("INVALID", ["unit"])
    right = await desk.send("lead", "reportProgress", "isReplay", **{**wrong, "unit": "titik"})
    assert right["isReplay"] is False


async def test_twins_at_the_same_moment_are_one_report(desk: Desk) -> None:
    pledge = await staging.started(desk)
    report = staging.report_on(pledge["target"], idempotencyKey="k-1", clientKey="phone-1")
    before = await desk.rows()
    twins = await asyncio.gather(
        *(desk.send("lead", "reportProgress", "isReplay report { id }", **report) for _ in range(4))
    )
    assert len({twin["report"]["id"] for twin in twins}) == 1
    assert sorted(twin["isReplay"] for twin in twins) == [False, True, True, True]
    grown = difference(before, await desk.rows())
    assert grown == {"progress_report": 1, "evidence": 1, "history": 1, "outbox": 1, "idempotency": 1}


async def test_a_phones_key_is_good_for_ever_and_needs_no_idempotency_key(desk: Desk) -> None:
    pledge = await staging.started(desk)
    report = staging.report_on(pledge["target"], clientKey="phone-1")
    first = await desk.send("lead", "reportProgress", "report { id }", **report)
    before = await desk.rows()
    second = await desk.send("lead", "reportProgress", "report { id }", **report)
    assert second["report"] == first["report"]
    assert difference(before, await desk.rows()) == {}
    refused = await desk.refused("lead", "reportProgress", **{**report, "quantity": "1"})
    assert refused["code"] == "IDEMPOTENCY_KEY_REUSED"


async def test_a_stale_version_is_refused_with_what_is_there_now(desk: Desk) -> None:
    pledge = await staging.recorded(desk)
    revision = {"pledgeId": pledge["id"], "expectedVersion": 1}
    await desk.send("secretariat", "revisePledge", "isReplay", **revision, title="Internet gratis")
    refused = await desk.refused("secretariat", "revisePledge", **revision, title="Internet")
    assert refused.pop("message").startswith("Data sudah diubah orang lain")
    assert refused == {
        "__typename": "Stale",
        "code": "STALE",
        "path": ["expectedVersion"],
        "currentVersion": 2,
        "current": {"version": 2},
    }


async def test_root_fields_are_done_in_order_each_on_its_own(desk: Desk) -> None:
    pledge = await staging.specified(desk)
    document = """mutation ($id: ID!) {
      tooSoon: startPledge(input: {pledgeId: $id}) { __typename ... on Problem { code } }
      agreePledge(input: {pledgeId: $id}) { ... on AgreePledgePayload { pledge { execution } } }
      startPledge(input: {pledgeId: $id}) { ... on StartPledgePayload { pledge { execution } } }
      __typename }"""
    answer = await desk.ask("lead", document, id=pledge["id"])
    assert answer == {
        "data": {
            "tooSoon": {"__typename": "WrongState", "code": "WRONG_STATE"},
            "agreePledge": {"pledge": {"execution": "AGREED"}},
            "startPledge": {"pledge": {"execution": "IN_PROGRESS"}},
            "__typename": "Mutation",
        }
    }
