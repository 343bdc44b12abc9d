"""An administrator hands in files: tried out, taken as a whole, and never guessing what a name means."""

from typing import Any

import httpx
import pytest
from sqlalchemy import insert, text

from models import Region
from tests.people.conftest import LIAISON, House, signed_in
from tests.people.test_administering import Desk, administrators_desk

_FILE = "name,village_code,registration_number\nMawar,64.09.04.1005,\nKenanga,64.09.04.1005,\n"
_NAMED = "name,village,within_code\nMawar,Sei Sepaku,64.09\nKenanga,sei sepaku,64.09\nCempaka,Sepaku,64.09\n"
_NAMES = """query ($filter: PlaceNameFilter) { placeNames(first: 10, filter: $filter) { totalCount
  nodes { id words source within { code } region { code } reason candidates { code } } } }"""
_SETTLED = "placeName { region { code } reason }"


async def _hand_in(
    browser: httpx.AsyncClient, content: str | bytes, kind: str = "posyandu", **query: str
) -> httpx.Response:
    given = {"name": "posyandu.csv", **query}
    headers = {"content-type": "text/csv; charset=utf-8"}
    return await browser.post(f"/imports/{kind}", params=given, content=content, headers=headers)


async def _posts(house: House) -> int:
    async with house.database.reading() as session:
        found: int = (await session.scalars(text("SELECT count(*) FROM posyandu"))).one()
    return found


async def _imports(house: House) -> list[tuple[str, str | None]]:
    return [(action, reason) for action, _, reason in await house.did() if action == "IMPORT"]


async def _named(desk: Desk, **narrowed: object) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = (await desk.ask(_NAMES, filter=narrowed))["placeNames"]["nodes"]
    return nodes


async def test_a_file_is_tried_out_then_taken_and_the_same_again_changes_nothing(house: House) -> None:
    before = await _posts(house)
    async with house.browser() as browser:
        await administrators_desk(house, browser)
        tried = await _hand_in(browser, _FILE, trial="1")
        assert (tried.status_code, tried.json()) == (200, {"isTrial": True, "rows": 2, "changed": 2})
        assert (await _posts(house), await _imports(house)) == (before, [])
        taken = await _hand_in(browser, _FILE)
        assert taken.json() == {"isTrial": False, "rows": 2, "changed": 2}
        assert await _posts(house) == before + 2
        assert (await _hand_in(browser, _FILE)).json() == {"isTrial": False, "rows": 2, "changed": 0}
    assert len(await _imports(house)) == 2


@pytest.mark.parametrize(
    "kind, content, counts",
    [
        ("regions", "code,name\n64.09.04.1005,Sepaku Baru\n", {"added": 0, "changed": 1, "retired": 0}),
        (
            "sub-activities",
            "code,level,name\n1.01.01.1.01.0001,REGENCY,Sub kegiatan\n",
            {"rows": 1, "changed": 1},
        ),
    ],
)
async def test_reference_lists_are_taken_as_editions(
    house: House, kind: str, content: str, counts: dict[str, int]
) -> None:
    async with house.browser() as browser:
        await administrators_desk(house, browser)
        taken = await _hand_in(browser, content, kind, version="2026-11")
    assert taken.json() == {"isTrial": False, **counts}


async def test_a_village_that_is_told_by_an_unknown_name_waits_for_a_person(house: House) -> None:
    before = await _posts(house)
    async with house.browser() as browser:
        desk = await administrators_desk(house, browser)
        refused = await _hand_in(browser, _NAMED, trial="1")
        assert (refused.status_code, refused.json()["path"]) == (409, ["village"])
        assert "Sei Sepaku (64.09)" in refused.json()["message"]
        (name,) = await _named(desk, waits=True)
        assert (name["words"], name["source"], name["within"]) == (
            *("Sei Sepaku", "posyandu.csv"),
            {"code": "64.09"},
        )
        assert name["candidates"] == [{"code": "64.09.04.1005"}]
        meant = {"placeNameId": name["id"], "regionCode": "64.09.04.1005"}
        settled = (await desk.does("namePlace", _SETTLED, **meant))["placeName"]
        assert settled == {"region": {"code": "64.09.04.1005"}, "reason": None}
        assert (await _hand_in(browser, _NAMED)).json() == {"isTrial": False, "rows": 3, "changed": 3}
        assert await _posts(house) == before + 3
        assert (await _named(desk, waits=True), len(await _named(desk, waits=False))) == ([], 1)


