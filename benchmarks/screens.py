"""`./run bench screens`: pictures of every screen, desk and telephone, in both languages."""

import itertools
import re
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Final

import typer
import uvloop
from playwright.async_api import Browser, Page

from benchmarks.browsing.chromium import DESK, PHONE, Device, browsing
from benchmarks.reading.province import province
from benchmarks.reading.servers import OURS, our_environment, python, started
from graph.client.building import build
from seeds.persons import demo_persons
from service.database import Database
from service.settings import CHECKOUT

_SETTLED_MS: Final = 2_500
_LANGUAGE: Final = "localStorage.setItem('ikrar.language', '{}')"
SCREENS: Final = {
    "matriks-instansi": ("/", None),
    "matriks-posyandu": ("/?baris=posyandu&kolom=spm&wilayah=64.09", None),
    "matriks-sejak-rapat": ("/?baris=kabupaten&kolom=spm&wilayah=64&sejak=2026-08-26", "sekretariat"),
    "matriks-sel": ("/?baris=kabupaten&kolom=spm&wilayah=64&sel=64.09&selkolom=KESEHATAN", "sekretariat"),
    "komitmen": ("/komitmen/KTM/64/2025/0007", "sekretariat"),
    "verifikasi": ("/verifikasi", "sekretariat"),
    "tugas": ("/tugas", "narahubung"),
    "catat": ("/catat", "narahubung"),
    "catat-rapat": ("/rapat?catat=ya", "sekretariat"),
    "celah": ("/celah?wilayah=64.09", "sekretariat"),
    "celah-peta": ("/celah?wilayah=64.09.04&tampil=peta", None),
    "tumpang-tindih": ("/celah?wilayah=64&tampil=tumpang", "sekretariat"),
    "rapat": ("/rapat", None),
    "wilayah": ("/wilayah/64.09", "pimpinan"),
    "akun": ("/akun", "narahubung"),
    "administrasi": ("/administrasi", "admin"),
    "administrasi-token": ("/administrasi?bagian=token", "admin"),
    "masuk": ("/sign-in", None),
    "publik": ("/publik", None),
}
"""By name: the address, and who looks."""


def main(
    data: Annotated[Path, typer.Option(help="Folder data / Data folder.")] = CHECKOUT / ".data/bench-reads",
    out: Annotated[Path, typer.Option(help="Folder gambar / Folder of the pictures.")] = CHECKOUT
    / ".data/screens",
    only: Annotated[str, typer.Option(help="Nama layar yang cocok / Screens whose name matches.")] = "",
) -> None:
    """Potret setiap layar / Take a picture of every screen."""
    if not build():
        sys.exit(1)
    out.mkdir(parents=True, exist_ok=True)
    uvloop.run(_pictures(data, out, re.compile(only)))


async def _pictures(data: Path, out: Path, only: re.Pattern[str]) -> None:
    async with province(data, lambda line: print(line, file=sys.stderr)) as found:
        database = await Database.open(found.url, size=2)
        persons = {person.email: person.password for person in await demo_persons(database, data)}
        await database.close()
        with tempfile.TemporaryDirectory() as room:
            ours = (OURS, python("benchmarks.peers.ours"), our_environment(found.url), Path(room))
            async with started(*ours) as server, browsing() as browser:
                shown = [name for name in SCREENS if only.search(name)]
                for name, device, language in itertools.product(shown, (DESK, PHONE), ("id", "en")):
                    address, who = SCREENS[name]
                    page = await _window(browser, server.address, device, language)
                    if who is not None:
                        email = f"{who}@demo.example"
                        given = {"email": email, "password": persons[email]}
                        await page.context.request.post("/session", data=given)
                    await page.goto(f"/en{address}" if name == "publik" and language == "en" else address)
                    await page.wait_for_timeout(_SETTLED_MS)
                    path = out / f"{name}-{device.name}-{language}.png"
                    await page.screenshot(path=path)
                    await page.context.close()
                    print(path)


async def _window(browser: Browser, url: str, device: Device, language: str) -> Page:
    context = await browser.new_context(
        base_url=url,
        viewport={"width": device.width, "height": device.height},
        has_touch=device is PHONE,
        locale="id-ID",
        timezone_id="Asia/Makassar",
    )
    await context.add_init_script(_LANGUAGE.format(language))
    return await context.new_page()


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
