"""The matrix at /, in a browser: what it shows, how it is walked, and that it is alive."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.client.conftest import DESK, PHONE, Site
from tests.mutations import staging

MOST_SCRIPT = 60 * 1024
"""Bytes of script, packed, of the desk's first load (the issue's figure)."""
_SCRIPTS = """() => performance.getEntriesByType('resource').filter((each) => each.name.endsWith('.js'))
  .reduce((sum, each) => sum + each.encodedBodySize, 0)"""
_TOTAL = "tfoot td:last-child"


async def _opened(page: Page, address: str = "/") -> None:
    await page.goto(address)
    await expect(page.locator("td[data-i]").first).to_be_visible()


async def test_the_public_sees_the_matrix_painted_and_the_browser_has_nothing_against_it(site: Site) -> None:
    page = await site.window()
    await _opened(page)
    await expect(page.get_by_role("grid")).to_be_visible()
    await expect(page.locator("td.sign-GAP").first).to_be_visible()
    assert await page.title() == "Matriks · Ikrar"
    assert await page.get_by_role("link", name="Masuk").count() == 1
    assert 0 < await page.evaluate(_SCRIPTS) <= MOST_SCRIPT


async def test_the_three_posts_of_bintan_stand_with_all_their_gaps(site: Site) -> None:
    page = await site.window()
    await _opened(page, "/?baris=posyandu&kolom=spm&wilayah=21.01")
    posts = page.locator("tbody tr[aria-rowindex]")
    await expect(posts).to_have_count(3)
    await expect(page.locator("tbody td.sign-GAP")).to_have_count(18)
    assert "Posyandu" in str(await posts.first.locator("th").text_content())


async def test_cells_are_walked_by_keys_opened_and_left_where_the_walk_stood(site: Site) -> None:
    page = await site.window()
    await _opened(page)
    await page.locator("td[data-i='0'][data-j='0']").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        await page.keyboard.press(key)
    await expect(page.locator("td[data-i='2'][data-j='1']")).to_be_focused()
    await page.keyboard.press("Control+End")
    rows = int(await page.get_by_role("grid").get_attribute("aria-rowcount") or 0) - 2
    columns = int(await page.get_by_role("grid").get_attribute("aria-colcount") or 0) - 2
    await expect(page.locator(f"td[data-i='{rows}'][data-j='{columns}']")).to_be_focused()
    await page.keyboard.press("Control+Home")
    await page.keyboard.press("Enter")
    await expect(page.locator(".drawer")).to_be_visible()
    assert "sel=" in page.url
    await page.keyboard.press("Escape")
    await expect(page.locator(".drawer")).to_have_count(0)
    await expect(page.locator("td[data-i='0'][data-j='0']")).to_be_focused()


async def test_a_cell_opens_as_its_pledges_and_a_pledge_beside_it(site: Site) -> None:
    page = await site.window()
    await _opened(page)
    cell = page.locator("tbody td[data-i]:not(.sign-NONE):not(.sign-GAP):not(.total)").first
    label = str(await cell.get_attribute("aria-label"))
    count = int(re.findall(r"(\d+) komitmen", label)[0])
    await cell.click()
    await expect(page.locator(".drawer .card")).to_have_count(count)
    await page.locator(".drawer .card a").first.click()
    await expect(page.locator(".beside-pledge blockquote")).to_be_visible()
    await page.go_back()
    await expect(page.locator(".beside-pledge")).to_have_count(0)


async def test_what_is_asked_stands_in_the_address_and_a_link_shows_the_same(site: Site) -> None:
    page = await site.window()
    await _opened(page)
    await page.get_by_role("combobox", name=re.compile("^Baris")).select_option("SPM_AREA")
    await page.get_by_role("combobox", name=re.compile("^Nilai")).select_option("capaian")
    await expect(page.locator("thead th.corner")).to_have_text("Bidang SPM")
    other = await site.window(language="en")
    await _opened(other, page.url)
    await expect(other.locator("thead th.corner")).to_have_text("SPM area")
    assert await other.get_by_role("combobox", name=re.compile("^Value")).input_value() == "capaian"


async def test_a_view_is_kept_under_its_name(site: Site) -> None:
    page = await site.window()
    await _opened(page, "/?baris=posyandu&kolom=spm&wilayah=21.01")
    await page.get_by_role("button", name="Tampilan").click()
    await page.get_by_label("Nama tampilan").fill("Bintan")
    await page.get_by_role("button", name="Simpan").click()
    await page.goto("/")
    await page.get_by_role("button", name="Tampilan").click()
    await page.get_by_role("link", name="Bintan").click()
    await expect(page.locator("tbody td.sign-GAP")).to_have_count(18)


async def test_a_report_changes_the_matrix_in_another_window_without_a_reload(site: Site) -> None:
    page = await site.window()
    await _opened(page, "/?baris=pelaksanaan&kolom=spm&milik=64")
    total = page.locator(_TOTAL)
    before = int(str(await total.text_content()))
    await staging.recorded(site.counter.desk)
    await expect(total).to_have_text(str(before + 1))


async def test_yesterday_is_another_matrix_and_says_so(site: Site) -> None:
    page = await site.window()
    await _opened(page, "/?tanggal=2025-01-01")
    await expect(page.locator("p.summary[role=status]")).to_contain_text("Keadaan per 1 Jan 2025")
    await expect(page.locator(_TOTAL)).to_have_text("0")
    await page.get_by_role("button", name="Hari ini").click()
    await expect(page.locator(_TOTAL)).not_to_have_text("0")


async def test_what_moved_since_a_day_is_marked_in_its_cells(site: Site) -> None:
    page = await site.window()
    await _opened(page, "/?sejak=2025-01-01")
    await expect(page.locator("tbody td .moved").first).to_be_visible()
    await expect(page.locator(".moved-all")).to_contain_text("Baru")


_PRINTS = "window.print = () => { document.documentElement.dataset.printed = true }"
_DISTRICTS = "/?baris=kecamatan&kolom=spm&wilayah=64&kosong=ya"


@pytest.mark.parametrize("size", [DESK, PHONE])
async def test_all_rows_are_printed_and_not_only_those_in_sight(site: Site, size: tuple[int, int]) -> None:
    page = await site.window(size=size)
    await page.add_init_script(_PRINTS)
    await page.goto(_DISTRICTS)
    await page.get_by_role("button", name="Cetak").click()
    await expect(page.locator("html[data-printed]")).to_be_attached()
    heads = page.locator("tbody tr[aria-rowindex] th")
    await expect(heads).to_have_count(105)
    await expect(page.get_by_text("memuat…")).to_have_count(0)
    await expect(page.locator(".summary").nth(1)).to_contain_text("Kecamatan menurut Bidang SPM · dicetak")
    paper = await page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", paper)) >= 3
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    await expect(heads).not_to_have_count(105)


async def test_what_cannot_be_read_whole_is_not_printed_and_can_be_tried_again(site: Site) -> None:
    page = await site.window()
    await page.add_init_script(_PRINTS)
    await _opened(page, "/?baris=kecamatan&kolom=spm&kosong=ya")
    await page.route("**/graphql", lambda route: route.abort())
    await page.get_by_role("button", name="Cetak").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await expect(page.get_by_role("button", name="Cetak")).to_be_enabled()
    await expect(page.locator("html[data-printed]")).to_have_count(0)
    site.complaints[:] = [each for each in site.complaints if "net::ERR_FAILED" not in each]


async def test_ctrl_p_prints_all_of_it_too(site: Site) -> None:
    page = await site.window()
    await page.add_init_script(_PRINTS)
    await _opened(page, _DISTRICTS)
    await page.keyboard.press("Control+p")
    await expect(page.locator("html[data-printed]")).to_be_attached()
    await expect(page.locator("tbody tr[aria-rowindex]")).to_have_count(105)


async def test_the_matrix_is_printed_in_landscape_with_its_heads_on_each_page(site: Site) -> None:
    page = await site.window()
    await _opened(page)
    await page.emulate_media(media="print")
    shown: Any = await page.evaluate(
        """() => ['.bar', '.toolbar', 'thead'].map((each) =>
          getComputedStyle(document.querySelector(each)).display)"""
    )
    assert shown == ["none", "none", "table-header-group"]
    assert (await page.pdf(prefer_css_page_size=True)).startswith(b"%PDF")