async def test_a_name_that_two_villages_have_is_not_guessed(house: House) -> None:
    twins = ("64.09.04.2001", "64.09.04.2002")
    async with house.database.writing() as session:
        for code in twins:
            village = {"code": code, "level": "VILLAGE", "name": "Sukaraja", "parent_code": "64.09.04"}
            await session.execute(
                insert(Region).values(time_zone="Asia/Makassar", dataset_version="t", **village)
            )
    content = "name,village,within_code\nMawar,Sukaraja,64.09.04\n"
    async with house.browser() as browser:
        desk = await administrators_desk(house, browser)
        assert (await _hand_in(browser, content)).status_code == 409
        (name,) = await _named(desk, within="64")
        assert [one["code"] for one in name["candidates"]] == [*twins]
        await desk.does("namePlace", _SETTLED, placeNameId=name["id"], regionCode=twins[1])
        assert (await _hand_in(browser, content)).status_code == 200
    async with house.database.reading() as session:
        found = await session.scalars(text("SELECT village_code FROM posyandu WHERE name = 'Mawar'"))
        assert [*found] == [twins[1]]


async def test_a_name_means_a_village_of_its_region_or_none(house: House) -> None:
    async with house.browser() as browser:
        desk = await administrators_desk(house, browser)
        await _hand_in(browser, _NAMED)
        (name,) = await _named(desk)
        for code, refusal in (("64.09.04", "INVALID"), ("21.01.10.2006", "NOT_FOUND")):
            found = await desk.does("namePlace", _SETTLED, placeNameId=name["id"], regionCode=code)
            assert (found["code"], found["path"]) == (refusal, ["regionCode"])
        dismissed = {"placeNameId": name["id"], "reason": "Nama sekolah"}
        settled = (await desk.does("dismissPlaceName", _SETTLED, **dismissed))["placeName"]
        assert settled == {"region": None, "reason": "Nama sekolah"}
        refused = (await _hand_in(browser, _NAMED)).json()
    assert (refused["code"], refused["path"]) == ("INVALID", ["row 2", "village"])
    assert "Nama sekolah" in refused["message"]


@pytest.mark.parametrize(
    "content, path",
    [
        ("name,village_code\nMawar,64.9.4.1005\n", ["row 2", "village_code"]),
        ("name,village_code\nMawar,\n", ["row 2", "village"]),
        ("name,village,within_code\nMawar,Sepaku,\n", ["row 2", "within_code"]),
        ("name,village,within_code\nMawar,Sepaku,99\n", ["row 2", "within_code"]),
        ("name,village,within_code\nMawar,Sepaku,64.09.04.1005\n", ["row 2", "within_code"]),
        ("nama,desa\nMawar,Sepaku\n", ["row 1", "header"]),
        ('name,village_code\n"Mawar', ["row 2", "row"]),
        (b"name,village_code\nMawar \xff,64.09.04.1005\n", ["row 2", "row"]),
        (b"name,village_code\nMa\0war,64.09.04.1005\n", ["row 2", "row"]),
        ("", ["row 1", "header"]),
        ("name,village_code\n", ["FILE"]),
    ],
)
async def test_a_file_that_cannot_be_is_refused_by_row_and_changes_nothing(
    house: House, content: str | bytes, path: list[str]
) -> None:
    before = await _posts(house)
    async with house.browser() as browser:
        desk = await administrators_desk(house, browser)
        refused = await _hand_in(browser, content)
        assert (refused.status_code, refused.json()["code"]) == (400, "INVALID")
        assert refused.json()["path"] == path
        assert await _named(desk) == []
    assert (await _posts(house), await _imports(house)) == (before, [])


async def test_what_is_no_csv_of_a_known_kind_with_a_name_is_refused_unread(house: House) -> None:
    async with house.browser() as browser:
        await administrators_desk(house, browser)
        assert (await _hand_in(browser, _FILE, "persons")).status_code == 404
        assert (await _hand_in(browser, _FILE, name="")).json()["path"] == ["name"]
        given, plain = {"name": "a.csv"}, {"content-type": "text/plain"}
        answer = await browser.post("/imports/posyandu", params=given, content=_FILE, headers=plain)
        assert answer.status_code == 415
        large = b"x" * (32 * 1024 * 1024 + 1)
        assert (await _hand_in(browser, large)).status_code == 413


async def test_files_are_for_administrators_and_from_this_site(house: House) -> None:
    application = house.application()
    async with house.browser(application) as browser, house.browser(application) as other:
        assert (await _hand_in(other, _FILE)).status_code == 401
        await signed_in(other, LIAISON)
        assert (await _hand_in(other, _FILE)).status_code == 403
        await administrators_desk(house, browser)
        headers = {"content-type": "text/csv", "sec-fetch-site": "cross-site"}
        given = {"name": "a.csv"}
        answer = await browser.post("/imports/posyandu", params=given, content=_FILE, headers=headers)
        assert answer.status_code == 403
    assert await _imports(house) == []
