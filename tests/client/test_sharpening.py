"""A pledge is sharpened by targets and handed over, with somebody else at it meanwhile."""

from playwright.async_api import expect

from tests.client.conftest import Site
from tests.client.promising import find, reference
from tests.mutations import staging


async def test_a_change_by_somebody_else_meanwhile_is_shown_and_nothing_typed_is_lost(site: Site) -> None:
    pledge = await staging.specified(site.counter.desk)
    page = await site.window("sekretariat")
    await page.goto(f"/komitmen/{await reference(site, pledge['id'])}")
    await page.get_by_text("Tambah target per tempat").click()
    await page.get_by_label("Posyandu atau wilayah").fill("Melati")
    await page.locator(".options button").last.click()
    await page.locator(".quantity input").fill("7")
    revised = {"pledgeId": pledge["id"], "expectedVersion": pledge["version"], "title": "Internet"}
    await site.counter.desk.send("secretariat", "revisePledge", "isReplay", **revised)
    await page.get_by_role("button", name="Tambahkan 1 target").click()
    await expect(page.get_by_text("Orang lain mengubah komitmen ini")).to_be_visible()
    await expect(page.get_by_role("heading", name="Internet", exact=True)).to_be_visible()
    await expect(page.locator(".quantity input")).to_have_value("7")
    await page.get_by_role("button", name="Tambahkan 1 target").click()
    await expect(page.locator("table.list tbody tr")).to_have_count(2)


async def test_a_pledge_is_transferred_to_another_agency(site: Site) -> None:
    pledge = await staging.specified(site.counter.desk)
    page = await site.window("sekretariat")
    await page.goto(f"/komitmen/{await reference(site, pledge['id'])}")
    await page.get_by_role("button", name="Mengalihkan").click()
    await page.get_by_role("button", name="Alihkan", exact=True).click()
    await expect(page.get_by_role("alert")).to_have_text("Pilih instansi dari daftar yang muncul.")
    await find(page, "Instansi", "dinkes")
    await page.get_by_label("Alasan").fill("Menjadi urusan kesehatan")
    await page.get_by_role("button", name="Alihkan", exact=True).click()
    await page.get_by_text("Dialihkan menjadi").get_by_role("link").click()
    await expect(page.get_by_text("Dialihkan dari")).to_be_visible()
    await expect(page.locator("header .soft").filter(has_text="Dinas Kesehatan")).to_be_visible()
