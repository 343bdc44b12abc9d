"""Files that somebody imports: a new edition changes what changed, a broken one nothing at all."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from seeds.reference import seed_reference
from service.database import Database, WriteSession
from service.errors import DomainError, ErrorCode
from service.exchange.posyandu import LoadedPosts, import_posyandu
from service.exchange.regions import RegionChanges, import_regions
from service.exchange.sub_activities import Loaded, import_sub_activities
from tests.seeds.contents import column, fingerprint, one

_SRI_BINTAN = "21.01.10.2006"
Import = Callable[[WriteSession, Path], Awaitable[object]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the test writes its CSV."""
    return tmp_path / "file.csv"


async def test_an_edition_of_a_province_changes_what_changed(reference: Database, file: Path) -> None:
    await _export(reference, file, "code LIKE '65%'")
    before = await fingerprint(reference)
    assert await _regions(reference, file, "2026") == RegionChanges(added=0, changed=0, retired=0)
    assert (await fingerprint(reference))["region"] == before["region"]
    text = _read(file).replace("65.02,Kabupaten Malinau\n", "65.02,Malinau Baru\n")
    gone = next(line for line in text.splitlines() if len(line.partition(",")[0]) == 13)
    _write(file, text.replace(f"{gone}\n", "") + "65.02.01.2999,Desa Baru\n")
    assert await _regions(reference, file, "2027") == RegionChanges(added=1, changed=1, retired=1)
    rows = "SELECT code FROM region WHERE dataset_version = '2027' ORDER BY code"
    assert await column(reference, rows) == sorted(["65.02", "65.02.01.2999", gone.partition(",")[0]])
    retired = "SELECT code FROM region WHERE retired_at IS NOT NULL"
    assert await column(reference, retired) == [gone.partition(",")[0]]
    assert await _regions(reference, file, "2027") == RegionChanges(added=0, changed=0, retired=0)


async def test_a_retired_region_comes_back_with_an_edition_that_lists_it(
    reference: Database, file: Path
) -> None:
    await _export(reference, file, "code LIKE '65%' AND level <> 'VILLAGE'")
    assert (await _regions(reference, file, "2026")).retired == 482
    await _export(reference, file, "code LIKE '65%'")
    assert await _regions(reference, file, "2027") == RegionChanges(added=0, changed=482, retired=0)


async def test_rows_without_their_province_are_corrections(reference: Database, file: Path) -> None:
    _write(file, "code,name\n65.02,Malinau Baru\n")
    assert await _regions(reference, file, "2026") == RegionChanges(added=0, changed=1, retired=0)


async def test_an_imported_edition_of_the_regions_is_not_replaced_by_ours(
    reference: Database, file: Path
) -> None:
    _write(file, "code,name\n65.02,Malinau Baru\n")
    await _regions(reference, file, "2026")
    await seed_reference(reference, lambda _: None)
    assert await one(reference, "SELECT name FROM region WHERE code = '65.02'") == ("Malinau Baru",)


@pytest.mark.parametrize(
    "line, path",
    [
        ("6502,Malinau", ("row 3", "code")),
        ("65.2,Malinau", ("row 3", "code")),
        ("65.02.77.2001,Desa", ("row 3", "code")),
        ("65.03,Nunukan", ("row 3", "code")),
        ("65.04,", ("row 3", "name")),
        ("65.04,A,B", ("row 3", "row")),
        ("65.04,A\0", ("row 3", "row")),
        ("65.04," + "a" * 501, ("row 3", "name")),
        ('65.04,"A', ("row 3", "row")),
        ("66,Provinsi Baru", ("row 3", "time_zone")),
    ],
)
async def test_regions_with_a_broken_row_change_nothing(
    reference: Database, file: Path, line: str, path: tuple[str, str]
) -> None:
    _write(file, f"code,name\n65.03,Nunukan Baru\n{line}\n")
    await _is_refused(reference, file, lambda session, it: import_regions(session, it, "2026"), path)


