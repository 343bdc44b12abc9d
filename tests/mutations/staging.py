"""Brings the pledge P15 (free internet) to a stage of its life over HTTP, as those would who may."""

from typing import Any

from tests.mutations.conftest import Desk

SHA = "0" * 64
SPOKEN = {
    "quote": "akses internet gratis di sejumlah lokasi",
    "source": "004.txt",
    "pledgedOn": "2025-06-19",
}
WORK_BEGAN = "2025-07-01"


async def recorded(desk: Desk) -> dict[str, Any]:
    """RECORDED: id and version of the pledge."""
    found = await desk.send(
        "secretariat",
        "recordPledge",
        "pledge { id version }",
        leadAgencyId=desk.agency("diskominfo"),
        partners=[{"agencyId": desk.agency("dinkes")}],
        **SPOKEN,
    )
    pledge: dict[str, Any] = found["pledge"]
    return pledge


async def specified(desk: Desk, quantity: str = "2") -> dict[str, Any]:
    """SPECIFIED, with one target at a post: id and version of the pledge, id of the target."""
    pledge = await recorded(desk)
    await desk.send(
        "secretariat",
        "revisePledge",
        "isReplay",
        pledgeId=pledge["id"],
        expectedVersion=pledge["version"],
        responsible="Kepala Bidang TIK",
        dueOn="2026-12-31",
        evidenceRule="Foto dan berita acara",
        effectiveOn=WORK_BEGAN,
    )
    added = await desk.send(
        "lead",
        "addTargets",
        "pledge { id version execution targets(first: 5) { nodes { id } } }",
        pledgeId=pledge["id"],
        targets=[target_at(desk.post(), quantity)],
        effectiveOn=WORK_BEGAN,
    )
    found: dict[str, Any] = added["pledge"]
    assert found["execution"] == "SPECIFIED"
    return {"id": found["id"], "version": found["version"], "target": found["targets"]["nodes"][0]["id"]}


async def agreed(desk: Desk) -> dict[str, Any]:
    """AGREED."""
    pledge = await specified(desk)
    return await _stepped(desk, pledge, "agreePledge")


async def started(desk: Desk) -> dict[str, Any]:
    """IN_PROGRESS."""
    return await _stepped(desk, await agreed(desk), "startPledge")


async def reported(desk: Desk, **more: object) -> dict[str, Any]:
    """IN_PROGRESS, with a report that waits under the key `report`."""
    pledge = await started(desk)
    found = await desk.send("lead", "reportProgress", "report { id }", **report_on(pledge["target"], **more))
    return {**pledge, "report": found["report"]["id"]}


def target_at(post: str, quantity: str) -> dict[str, object]:
    """The input of a target."""
    return {
        "areaCode": "PENDIDIKAN",
        "posyanduId": post,
        "indicator": {"name": "Posyandu dengan akses internet", "unit": "titik"},
        "quantity": quantity,
    }


def report_on(target: str, **more: object) -> dict[str, object]:
    """The input of a report with evidence."""
    return {
        "targetId": target,
        "unit": "titik",
        "quantity": "2",
        "effectiveOn": "2026-01-05",
        "evidence": [{"title": "Foto", "url": "https://example.go.id/1.jpg", "sha256": SHA}],
        **more,
    }


async def _stepped(desk: Desk, pledge: dict[str, Any], name: str) -> dict[str, Any]:
    step = await desk.send("lead", name, "pledge { version }", pledgeId=pledge["id"], effectiveOn=WORK_BEGAN)
    return {**pledge, "version": step["pledge"]["version"]}
