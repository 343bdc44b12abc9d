"""The secretariat's queue: decisions by keyboard and in numbers, taken back, and met by somebody else's."""

import asyncio
from dataclasses import replace
from typing import Any

from playwright.async_api import Locator, Page, Route, expect

from tests.client.conftest import PHONE, Site
from tests.evidence import samples
from tests.evidence.conftest import shown
from tests.mutations import staging

_PATIENCE = 15.0
_HELD_MS = 11_000
"""Longer than a decision is held."""
_VERIFICATIONS = """query ($ids: [ID!]!) {
  nodes(ids: $ids) { ... on ProgressReport { verification { decision verdict reason } } } }"""
_CONFORMS = {"decision": "ACCEPTED", "verdict": "CONFORMS", "reason": None}


async def _reported(site: Site, count: int) -> list[str]:
    """The ids of so many reports on one pledge, a day apart; the first shows a photo."""
    desk = site.counter.desk
    target = (await staging.started(desk))["target"]
    photo = shown(await site.counter.hand_in(samples.photo()), title="Foto titik")
    ids: list[str] = []
    for number in range(count):
        more = {"effectiveOn": f"2026-01-{number + 5:02}", **({"evidence": [photo]} if number == 0 else {})}
        given = staging.report_on(target, quantity="1", **more)
        found = await desk.send("lead", "reportProgress", "report { id }", **given)
        ids.append(found["report"]["id"])
    return ids


async def _verifications(site: Site, ids: list[str]) -> list[dict[str, Any] | None]:
    answer = await site.counter.desk.ask("secretariat", _VERIFICATIONS, ids=ids)
    return [node["verification"] for node in answer["data"]["nodes"]]


async def _comes_to(site: Site, ids: list[str], *expected: dict[str, Any] | None) -> None:
    """What is sent in the background arrives."""
    async with asyncio.timeout(_PATIENCE):
        while await _verifications(site, ids) != [*expected]:
            await asyncio.sleep(0.05)


async def _queue(site: Site, *, who: str = "sekretariat", **how: Any) -> Page:  # noqa: ANN401 - as a window takes them
    """The queue in a window whose time can be let pass."""
    page = await site.window(who, **how)
    await page.clock.install()
    await page.goto("/verifikasi")
    return page


def _chosen(page: Page) -> Locator:
    return page.locator("[aria-current=true]")


async def test_a_secretariat_signs_in_and_decides_by_keyboard(site: Site) -> None:
    ids = await _reported(site, 3)
    page = await site.window()
    await page.clock.install()
    await page.goto("/sign-in")
    await page.get_by_label("Alamat surel").fill("sekretariat@demo.example")
    await page.get_by_label("Kata sandi").fill(site.passwords["sekretariat"])
    await page.keyboard.press("Enter")
    await page.get_by_role("link", name="Verifikasi").click()
    await expect(page.get_by_text("3 menunggu")).to_be_visible()
    await page.keyboard.press("a")
    await expect(page.get_by_text("3 menunggu")).to_be_visible()

    picture = page.get_by_role("link", name="Foto titik").locator("img")
    await expect(picture).to_have_js_property("complete", value=True)
    assert await picture.evaluate("image => image.naturalWidth") > 0
    assert await page.get_by_role("link", name="Foto titik").get_attribute("rel") == "noopener noreferrer"

    await _chosen(page).focus()
    await page.keyboard.press("a")
    await expect(page.get_by_text("2 menunggu")).to_be_visible()
    await expect(page.get_by_text("Diterima: 1 titik, Diskominfo")).to_be_visible()
    await expect(_chosen(page)).to_be_focused()
    await page.clock.fast_forward(_HELD_MS)
    await _comes_to(site, ids, _CONFORMS, None, None)

    await page.keyboard.press("j")
    await expect(_chosen(page)).to_contain_text("7 Jan 2026")
    await page.keyboard.press("r")
    await expect(page.get_by_label("Alasan")).to_be_focused()
    await page.get_by_label("Alasan").select_option("Bukti tidak terbaca atau tidak dapat dibuka")
    await page.get_by_label("Penjelasan untuk narahubung").fill("Foto kabur")
    await page.get_by_role("button", name="Kembalikan laporan").click()
    await expect(page.get_by_text("1 menunggu")).to_be_visible()
    await page.get_by_role("link", name="Matriks").click()  # what is held goes out with its screen
    reason = "Bukti tidak terbaca atau tidak dapat dibuka. Foto kabur"
    await _comes_to(site, ids, _CONFORMS, None, {"decision": "RETURNED", "verdict": None, "reason": reason})


async def test_what_is_taken_back_was_never_sent_and_a_page_that_is_left_sends_the_rest(site: Site) -> None:
    ids = await _reported(site, 3)
    page = await _queue(site)
    await _chosen(page).focus()
    await page.keyboard.press("a")
    await expect(page.get_by_text("2 menunggu")).to_be_visible()
    await page.keyboard.press("Control+z")
    await expect(page.get_by_text("3 menunggu")).to_be_visible()
    await page.clock.fast_forward(_HELD_MS)
    await _chosen(page).focus()
    await page.keyboard.press("j")
    await page.keyboard.press("a")
    await expect(page.get_by_text("2 menunggu")).to_be_visible()
    await page.goto("about:blank")
    await _comes_to(site, ids, None, _CONFORMS, None)


