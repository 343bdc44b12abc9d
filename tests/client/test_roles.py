"""The day of those who mostly read: leadership within its region, and a secretariat beyond its own."""

from typing import Any

from playwright.async_api import Page, expect

from tests.client.conftest import Site
from tests.mutations import staging

_REFERENCE = "query ($id: ID!) { node(id: $id) { ... on Pledge { reference } } }"
_WORDS = "Lelang gagal karena pagu"


async def _obstructed(site: Site) -> str:
    """The reference of a pledge of the province with a report that waits and an internal constraint."""
    desk = site.counter.desk
    pledge = await staging.reported(desk)
    stuck: dict[str, Any] = {"reason": "PROCUREMENT", "narrative": _WORDS, "internal": True}
    await desk.send("lead", "raiseConstraint", "isReplay", pledgeId=pledge["id"], **stuck)
    answer = await desk.ask("secretariat", _REFERENCE, id=pledge["id"])
    reference: str = answer["data"]["node"]["reference"]
    return reference


async def _pledge(site: Site, reference: str, who: str | None) -> Page:
    page = await site.window(who)
    await page.goto(f"/komitmen/{reference}")
    await expect(page.get_by_role("heading", name="Yang dapat Anda lakukan")).to_be_visible()
    return page


async def test_leadership_reads_what_is_internal_within_and_is_offered_nothing_to_do(site: Site) -> None:
    reference = await _obstructed(site)
    page = await _pledge(site, reference, "pimpinan")
    await expect(page.get_by_text(_WORDS)).to_be_visible()
    steps = page.locator(".steps")
    await expect(steps).to_contain_text("Saat ini tidak ada langkah yang menjadi bagian Anda.")
    await steps.get_by_text("Langkah lain, dan mengapa bukan sekarang").click()
    await expect(steps.locator("li").first).to_contain_text("hanya untuk")
    await expect(page.locator(".bar nav a")).to_have_text(["Matriks", "Celah", "Rapat"])
    await page.goto("/celah?wilayah=64.09.04")
    await expect(page.locator(".entries > li").first).to_be_visible()
    await expect(page.get_by_text("Tindak lanjuti")).to_have_count(0)


async def test_the_public_reads_the_same_without_what_is_internal(site: Site) -> None:
    page = await _pledge(site, await _obstructed(site), None)
    await expect(page.get_by_text(staging.SPOKEN["quote"]).first).to_be_visible()
    await expect(page.get_by_text(_WORDS)).to_have_count(0)


async def test_a_regency_works_on_its_own_gaps_and_only_reads_of_the_province(site: Site) -> None:
    reference = await _obstructed(site)
    page = await _pledge(site, reference, "sekretariat.ppu")
    await expect(page.locator(".steps")).to_contain_text(
        "Saat ini tidak ada langkah yang menjadi bagian Anda."
    )
    await expect(page.get_by_text(_WORDS)).to_have_count(0)
    await page.goto("/celah?wilayah=64.09.04&bidang=SOSIAL")
    gap = page.locator(".entries > li").first
    place = await gap.locator("strong").inner_text()
    await gap.get_by_text("Tindak lanjuti").click()
    mark = gap.locator("form", has_text="Tandai tidak berlaku")
    await mark.get_by_label("Alasan").fill("Tidak ada sasaran di sini")
    await mark.get_by_role("button").click()
    await expect(page.locator(".entries > li", has_text=place)).to_have_count(0)
    await page.get_by_label("Tampilkan yang ditandai").check()
    marked = page.locator(".entries > li", has_text=place)
    await expect(marked).to_contain_text("Tidak berlaku: Tidak ada sasaran di sini (Sekretariat")


async def test_a_regency_is_refused_what_lies_elsewhere_in_plain_words(site: Site) -> None:
    page = await site.window("sekretariat.ppu")
    await page.goto("/celah?wilayah=21.01&bidang=SOSIAL")
    gap = page.locator(".entries > li").first
    await gap.get_by_text("Tindak lanjuti").click()
    mark = gap.locator("form", has_text="Tandai tidak berlaku")
    await mark.get_by_label("Alasan").fill("Bukan urusan kami")
    await mark.get_by_role("button").click()
    await expect(gap.get_by_role("alert")).to_be_visible()
    await expect(mark.get_by_label("Alasan")).to_have_value("Bukan urusan kami")
