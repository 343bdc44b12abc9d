"""What a stranger finds after the first start: all regions, the pledges of 2025, and who is missing."""

from typing import Any

from tests.documents.conftest import Visitor

_REGIONS = """{
  provinces: regions(filter: {level: PROVINCE}, first: 1) { totalCount }
  regencies: regions(filter: {level: REGENCY}, first: 1) { totalCount }
  districts: regions(filter: {level: DISTRICT}, first: 1) { totalCount }
  villages: regions(filter: {level: VILLAGE}, first: 1) { totalCount }
  kaltim: regions(filter: {within: "64", level: REGENCY}, first: 1) { totalCount }
  spmAreas { code services { code } } }"""
_PLEDGES = """{ pledges(first: 100) { totalCount nodes { execution synthetic
  statement { quote source } areas { code } maturity { missing } madeAt { title } } } }"""
_MEETINGS = """{ meetings(first: 10) { nodes { title directives { title }
  attendedWithoutPledge { shortName } pledgedWithoutAttending { shortName } } } }"""


async def test_the_first_data_is_all_there_and_reconciles_by_itself(visitor: Visitor) -> None:
    regions = (await visitor.ask("publik", _REGIONS, {}))["data"]
    areas = regions.pop("spmAreas")
    assert {name: found["totalCount"] for name, found in regions.items()} == {
        "provinces": 38,
        "regencies": 514,
        "districts": 7285,
        "villages": 83762,
        "kaltim": 10,
    }
    assert [len(area["services"]) > 0 for area in areas] == [True] * 6 + [False]
    assert sum(len(area["services"]) for area in areas) == 43
    _check_pledges((await visitor.ask("publik", _PLEDGES, {}))["data"]["pledges"])
    meetings = (await visitor.ask("publik", _MEETINGS, {}))["data"]["meetings"]["nodes"]
    assert len(meetings) == 5
    assert sum(len(meeting["directives"]) for meeting in meetings) == 2
    (june,) = (one for one in meetings if one["title"] == "Rapat Tim Pembina Posyandu Kaltim 2025")
    assert {agency["shortName"] for agency in june["attendedWithoutPledge"]} == {"Satpol PP", "Biro Kesra"}
    assert [agency["shortName"] for agency in june["pledgedWithoutAttending"]] == ["BKKBN"]


def _check_pledges(found: dict[str, Any]) -> None:
    assert found["totalCount"] == len(found["nodes"]) == 20
    for pledge in found["nodes"]:
        assert pledge["execution"] == "RECORDED"
        assert pledge["synthetic"] is False
        assert pledge["statement"]["quote"]
        assert pledge["statement"]["source"].endswith(".txt")
        assert pledge["areas"]
        assert pledge["maturity"]["missing"]
        assert pledge["madeAt"]["title"]


_GAPS = """query ($filter: GapFilter) { gaps(filter: $filter, first: 100) { totalCount nodes {
  kind posyandu { village { code } } region { code } area { code } agency { shortName }
  meeting { title } } } }"""


async def test_the_three_posts_of_bintan_lack_a_pledge_in_each_area(visitor: Visitor) -> None:
    asked = {"within": "21.01", "kind": ["NOTHING_PROMISED", "NOT_MOVING"]}
    found = (await visitor.ask("publik", _GAPS, {"filter": asked}))["data"]["gaps"]
    told = {(gap["posyandu"]["village"]["code"], gap["area"]["code"]) for gap in found["nodes"]}
    assert found["totalCount"] == len(told) == 18
    assert {village for village, _ in told} == {"21.01.10.2006", "21.01.12.2003", "21.01.06.1009"}
    assert {gap["kind"] for gap in found["nodes"]} == {"NOTHING_PROMISED"}


async def test_the_june_meeting_left_areas_empty(visitor: Visitor) -> None:
    meetings = (await visitor.ask("publik", "{ meetings(first: 9) { nodes { id title } } }", {}))["data"]
    (june,) = (
        meeting["id"]
        for meeting in meetings["meetings"]["nodes"]
        if meeting["title"] == "Rapat Tim Pembina Posyandu Kaltim 2025"
    )
    asked = {"within": "64", "level": "PROVINCE", "meeting": june}
    gaps = (await visitor.ask("publik", _GAPS, {"filter": asked}))["data"]["gaps"]["nodes"]
    by_kind: dict[str, set[str]] = {}
    for gap in gaps:
        name = f"{gap['agency']['shortName']} " if gap["agency"] else ""
        by_kind.setdefault(gap["kind"], set()).add(name + (gap["area"]["code"] if gap["area"] else "June"))
    assert by_kind == {
        # No pledge of the meeting names a place that is resolved, so nothing stands at the province.
        "NOTHING_PROMISED": {
            "PENDIDIKAN",
            "KESEHATAN",
            "PEKERJAAN_UMUM",
            "PERUMAHAN_RAKYAT",
            "TRANTIBUMLINMAS",
            "SOSIAL",
        },
        "NO_PLEDGE_FOR_MANDATE": {
            "Disdikbud PENDIDIKAN",
            "Satpol PP TRANTIBUMLINMAS",
            "Dinkes PPU KESEHATAN",
            "Dinsos PPU SOSIAL",
            "Satpol PP PPU TRANTIBUMLINMAS",
        },
        "ATTENDED_WITHOUT_PLEDGE": {"Satpol PP June", "Biro Kesra June"},
    }


async def test_more_places_than_one_question_may_ask_about_are_refused(visitor: Visitor) -> None:
    found = await visitor.ask("publik", _GAPS, {"filter": {"level": "VILLAGE"}})
    assert found["errors"][0]["extensions"]["code"] == "MAX_COST_EXCEEDED"
    assert "Say within" in found["errors"][0]["message"]
    narrower = await visitor.ask("publik", _GAPS, {"filter": {"level": "VILLAGE", "within": "64.09"}})
    assert narrower["data"]["gaps"]["totalCount"] > 0
