"""A liaison's telephone: how it is opened, reported on, and looked at from the other side."""

import io
import uuid
from decimal import Decimal
from typing import Any, Final

from PIL import Image
from playwright.async_api import Page, expect
from sqlalchemy import func, select

from models import Evidence, ProgressReport
from tests.client.conftest import PHONE, Site

_FOUND_OUT: Final = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")
_KEPT: Final = """() => new Promise((settle) => {
    const { serviceWorker } = navigator;
    if (serviceWorker.controller) settle();
    else serviceWorker.addEventListener('controllerchange', () => settle());
})"""
SMALL: Final = """() => [...document.querySelectorAll('a, button, input, select, textarea')]
    .filter((each) => each.checkVisibility() && !each.matches('.said, .skip'))
    .filter((each) => Math.min(each.getBoundingClientRect().height, each.getBoundingClientRect().width) < 44)
    .map((each) => each.outerHTML)"""


async def phone(site: Site, who: str = "narahubung") -> Page:
    """The list of tasks on a telephone that has kept the client for when there is no connection."""
    page = await site.window(who, size=PHONE)
    await page.goto("/tugas")
    await expect(page.get_by_role("heading", name="Tugas saya")).to_be_visible()
    await page.evaluate(_KEPT)
    return page


async def report(page: Page, quantity: str, *photos: bytes) -> None:
    """Open, fill, save."""
    await page.get_by_role("link", name="Perbarui").first.click()
    await page.get_by_label("Jumlah baru").fill(quantity)
    for place, photo in enumerate(photos):
        file: Any = {"name": f"foto {place}.jpg", "mimeType": "image/jpeg", "buffer": photo}
        await page.get_by_label("Pilih berkas").set_input_files(file)
        await expect(page.locator(".thumbs li")).to_have_count(place + 1)
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.get_by_role("heading", name="Tugas saya")).to_be_visible()


def noise() -> bytes:
    """A photo that stays larger than a piece, however it is packed."""
    file = io.BytesIO()
    Image.effect_noise((900, 900), 100).save(file, "JPEG")
    return file.getvalue()


async def reported(site: Site, pledge: dict[str, Any]) -> list[tuple[Decimal, int]]:
    """Of each report on the pledge's target, in their order, how much it says and how many files it shows."""
    shown = select(func.count()).where(Evidence.report_id == ProgressReport.id).scalar_subquery()
    asked = (
        select(ProgressReport.quantity, shown)
        .where(ProgressReport.pledge_id == uuid.UUID(pledge["id"].removeprefix("pledge_")))
        .order_by(ProgressReport.id)
    )
    async with site.counter.database.reading() as session:
        return [(quantity, count) for quantity, count in (await session.execute(asked)).all()]


def forgive_the_network(site: Site) -> None:
    """What the browser says of a connection that the test took away."""
    site.complaints[:] = [each for each in site.complaints if not any(said in each for said in _FOUND_OUT)]


async def sign_in(page: Page, site: Site, who: str) -> None:
    given = {"email": f"{who}@demo.example", "password": site.passwords[who]}
    assert (await page.context.request.post("/session", data=given)).ok