async def test_regions_that_are_not_utf8_are_refused(reference: Database, file: Path) -> None:
    _write(file, "code,name\n65.03,Nunuk\xe9n\n", encoding="latin-1")
    broken = ("row 2", "row")
    await _is_refused(reference, file, lambda session, it: import_regions(session, it, "2026"), broken)


async def test_budget_lines_of_an_export_are_loaded_once(reference: Database, file: Path) -> None:
    lines = [
        f"1.02.{n // 10000:02}.1.01.{n % 10000:04},{level},Baris {n}"
        for n in range(6000)
        for level in ("PROV", "KABKOT")
    ]
    _write(file, "\n".join(["code,level,name", *lines]) + "\n")
    assert await _lines(reference, file, "2026-02") == Loaded(rows=12000, changed=12000)
    before = await fingerprint(reference)
    assert await _lines(reference, file, "2026-02") == Loaded(rows=12000, changed=0)
    assert await fingerprint(reference) == before
    _write(file, _read(file).replace("Baris 5999", "Baris lain"))
    assert await _lines(reference, file, "2026-02") == Loaded(rows=12000, changed=2)
    versions = "SELECT version || ' ' || count(*) FROM sub_activity GROUP BY version ORDER BY version"
    assert await column(reference, versions) == ["2026-02 12000", "SIPD export 2026-01-23 6"]


@pytest.mark.parametrize(
    "line, path",
    [
        ("2.16.3.1.02.0039,PROVINCE,A", ("row 7003", "code")),
        ("2.16.03.1.02.0039,VILLAGE,A", ("row 7003", "level")),
        ("2.16.03.1.02.0039,PROVINCE,", ("row 7003", "name")),
        ("1.02.01.1.01.0000,PROVINCE,A", ("row 7003", "code")),
    ],
)
async def test_budget_lines_with_a_broken_row_change_nothing(
    reference: Database, file: Path, line: str, path: tuple[str, str]
) -> None:
    lines = [f"1.02.01.1.01.{number:04},PROVINCE,Baris" for number in range(7001)]
    _write(file, "\n".join(["code,level,name", *lines, line]) + "\n")
    await _is_refused(reference, file, lambda session, it: import_sub_activities(session, it, "2026"), path)


async def test_posts_are_loaded_with_and_without_a_number(reference: Database, file: Path) -> None:
    _write(
        file,
        f"name,village_code,registration_number\nMelati,{_SRI_BINTAN},{_SRI_BINTAN}.001\nMawar,{_SRI_BINTAN},\n",
    )
    assert await _posts(reference, file) == LoadedPosts(rows=2, changed=2)
    before = await fingerprint(reference)
    assert await _posts(reference, file) == LoadedPosts(rows=2, changed=0)
    assert await fingerprint(reference) == before
    _write(file, f"name,village_code\nmelati,{_SRI_BINTAN}\n")
    assert await _posts(reference, file) == LoadedPosts(rows=1, changed=0)
    _write(file, f"name,village_code,registration_number\nMawar,{_SRI_BINTAN},{_SRI_BINTAN}.002\n")
    assert await _posts(reference, file) == LoadedPosts(rows=1, changed=1)


@pytest.mark.parametrize(
    "line, path",
    [
        ("B,21.01.10.2999,", ("row 3", "village_code")),
        ("B,21.01.10,", ("row 3", "village_code")),
        (f"B,{_SRI_BINTAN},21.01.10.2007.001", ("row 3", "registration_number")),
        (f"B,{_SRI_BINTAN},{_SRI_BINTAN}.001", ("row 3", "registration_number")),
        (f"a,{_SRI_BINTAN},", ("row 3", "name")),
        (f",{_SRI_BINTAN},", ("row 3", "name")),
    ],
)
async def test_posts_with_a_broken_row_change_nothing(
    reference: Database, file: Path, line: str, path: tuple[str, str]
) -> None:
    header = "name,village_code,registration_number"
    _write(file, f"{header}\nA,{_SRI_BINTAN},{_SRI_BINTAN}.001\n{line}\n")
    await _is_refused(reference, file, import_posyandu, path)


