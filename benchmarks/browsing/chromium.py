"""Debian's Chromium, as a desk or as a slow telephone."""

import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Page, async_playwright

CHROMIUM: Final = Path("/usr/bin/chromium")
_FLAGS: Final = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A window, and how much slower than this machine and its network."""

    name: str
    width: int
    height: int
    cpu: int = 1
    is_slow_network: bool = False


DESK: Final = Device(name="desk", width=1440, height=900)
PHONE: Final = Device(name="phone", width=360, height=740, cpu=4, is_slow_network=True)
_SLOW_4G: Final = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 180_000,
    "uploadThroughput": 84_375,
}
"""Slow 4G as DevTools has it: 1.44 Mbit/s down, 675 kbit/s up, 562.5 ms a round trip."""


@contextlib.asynccontextmanager
async def browsing() -> AsyncGenerator[Browser]:
    """A browser for as long as the block runs."""
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        await browser.close()


@contextlib.asynccontextmanager
async def window(browser: Browser, url: str, device: Device) -> AsyncGenerator[Page]:
    """An empty page with an empty cache."""
    context = await browser.new_context(
        base_url=url,
        viewport={"width": device.width, "height": device.height},
        locale="id-ID",
        timezone_id="Asia/Makassar",
    )
    page = await context.new_page()
    session: Any = await context.new_cdp_session(page)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": device.cpu})
    if device.is_slow_network:
        await session.send("Network.enable")
        await session.send("Network.emulateNetworkConditions", _SLOW_4G)
    yield page
    await context.close()