async def test_whoever_signs_out_leaves_nothing_behind(site: Site) -> None:
    ids = await _reported(site, 1)
    page = await _queue(site)
    await page.get_by_role("button", name="Terima").click()
    await expect(page.get_by_text("0 menunggu")).to_be_visible()
    await page.get_by_role("button", name="Sekretariat DPMPD").click()
    await page.get_by_role("button", name="Keluar").click()
    await expect(page.get_by_text("Layar ini untuk sekretariat.")).to_be_visible()
    await _comes_to(site, ids, _CONFORMS)


async def test_several_are_accepted_at_once_after_a_look_at_what_that_does(site: Site) -> None:
    ids = await _reported(site, 4)
    page = await _queue(site, language="en")
    await page.get_by_role("button", name="Tick all that are loaded").click()
    await page.get_by_role("checkbox").last.uncheck()
    await page.get_by_role("button", name="Accept 3 reports…").click()
    look = page.get_by_role("dialog", name="Will accept 3 reports")
    await look.get_by_label("Verdict").select_option("NOT_YET")
    await expect(look.get_by_role("listitem")).to_have_count(3)
    await look.get_by_role("button", name="Accept all").click()
    await expect(page.get_by_text("3 reports accepted")).to_be_visible()
    await expect(page.get_by_text("1 waiting")).to_be_visible()
    await page.clock.fast_forward(_HELD_MS)
    not_yet = {**_CONFORMS, "verdict": "NOT_YET"}
    await _comes_to(site, ids, not_yet, not_yet, not_yet, None)


async def test_what_another_window_decided_first_is_refused_with_the_reason_and_leaves_the_list(
    site: Site,
) -> None:
    ids = await _reported(site, 2)
    slow = await _queue(site)
    await _chosen(slow).focus()
    await slow.keyboard.press("a")
    await expect(slow.get_by_text("1 menunggu")).to_be_visible()
    quick = await _queue(site)
    await quick.get_by_role("button", name="Kembalikan…").click()
    await quick.get_by_label("Alasan").select_option("Jumlah tidak sesuai dengan bukti")
    await quick.get_by_role("button", name="Kembalikan laporan").click()
    await quick.clock.fast_forward(_HELD_MS)
    first = {"decision": "RETURNED", "verdict": None, "reason": "Jumlah tidak sesuai dengan bukti"}
    await _comes_to(site, ids, first, None)
    await slow.clock.fast_forward(_HELD_MS)
    await expect(slow.get_by_role("alert")).to_contain_text("Laporan ini sudah ditelaah.")
    await expect(slow.get_by_text("1 menunggu")).to_be_visible()
    await slow.get_by_role("button", name="Tutup").click()
    await expect(slow.get_by_role("alert")).to_have_count(0)
    await expect(slow.locator(".queue-reports li")).to_have_count(1)
    assert await _verifications(site, ids) == [first, None]


async def test_what_arrived_unheard_is_sent_again_and_counts_once(site: Site) -> None:
    ids = await _reported(site, 2)
    page = await _queue(site)

    async def lose(route: Route) -> None:
        if "idempotencyKey" in (route.request.post_data or ""):
            await route.fetch()
            await route.abort()
        else:
            await route.fallback()

    await page.route("**/graphql", lose)
    await page.get_by_role("button", name="Terima").click()
    await expect(page.get_by_text("1 menunggu")).to_be_visible()
    await page.clock.fast_forward(_HELD_MS)
    again = page.get_by_role("button", name="Kirim lagi")
    await expect(again).to_be_visible()
    await _comes_to(site, ids, _CONFORMS, None)
    await page.unroute("**/graphql")
    await again.click()
    await expect(page.get_by_text("1 menunggu")).to_be_visible()
    await expect(page.get_by_role("alert")).to_have_count(0)
    assert {complaint.partition(":")[0] for complaint in site.complaints} == {"error"}
    site.complaints.clear()


async def test_on_a_phone_a_report_is_opened_from_the_list_and_the_next_one_follows(site: Site) -> None:
    ids = await _reported(site, 2)
    page = await _queue(site, size=PHONE)
    await expect(page.get_by_role("button", name="Terima")).to_be_hidden()
    await page.locator(".queue-reports a").first.click()
    await expect(page.locator(".queue-reports")).to_be_hidden()
    await page.get_by_role("button", name="Terima").click()
    await expect(page.get_by_text("6 Jan 2026").last).to_be_visible()
    await page.get_by_role("link", name="Ke daftar").click()
    await expect(page.locator(".queue-reports li")).to_have_count(1)
    await page.clock.fast_forward(_HELD_MS)
    await _comes_to(site, ids, _CONFORMS, None)


async def test_a_report_of_the_own_agency_is_left_to_another_secretariat(site: Site) -> None:
    desk = site.counter.desk
    ground = replace(desk.ground, diskominfo=desk.ground.dpmpd)
    own = replace(desk, ground=ground, cookies={**desk.cookies, "lead": desk.cookies["hat"]})
    await staging.reported(own)
    page = await _queue(site)
    await expect(page.get_by_text("Laporan instansi Anda sendiri")).to_be_visible()
    await expect(page.get_by_role("button", name="Terima")).to_have_count(0)


async def test_the_screen_is_for_the_secretariat_alone(site: Site) -> None:
    await _reported(site, 1)
    for who in (None, "narahubung", "pimpinan"):
        page = await site.window(who)
        await page.goto("/verifikasi")
        await expect(page.get_by_text("Layar ini untuk sekretariat.")).to_be_visible()
    ppu = await _queue(site, who="sekretariat.ppu")
    await expect(ppu.get_by_text("Tidak ada laporan yang menunggu telaah.")).to_be_visible()