async def test_a_number_of_another_post_is_refused(reference: Database, file: Path) -> None:
    header = "name,village_code,registration_number"
    _write(file, f"{header}\nA,{_SRI_BINTAN},{_SRI_BINTAN}.001\n")
    await _posts(reference, file)
    _write(file, f"{header}\nB,{_SRI_BINTAN},{_SRI_BINTAN}.001\n")
    await _is_refused(reference, file, import_posyandu, ("row 2", "registration_number"))


async def test_a_post_gets_its_days_later_and_keeps_what_a_file_does_not_tell(
    reference: Database, file: Path
) -> None:
    number = f"{_SRI_BINTAN}.001"
    for header, cells in (
        ("registration_number", number),
        ("opened_on", "2025-01-31"),
        ("closed_on", "2026-06-30"),
    ):
        _write(file, f"name,village_code,{header}\nA,{_SRI_BINTAN},{cells}\n")
        assert (await _posts(reference, file)).changed == 1
        assert (await _posts(reference, file)).changed == 0
    found = "SELECT concat_ws(' ', registration_number, opened_on, closed_on) FROM posyandu"
    assert await column(reference, found) == [f"{number} 2025-01-31 2026-06-30"]


@pytest.mark.parametrize(
    "days, wrong",
    [
        ("20250131,", "opened_on"),
        ("2025-02-30,", "opened_on"),
        ("2025-02-01,2025-01-31", "closed_on"),
    ],
)
async def test_a_post_whose_days_cannot_be_is_refused(
    reference: Database, file: Path, days: str, wrong: str
) -> None:
    _write(file, f"name,village_code,opened_on,closed_on\nA,{_SRI_BINTAN},{days}\n")
    await _is_refused(reference, file, import_posyandu, ("row 2", wrong))


async def test_posts_that_are_made_up_say_so_and_have_no_number(reference: Database, file: Path) -> None:
    _write(file, f"name,village_code\nContoh 1,{_SRI_BINTAN}\n")
    await reference.write(lambda session: import_posyandu(session, file, is_synthetic=True))
    assert await column(reference, "SELECT name FROM posyandu WHERE synthetic") == ["Contoh 1"]
    _write(file, f"name,village_code,registration_number\nContoh 2,{_SRI_BINTAN},{_SRI_BINTAN}.001\n")
    before = await fingerprint(reference)
    with pytest.raises(DomainError) as refusal:
        await reference.write(lambda session: import_posyandu(session, file, is_synthetic=True))
    assert refusal.value.path == ("row 2", "registration_number")
    assert await fingerprint(reference) == before


async def test_a_file_that_is_not_there_is_said_so(reference: Database, file: Path) -> None:
    with pytest.raises(DomainError) as refusal:
        await _posts(reference, file)
    assert (refusal.value.code, refusal.value.path) == (ErrorCode.NOT_FOUND, ("FILE",))


def _write(file: Path, text: str, encoding: str = "utf-8") -> None:
    file.write_text(text, encoding)


def _read(file: Path) -> str:
    return file.read_text()


async def _is_refused(database: Database, file: Path, load: Import, path: tuple[str, str]) -> None:
    before = await fingerprint(database)
    with pytest.raises(DomainError) as refusal:
        await database.write(lambda session: load(session, file))
    assert (refusal.value.code, refusal.value.path) == (ErrorCode.INVALID, path)
    assert await fingerprint(database) == before


async def _export(database: Database, file: Path, which: str) -> None:
    rows = await column(database, f"SELECT code || ',' || name FROM region WHERE {which} ORDER BY code")  # noqa: S608 - the test's own words
    _write(file, "\n".join(["code,name", *map(str, rows)]) + "\n")


async def _regions(database: Database, file: Path, version: str) -> RegionChanges:
    return await database.write(lambda session: import_regions(session, file, version))


async def _lines(database: Database, file: Path, version: str) -> Loaded:
    return await database.write(lambda session: import_sub_activities(session, file, version))


async def _posts(database: Database, file: Path) -> LoadedPosts:
    return await database.write(lambda session: import_posyandu(session, file))
