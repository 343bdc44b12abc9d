"""A report shows files that its agency handed in, each once, and what they showed beside is forgotten."""

import asyncio
from typing import Any

from tests.evidence import samples
from tests.evidence.conftest import Counter, shown
from tests.mutations import staging


async def _refused(counter: Counter, target: str, **evidence: object) -> tuple[str, Any]:
    report = staging.report_on(target, evidence=[evidence])
    found = await counter.desk.refused("lead", "reportProgress", **report)
    return found["code"], found["path"]


async def test_a_report_shows_what_was_handed_in(counter: Counter, photo: bytes) -> None:
    target = (await staging.started(counter.desk))["target"]
    one, other = await counter.hand_in(photo), await counter.hand_in(samples.document(), "a.pdf")
    found = await counter.report(target, one, other)
    assert found["report"]["evidence"] == [
        {
            **shown(each),
            "mediaType": each["mediaType"],
            "sizeBytes": each["sizeBytes"],
        }
        for each in (one, other)
    ]


async def test_where_the_photo_was_taken_is_forgotten_once_it_is_reported(
    counter: Counter, photo: bytes
) -> None:
    target = (await staging.started(counter.desk))["target"]
    address = await counter.announce(photo)
    await counter.send(address, photo)
    handed_in = (await counter.finish(address)).json()
    assert await counter.rows("latitude, longitude") == [samples.PLACE]
    await counter.report(target, handed_in)
    assert await counter.rows("latitude, longitude") == [(None, None)]
    assert (await counter.finish(address)).json()["coordinates"] is None


async def test_a_file_is_shown_by_one_report_and_once(counter: Counter, photo: bytes) -> None:
    target = (await staging.started(counter.desk))["target"]
    handed_in = await counter.hand_in(photo)
    twice = await counter.report(target, handed_in, handed_in)
    assert (twice["code"], twice["path"]) == ("INVALID", ["evidence"])
    answers = await asyncio.gather(*(counter.report(target, handed_in) for _ in range(4)))
    assert sorted(answer.get("code", "") for answer in answers) == ["", *["NOT_FOUND"] * 3]


async def test_the_same_report_sent_again_is_the_first_one(counter: Counter, photo: bytes) -> None:
    target = (await staging.started(counter.desk))["target"]
    handed_in = await counter.hand_in(photo)
    said = staging.report_on(target, evidence=[shown(handed_in)], clientKey="telepon-1")
    first, again = [
        await counter.desk.send("lead", "reportProgress", "report { id }", **said) for _ in range(2)
    ]
    assert first == again


async def test_nobody_shows_what_is_not_theirs_or_not_there(counter: Counter, photo: bytes) -> None:
    target = (await staging.started(counter.desk))["target"]
    handed_in, others = await counter.hand_in(photo), await counter.hand_in(photo, who="partner")
    refused = "NOT_FOUND", ["evidence", "0", "url"]
    assert await _refused(counter, target, **shown(others)) == refused
    assert await _refused(counter, target, **shown(await counter.hand_in(photo, who="liaison"))) == refused
    for url in (
        *("/evidence/00000000-0000-7000-8000-000000000000", "/evidence/x", "https://example.go.id/1.jpg"),
        *(handed_in["url"] + "/..", handed_in["url"].upper(), "//evil.test" + handed_in["url"]),
    ):
        assert await _refused(counter, target, **shown(handed_in, url=url)) == refused, url
    wrong = shown(handed_in, sha256="0" * 64)
    assert await _refused(counter, target, **wrong) == ("INVALID", ["evidence", "0", "sha256"])
    link = shown(handed_in, kind="LINK")
    assert await _refused(counter, target, **link) == ("INVALID", ["evidence"])


async def test_what_is_not_finished_or_over_is_not_shown(counter: Counter, photo: bytes) -> None:
    target = (await staging.started(counter.desk))["target"]
    address = await counter.announce(photo)
    await counter.send(address, photo)
    ((key,),) = await counter.rows("id")
    pending = {"title": "a", "kind": "FILE", "url": f"/evidence/{key}", "sha256": "0" * 64}
    refused = "NOT_FOUND", ["evidence", "0", "url"]
    assert await _refused(counter, target, **pending) == refused
    handed_in = (await counter.finish(address)).json()
    await counter.age("7 days")
    assert await _refused(counter, target, **shown(handed_in)) == refused
