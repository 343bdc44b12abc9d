"""The demo's persons: the same at every start, for as long as they keep the password that they were given."""

import stat
from pathlib import Path

import httpx
import orjson
from sqlalchemy import delete, update

from models.agency import Account, Agency
from models.sign_in import Password
from seeds.persons import Person, demo_persons
from service.app import create_app
from service.clock import system_clock
from service.database import Database


async def _role(database: Database, person: Person) -> str:
    transport = httpx.ASGITransport(create_app(database))
    async with httpx.AsyncClient(transport=transport, base_url="https://ikrar.test") as browser:
        body = {"email": person.email, "password": person.password}
        return str((await browser.post("/session", json=body)).json()["role"])


async def test_the_five_sign_in_and_are_the_same_at_every_start(database: Database, tmp_path: Path) -> None:
    first = await demo_persons(database, tmp_path)
    assert await demo_persons(database, tmp_path) == first
    roles = [await _role(database, person) for person in first]
    assert roles == ["SECRETARIAT", "SECRETARIAT", "LIAISON", "LEADERSHIP", "ADMINISTRATOR"]
    assert stat.S_IMODE((tmp_path / "demo-passwords.json").stat().st_mode) == 0o600


async def test_who_has_another_password_or_is_closed_is_no_longer_shown(
    database: Database, tmp_path: Path
) -> None:
    five = await demo_persons(database, tmp_path)
    async with database.writing() as session:
        changed = update(Password).values(recorded_at=system_clock())
        await session.execute(
            changed.where(Password.account_id == Account.id, Account.email == five[0].email)
        )
        closed = update(Account).values(closed_at=system_clock())
        await session.execute(closed.where(Account.email == five[1].email))
    assert await demo_persons(database, tmp_path) == five[2:]


async def test_without_its_agency_a_person_is_left_out(database: Database, tmp_path: Path) -> None:
    async with database.writing() as session:
        await session.execute(delete(Agency))
    assert len(await demo_persons(database, tmp_path)) == 2


async def test_a_spoilt_file_is_made_anew(database: Database, tmp_path: Path) -> None:
    (tmp_path / "demo-passwords.json").write_text("[1]")
    assert len(await demo_persons(database, tmp_path)) == 5


async def test_a_person_whom_an_earlier_version_did_not_know_leaves_the_others_their_passwords(
    database: Database, tmp_path: Path
) -> None:
    first = await demo_persons(database, tmp_path)
    kept: dict[str, str] = orjson.loads((tmp_path / "demo-passwords.json").read_bytes())
    async with database.writing() as session:
        await session.execute(update(Account).values(email="x@a").where(Account.email == first[1].email))
    del kept[first[1].email]
    (tmp_path / "demo-passwords.json").write_bytes(orjson.dumps(kept))
    again = await demo_persons(database, tmp_path)
    assert [person for person in again if person in first] == [first[0], *first[2:]]
    assert [await _role(database, person) for person in again][:2] == ["SECRETARIAT", "SECRETARIAT"]
