"""What an agency was asked to promise: answered, declined, and taken back."""

from playwright.async_api import expect

from tests.client.conftest import PHONE, Site
from tests.client.promising import QUOTE, asked, made, record, requests, spoken


async def test_a_liaison_answers_one_request_with_a_promise_and_declines_another(site: Site) -> None:
    await asked(site, "Internet untuk Posyandu", "Layar di setiap Posyandu")
    page = await site.window("narahubung", size=PHONE)
    await page.goto("/tugas")
    await expect(page.get_by_role("heading", name="Permintaan komitmen (2)")).to_be_visible()
    layar = page.locator(".request").filter(has_text="Layar di setiap Posyandu")
    await layar.get_by_text("Tolak", exact=True).click()
    await layar.get_by_label("Alasan").fill("Tidak ada anggaran")
    await layar.get_by_role("button", name="Tolak permintaan").click()
    await expect(page.get_by_role("heading", name="Permintaan komitmen (1)")).to_be_visible()
    await page.get_by_role("link", name="Jawab dengan komitmen").click()
    await expect(page.get_by_text("Internet untuk Posyandu")).to_be_visible()
    await expect(page.get_by_label("Pendidikan")).to_be_checked()
    await spoken(page)
    await record(page)
    assert await requests(site) == {
        "Internet untuk Posyandu": {
            "state": "ANSWERED",
            "reason": None,
            "pledge": {"statement": {"quote": QUOTE}},
        },
        "Layar di setiap Posyandu": {"state": "DECLINED", "reason": "Tidak ada anggaran", "pledge": None},
    }
    (pledge,) = await made(site)
    assert (pledge["areas"], pledge["scope"]["regions"]) == ([{"code": "PENDIDIKAN"}], [{"code": "64.09"}])


async def test_a_request_is_answered_by_a_pledge_that_is_there_already(site: Site) -> None:
    await asked(site, "Internet untuk Posyandu")
    page = await site.window("narahubung")
    await page.goto("/tugas")
    await page.get_by_text("Sudah ada komitmennya").click()
    await page.get_by_label("Komitmen yang menjawab").select_option(index=0)
    await page.get_by_role("button", name="Jawab dengan komitmen ini").click()
    await expect(page.locator(".request")).to_have_count(0)
    answered = (await requests(site))["Internet untuk Posyandu"]
    assert (answered["state"], answered["pledge"]["statement"]["quote"]) == (
        "ANSWERED",
        "akses internet gratis di sejumlah lokasi",
    )


async def test_a_secretariat_takes_back_what_it_asked_for(site: Site) -> None:
    await asked(site, "Internet untuk Posyandu")
    page = await site.window("sekretariat")
    await page.goto(f"/instansi/{site.counter.desk.agency('diskominfo')}")
    await page.locator("summary", has_text="Tarik permintaan").click()
    await page.get_by_label("Alasan").fill("Sudah dijawab lisan")
    await page.get_by_role("button", name="Tarik permintaan").click()
    await expect(page.locator(".request .chip")).to_have_text("Ditarik")
    assert await requests(site) == {
        "Internet untuk Posyandu": {"state": "WITHDRAWN", "reason": "Sudah dijawab lisan", "pledge": None}
    }


async def test_a_request_that_was_taken_back_meanwhile_is_told_and_the_promise_is_recorded_without_it(
    site: Site,
) -> None:
    await asked(site, "Internet untuk Posyandu")
    page = await site.window("narahubung")
    await page.goto("/tugas")
    await page.get_by_role("link", name="Jawab dengan komitmen").click()
    await spoken(page)
    desk = await site.window("sekretariat")
    await desk.goto("/celah?wilayah=64.09&tingkat=REGENCY&bidang=PENDIDIKAN")
    await expect(desk.get_by_text("Diminta dari Diskominfo: Menunggu")).to_be_visible()
    await desk.locator("summary", has_text="Tarik permintaan").click()
    await desk.get_by_label("Alasan").fill("Salah alamat")
    await desk.get_by_role("button", name="Tarik permintaan").click()
    await expect(desk.get_by_text("Diminta dari Diskominfo: Menunggu")).to_have_count(0)
    await page.get_by_role("button", name="Catat komitmen").click()
    await expect(page.get_by_role("alert")).to_have_text("Permintaan ini sudah ditarik.")
    assert await made(site) == []
    await page.get_by_role("button", name="Catat tanpa menjawab permintaan itu").click()
    await record(page)
    assert len(await made(site)) == 1
    assert (await requests(site))["Internet untuk Posyandu"]["state"] == "WITHDRAWN"
