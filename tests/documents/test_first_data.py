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
