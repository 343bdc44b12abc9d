"""The client as people meet it: built, served on a port over the first data, and opened in Debian's Chromium.

A test asks for `site` and opens windows of it. What the browser complains of in any of them (an error, a
violation of the policy, a request to another host) fails the test, unless it clears `site.complaints` itself.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, async_playwright

from graph.client.building import build
from seeds.persons import demo_persons
from service.attaching import Addresses
from service.database import Database
from tests.documents.visiting import first_start
from tests.edge.sockets import in_production
from tests.evidence.conftest import Counter

CHROMIUM: Final = Path("/usr/bin/chromium")
DESK: Final = (1440, 900)
PHONE: Final = (360, 740)
_FLAGS: Final = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_LANGUAGE: Final = "if (location.protocol === 'http:') localStorage['ikrar.language'] ??= '{}'"
_LOUD: Final = frozenset({"error", "warning"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The service on its port, and who may come in; `counter` asks and stages without a browser."""

    url: str
    browser: Browser
    counter: Counter
    passwords: dict[str, str]
    """By the part of the address before the @: sekretariat, sekretariat.ppu, narahubung, pimpinan, admin."""
    complaints: list[str] = field(default_factory=list[str])

    async def window(
        self, who: str | None = None, *, language: str = "id", size: tuple[int, int] = DESK
    ) -> Page:
        """An empty page of a browser of its own; of somebody who is signed in, or of the public."""
        width, height = size
        context = await self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            has_touch=size == PHONE,
            locale="id-ID",
            timezone_id="Asia/Makassar",
        )
        await context.add_init_script(_LANGUAGE.format(language))
        listen(context, self.url, self.complaints)
        if who is not None:
            given = {"email": f"{who}@demo.example", "password": self.passwords[who]}
            answer = await context.request.post("/session", data=given)
            assert answer.ok, await answer.text()
        return await context.new_page()


def listen(context: BrowserContext, url: str, complaints: list[str]) -> None:
    """Put down what the browser complains of in the windows of a context."""

    def hear(said: ConsoleMessage) -> None:
        if said.type in _LOUD:
            complaints.append(f"{said.type}: {said.text}")

    def watch(request: Request) -> None:
        if not request.url.startswith((f"{url}/", "data:", "blob:")):
            complaints.append(f"asked elsewhere: {request.url}")

    context.on("console", hear)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("request", watch)


@pytest.fixture(scope="session")
async def browser() -> AsyncGenerator[Browser]:
    """Chromium, once for the run."""
    if not CHROMIUM.is_file():
        pytest.skip(f"there is no {CHROMIUM}: apt-get install chromium fonts-noto-core")
    async with async_playwright() as player:
        launched = await player.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield launched
        await launched.close()


@pytest.fixture(scope="session")
def built() -> None:
    """The client of the present sources, made when it is not there yet."""
    assert build()


@pytest.fixture
async def site(
    built: None, browser: Browser, demo_addresses: Addresses, tmp_path: Path
) -> AsyncGenerator[Site]:
    """The client over a database of the test's own; afterwards no window may have complained."""
    del built
    database = await Database.open(demo_addresses.service, size=6)
    async with first_start(database, tmp_path) as counter, in_production(counter.application) as port:
        persons = await demo_persons(database, tmp_path)
        passwords = {person.email.partition("@")[0]: person.password for person in persons}
        url = f"http://127.0.0.1:{port}"
        one = Site(url=url, browser=browser, counter=counter, passwords=passwords)
        yield one
        for context in browser.contexts:
            await context.close()
    await database.close()
    assert one.complaints == []
