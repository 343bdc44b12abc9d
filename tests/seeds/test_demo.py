"""The first data: what the reports of 2025 tell, at its honest stage, and the reconciliations it shows."""

from collections.abc import AsyncGenerator

import httpx
import pytest

from seeds.demo import seed_demo
from service.app import create_app
from service.attaching import Addresses
from service.database import Database
from tests.seeds.contents import column, fingerprint, one

_JUNE = "(SELECT id FROM meeting WHERE title = 'Rapat Tim Pembina Posyandu Kaltim 2025')"
_PLEDGED = f"""
SELECT lead_agency_id FROM pledge WHERE meeting_id = {_JUNE}
UNION
SELECT agency_id FROM pledge_agency JOIN pledge ON pledge.id = pledge_id
WHERE meeting_id = {_JUNE} AND role = 'JOINT'
"""  # noqa: S608 - the test's own words
_CAME = f"SELECT agency_id FROM attendance WHERE meeting_id = {_JUNE}"  # noqa: S608 - the test's own words


@pytest.fixture
async def demo(demo_addresses: Addresses) -> AsyncGenerator[Database]:
    """The reference with the first data."""
    database = await Database.open(demo_addresses.service, size=2)
    yield database
    await database.close()


async def test_five_meetings_twenty_pledges_and_two_directives_are_there(demo: Database) -> None:
    counts = await one(
        demo,
        "SELECT (SELECT count(*) FROM meeting), (SELECT count(*) FROM pledge), "
        "(SELECT count(*) FROM directive), (SELECT count(*) FROM posyandu)",
    )
    assert counts == (5, 20, 2, 3)


async def test_every_pledge_has_its_words_source_and_area_and_says_what_is_missing(demo: Database) -> None:
    complete = (
        "SELECT count(*) FROM pledge WHERE quote <> '' AND source LIKE '00%.txt' "
        "AND execution = 'RECORDED' AND cardinality(missing) >= 7 AND NOT synthetic "
        "AND EXISTS (SELECT FROM pledge_area WHERE pledge_id = pledge.id)"
    )
    assert await one(demo, complete) == (20,)


async def test_nothing_is_invented(demo: Database) -> None:
    invented = (
        "SELECT (SELECT count(*) FROM target), (SELECT count(*) FROM funding), "
        "(SELECT count(*) FROM person), "
        "(SELECT count(*) FROM pledge WHERE due_on IS NOT NULL OR responsible IS NOT NULL), "
        "(SELECT count(*) FROM posyandu WHERE registration_number IS NOT NULL OR synthetic)"
    )
    assert await one(demo, invented) == (0, 0, 0, 0, 0)


async def test_the_share_of_zakat_has_no_base_and_the_internet_its_year(demo: Database) -> None:
    ratio = "SELECT ratio_percent::int, ratio_base, ratio_base_amount FROM pledge WHERE ratio_percent > 0"
    assert await one(demo, ratio) == (70, "dana zakat", None)
    assert await column(demo, "SELECT quote FROM pledge WHERE fiscal_year = 2026") == [
        "akses internet gratis di sejumlah lokasi"
    ]


async def test_the_mentoring_stands_at_the_three_posts_of_bintan(demo: Database) -> None:
    villages = await column(
        demo,
        "SELECT village_code FROM pledge_place JOIN posyandu ON posyandu.id = posyandu_id ORDER BY 1",
    )
    assert villages == ["21.01.06.1009", "21.01.10.2006", "21.01.12.2003"]


async def test_who_came_in_june_without_a_pledge_shows_by_itself(demo: Database) -> None:
    names = f"SELECT short_name FROM agency WHERE id IN ({_CAME} EXCEPT ({_PLEDGED})) ORDER BY 1"  # noqa: S608 - the test's own words
    assert await column(demo, names) == ["Biro Kesra", "Satpol PP"]


async def test_who_pledged_in_june_without_being_listed_shows_by_itself(demo: Database) -> None:
    names = f"SELECT short_name FROM agency WHERE id IN (({_PLEDGED}) EXCEPT {_CAME})"  # noqa: S608 - the test's own words
    assert await column(demo, names) == ["BKKBN"]


async def test_the_first_data_is_in_the_history_as_entered_by_the_system(demo: Database) -> None:
    entered = "SELECT DISTINCT actor_kind FROM history"
    assert await column(demo, entered) == ["SYSTEM"]


async def test_entering_it_again_changes_nothing(demo: Database) -> None:
    before = await fingerprint(demo)
    await seed_demo(demo, lambda _: None)
    assert await fingerprint(demo) == before


async def test_the_matrix_shows_them_by_agency_and_area_each_once_in_the_total(demo: Database) -> None:
    question = """{ matrix(rows: AGENCY, columns: SPM_AREA, first: 100) {
      rowCount pageInfo { hasNextPage } columns { key } columnTotals { pledges }
      rowTotals { pledges } total { pledges targets progress } } }"""
    transport = httpx.ASGITransport(create_app(demo))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.post("/graphql", json={"query": question})
    matrix = answer.json()["data"]["matrix"]
    areas = {
        head["key"]: cell["pledges"]
        for head, cell in zip(matrix["columns"], matrix["columnTotals"], strict=True)
    }
    assert areas == {
        "PENDIDIKAN": 1,
        "KESEHATAN": 5,
        "PEKERJAAN_UMUM": 2,
        "PERUMAHAN_RAKYAT": 1,
        "TRANTIBUMLINMAS": 1,
        "SOSIAL": 2,
        "LINTAS_BIDANG": 10,
        "": 0,
    }
    assert matrix["total"] == {"pledges": 20, "targets": 0, "progress": None}
    assert not matrix["pageInfo"]["hasNextPage"]
    assert (matrix["rowCount"], sum(cell["pledges"] for cell in matrix["rowTotals"])) == (
        len(matrix["rowTotals"]),
        20,
    )
