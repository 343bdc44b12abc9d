"""A person is told all that is held of them, and forgotten, while the ledger proves what it proved before."""

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from pyotp.totp import TOTP
from sqlalchemy import select, text, update

from models.agency import Account, Person
from models.meeting import Attendance, Meeting
from models.sign_in import AccountIdentity
from service.attaching import Addresses
from service.clock import system_clock
from service.ledger.erasing import NAME
from service.ledger.proving import Proof, prove
from service.ledger.seal_key import seal_key
from service.ledger.sealing import seal
from tests.people.conftest import LIAISON, PASSWORD, House, account_id, signed_in
from tests.verbs import run_verb

WHO = "Nama liai"
_KNOWN = {"position": "Kabid", "work_phone": "0812"}
TABLES = (
    *("person", "account", "account_role", "password", "second_factor", "person_session", "account_link"),
    *("account_identity", "sign_in_throttle", "api_token", "attendance", "history", "idempotency", "outbox"),
)


async def _lived(house: House) -> None:
    """The liaison signs in with a second factor, mistypes, is known to a provider, and came to a meeting."""
    async with house.browser() as browser:
        await signed_in(browser)
        offered = await browser.post("/second-factor", json={"password": PASSWORD})
        code = TOTP(offered.json()["secret"]).at(house.now[0])
        assert (await browser.put("/second-factor", json={"code": code})).status_code == 200
        await browser.post("/session", json={"email": LIAISON, "password": "salah"})
    key = await account_id(house, LIAISON)
    meeting = Meeting(
        id=key, title="Rakor", kind="RAKOR", held_on=date(2026, 1, 2), region_code="64", source="uji"
    )
    meeting.led_by = f"{WHO}, Kabid"
    async with house.database.writing() as session:
        person = await session.scalar(select(Account.person_id).where(Account.id == key))
        await session.execute(update(Person).where(Person.id == person).values(_KNOWN))
        session.add_all([meeting, AccountIdentity(issuer="https://idp", subject="sub-7", account_id=key)])
        await session.flush()
        came = {"meeting_id": key, "agency_id": house.ground.dinkes, "person_id": person}
        session.add(Attendance(id=key, capacity="PRESENT", **came))


async def _held(house: House) -> str:
    async with house.database.reading() as session:
        found = [await session.scalar(text(f"SELECT json_agg(t)::text FROM {t} t")) for t in TABLES]  # noqa: S608 - of the test's own words
    return " ".join(one or "" for one in found)


async def _proven(house: House, file: Path) -> Proof:
    key = seal_key(file)
    async with house.database.writing() as session:
        await seal(session, key, system_clock())
    async with house.database.reading() as session:
        return await prove(session, key.public)


async def _export(own_addresses: Addresses, *options: str) -> tuple[int, dict[str, Any]]:
    said = await run_verb({"DATABASE_URL": own_addresses.service}, "person", "export", LIAISON, *options)
    return said.status, orjson.loads(said.out) if said.out else {}


async def test_a_person_is_told_all_that_is_held_and_nothing_that_opens_a_door(
    house: House, own_addresses: Addresses
) -> None:
    await _lived(house)
    status, told = await _export(own_addresses)
    assert status == 0
    (person,) = told["person"]
    assert (person["name"], person["position"], person["work_phone"]) == (WHO, "Kabid", "0812")
    assert [one["email"] for one in told["account"]] == [LIAISON]
    assert [one["role"] for one in told["assignments"]] == ["LIAISON"]
    assert [one["address"] for one in told["sessions"]] == ["192.0.2.1"]
    assert [one["subject"] for one in told["identities"]] == ["sub-7"]
    assert [one["capacity"] for one in told["attendances"]] == ["PRESENT"]
    assert (len(told["password"]), len(told["second_factor"]), len(told["sign_in_tries"])) == (1, 1, 1)
    did = [one["action"] for one in told["changes_of_the_account"]]
    assert did == ["OPEN_ACCOUNT", "SIGN_IN", "ADD_SECOND_FACTOR", "REFUSE_SIGN_IN"]
    assert [one["place"] for one in told["named_in_the_ledger"]] == ["meeting.led_by"]
    written = orjson.dumps(told).decode()
    for word in ("argon2id", "digest", "secret"):
        assert word not in written


async def test_an_export_to_a_file_is_for_the_eyes_of_its_owner(
    house: House, own_addresses: Addresses, tmp_path: Path
) -> None:
    await _lived(house)
    file = tmp_path / "liaison.json"
    assert await _export(own_addresses, "--to", str(file)) == (0, {})
    assert (file.stat().st_mode & 0o777, orjson.loads(file.read_bytes())["email"]) == (0o600, LIAISON)


async def test_an_erased_person_is_nowhere_and_the_ledger_is_whole(
    house: House, own_addresses: Addresses, tmp_path: Path
) -> None:
    await _lived(house)
    key = await account_id(house, LIAISON)
    before = await _proven(house, tmp_path / "seal.key")
    said = await run_verb({"DATABASE_URL": own_addresses.service}, "person", "erase", LIAISON, "--yes")
    assert (said.status, str(key) in said.out) == (0, True)
    held = await _held(house)
    for word in (WHO, LIAISON, "0812", "Kabid", "sub-7"):
        assert word not in held
    # The tries of an address are those of an office, and forgotten in a day.
    assert held.count("192.0.2.1") == held.count("address 192.0.2.1") == 1
    assert held.count(NAME) == 1
    after = await _proven(house, tmp_path / "seal.key")
    assert (before.is_whole, after.is_whole, after.links) == (True, True, before.links + 1)


async def test_who_is_erased_does_not_come_in_and_is_not_found_and_the_audit_says_so(
    house: House, own_addresses: Addresses
) -> None:
    await _lived(house)
    async with house.browser() as browser:
        await signed_in(browser, "both@example.go.id")
        await run_verb({"DATABASE_URL": own_addresses.service}, "person", "erase", LIAISON, "--yes")
        answer = await browser.post("/session", json={"email": LIAISON, "password": PASSWORD})
        assert answer.status_code == 401
    assert (await _export(own_addresses))[0] == 1
    assert ("ERASE_PERSON", "Operator", None) in await house.did()


@pytest.mark.usefixtures("house")
async def test_without_a_yes_nobody_is_erased(own_addresses: Addresses) -> None:
    said = await run_verb({"DATABASE_URL": own_addresses.service}, "person", "erase", LIAISON)
    assert (said.status, said.err.partition(":")[0]) == (2, "INVALID [--yes]")
    assert (await _export(own_addresses))[0] == 0
