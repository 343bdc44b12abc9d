"""What becomes of a report when there is no connection, or it breaks, or the service refuses."""

import asyncio
from decimal import Decimal

from playwright.async_api import Route, expect

from tests.client.conftest import Site
from tests.client.phone import forgive_the_network, noise, phone, report, reported, sign_in
from tests.evidence.samples import painted
from tests.mutations import staging


async def test_reports_saved_without_a_connection_survive_a_reload_and_are_sent_once_each(site: Site) -> None:
    pledge = await staging.started(site.counter.desk)
    page = await phone(site)
    await page.context.set_offline(True)
    await page.reload()
    await expect(page.get_by_text("Terakhir tersambung")).to_be_visible()
    await report(page, "0,5", painted("JPEG"), painted("PNG"))
    await report(page, "1", painted("WEBP"), painted("JPEG", size=(50, 80)))
    await page.reload()
    await expect(page.locator(".waiting-row")).to_have_count(2)
    await expect(page.get_by_role("link", name="Menunggu kirim (2)")).to_be_visible()
    assert await reported(site, pledge) == []
    await page.context.set_offline(False)
    await expect(page.locator(".waiting-row")).to_have_count(0)
    await expect(page.locator(".waiting-chip")).to_have_count(0)
    assert await reported(site, pledge) == [(Decimal("0.5"), 2), (Decimal(1), 2)]
    await page.reload()
    await expect(page.get_by_text("1,5 dari 2 titik")).to_be_visible()
    assert len(await reported(site, pledge)) == 2
    forgive_the_network(site)


async def test_a_report_whose_answer_was_lost_is_sent_again_and_recorded_once(site: Site) -> None:
    pledge = await staging.started(site.counter.desk)
    page = await phone(site)

    async def lose(route: Route) -> None:
        if "clientKey" in (route.request.post_data or ""):
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.context.route("**/graphql", lose)
    await report(page, "1", painted("JPEG"))
    await expect(page.get_by_text("Sudah dikirim, jawabannya belum datang")).to_be_visible()
    assert await reported(site, pledge) == [(Decimal(1), 1)]
    await page.context.unroute("**/graphql")
    await page.get_by_role("button", name="Kirim sekarang").click()
    await expect(page.locator(".waiting-row")).to_have_count(0)
    assert await reported(site, pledge) == [(Decimal(1), 1)]
    forgive_the_network(site)


async def test_a_photo_whose_sending_breaks_off_goes_on_from_there(site: Site) -> None:
    pledge = await staging.started(site.counter.desk)
    page = await phone(site)
    pieces: list[str] = []

    async def break_off(route: Route) -> None:
        pieces.append(route.request.headers.get("upload-offset", route.request.method))
        await (route.abort() if len(pieces) == 2 else route.continue_())

    await page.context.route("**/evidence/uploads/*", break_off)
    await report(page, "1", noise())
    await expect(page.get_by_text("Terkirim sendiri begitu")).to_be_visible()
    await page.get_by_role("button", name="Kirim sekarang").click()
    await expect(page.locator(".waiting-row")).to_have_count(0)
    assert (pieces[:4], pieces[-1]) == (["0", "131072", "HEAD", "131072"], "POST")
    assert await reported(site, pledge) == [(Decimal(1), 1)]
    forgive_the_network(site)


async def test_a_refusal_is_shown_at_the_report_which_can_be_edited_or_discarded(site: Site) -> None:
    pledge = await staging.started(site.counter.desk)
    page = await phone(site)
    await page.context.set_offline(True)
    await report(page, "2")
    await site.counter.desk.send(
        "secretariat",
        "cancelPledge",
        "isReplay",
        pledgeId=pledge["id"],
        reason="Digabung dengan komitmen lain",
    )
    await page.context.set_offline(False)
    row = page.locator(".waiting-row")
    await expect(row.get_by_role("alert")).to_contain_text("Ditolak:")
    await expect(page.get_by_role("link", name="Ditolak (1)")).to_be_visible()
    await expect(row.get_by_role("link", name="Ubah")).to_be_visible()
    await row.get_by_role("button", name="Buang").click()
    await row.get_by_role("button", name="Ya, buang laporan ini").click()
    await expect(row).to_have_count(0)
    assert await reported(site, pledge) == []
    forgive_the_network(site)


