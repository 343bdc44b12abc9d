"""A certified identity provider in a process of its own, and a service that trusts it."""

import asyncio
import re
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import orjson
from cryptography.fernet import Fernet
from starlette.applications import Starlette

from service.access.sessions import Terms
from service.app import Front, create_app
from service.exchange.identity_provider import IdentityProvider
from service.exchange.oidc_file import read_oidc_file
from tests.node import NODE, installed
from tests.people.conftest import LIAISON, SITE, House

PROJECT: Final = Path(__file__).parent / "provider"
PATIENCE: Final = 30.0
DINKES: Final = {"kode_opd": "1.02", "peran": ["staf", "narahubung"]}
PEOPLE: Final = {
    "budi": {"email": LIAISON.upper(), "email_verified": True, "name": "Budi"},
    "tuti": {"email": "tuti@example.go.id", "email_verified": True, "name": "Tuti", **DINKES},
    "palsu": {"email": LIAISON, "email_verified": False, "name": "Palsu", **DINKES},
    "asing": {"email": "asing@example.go.id", "email_verified": True, "name": "Asing", "kode_opd": "9.99"},
}
FILE: Final = """
issuer = "{issuer}"
client_id = "ikrar"
client_secret = "rahasia-klien-uji-yang-panjang"

[[offices]]
claim = "kode_opd"
value = "1.02"
role = "liaison"
agency = "64/DINKES"

[[offices]]
claim = "peran"
value = "kepala"
role = "leadership"
region = "64"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The provider, and the service that trusts it."""

    house: House
    issuer: str
    application: Starlette

    def browser(self) -> httpx.AsyncClient:
        """A browser at the service."""
        return self.house.browser(self.application)


@asynccontextmanager
async def provider(people: dict[str, dict[str, Any]], port: int = 0) -> AsyncGenerator[str]:
    """The issuer, for as long as its process runs."""
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    folder = await asyncio.to_thread(installed, PROJECT)
    process = await asyncio.create_subprocess_exec(
        *(NODE, folder / "provider.mjs", str(port), f"{SITE}/identity/back", orjson.dumps(people)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            assert await process.stdout.readline() == b"ready\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        await process.wait()


def application(house: House, folder: Path, issuer: str, terms: Terms | None = None) -> Starlette:
    """The service, configured for the provider."""
    file = folder / "oidc.toml"
    file.write_text(FILE.format(issuer=issuer))
    trusted = IdentityProvider(read_oidc_file(file), Fernet.generate_key(), SITE)
    front = Front(terms=terms or Terms(), factor_key=house.key, provider=trusted)
    return create_app(house.database, lambda: house.now[0], front)


async def vouched(departure: str, who: str) -> str:
    """Where the provider sends somebody who has signed in there, from the address that we sent them to."""
    async with httpx.AsyncClient(follow_redirects=False, timeout=PATIENCE) as client:
        login = {"prompt": "login", "login": who, "password": "x"}
        url, prompts = departure, iter((login, {"prompt": "consent"}))
        while not url.startswith(SITE):
            answer = await client.get(url)
            if answer.status_code == 200:
                answer = await client.post(_form(answer), data=next(prompts))
            url = str(answer.url.join(answer.headers["location"]))
    return url


def _form(answer: httpx.Response) -> str:
    action = re.search(r'<form[^>]* action="([^"]+)"', answer.text)
    assert action is not None, answer.text
    return str(answer.url.join(action[1]))


async def come_in(browser: httpx.AsyncClient, who: str) -> httpx.Response:
    """There and back, as a browser goes: what comes from the provider comes from another site."""
    departure = await browser.get("/identity", headers={"sec-fetch-site": "same-origin"})
    assert departure.status_code == 303, departure.text
    back = await vouched(departure.headers["location"], who)
    return await browser.get(back, headers={"sec-fetch-site": "cross-site"})
