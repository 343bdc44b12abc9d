"""What the campaign stands on: tokens, posts, pledges in progress with targets, made through the front door.

It is made once, in a folder that every run works on a copy of.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.campaign.journal import Journal
from benchmarks.campaign.phone import Phone
from benchmarks.campaign.processes import NotServingError, Serving

UNIT: Final = "titik"
PLEDGES: Final = 4
"""Writers of one pledge wait for each other; several let them commit at the same time."""
_SPOKEN_ON: Final = "2025-06-19"
WORKED_ON: Final = "2025-07-01"
_VILLAGES: Final = '{ regions(filter: {level: VILLAGE, within: "64.72"}, first: 3) { nodes { code } } }'
_LEAD: Final = '{ agency(by: {code: {region: "64", code: "DISKOMINFO"}}) { id } }'
_POSTS: Final = '{ posyandus(filter: {search: "Posyandu Sintetis"}, first: 3) { nodes { id } } }'
_TARGETS: Final = "pledge { id version execution targets(first: 10) { nodes { id } } }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The folder to copy, who may report, where to, and the pledge that is edited."""

    folder: Path
    secretariat: str
    liaison: str
    targets: tuple[str, ...]
    edited: str


@contextlib.asynccontextmanager
async def serving(folder: Path) -> AsyncGenerator[Serving]:
    """A service on the folder for as long as the block runs."""
    service = Serving(folder)
    await service.start()
    try:
        yield service
    finally:
        await service.stop()


async def prepare(folder: Path, pledges: int = PLEDGES) -> Ground:
    """Start a service on an empty folder and bring the ledger to where reports can be written."""
    async with serving(folder) as service:
        secretariat = await _token(service, "secretariat", "64/DPMPD", "--region", "64")
        liaison = await _token(service, "report", "64/DISKOMINFO")
        office, field = (Phone(service.address, token, Journal()) for token in (secretariat, liaison))
        lead = (await office.ask(_LEAD)).data["agency"]["id"]
        posts = await _posts(service, office)
        targets = [await _started(office, field, lead, posts) for _ in range(pledges)]
        edited = (await _recorded(office, lead))["id"]
        await asyncio.gather(office.close(), field.close())
    return Ground(
        folder=folder,
        secretariat=secretariat,
        liaison=liaison,
        targets=tuple(target for some in targets for target in some),
        edited=edited,
    )


async def _token(service: Serving, scope: str, agency: str, *more: str) -> str:
    words = ("token", "create", f"Kampanye {scope}", "--scope", scope, "--agency", agency, *more)
    return await _said(service, *words)


async def _said(service: Serving, *words: str) -> str:
    status, said = await service.command(*words)
    if status != 0:
        raise NotServingError(said)
    return said.strip()


async def _posts(service: Serving, office: Phone) -> list[str]:
    """Three posts with a name that says that they are made up, in villages that are not."""
    villages = [region["code"] for region in (await office.ask(_VILLAGES)).data["regions"]["nodes"]]
    file = service.data_dir.with_name("posyandu.csv")
    lines = [f"Posyandu Sintetis {number},{code}" for number, code in enumerate(villages, start=1)]
    file.write_text("\n".join(["name,village_code", *lines]) + "\n")
    await _said(service, "import", "posyandu", str(file))
    return [post["id"] for post in (await office.ask(_POSTS)).data["posyandus"]["nodes"]]


async def _started(office: Phone, field: Phone, lead: str, posts: list[str]) -> list[str]:
    """A pledge IN_PROGRESS with a target at each post; the ids of the targets."""
    pledge = await _recorded(office, lead)
    terms = {"responsible": "Kepala Bidang TIK", "dueOn": "2027-12-31", "evidenceRule": "Foto"}
    await _do(office, "revisePledge", pledge, expectedVersion=pledge["version"], **terms)
    targets = [_target(post) for post in posts]
    added = await _do(field, "addTargets", pledge, selection=_TARGETS, targets=targets)
    for name in ("agreePledge", "startPledge"):
        await _do(field, name, pledge)
    return [target["id"] for target in added["targets"]["nodes"]]


def _target(post: str) -> dict[str, object]:
    indicator = {"name": "Posyandu dengan akses internet", "unit": UNIT}
    return {"areaCode": "PENDIDIKAN", "posyanduId": post, "indicator": indicator, "quantity": "1000000"}


async def _recorded(office: Phone, lead: str) -> dict[str, Any]:
    spoken = {
        "leadAgencyId": lead,
        "quote": "akses internet gratis di sejumlah lokasi",
        "source": "kampanye ketahanan (sintetis)",
        "pledgedOn": _SPOKEN_ON,
    }
    return await _mutate(office, "recordPledge", "pledge { id version }", spoken)


async def _do(
    phone: Phone, name: str, pledge: dict[str, Any], *, selection: str = "pledge { id }", **values: object
) -> dict[str, Any]:
    given = {"pledgeId": pledge["id"], "effectiveOn": WORKED_ON, **values}
    return await _mutate(phone, name, selection, given)


async def _mutate(phone: Phone, name: str, selection: str, given: dict[str, Any]) -> dict[str, Any]:
    title = name[0].upper() + name[1:]
    document = (
        f"mutation ($input: {title}Input!) {{ {name}(input: $input) {{ __typename "
        f"... on {title}Payload {{ {selection} }} ... on Problem {{ code message path }} }} }}"
    )
    found: dict[str, Any] = (await phone.ask(document, input=given)).data[name]
    if "pledge" not in found:
        raise NotServingError(str(found))
    return found["pledge"]