async def test_a_refused_report_is_edited_and_sent_as_another(site: Site) -> None:
    desk = site.counter.desk
    pledge = await staging.reported(desk)
    page = await phone(site)
    await page.context.set_offline(True)
    await report(page, "7", painted("JPEG"))
    await desk.send("lead", "reportDone", "isReplay", pledgeId=pledge["id"])
    await page.context.set_offline(False)
    await expect(page.locator(".waiting-row").get_by_role("alert")).to_contain_text("Ditolak:")
    await desk.send("secretariat", "reopenPledge", "isReplay", pledgeId=pledge["id"], reason="Belum selesai")
    await page.get_by_role("link", name="Ubah").click()
    await expect(page.get_by_label("Jumlah baru")).to_have_value("7")
    await expect(page.locator(".thumbs li")).to_have_count(1)
    await page.get_by_label("Jumlah baru").fill("0,5")
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.get_by_text("2,5 dari 2 titik")).to_be_visible()
    await expect(page.locator(".waiting-row")).to_have_count(0)
    assert await reported(site, pledge) == [(Decimal(2), 1), (Decimal("0.5"), 1)]
    forgive_the_network(site)


async def test_a_report_is_sent_only_by_whoever_wrote_it(site: Site) -> None:
    pledge = await staging.started(site.counter.desk)
    page = await phone(site)
    await page.context.set_offline(True)
    await report(page, "1")
    await page.get_by_role("button", name="Narahubung").click()
    await expect(page.get_by_text("1 laporan belum terkirim.")).to_be_visible()
    await page.context.clear_cookies()
    await page.context.set_offline(False)
    await sign_in(page, site, "sekretariat")
    await page.goto("/tugas")
    await expect(page.get_by_text("1 laporan di perangkat ini menunggu penulisnya")).to_be_visible()
    assert await reported(site, pledge) == []
    await sign_in(page, site, "narahubung")
    await page.goto("/tugas")
    await expect(page.get_by_text("1 dari 2 titik")).to_be_visible()
    assert await reported(site, pledge) == [(Decimal(1), 0)]
    site.complaints.clear()


async def test_the_list_is_wiped_at_sign_out(site: Site) -> None:
    await staging.started(site.counter.desk)
    page = await phone(site)
    await expect(page.locator(".task").first).to_be_visible()
    await page.get_by_role("button", name="Narahubung").click()
    await page.get_by_role("button", name="Keluar").click()
    await expect(page.get_by_role("link", name="Masuk untuk melihat tugas Anda")).to_be_visible()
    names = await page.evaluate("async () => (await indexedDB.databases()).map(({ name }) => name)")
    assert "ikrar.tasks" not in names
    assert await page.evaluate("localStorage['ikrar.session'] === undefined")


async def test_two_tabs_send_what_waits_once(site: Site) -> None:
    pledge = await staging.started(site.counter.desk)
    one = await phone(site)
    other = await one.context.new_page()
    await other.goto("/")
    await one.context.set_offline(True)
    await report(one, "1", painted("JPEG"))
    await report(one, "0,5", painted("JPEG", size=(80, 50)))
    await expect(other.get_by_role("link", name="Menunggu kirim (2)")).to_be_visible()
    asked: list[str] = []
    one.context.on("request", lambda request: asked.append(request.post_data or ""))
    await one.context.set_offline(False)
    await expect(one.locator(".waiting-row")).to_have_count(0)
    await expect(other.locator(".waiting-chip")).to_have_count(0)
    assert len([body for body in asked if "clientKey" in body]) == 2
    assert await reported(site, pledge) == [(Decimal(1), 1), (Decimal("0.5"), 1)]
    forgive_the_network(site)


async def test_a_list_that_was_read_before_the_report_does_not_stay(site: Site) -> None:
    await staging.started(site.counter.desk)
    page = await phone(site)
    await page.context.set_offline(True)
    await report(page, "1")
    is_read, is_sent = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        asked = route.request.post_data or ""
        if "clientKey" in asked:
            await is_read.wait()
            await route.fulfill(response=await route.fetch())
            is_sent.set()
        elif '"agency"' in asked and not is_read.is_set():
            before = await route.fetch()
            is_read.set()
            await is_sent.wait()
            await route.fulfill(response=before)
        else:
            await route.continue_()

    await page.context.route("**/graphql", hold)
    await page.context.set_offline(False)
    await expect(page.get_by_text("1 dari 2 titik")).to_be_visible()
    await page.context.unroute_all(behavior="wait")
    forgive_the_network(site)
