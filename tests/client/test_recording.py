"""Recording: a meeting and what was promised there, a liaison's own promise, and what was asked for."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from tests.client.conftest import PHONE, Site
from tests.client.phone import sign_in
from tests.client.promising import QUOTE, a_meeting, asked, find, made, record, spoken

_SMALL = """() => ['button', 'input', 'select', 'textarea', 'a.button', 'label.check']
  .flatMap((each) => [...document.querySelectorAll(`main ${each}`)])
  .filter((each) => each.checkVisibility() && !each.matches('[type=checkbox], [type=radio]'))
  .filter((each) => each.getBoundingClientRect().height < 44)
  .map((each) => each.outerHTML)"""
"""What a thumb misses; a box to tick is as large as its label."""
_MEETING = """query ($search: String!) { meetings(filter: {search: $search}, first: 2) { nodes {
  id title kind heldOn venue ledBy source attendanceComplete
  directives { title quote addressedTo areas { code } }
  attendance(first: 9) { nodes { capacity agency { shortName } } } } } }"""


async def test_a_secretariat_records_a_meeting_who_came_and_a_promise_until_it_is_agreed(site: Site) -> None:
    page = await site.window("sekretariat")
    await _met(page)
    await _came(page, "Diskominfo", "BPBD")
    meeting = await _meeting(site, "Rakor Posyandu Kaltim 2026")
    came = {(each["agency"]["shortName"], each["capacity"]) for each in meeting["attendance"]["nodes"]}
    assert came == {("Diskominfo", "ONLINE"), ("BPBD", "PRESENT")}
    facts = ("RAKOR", "2026-01-20", "Gedung Olah Bebaya", None, "Undangan 005/2211", True)
    names = ("kind", "heldOn", "venue", "ledBy", "source", "attendanceComplete")
    assert tuple(meeting[name] for name in names) == facts

    await page.locator(".recorders").get_by_role("link", name="Catat komitmen").click()
    await expect(page.get_by_label("Sumber", exact=True)).to_have_value("Undangan 005/2211")
    await page.get_by_label("Kata-katanya").fill(QUOTE)
    await page.get_by_role("button", name="Diskominfo").click()
    await page.get_by_label("Pendidikan").check()
    await record(page)
    await expect(page.locator(".recorded")).to_contain_text("masih kurang: siapa penanggung jawabnya")
    (pledge,) = await made(site)
    assert (pledge["execution"], pledge["pledgedOn"]) == ("RECORDED", "2026-01-20")
    assert (pledge["madeAt"], pledge["lead"]) == ({"title": meeting["title"]}, {"shortName": "Diskominfo"})

    await _sharpened(page)
    await page.get_by_role("button", name="Menyepakati").click()
    await page.get_by_role("button", name="Lakukan: menyepakati").click()
    await expect(page.locator("header .chip").first).to_contain_text("Disepakati")
    (pledge,) = await made(site)
    measured = {"unit": "titik", "indicator": {"name": "Posyandu berinternet"}}
    assert pledge["execution"] == "AGREED"
    assert pledge["targets"]["nodes"] == [{**measured, "quantity": "2"}, {**measured, "quantity": "1.5"}]


async def _meeting(site: Site, title: str) -> dict[str, Any]:
    answer = await site.counter.desk.ask("public", _MEETING, search=title)
    (found,) = answer["data"]["meetings"]["nodes"]
    meeting: dict[str, Any] = found
    return meeting


async def _met(page: Page) -> None:
    """Record a meeting; its page opens."""
    await page.goto("/rapat")
    await page.get_by_role("link", name="Catat rapat").click()
    await page.get_by_label("Judul rapat").fill("Rakor Posyandu Kaltim 2026")
    await page.get_by_label("Hari rapat").fill("2026-01-20")
    await page.get_by_label("Tempat").fill("Gedung Olah Bebaya")
    await page.get_by_label("Sumber").fill("Undangan 005/2211")
    await page.get_by_role("button", name="Catat rapat").click()
    await expect(page.get_by_role("heading", name="Rakor Posyandu Kaltim 2026")).to_be_visible()


async def _came(page: Page, online: str, present: str) -> None:
    """Two agencies, one of them from afar, and nobody else."""
    await page.get_by_role("button", name="Catat kehadiran", exact=True).click()
    for count, each in enumerate((online, present), 1):
        await find(page, "Instansi", each)
        await expect(page.locator(".chosen li")).to_have_count(count)
    await page.get_by_label(re.compile("^Cara hadir Dinas Komunikasi")).select_option("ONLINE")
    await page.get_by_label("Daftar hadir ini sudah lengkap").check()
    await page.get_by_role("button", name="Catat kehadiran (2)").click()
    await expect(page.get_by_role("heading", name="Daftar hadir (2)")).to_be_visible()
    await expect(page.get_by_text("Daftar ini lengkap.")).to_be_visible()


async def _sharpened(page: Page) -> None:
    """All that a pledge is agreed on: by whom, by when, what proves it; then what, how much and where."""
    await page.get_by_text("Lengkapi", exact=True).click()
    await page.get_by_label("Penanggung jawab (jabatan)").fill("Kepala Bidang TIK")
    await page.get_by_label("Batas waktu", exact=True).fill("2026-12-31")
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.locator("header").get_by_text("Batas waktu 31 Des 2026")).to_be_visible()
    await page.get_by_role("button", name="Sebutkan apa, berapa, dan di mana").click()
    await page.get_by_label("Apa yang diukur").fill("Posyandu berinternet")
    await page.get_by_label("Satuan").fill("titik")
    for each in (0, 1):
        await page.get_by_label("Posyandu atau wilayah").fill("Melati")
        await page.locator(".options button").nth(each).click()
        await expect(page.locator(".chosen li")).to_have_count(each + 1)
    await page.locator(".quantity input").first.fill("2")
    await page.locator(".quantity input").last.fill("1,5")
    await page.get_by_role("button", name="Tambahkan 2 target").click()
    await expect(page.locator("header .chip").first).to_contain_text("Terinci")


async def test_a_directive_is_recorded_and_a_promise_answers_it(site: Site) -> None:
    meeting = await a_meeting(site, "Rapat arahan")
    page = await site.window("sekretariat")
    await page.goto(f"/rapat/{meeting}")
    await page.get_by_role("button", name="Catat arahan").click()
    await page.get_by_label("Kata-katanya").fill("anggaran harus sinergi")
    await page.get_by_label("Judul dalam").fill("Sinergi anggaran")
    await page.get_by_label("Kepada siapa").fill("semua OPD")
    await page.get_by_label("Pendidikan").check()
    await page.locator("form").get_by_role("button", name="Catat arahan").click()
    await expect(page.locator("blockquote").get_by_text("anggaran harus sinergi")).to_be_visible()
    assert (await _meeting(site, "Rapat arahan"))["directives"] == [
        {
            "title": "Sinergi anggaran",
            "quote": "anggaran harus sinergi",
            "addressedTo": "semua OPD",
            "areas": [{"code": "PENDIDIKAN"}],
        }
    ]
    await page.locator("blockquote").get_by_role("link", name="Catat komitmen").click()
    await expect(page.get_by_text("menjawab arahan Sinergi anggaran")).to_be_visible()
    await page.get_by_label("Kata-katanya").fill(QUOTE)
    await find(page, "Instansi", "diskom")
    await record(page)
    assert [each["madeAt"]["title"] for each in await made(site)] == ["Rapat arahan"]


async def test_a_liaison_records_what_the_own_agency_promises_with_all_that_is_known(site: Site) -> None:
    page = await site.window("narahubung", size=PHONE)
    await page.goto("/catat")
    await expect(page.get_by_text("Dinas Komunikasi dan Informatika")).to_be_visible()
    await expect(page.get_by_label("Instansi")).to_have_count(0)
    await spoken(page)
    await page.get_by_text("Sudah tahu lebih banyak?").click()
    await page.get_by_label("Batas waktu").fill("2099-12-31")
    await page.get_by_label("Syarat yang disebut").fill("bila listrik tersedia")
    await find(page, "Instansi", "dinkes")
    await page.get_by_label(re.compile("^Peran Dinas Kesehatan")).select_option("JOINT")
    await find(page, "Posyandu atau wilayah", "Penajam Paser")
    await page.get_by_label("Tempat menurut yang diucapkan").fill("sejumlah lokasi")
    await page.get_by_label("Sumber dana").fill("APBD")
    await page.get_by_label("Jumlah (rupiah)").fill("45.000.000")
    await record(page)
    (pledge,) = await made(site)
    assert (pledge["lead"]["shortName"], pledge["region"]["code"], pledge["dueOn"], pledge["conditions"]) == (
        *("Diskominfo", "64", "2099-12-31", "bila listrik tersedia"),
    )
    assert [(each["role"], each["agency"]["shortName"]) for each in pledge["agencies"]] == [
        ("LEAD", "Diskominfo"),
        ("JOINT", "Dinkes"),
    ]
    assert (pledge["scope"]["words"], pledge["scope"]["regions"]) == (
        ["sejumlah lokasi"],
        [{"code": "64.09"}],
    )
    assert pledge["fundings"] == [{"stage": "PROMISED", "source": "APBD", "amount": "45000000"}]


@pytest.mark.parametrize(
    "language, why",
    [
        ("id", "Nomor induk kependudukan (NIK) tidak boleh disimpan."),
        ("en", "Citizen identity numbers are never stored; take it out."),
    ],
)
async def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(
    site: Site, language: str, why: str
) -> None:
    page = await site.window("narahubung", language=language)
    await page.goto("/catat")
    quote, source = page.locator("[name=quote]"), page.locator("[name=source]")
    await quote.fill("untuk ibu dengan nomor 6401015507850003")
    await page.locator(".record-end button").click()
    await expect(source).to_be_focused()
    await source.fill("Notulen")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("alert")).to_have_text(why)
    await expect(page.locator(".wrong-field .wrong")).to_have_text(why)
    await expect(quote).to_be_focused()
    await expect(quote).to_have_value("untuk ibu dengan nomor 6401015507850003")
    await expect(source).to_have_value("Notulen")
    await quote.fill(QUOTE)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".recorded")).to_be_visible()
    assert [each["statement"]["quote"] for each in await made(site)] == [QUOTE]


async def test_what_was_typed_outlives_the_page_and_is_nobody_elses(site: Site) -> None:
    page = await site.window("narahubung")
    await page.goto("/catat")
    await spoken(page)
    await page.reload()
    await expect(page.get_by_text("Isian yang belum tersimpan dipulihkan.")).to_be_visible()
    await expect(page.get_by_label("Kata-katanya")).to_have_value(QUOTE)
    for who, typed in (("sekretariat", ""), ("narahubung", QUOTE)):
        await page.goto("about:blank")
        await sign_in(page, site, who)
        await page.goto("/catat")
        await expect(page.get_by_label("Kata-katanya")).to_have_value(typed)
    await record(page)
    await page.goto("/catat")
    await expect(page.get_by_label("Kata-katanya")).to_have_value("")
    await spoken(page)
    await page.get_by_role("button", name="Akun saya").click()
    await page.get_by_role("button", name="Keluar").click()
    await expect(page.get_by_text("Komitmen dicatat oleh sekretariat")).to_be_visible()
    assert await page.evaluate("sessionStorage.length") == 0


async def test_the_meeting_may_be_named_after_the_words_were_typed(site: Site) -> None:
    await a_meeting(site, "Rapat yang lupa disebut")
    page = await site.window("sekretariat")
    await page.goto("/catat")
    await page.get_by_label("Kata-katanya").fill(QUOTE)
    await page.get_by_label("Dalam rapat").press_sequentially("lupa disebut")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Sumber", exact=True)).to_have_value("Undangan")
    await expect(page.get_by_label("Hari diucapkan")).to_have_value("2025-06-13")
    await find(page, "Instansi", "diskom")
    await record(page)
    (pledge,) = await made(site)
    assert (pledge["madeAt"], pledge["pledgedOn"]) == ({"title": "Rapat yang lupa disebut"}, "2025-06-13")


async def test_what_arrived_unheard_before_a_reload_counts_once(site: Site) -> None:
    page = await site.window("narahubung")
    await page.goto("/catat")
    await spoken(page)

    async def lose(route: Route) -> None:
        if "idempotencyKey" in (route.request.post_data or ""):
            await route.fetch()
            await route.abort()
        else:
            await route.fallback()

    await page.route("**/graphql", lose)
    await page.get_by_role("button", name="Catat komitmen").click()
    await expect(page.get_by_role("alert")).to_contain_text("Layanan tidak terjangkau")
    await page.unroute("**/graphql")
    await page.reload()
    await record(page)
    assert len(await made(site)) == 1
    site.complaints[:] = [each for each in site.complaints if "net::ERR_FAILED" not in each]


async def test_the_forms_fit_a_phone_of_360_pixels(site: Site) -> None:
    meeting = await a_meeting(site, "Rapat di ponsel")
    await asked(site, "Internet untuk Posyandu")
    page = await site.window("sekretariat", size=PHONE)
    agency = site.counter.desk.agency("diskominfo")
    for address in (
        f"/catat?rapat={meeting}&instansi={agency}",
        "/rapat?catat=ya",
        f"/rapat/{meeting}?catat=hadir",
        f"/rapat/{meeting}?catat=arahan",
        f"/instansi/{agency}",
    ):
        await page.goto(address)
        await page.wait_for_load_state("networkidle")
        for each in await page.locator("main summary").all():
            await each.click()
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE[0], address
        assert await page.evaluate(_SMALL) == [], address


async def test_the_palette_offers_what_may_be_recorded_and_the_screen_is_for_those_alone(site: Site) -> None:
    page = await site.window("sekretariat")
    await page.goto("/rapat")
    await expect(page.get_by_role("link", name="Catat rapat")).to_be_visible()
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox").fill("catat")
    commands = ["Catat komitmen Layar", "Catat rapat Perintah"]
    await expect(page.get_by_role("option")).to_have_text(commands)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Judul rapat")).to_be_focused()
    for who in (None, "pimpinan"):
        other = await site.window(who)
        await other.goto("/catat")
        await expect(
            other.get_by_text("Komitmen dicatat oleh sekretariat dan narahubung instansi.")
        ).to_be_visible()
        await other.goto("/rapat?catat=ya")
        await expect(other.locator("main").get_by_role("link", name="Catat rapat")).to_have_count(0)
        await expect(other.get_by_label("Judul rapat")).to_have_count(0)
