"""A desk of the mutations' tests that takes in files, and somebody who sends them by the tus protocol."""

import base64
import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from graph.evidence.routes import Files
from service.access.accounts import Office
from service.access.actors import Role
from service.app import create_app
from service.attaching import Addresses
from service.database import Database
from service.exchange.evidence.disk import Disk
from service.exchange.evidence.handing_in import HandingIn
from service.exchange.evidence.store import Store
from tests.evidence import samples
from tests.mutations import staging
from tests.mutations.conftest import Desk
from tests.mutations.seats import Seats, cookie_of, seated

TUS = {"tus-resumable": "1.0.0"}
PIECE = {**TUS, "content-type": "application/offset+octet-stream"}


def coded(words: str) -> str:
    """As metadata are written."""
    return base64.b64encode(words.encode()).decode()


def announcing(content: bytes, name: str = "foto.jpg", **more: str) -> dict[str, str]:
    """The headers that announce a file."""
    digest = hashlib.sha256(content).hexdigest()
    told = f"filename {coded(name)},sha256 {coded(digest)}"
    return {**TUS, "upload-length": str(len(content)), "upload-metadata": told, **more}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Where files are handed in: a desk, the files behind it, and the folder in which they are."""

    desk: Desk
    application: Starlette
    files: Files
    folder: Path
    database: Database

    async def ask(
        self, who: str, method: str, path: str, headers: dict[str, str] | None = None, content: bytes = b""
    ) -> httpx.Response:
        """One request in somebody's name."""
        token, cookie = self.desk.tokens.get(who), self.desk.cookies.get(who)
        shown = {
            **({"authorization": f"Bearer {token}"} if token else {}),
            **({"cookie": f"__Host-ikrar={cookie}"} if cookie else {}),
        }
        return await self.desk.client.request(
            method, path, content=content, headers={**shown, **(headers or {})}
        )

    async def announce(self, content: bytes, name: str = "foto.jpg", who: str = "lead") -> str:
        """The address to which a file is to be sent."""
        answer = await self.ask(who, "POST", "/evidence", announcing(content, name))
        assert answer.status_code == 201, answer.text
        return answer.headers["location"]

    async def send(self, address: str, piece: bytes, offset: int = 0, who: str = "lead") -> httpx.Response:
        """A piece of it."""
        return await self.ask(who, "PATCH", address, {**PIECE, "upload-offset": str(offset)}, piece)

    async def finish(self, address: str, who: str = "lead") -> httpx.Response:
        """Have it kept."""
        return await self.ask(who, "POST", address, TUS)

    async def hand_in(self, content: bytes, name: str = "foto.jpg", who: str = "lead") -> dict[str, Any]:
        """All of it; what is answered at the end."""
        address = await self.announce(content, name, who)
        sent = await self.send(address, content, who=who)
        assert (sent.status_code, sent.headers["upload-offset"]) == (204, str(len(content))), sent.text
        answer = await self.finish(address, who)
        found: dict[str, Any] = answer.json()
        return found

    async def report(self, target: str, *handed_in: dict[str, Any], who: str = "lead") -> dict[str, Any]:
        """What becomes of a report that shows these."""
        return await self.desk.send(
            who,
            "reportProgress",
            "report { id evidence { kind title url sha256 mediaType sizeBytes } }",
            **staging.report_on(target, evidence=[shown(one) for one in handed_in]),
        )

    async def reported(self, content: bytes, name: str = "foto.jpg") -> dict[str, Any]:
        """What was handed in and is shown by a report."""
        handed_in = await self.hand_in(content, name)
        found = await self.report((await staging.started(self.desk))["target"], handed_in)
        assert "report" in found, found
        return handed_in

    def lying(self) -> list[str]:
        """The folders and kinds of all files that lie about."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(f"{path.relative_to(self.folder).parts[0]}{path.suffix}" for path in files)

    async def age(self, interval: str) -> None:
        """Let all files have come so long ago."""
        moved = text(
            f"UPDATE evidence_file SET recorded_at = recorded_at - interval '{interval}', "  # noqa: S608 - the test's own words
            f"expires_at = expires_at - interval '{interval}'"
        )
        async with self.database.writing() as session:
            await session.execute(moved)

    async def rows(self, what: str) -> list[tuple[Any, ...]]:
        """Columns of all files, the oldest first."""
        async with self.database.reading() as session:
            found = await session.execute(text(f"SELECT {what} FROM evidence_file ORDER BY id"))  # noqa: S608 - likewise
            return [tuple(row) for row in found]


def shown(handed_in: dict[str, Any], **more: object) -> dict[str, object]:
    """How a report shows it."""
    return {"title": "Foto", **{name: handed_in[name] for name in ("kind", "url", "sha256")}, **more}


@asynccontextmanager
async def opened(
    addresses: Addresses, folder: Path, store: Store, seats: Seats | None = None
) -> AsyncGenerator[Counter]:
    """A counter that keeps its files there; everybody gets a seat who has none yet."""
    database = await Database.open(addresses.service, size=6)
    seats = seats or await seated(database)
    ground = replace(seats.ground, database=database)
    liaison = Office(role=Role.LIAISON, agency_id=ground.diskominfo)
    cookies = {**seats.cookies, "liaison": await cookie_of(database, "liaison", liaison)}
    files = Files(store=store, handing_in=HandingIn(database, folder / "incoming", store))
    application = create_app(database, files=files)
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        desk = Desk(ground=ground, client=client, tokens={**seats.tokens}, cookies=cookies)
        yield Counter(desk=desk, application=application, files=files, folder=folder, database=database)
    await application.state.let_go()
    await database.close()


@pytest.fixture
def own_addresses(seated_addresses: Addresses) -> Addresses:
    """Whatever these tests do, they do where everybody has a way in."""
    return seated_addresses


@pytest.fixture
async def counter(own_addresses: Addresses, seats: Seats, tmp_path: Path) -> AsyncGenerator[Counter]:
    """A counter that keeps files on a disk."""
    folder = tmp_path / "evidence"
    async with opened(own_addresses, folder, Disk(folder / "kept"), seats) as one:
        yield one


@pytest.fixture(scope="session")
def photo() -> bytes:
    """A photo of a telephone, taken at a post, upright only after turning."""
    return samples.photo()
