"""The reference lists as they are after the first start, and that a second start changes nothing."""

from pathlib import Path

import pytest

from seeds.agencies import agencies
from seeds.reference import load_listings, seed_reference
from service.database import Database, WriteSession
from service.errors import DomainError, ErrorCode
from tests.seeds.contents import column, fingerprint, one


def _quiet(_: str) -> None:
    """Nobody listens to the progress."""


async def test_all_regions_are_there(reference: Database) -> None:
    levels = await one(
        reference,
        "SELECT count(*) FILTER (WHERE level = 'PROVINCE'), count(*) FILTER (WHERE level = 'REGENCY'), "
        "count(*) FILTER (WHERE level = 'DISTRICT'), count(*) FILTER (WHERE level = 'VILLAGE') FROM region",
    )
    assert levels == (38, 514, 7285, 83762)


async def test_east_kalimantan_has_its_regions(reference: Database) -> None:
    counts = await one(
        reference,
        "SELECT count(*) FILTER (WHERE level = 'REGENCY'), count(*) FILTER (WHERE level = 'DISTRICT'), "
        "count(*) FILTER (WHERE level = 'VILLAGE' AND substr(code, 10, 1) = '1'), "
        "count(*) FILTER (WHERE level = 'VILLAGE' AND substr(code, 10, 1) = '2') "
        "FROM region WHERE code LIKE '64%'",
    )
    assert counts == (10, 105, 197, 841)


async def test_every_region_has_the_time_zone_of_its_province(reference: Database) -> None:
    zones = await column(
        reference,
        "SELECT code || ' ' || time_zone FROM region WHERE code IN ('21', '15.01', '64.09', '96', '64')"
        " ORDER BY code",
    )
    assert zones == [
        "15.01 Asia/Jakarta",
        "21 Asia/Jakarta",
        "64 Asia/Makassar",
        "64.09 Asia/Makassar",
        "96 Asia/Jayapura",
    ]
    uneven = "SELECT count(*) FROM region JOIN region p ON p.code = left(region.code, 2) WHERE p.time_zone"
    assert await one(reference, f"{uneven} <> region.time_zone") == (0,)


async def test_a_name_of_a_source_leads_to_the_official_village(reference: Database) -> None:
    names = await column(
        reference,
        "SELECT region.code || ' ' || name FROM region_alias JOIN region ON region.code = region_code "
        "WHERE lower(alias) = 'sei lekop'",
    )
    assert names == ["21.01.06.1009 Sungai Lekop"]


async def test_areas_stand_in_their_official_order(reference: Database) -> None:
    assert await column(reference, "SELECT code FROM spm_area ORDER BY position") == [
        "PENDIDIKAN",
        "KESEHATAN",
        "PEKERJAAN_UMUM",
        "PERUMAHAN_RAKYAT",
        "TRANTIBUMLINMAS",
        "SOSIAL",
        "LINTAS_BIDANG",
    ]


async def test_the_43_services_are_in_the_six_areas(reference: Database) -> None:
    assert await one(
        reference,
        "SELECT count(*), count(DISTINCT area_code), count(*) FILTER (WHERE confirmed) FROM spm_service",
    ) == (43, 6, 35)


async def test_agencies_and_their_other_names_are_there(reference: Database) -> None:
    regions = await column(
        reference,
        "SELECT region_code || ' ' || count(*) FROM agency GROUP BY region_code ORDER BY region_code",
    )
    assert regions == ["15 1", "21.01 3", "31 1", "64 17", "64.09 6", "65.02 1"]
    named = "SELECT code FROM agency JOIN agency_alias ON agency_id = agency.id WHERE alias = 'Dinas PMPD'"
    assert await column(reference, named) == ["DPMPD"]


async def test_budget_lines_keep_their_level_and_version(reference: Database) -> None:
    lines = await column(
        reference, "SELECT version || ' ' || level || ' ' || code FROM sub_activity WHERE level = 'REGENCY'"
    )
    assert lines == ["SIPD export 2026-01-23 REGENCY 1.03.05.2.01.0051"]


async def test_days_of_an_undecreed_year_are_provisional(reference: Database) -> None:
    years = await column(
        reference,
        "SELECT DISTINCT extract(year FROM day_on) || ' ' || provisional FROM holiday ORDER BY 1",
    )
    assert years == ["2024 false", "2025 false", "2026 false", "2027 true"]
    independence = "SELECT name FROM holiday WHERE day_on = '2026-08-17'"
    assert await column(reference, independence) == ["Hari Kemerdekaan Republik Indonesia"]


async def test_seeding_again_changes_nothing(reference: Database) -> None:
    before = await fingerprint(reference)
    told: list[str] = []
    await seed_reference(reference, told.append)
    assert await fingerprint(reference) == before
    assert told == []


async def test_a_changed_list_changes_only_what_changed(reference: Database, tmp_path: Path) -> None:
    file = tmp_path / "agency.csv"
    file.write_text(
        "region,code,name,short_name,kind,aliases\n"
        "64,DINKES,Dinas Kesehatan,Dinkes Kaltim,PROVINCIAL_OPD,Dinkesprov\n"
        "64,DINSOS,Dinas Sosial,Dinsos,PROVINCIAL_OPD,\n"
    )
    untouched = "SELECT id, xmin::text FROM agency WHERE code = 'DINSOS' AND region_code = '64'"
    before = await one(reference, untouched)
    await _load(reference, file)
    assert await one(reference, untouched) == before
    renamed = "SELECT short_name FROM agency WHERE code = 'DINKES' AND region_code = '64'"
    assert await one(reference, renamed) == ("Dinkes Kaltim",)


@pytest.mark.parametrize(
    "line, path",
    [
        ("64.9,X,Name,Short,COMPANY,", ("row 3", "region")),
        ("64,,Name,Short,COMPANY,", ("row 3", "code")),
        ("64,X,Name,Short,SHOP,", ("row 3", "kind")),
        ("64,X,Name,Short,COMPANY", ("row 3", "row")),
    ],
)
async def test_a_list_with_a_broken_row_changes_nothing(
    reference: Database, tmp_path: Path, line: str, path: tuple[str, ...]
) -> None:
    file = tmp_path / "agency.csv"
    header = "region,code,name,short_name,kind,aliases"
    file.write_text(f"{header}\n64,NEW,Name,Short,COMPANY,\n{line}\n")
    before = await fingerprint(reference)
    with pytest.raises(DomainError) as refusal:
        await _load(reference, file)
    assert (refusal.value.code, refusal.value.path) == (ErrorCode.INVALID, path)
    assert await fingerprint(reference) == before


async def _load(database: Database, file: Path) -> None:
    async def work(session: WriteSession) -> None:
        await load_listings(session, [agencies((file,))], _quiet)

    await database.write(work)
