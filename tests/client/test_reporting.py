"""The liaison's tasks on a telephone, and a report in few taps."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from models import EvidenceFile, Pledge
from tests.client.conftest import PHONE, Site
from tests.client.phone import SMALL, phone, report, reported
from tests.evidence.samples import painted
from tests.mutations import staging


async def test_a_report_with_a_photo_takes_three_taps_and_is_sent_at_once(site: Site) -> None:
    pledge = await staging.started(site.counter.desk)
    page = await phone(site)
    await report(page, "1,5", painted("JPEG", size=(4000, 3000)))
    await expect(page.get_by_text("Terkirim.")).to_be_visible()
    await expect(page.get_by_text("1,5 dari 2 titik")).to_be_visible()
    assert await reported(site, pledge) == [(Decimal("1.5"), 1)]
    async with site.counter.database.reading() as session:
        (sent,) = (await session.scalars(select(EvidenceFile.sent_bytes))).all()
    assert 0 < sent < 100_000


@pytest.mark.parametrize("language", ["id", "en"])
async def test_nothing_is_wider_than_the_phone_or_smaller_than_a_thumb(site: Site, language: str) -> None:
    await staging.started(site.counter.desk)
    page = await site.window("narahubung", size=PHONE, language=language)
    await page.goto("/tugas")
    await expect(page.locator(".task").first).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert await page.evaluate(SMALL) == []
    await page.locator(".task .main").first.click()
    await expect(page.locator("form.report")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert await page.evaluate(SMALL) == []


async def test_numbers_are_read_as_indonesians_write_them(site: Site) -> None:
    pledge = await staging.started(site.counter.desk)
    page = await phone(site)
    typed = ("1.234,5", "12,5", "12.5", "1.234", "0,50", "007", "1 000")
    for quantity in typed:
        await report(page, quantity)
    await expect(page.locator(".waiting-row")).to_have_count(0)
    read = ("1234.5", "12.5", "12.5", "1234", "0.5", "7", "1000")
    assert await reported(site, pledge) == [(Decimal(quantity), 0) for quantity in read]


async def test_what_is_no_number_is_not_saved(site: Site) -> None:
    await staging.started(site.counter.desk)
    page = await phone(site)
    await page.get_by_role("link", name="Perbarui").first.click()
    for typed in ("", "dua", "-1", "1,2,3", "1.23.4"):
        await page.get_by_label("Jumlah baru").fill(typed)
        await page.get_by_role("button", name="Simpan").click()
        await expect(page.get_by_role("alert")).to_have_text("Isi dengan angka, misalnya 12 atau 12,5")


async def test_what_is_late_comes_first_and_what_was_returned_before_the_rest(site: Site) -> None:
    desk, today = site.counter.desk, datetime.now(UTC).date()
    due = {
        "REST": today + timedelta(days=400),
        "RETURNED": today + timedelta(days=500),
        "LATE": today - timedelta(days=9),
        "SOON": today + timedelta(days=3),
    }
    pledges = {name: await staging.reported(desk) for name in due}
    for name, pledge in pledges.items():
        await desk.send(
            "secretariat",
            "revisePledge",
            "isReplay",
            pledgeId=pledge["id"],
            expectedVersion=(await _version(site, pledge["id"])),
            dueOn=due[name].isoformat(),
            title=name,
            reason="Jadwal baru",
        )
    await desk.send(
        "secretariat",
        "verifyReport",
        "isReplay",
        reportId=pledges["RETURNED"]["report"],
        decision="RETURNED",
        reason="Foto tidak terbaca",
    )
    page = await phone(site)
    await expect(page.get_by_text("Dikembalikan: Foto tidak terbaca")).to_be_visible()
    assert (await page.locator(".task h3").all_inner_texts())[:4] == ["LATE", "SOON", "RETURNED", "REST"]
    headings = ["Terlambat (1)", "Segera jatuh tempo (1)", "Dikembalikan penelaah (1)", "Lainnya (2)"]
    assert await page.locator("h2").all_inner_texts() == headings


async def _version(site: Site, pledge: str) -> int:
    key = uuid.UUID(pledge.removeprefix("pledge_"))
    async with site.counter.database.reading() as session:
        return (await session.scalars(select(Pledge.version).where(Pledge.id == key))).one()


async def test_what_was_typed_outlives_the_page(site: Site) -> None:
    await staging.started(site.counter.desk)
    page = await phone(site)
    await page.get_by_role("link", name="Perbarui").first.click()
    await page.get_by_label("Jumlah baru").fill("1,5")
    await page.get_by_label("Catatan").fill("Dua titik di balai desa")
    await page.reload()
    await expect(page.get_by_label("Jumlah baru")).to_have_value("1,5")
    await expect(page.get_by_label("Catatan")).to_have_value("Dua titik di balai desa")


async def test_the_worker_is_asked_for_anew_each_time_and_the_icons_are_pictures(site: Site) -> None:
    page = await site.window()
    worker = await page.request.get("/sw.js")
    assert (worker.headers["cache-control"], worker.headers["content-type"]) == (
        "no-cache",
        "text/javascript; charset=utf-8",
    )
    manifest = await (await page.request.get("/manifest.webmanifest")).json()
    for icon in manifest["icons"]:
        assert (await page.request.get(icon["src"])).headers["content-type"] == icon["type"]


async def test_nothing_that_the_service_says_is_kept_by_the_worker(site: Site) -> None:
    await staging.started(site.counter.desk)
    page = await phone(site)
    await report(page, "1", painted("JPEG"))
    await expect(page.get_by_text("Terkirim.")).to_be_visible()
    kept = await page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) =>
            (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat()"""
    )
    assert {path for path in kept if not path.startswith("/assets/")} == {
        "/",
        "/icon.svg",
        "/manifest.webmanifest",
    }
