"""A service with four persons in it, browsers for them, and the letters that they are sent."""

import uuid
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text
from starlette.applications import Starlette

from models.record import History
from service.access.accounts import NewAccount, Office, assign
from service.access.actors import OPERATOR, Role
from service.access.links import Link
from service.access.passwords import Hasher, keep_password
from service.access.persons import known_by_email
from service.access.sessions import Terms
from service.app import OPEN, Front, Policy, create_app
from service.attaching import Addresses
from service.clock import system_clock
from service.database import Database
from service.ledger.appointing import open_for
from tests.databases import Databases
from tests.ledger.ground import Ground, settle

PASSWORD = "kucing biru makan awan"
BOTH = "both@example.go.id"
LIAISON = "liaison@example.go.id"
LEADER = "leader@example.go.id"
INVITED = "invited@example.go.id"
SITE = "https://ikrar.test"
_HOUSE = "ikrar_house"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The service; its clock stands where `now` says, its letters lie in `letters`."""

    ground: Ground
    database: Database
    now: list[datetime]
    letters: list[Link]
    key: bytes = field(default_factory=Fernet.generate_key)

    def application(self, terms: Terms | None = None, policy: Policy = OPEN) -> Starlette:
        """The service as if it had just been started."""

        async def deliver(link: Link) -> bool:
            self.letters.append(link)
            return True

        front = Front(terms=terms or Terms(), factor_key=self.key, deliver=deliver)
        return create_app(self.database, lambda: self.now[0], front, policy)

    def browser(self, application: Starlette | None = None, address: str = "192.0.2.1") -> httpx.AsyncClient:
        """One that keeps cookies as a browser does."""
        transport = httpx.ASGITransport(application or self.application(), client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url=SITE)

    async def did(self) -> list[tuple[str, str, str | None]]:
        """What the history has of accounts: action, whose label, reason."""
        rows = select(History.action, History.actor_label, History.reason).where(History.subject == "account")
        async with self.database.reading() as session:
            return [(row[0], row[1], row[2]) for row in await session.execute(rows.order_by(History.id))]

    async def age(self, table: str, column: str, interval: str) -> None:
        """Let a moment lie further back, or less far ahead."""
        async with self.database.writing() as session:
            await session.execute(text(f"UPDATE {table} SET {column} = {column} - interval '{interval}'"))  # noqa: S608 - of the test's own words

    async def everything(self) -> str:
        """All that the tables of the door hold, as text."""
        tables = (
            *("account", "password", "person_session", "account_link", "second_factor"),
            *("sign_in_throttle", "history", "idempotency", "outbox"),
        )
        async with self.database.reading() as session:
            found = [await session.scalar(text(f"SELECT json_agg(t)::text FROM {t} t")) for t in tables]  # noqa: S608 - of the test's own words
        return " ".join(one or "" for one in found)


async def _housed(database: Database) -> Ground:
    """Somebody with two assignments, a liaison, a leader, and one who has no password yet."""
    ground = await settle(database)
    hashed = Hasher().hash_again
    offices = {
        BOTH: Office(role=Role.LIAISON, agency_id=ground.diskominfo),
        LIAISON: Office(role=Role.LIAISON, agency_id=ground.dinkes),
        LEADER: Office(role=Role.LEADERSHIP, region_code="64"),
        INVITED: Office(role=Role.ADMINISTRATOR),
    }
    password = await hashed(PASSWORD)
    async with database.writing() as session:
        for email, office in offices.items():
            asked = NewAccount(name=f"Nama {email[:4]}", email=email, office=office)
            account = await open_for(session, OPERATOR, asked, system_clock)
            if email != INVITED:
                await keep_password(session, account.id, password)
            if email == BOTH:
                desk = Office(role=Role.SECRETARIAT, agency_id=ground.dpmpd, region_code="64")
                await assign(session, account.id, desk)
    return ground


@pytest.fixture(scope="session")
async def housed(databases: Databases) -> Ground:
    """The ground on which they live, in a template of its own."""
    return await databases.template(_HOUSE, _housed)


@pytest.fixture
async def own_addresses(databases: Databases, housed: Ground) -> AsyncGenerator[Addresses]:
    """A database of the test's own in which they live."""
    del housed
    async with databases.clone(_HOUSE) as addresses:
        yield addresses


@pytest.fixture
async def house(own_addresses: Addresses, housed: Ground) -> AsyncGenerator[House]:
    """The house of the test's own."""
    database = await Database.open(own_addresses.service, size=6)
    ground = replace(housed, database=database)
    yield House(ground=ground, database=database, now=[system_clock()], letters=[])
    await database.close()


async def signed_in(browser: httpx.AsyncClient, email: str = LIAISON, **more: str) -> dict[str, Any]:
    """The session of somebody who signs in."""
    answer = await browser.post("/session", json={"email": email, "password": PASSWORD, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def viewer(browser: httpx.AsyncClient, **headers: str) -> dict[str, Any] | None:
    """As whom the graph sees the browser."""
    query = "{ viewer { label role agency { code } region { code } scopes } }"
    answer = await browser.post("/graphql", json={"query": query}, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] | None = answer.json()["data"]["viewer"]
    return found


async def account_id(house: House, email: str) -> uuid.UUID:
    """Whose account it is."""
    async with house.database.reading() as session:
        known = await known_by_email(session, email)
    assert known is not None
    return known.account_id
