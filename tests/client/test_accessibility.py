"""WCAG 2.2 AA as far as a program sees it: axe finds nothing on any screen, in both languages and themes."""

from pathlib import Path
from typing import Any, Final, Literal

import pytest
from playwright.async_api import Page

from graph.client.building import packages
from tests.client.conftest import DESK, PHONE, Site
from tests.client.promising import a_meeting, asked, reference
from tests.mutations import staging

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } }).then(({ violations }) =>
  violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))}`))"""
_SCREENS = (
    ("/", None),
    ("/?baris=posyandu&kolom=spm&wilayah=21.01&sel=*&selkolom=KESEHATAN", "sekretariat"),
    ("/celah?wilayah=21.01", "sekretariat"),
    ("/celah?wilayah=21.01&tampil=peta", None),
    ("/rapat", None),
    ("/wilayah/21.01", None),
    ("/komitmen/KTM/64/2025/0007", "sekretariat"),
    ("/akun", "narahubung"),
    ("/administrasi", "admin"),
    ("/administrasi?bagian=token", "admin"),
    ("/administrasi?bagian=impor", "admin"),
    ("/administrasi?bagian=nama", "admin"),
    ("/administrasi?bagian=catatan", "admin"),
    ("/verifikasi", "sekretariat"),
    ("/tugas", "narahubung"),
    ("/catat", "narahubung"),
    ("/catat", "sekretariat"),
    ("/rapat?catat=ya", "sekretariat"),
    ("/sign-in", None),
)

_FACES: Final[tuple[tuple[str, Literal["light", "dark"], tuple[int, int]], ...]] = (
    ("id", "light", DESK),
    ("en", "dark", PHONE),
)


def _axe() -> str:
    source: Path = packages() / "axe-core" / "axe.min.js"
    return source.read_text()


async def _findings(page: Page, address: str) -> list[str]:
    await page.goto(address)
    await page.wait_for_load_state("networkidle")
    await page.locator("h1, h2").first.wait_for()
    await page.evaluate(_axe())
    found: Any = await page.evaluate(_RUN, _RULES)
    return found


@pytest.mark.parametrize("address, who", _SCREENS)
async def test_axe_finds_nothing_on_a_screen(site: Site, address: str, who: str | None) -> None:
    await staging.reported(site.counter.desk)
    for language, theme, size in _FACES:
        page = await site.window(who, language=language, size=size)
        await page.emulate_media(color_scheme=theme)
        assert await _findings(page, address) == [], f"{language}, {theme}"


async def test_axe_finds_nothing_on_a_report_and_on_one_that_waits(site: Site) -> None:
    await staging.started(site.counter.desk)
    for language, theme, size in _FACES:
        page = await site.window("narahubung", language=language, size=size)
        await page.emulate_media(color_scheme=theme)
        await page.goto("/tugas")
        address = await page.locator(".task a.main").first.get_attribute("href") or ""
        assert await _findings(page, address) == [], f"{language}, {theme}"
        await page.route("**/graphql", lambda route: route.abort())
        await page.locator("#quantity").fill("1")
        await page.locator("form.report button.main").click()
        await page.locator(".waiting-row").wait_for()
        found: Any = await page.evaluate(_RUN, _RULES)
        assert found == [], f"{language}, {theme}"
        await page.context.close()
    site.complaints[:] = [each for each in site.complaints if "net::ERR_FAILED" not in each]


async def test_axe_finds_nothing_on_what_is_opened_to_record(site: Site) -> None:
    meeting = await a_meeting(site, "Rapat di Samarinda")
    await asked(site, "Internet untuk Posyandu")
    pledge = await staging.specified(site.counter.desk)
    agency = site.counter.desk.agency("diskominfo")
    for language, theme, size in _FACES:
        page = await site.window("sekretariat", language=language, size=size)
        await page.emulate_media(color_scheme=theme)
        for address in (
            f"/catat?rapat={meeting}&instansi={agency}",
            f"/rapat/{meeting}?catat=hadir",
            f"/rapat/{meeting}?catat=arahan",
            f"/komitmen/{await reference(site, pledge['id'])}?tercatat=ya",
            f"/instansi/{agency}",
        ):
            await page.goto(address)
            await page.wait_for_load_state("networkidle")
            for each in await page.locator("main summary").all():
                await each.click()
            await page.wait_for_load_state("networkidle")
            await page.evaluate(_axe())
            found: Any = await page.evaluate(_RUN, _RULES)
            assert found == [], f"{address}, {language}, {theme}"


_REFLOWED: Final = {"phone": PHONE, "200 %": (720, 450), "400 %": (320, 256)}
"""Windows in CSS pixels: a telephone, a desk at 200 % zoom, 1280 x 1024 at 400 % (WCAG 1.4.10)."""
_SIDEWAYS: Final = """() => new Promise((settle) => requestAnimationFrame(() => requestAnimationFrame(() =>
  settle(document.documentElement.scrollWidth - innerWidth))))"""


async def test_no_screen_scrolls_sideways_on_a_phone_or_enlarged(site: Site) -> None:
    await staging.reported(site.counter.desk)
    pages = {who: await site.window(who, size=PHONE) for who in {who for _, who in _SCREENS}}
    for address, who in _SCREENS:
        page = pages[who]
        await page.goto(address)
        await page.wait_for_load_state("networkidle")
        for name, (width, height) in _REFLOWED.items():
            await page.set_viewport_size({"width": width, "height": height})
            wide: Any = await page.evaluate(_SIDEWAYS)
            assert wide <= 0, f"{address}, {name}"


async def test_states_are_told_apart_without_any_colour(site: Site) -> None:
    """Forced colours take every background away: what is left are the marks."""
    page = await site.window()
    await page.emulate_media(forced_colors="active")
    await page.goto("/?baris=posyandu&kolom=spm&wilayah=21.01")
    await page.locator("td.sign-GAP").first.wait_for()
    bare = await page.evaluate(_UNMARKED)
    assert bare == []


_UNMARKED: Final = """() => [...document.querySelectorAll("td[class*='sign-']")].filter((cell) => {
  const mark = cell.querySelector('svg');
  return !mark || getComputedStyle(mark).color === getComputedStyle(cell).backgroundColor;
}).map((cell) => cell.outerHTML.slice(0, 160))"""
